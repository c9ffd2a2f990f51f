"""Augmentation: what is drawn, and what it does to an image."""

import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter

from neurarium.data import PRESETS, Augmentation, Mnist
from neurarium.data.augment import gaussian_matrix, inverse_affine
from neurarium.engine.errors import ParameterError

PIXELS = np.indices((28, 28)).astype(float)


def draw(settings: Augmentation, n: int = 300, seed: int = 0) -> np.ndarray:
    return settings.draw(n, 28, np.random.default_rng(seed)).astype(float)


@given(
    angle=st.floats(-math.pi, math.pi),
    high=st.floats(0.3, 2),
    wide=st.floats(0.3, 2),
    slant=st.floats(-1, 1),
)
def test_inverse_undoes_stretch_slant_and_turn(angle: float, high: float, wide: float, slant: float) -> None:
    """The matrix is the inverse of the three changes one after another, each in plain x and y."""
    stretch = np.diag([wide, high])
    lean = np.array([[1, slant], [0, 1]])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    flip = np.array([[0, -1], [1, 0]])  # (x, y) -> (row, column): rows count downwards
    forward = flip @ turn @ lean @ stretch @ np.linalg.inv(flip)
    inverse = inverse_affine(*(np.array([value]) for value in (angle, high, wide, slant)))[0]
    np.testing.assert_allclose(inverse @ forward, np.eye(2), atol=1e-9)


def test_nothing_asked_nothing_changed(raw_mnist: Mnist) -> None:
    """With all settings 0 an image comes back bit for bit."""
    images = raw_mnist.x_test[:40]
    result = Augmentation().apply(images, np.random.default_rng(0))
    np.testing.assert_array_equal(result, images)


def test_shift_is_bounded_and_even() -> None:
    """All pixels of an image move together, by up to the limit along each axis, evenly."""
    moved = draw(Augmentation(shift=3)) - PIXELS
    steps = moved[:, :, 14, 14]
    np.testing.assert_allclose(moved, np.broadcast_to(steps[..., None, None], moved.shape), atol=1e-5)
    assert 2.9 < np.abs(steps).max() <= 3.00001
    assert np.var(steps) == pytest.approx(3**2 / 3, rel=0.1)  # U(-a, a) has variance a² / 3


def test_rotation_keeps_distances() -> None:
    """Each pixel stays as far from the centre as it was, turned by up to the limit."""
    places = draw(Augmentation(rotate=20)) - 13.5
    offset = PIXELS - 13.5
    np.testing.assert_allclose(
        np.hypot(*places.swapaxes(0, 1)), np.hypot(*offset)[None].repeat(300, 0), atol=1e-4
    )
    turned = np.degrees(np.arctan2(places[:, 0], places[:, 1]) - np.arctan2(*offset))
    turned = (turned + 180) % 360 - 180
    np.testing.assert_allclose(turned, turned[:, :1, :1].repeat(28, 1).repeat(28, 2), atol=1e-2)
    assert 19.5 < np.abs(turned).max() <= 20.01


def test_scale_makes_larger_and_smaller() -> None:
    """Height and width grow or shrink independently by up to the limit."""
    places = draw(Augmentation(scale=0.2)) - 13.5
    factors = 13.5 / places[:, :, 27, 27]  # what is read at the corner lies farther in if the image grows
    assert 0.8 - 1e-5 <= factors.min() < 0.805
    assert 1.195 < factors.max() <= 1.2 + 1e-5
    assert abs(np.asarray(np.corrcoef(factors.T))[0, 1]) < 0.2


def test_shear_slants_rows() -> None:
    """Rows slide sideways in proportion to their height, and stay rows."""
    moved = draw(Augmentation(shear=0.3)) - PIXELS
    np.testing.assert_allclose(moved[:, 0], 0, atol=1e-5)
    slant = moved[:, 1, 27, 0] / 13.5
    np.testing.assert_allclose(moved[:, 1, :, 5], slant[:, None] * (np.arange(28) - 13.5), atol=1e-4)
    assert 0.29 < np.abs(slant).max() <= 0.30001


