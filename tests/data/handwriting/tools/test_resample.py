"""Changing the size of a picture, against an independent computation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.resample import area_matrix, area_resample, pick_resample, shrink

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=20)
PICTURES = hnp.arrays(np.float32, SHAPES, elements=st.floats(0, 1, width=32))


@given(st.integers(1, 40), st.integers(1, 40))
def test_area_matrix_keeps_means_and_totals(n_in: int, n_out: int) -> None:
    """Each new pixel is a mean: rows sum to 1; each old one counts alike: columns sum to n_out / n_in."""
    matrix = area_matrix(n_in, n_out)
    assert matrix.shape == (n_out, n_in)
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(matrix.sum(axis=0), n_out / n_in, atol=1e-4)


@given(PICTURES, st.integers(1, 9), st.integers(1, 9))
def test_area_resampling_is_enlarging_then_averaging(image: NDArray[np.float32], h: int, w: int) -> None:
    """The same comes out if every pixel is first repeated h and w times, and whole blocks are averaged."""
    fine = np.repeat(np.repeat(image.astype(np.float64), h, axis=0), w, axis=1)
    blocks = fine.reshape(h, image.shape[0], w, image.shape[1]).mean(axis=(1, 3))
    np.testing.assert_allclose(area_resample(image, h, w), blocks, atol=1e-5)


def test_picking_takes_the_pixel_under_the_middle() -> None:
    """Of three pixels in a row the middle one is picked for one."""
    row = np.array([[1, 2, 3]], np.float32)
    assert pick_resample(row, 1, 1) == [[2]]
    assert np.array_equal(pick_resample(row, 1, 6), [[1, 1, 2, 2, 3, 3]])


def test_shrinking_never_enlarges() -> None:
    """A picture that is small enough is left alone; a larger one keeps its mean and its proportions."""
    image = np.random.default_rng(0).random((120, 60), dtype=np.float32)
    assert shrink(image, 120) is image
    small = shrink(image, 30)
    assert small.shape == (30, 15)
    assert small.mean() == pytest.approx(image.mean(), abs=1e-3)
