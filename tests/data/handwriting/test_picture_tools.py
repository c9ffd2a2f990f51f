"""The small tools on pictures, each against an independent computation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage

from neurarium.data.handwriting.blur import blur
from neurarium.data.handwriting.distance import distance_to
from neurarium.data.handwriting.morphology import opening, sliding_max
from neurarium.data.handwriting.otsu import histogram, otsu
from neurarium.data.handwriting.resample import area_matrix, area_resample, pick_resample, shrink
from neurarium.data.handwriting.skeleton import skeleton

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=20)
PICTURES = hnp.arrays(np.float32, SHAPES, elements=st.floats(0, 1, width=32))


@given(hnp.arrays(np.bool_, SHAPES), st.floats(0.5, 8))
def test_distance_is_exact_within_reach(marked: NDArray[np.bool_], reach: float) -> None:
    """Distances agree with SciPy's transform up to the reach, and are infinite beyond."""
    found = distance_to(marked, reach)
    exact = ndimage.distance_transform_edt(~marked) if marked.any() else np.full(marked.shape, np.inf)
    near = exact <= reach - 1e-4
    np.testing.assert_allclose(found[near], exact[near], atol=1e-5)
    assert np.isinf(found[exact > reach + 1e-4]).all()


@given(PICTURES, st.sampled_from([1, 3, 5, 9]))
def test_opening_agrees_with_scipy(image: NDArray[np.float32], size: int) -> None:
    """The sliding minimum and maximum, and the opening made of them, are SciPy's."""
    highest = ndimage.maximum_filter(image, size, mode="constant", cval=-np.inf)
    assert np.array_equal(sliding_max(image, size), highest)
    lowest = ndimage.minimum_filter(image, size, mode="constant", cval=np.inf)
    expected = ndimage.maximum_filter(lowest, size, mode="constant", cval=-np.inf)
    assert np.array_equal(opening(image, size), expected)


@given(PICTURES)
def test_blur_is_a_binomial_filter(image: NDArray[np.float32]) -> None:
    """The blur is SciPy's correlation with 1, 2, 1 in both directions."""
    weights = np.outer([1, 2, 1], [1, 2, 1]) / 16
    expected = ndimage.correlate(image.astype(np.float64), weights, mode="nearest")
    np.testing.assert_allclose(blur(image), expected, atol=1e-6)


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


@given(st.lists(st.integers(0, 9), min_size=2, max_size=40).filter(lambda v: min(v) != max(v)))
def test_otsu_leaves_the_least_variance_within_the_groups(values: list[int]) -> None:
    """No other cut leaves less variance inside the two groups than the one that was found."""
    counts = np.bincount(values, minlength=10).astype(float)

    def within(cut: float) -> float:
        groups = [np.array([v for v in values if (v > cut) == upper]) for upper in (False, True)]
        return sum(float(((g - g.mean()) ** 2).sum()) for g in groups if len(g))

    threshold = otsu(np.arange(10.0), counts)
    assert within(threshold) == pytest.approx(min(within(cut + 0.5) for cut in range(9)), abs=1e-9)


def test_a_histogram_counts_every_pixel_once() -> None:
    """Counts add up to the pixels; the ends are the extremes."""
    image = np.random.default_rng(1).random((33, 17), dtype=np.float32)
    values, counts = histogram(image)
    assert counts.sum() == image.size
    assert (values[0], values[-1]) == pytest.approx((image.min(), image.max()))
    assert histogram(np.full((4, 4), 0.5, np.float32))[1].sum() == 16


@given(hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=16)))
def test_a_skeleton_hangs_together_as_the_shape_does(shape: NDArray[np.bool_]) -> None:
    """Thinning a shape with strokes neither breaks nor joins pieces, and adds nothing."""
    strokes = np.kron(shape, np.ones((4, 4), np.bool_))  # Zhang and Suen wipe out squares of two by two
    thin = skeleton(strokes)
    assert not (thin & ~strokes).any()
    eight = np.ones((3, 3))
    assert ndimage.label(thin, eight)[1] == ndimage.label(strokes, eight)[1]
    # Nothing can be taken off any more without end: thinning the thin changes nothing.
    assert np.array_equal(skeleton(thin), thin)


def test_the_skeleton_of_a_bar_is_its_middle_line() -> None:
    """A bar of 5 x 31 becomes one row in its middle."""
    bar = np.zeros((11, 41), np.bool_)
    bar[3:8, 5:36] = True
    thin = skeleton(bar)
    assert set(np.flatnonzero(thin.any(axis=1))) == {5}
    assert thin.sum() >= 25
