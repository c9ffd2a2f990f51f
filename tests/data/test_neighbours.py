"""Distances, and the plane of the principal components."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from neurarium.data.neighbours import nearest, pixel_distances, principal_plane, row_distances

IMAGES = arrays.arrays(np.uint8, st.tuples(st.integers(2, 40), st.integers(1, 50)))


@given(IMAGES, st.data())
def test_distances(images, data):
    """Both ways give the Euclidean distance, whatever the bytes."""
    row = images[data.draw(st.integers(0, len(images) - 1))]
    exact = np.linalg.norm(images.astype(np.float64) - row, axis=1)
    squares = (images.astype(np.float64) ** 2).sum(axis=1)
    assert np.allclose(pixel_distances(np.ascontiguousarray(images.T), squares, row), exact, atol=1e-6)
    assert np.allclose(row_distances(images, row), exact, rtol=1e-5, atol=1e-2)


@given(st.lists(st.floats(0, 9), min_size=2, max_size=30), st.data())
def test_nearest(values, data):
    """The nearest come first, the image itself never."""
    distances = np.array(values)
    itself = data.draw(st.integers(0, len(values) - 1))
    count = data.draw(st.integers(1, 8))
    found = nearest(distances, itself, count)
    assert itself not in found
    others = sorted(np.delete(distances, itself))[:count]
    assert distances[found].tolist() == others


@pytest.mark.parametrize(("n", "d"), [(200, 9), (50, 1), (5, 20)])
def test_the_plane_is_that_of_the_singular_values(n, d):
    """Coordinates and shares are those of NumPy's singular value decomposition, but for the sign."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(n, d)) * np.linspace(3, 1, d) + 5
    plane, explained = principal_plane(rows)
    u, s, _ = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    for axis in range(min(2, d)):
        expected = u[:, axis] * s[axis]
        sign = np.sign(expected @ plane[:, axis])
        assert np.allclose(plane[:, axis], sign * expected, atol=1e-3)
        assert explained[axis] == pytest.approx(s[axis] ** 2 / (s**2).sum(), rel=1e-4)


def test_images_that_are_all_alike():
    """They are one point, and no axis explains anything."""
    plane, explained = principal_plane(np.full((9, 4), 7.0))
    assert np.allclose(plane, 0)
    assert explained == (0, 0)
