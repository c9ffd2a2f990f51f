"""The six 2-D data sets, against their rules written out point by point."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.data import Points, toy
from neurarium.engine.errors import ParameterError

NAMES = ("circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss")


def make(name: str, noise: float = 0.0, n: int | None = None, seed: int = 0) -> Points:
    return toy(name, np.random.default_rng(seed), noise=noise, n=n)


def rule(name: str, x: float, y: float) -> float:
    """The label that a point without noise must have."""
    if name == "circle":
        return 1 if math.sqrt(x * x + y * y) < 2.5 else -1
    if name == "xor":
        return 1 if (x > 0) == (y > 0) else -1
    if name == "reg-plane":
        return (x + y) / 10
    best = 0.0
    for a, b, sign in [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]:
        height = sign * max(0.0, 1 - math.dist((x, y), (a, b)) / 2)
        if abs(height) > abs(best):
            best = height
    return best


@given(name=st.sampled_from(["circle", "xor", "reg-plane", "reg-gauss"]), seed=st.integers(0, 2**32 - 1))
def test_labels_without_noise_follow_the_rule(name: str, seed: int) -> None:
    """Every point's label is what its rule says."""
    points = make(name, seed=seed, n=60)
    expected = [rule(name, float(x), float(y)) for x, y in points.X]
    np.testing.assert_allclose(points.y[:, 0], expected, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_sizes_and_kinds(name: str) -> None:
    """500 or 1200 points unless asked otherwise; float32 columns; within the domain."""
    points = make(name)
    n = 1200 if name.startswith("reg") else 500
    assert points.X.shape == (n, 2)
    assert points.y.shape == (n, 1)
    assert points.X.dtype == points.y.dtype == np.float32
    assert np.abs(points.X).max() <= 6
    assert len(make(name, n=40)) == 40


@pytest.mark.parametrize("name", NAMES)
def test_the_seed_decides(name: str) -> None:
    """The same seed gives the same bits, another seed other points (a spiral only through its noise)."""
    first, again, other = (make(name, noise=0.2, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.X, other.X)


@pytest.mark.parametrize("name", ["circle", "xor", "reg-plane", "reg-gauss"])
def test_noise_moves_labels_not_points(name: str) -> None:
    """In these four the points stay where they are; some labels are those of neighbours."""
    calm, noisy = make(name), make(name, noise=0.3)
    np.testing.assert_array_equal(calm.X, noisy.X)
    assert np.mean(np.abs(calm.y - noisy.y) > 1e-6) > 0.02


def test_circle_is_a_disc_in_a_ring() -> None:
    """Half of the points within 2.5, evenly by radius; half from 3.5 to 5; nothing between."""
    points = make("circle", n=4000)
    radius = np.hypot(*points.X.T)
    inner, outer = radius[:2000], radius[2000:]
    assert 0 <= inner.min() < 0.05 < 2.45 < inner.max() <= 2.5
    assert 3.5 <= outer.min() < 3.55 < 4.95 < outer.max() <= 5.0001
    assert inner.mean() == pytest.approx(1.25, abs=0.08)  # U(0, 2.5)
    assert outer.mean() == pytest.approx(4.25, abs=0.05)
    angle = np.arctan2(points.X[:, 0], points.X[:, 1])
    assert np.abs(np.histogram(angle, 8)[0] - 500).max() < 5 * math.sqrt(500)


def test_xor_leaves_a_gap() -> None:
    """No point is within 0.3 of an axis, and none beyond 5.3."""
    distance = np.abs(make("xor", n=4000).X)
    assert 0.3 <= distance.min() < 0.31
    assert 5.29 < distance.max() <= 5.3001


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_spreads_with_the_noise(noise: float, variance: float) -> None:
    """Two clouds about (2, 2) and (-2, -2), whose variance grows from 0.5 to 4."""
    points = make("gauss", noise, n=8000)
    for sign in (1, -1):
        cloud = points.X[points.y[:, 0] == sign]
        assert len(cloud) == 4000
        np.testing.assert_allclose(cloud.mean(axis=0), [2 * sign, 2 * sign], atol=0.15)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.1)


def test_spiral_without_noise_is_exact() -> None:
    """Each point of both arms is where the formula puts it."""
    points = make("spiral", n=100)
    for i in range(100):
        part = (i % 50) / 50
        t = 1.75 * part * 2 * math.pi + (0 if i < 50 else math.pi)
        place = (5 * part * math.sin(t), 5 * part * math.cos(t))
        assert points.X[i] == pytest.approx(place, abs=1e-5)
        assert points.y[i, 0] == (1 if i < 50 else -1)


def test_spiral_noise_is_bounded() -> None:
    """Noise moves each point by at most that much along each axis, and really moves them."""
    moved = np.abs(make("spiral", 0.4).X - make("spiral").X)
    assert 0.39 < moved.max() <= 0.4001


def test_noise_of_the_slope_is_even() -> None:
    """With noise 0.5 the slope's labels are off by U(-3, 3) twice, a tenth of it."""
    error = (make("reg-plane", 0.5, n=6000).y - make("reg-plane", n=6000).y)[:, 0]
    assert np.abs(error).max() <= 0.6001
    assert error.var() == pytest.approx(2 * 6**2 / 12 / 100, rel=0.1)  # a U(a, b) has variance (b - a)² / 12


@given(percent=st.integers(0, 100), n=st.integers(2, 300), seed=st.integers(0, 1000))
def test_split_is_at_the_floor(percent: int, n: int, seed: int) -> None:
    """floor(n · ratio) points first, the rest second; shuffled, none lost."""
    points = Points(np.arange(2 * n, dtype=np.float32).reshape(n, 2), np.zeros((n, 1), dtype=np.float32))
    train, test = points.split(percent / 100, np.random.default_rng(seed))
    assert (len(train), len(test)) == (n * percent // 100, n - n * percent // 100)
    assert sorted([*train.X[:, 0], *test.X[:, 0]]) == points.X[:, 0].tolist()


def test_split_shuffles_points_with_their_labels() -> None:
    """Both classes land in both parts, each point with its own label."""
    train, test = make("circle").split(0.5, np.random.default_rng(0))
    for part in (train, test):
        assert 80 < (part.y > 0).sum() < 170
        np.testing.assert_array_equal(part.y[:, 0] > 0, np.hypot(*part.X.T) < 2.5)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"name": "moons"}, "named circle, xor, .*got 'moons'"),
        ({"name": "xor", "noise": 0.6}, "noise to be from 0 to 0.5, got 0.6"),
        ({"name": "xor", "noise": float("nan")}, "noise to be from 0 to 0.5, got nan"),
        ({"name": "xor", "n": 1}, "2 or more, got 1"),
        ({"name": "xor", "n": 10.0}, "whole number, 2 or more, got 10.0"),
    ],
)
def test_bad_settings_are_refused(settings: dict[str, object], message: str) -> None:
    """Each error says what was expected and what came."""
    with pytest.raises(ParameterError, match=message):
        toy(rng=np.random.default_rng(0), **settings)  # type: ignore[arg-type]


def test_bad_ratio_is_refused() -> None:
    """A ratio is a share."""
    with pytest.raises(ParameterError, match="from 0 to 1, got 50"):
        make("xor").split(50, np.random.default_rng(0))
