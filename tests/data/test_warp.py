"""Warping, against SciPy's interpolation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import map_coordinates

from neurarium.data import warp
from neurarium.engine.errors import ShapeError


def grid(n: int, side: int) -> np.ndarray:
    """The places of the pixels themselves."""
    return np.broadcast_to(np.indices((side, side), dtype=np.float32), (n, 2, side, side)).copy()


@given(n=st.integers(1, 40), side=st.integers(1, 9), seed=st.integers(0, 2**32 - 1), whole=st.booleans())
def test_warp_is_bilinear_interpolation(n: int, side: int, seed: int, whole: bool) -> None:
    """At random places, in the image, on its pixels, at its border and far outside, SciPy gets the same."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (n, side, side), dtype=np.uint8)
    places = rng.uniform(-3, side + 2, (n, 2, side, side)).astype(np.float32)
    if whole:
        places = np.round(places)
    expected = [
        map_coordinates(image.astype(float), place, order=1, mode="grid-constant", cval=0.0)
        for image, place in zip(images, places, strict=True)
    ]
    np.testing.assert_allclose(warp(images, places), expected, atol=2e-4)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_its_own_places_give_the_image(dtype: type) -> None:
    """Read where it is, an image comes back exactly, as bytes or as real numbers."""
    images: np.ndarray = np.random.default_rng(0).integers(0, 256, (5, 28 * 28)).astype(dtype)
    result = warp(images, grid(5, 28))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, images)


def test_whole_steps_move_pixels() -> None:
    """Reading one row up moves the image one row down, and 0 comes in from the edge."""
    image = np.arange(1, 10, dtype=np.float32).reshape(1, 3, 3)
    places = grid(1, 3)
    places[:, 0] -= 1
    np.testing.assert_array_equal(warp(image, places), [[[0, 0, 0], [1, 2, 3], [4, 5, 6]]])


def test_result_goes_where_asked() -> None:
    """Into a given array, of float64 too, or over the images themselves."""
    images = np.random.default_rng(1).random((70, 16), dtype=np.float32)
    places = grid(70, 4) + np.float32(0.25)
    expected = warp(images, places)
    wide = np.empty((70, 16))
    assert warp(images, places, out=wide) is wide
    np.testing.assert_array_equal(wide, expected)
    assert warp(images, places, out=images) is images
    np.testing.assert_array_equal(images, expected)


def test_very_far_places_are_outside() -> None:
    """Places that no integer can hold read the 0 around the image, without a warning."""
    places = grid(1, 4)
    places[0, 0, 0] = [1e30, -1e30, 3e9, -3e9]
    result = warp(np.ones((1, 4, 4), dtype=np.uint8), places)
    assert result[0, 0].tolist() == [0, 0, 0, 0]
    assert (result[0, 1:] == 1).all()


@pytest.mark.parametrize("shape", [(3, 10), (3, 4, 5), (3,), (3, 0), (3, 2, 2, 2)])
def test_images_must_be_square(shape: tuple[int, ...]) -> None:
    """Anything but squares is refused with its shape."""
    with pytest.raises(ShapeError, match="Expected square images"):
        warp(np.zeros(shape), grid(3, 2))


def test_places_and_room_must_fit() -> None:
    """Coordinates for other images, or room of another shape, are refused."""
    images = np.zeros((3, 4), dtype=np.float32)
    with pytest.raises(ShapeError, match=r"coordinates of shape \(3, 2, 2, 2\), got \(2, 2, 2, 2\)"):
        warp(images, grid(2, 2))
    with pytest.raises(ShapeError, match=r"out to have the shape of the images, \(3, 4\), got \(3, 2, 2\)"):
        warp(images, grid(3, 2), out=np.zeros((3, 2, 2)))
