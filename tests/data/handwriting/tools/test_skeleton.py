"""Middle lines of shapes."""

import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage

from neurarium.data.handwriting.tools.skeleton import skeleton


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