def test_turning_counter_clockwise() -> None:
    """A stroke to the right of the centre is above it after a quarter turn to the left."""
    quarter = inverse_affine(np.array([math.pi / 2]), *(np.array([v]) for v in (1.0, 1.0, 0.0)))[0]
    above = np.array([-5.0, 0.0])
    np.testing.assert_allclose(quarter @ above, [0, 5], atol=1e-12)  # what is now above was at the right


def test_elastic_is_smoothed_noise() -> None:
    """The displacement is SciPy's Gaussian filter of the same noise, times the strength."""
    settings = Augmentation(elastic=30, smoothness=3)
    field = draw(settings, n=4, seed=5) - PIXELS
    rng = np.random.default_rng(5)
    rng.uniform(-1, 1, (6, 4))  # the affine part is drawn first
    noise = 2 * rng.random((4, 2, 28, 28), dtype=np.float32).astype(float) - 1
    expected = 30 * gaussian_filter(noise, (0, 0, 3, 3), mode="constant", truncate=8)
    np.testing.assert_allclose(field, expected, atol=1e-4)


def test_elastic_strength_is_as_documented() -> None:
    """Away from the border the typical displacement is elastic / (6 · smoothness) pixels."""
    field = draw(Augmentation(elastic=36, smoothness=2)) - PIXELS
    assert field[:, :, 10:18, 10:18].std() == pytest.approx(36 / (6 * 2), rel=0.1)


def test_smoothing_matrix_keeps_the_mean() -> None:
    """Far from the edges a row of the matrix sums to 1."""
    assert gaussian_matrix(61, 3.0)[30].sum() == pytest.approx(1, abs=1e-6)


def test_the_seed_decides(raw_mnist: Mnist) -> None:
    """The same generator state gives the same images, the next draw others."""
    images = raw_mnist.x_test[:20]
    settings = PRESETS["elastic"]
    assert settings is not None
    rng = np.random.default_rng(3)
    first, second = settings.apply(images, rng), settings.apply(images, rng)
    np.testing.assert_array_equal(first, settings.apply(images, np.random.default_rng(3)))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize("name", ["shift", "affine", "elastic"])
def test_presets_keep_digits_in_the_picture(raw_mnist: Mnist, name: str) -> None:
    """The ink changes place, not amount, and each image is really changed."""
    images = raw_mnist.x_test[:200]
    settings = PRESETS[name]
    assert settings is not None
    result = settings.apply(images, np.random.default_rng(0))
    assert result.shape == images.shape
    assert 0 <= result.min() < result.max() <= 255
    assert result.sum() == pytest.approx(images.sum(dtype=float), rel=0.06)
    assert (np.abs(result - images).max(axis=1) > 30).all()


def test_settings_survive_plain_data() -> None:
    """As a dictionary and back."""
    settings = Augmentation(shift=1, rotate=2, scale=0.3, shear=0.4, elastic=5, smoothness=6)
    assert Augmentation(**asdict(settings)) == settings
    assert set(PRESETS) == {"none", "shift", "affine", "elastic"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"shift": -1}, "shift of an augmentation to be 0 or more, got -1"),
        ({"elastic": float("nan")}, "elastic of an augmentation to be 0 or more, got nan"),
        ({"shear": float("inf")}, "shear of an augmentation to be 0 or more, got inf"),
        ({"rotate": "10"}, "rotate of an augmentation to be 0 or more, got '10'"),
        ({"rotate": 181}, "at most 180 degrees, got 181"),
        ({"scale": 1}, "scale to be below 1, as in 0.15"),
        ({"smoothness": 0}, "smoothness to be above 0 pixels, got 0"),
    ],
)
def test_bad_settings_are_refused(settings: dict[str, float], message: str) -> None:
    """Each error says what was expected and what came."""
    with pytest.raises(ParameterError, match=message):
        Augmentation(**settings)
