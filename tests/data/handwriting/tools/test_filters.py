"""Opening, maximum and blur; SciPy's filters are the oracle."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage

from neurarium.data.handwriting.tools.blur import blur
from neurarium.data.handwriting.tools.morphology import opening, sliding_max

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=20)
PICTURES = hnp.arrays(np.float32, SHAPES, elements=st.floats(0, 1, width=32))


@given(PICTURES, st.sampled_from([1, 3, 5, 9]))
def test_opening_agrees_with_scipy(image: NDArray[np.float32], size: int) -> None:
    """The sliding maximum and the opening are SciPy's, whatever is assumed outside the picture."""
    assert np.array_equal(sliding_max(image, size), ndimage.maximum_filter(image, size))
    assert np.array_equal(opening(image, size), ndimage.grey_opening(image, (size, size)))
    highest = ndimage.maximum_filter(image, size, mode="constant", cval=-np.inf)
    assert np.array_equal(sliding_max(image, size), highest)
    lowest = ndimage.minimum_filter(image, size, mode="constant", cval=np.inf)
    expected = ndimage.maximum_filter(lowest, size, mode="constant", cval=-np.inf)
    assert np.array_equal(opening(image, size), expected)


@given(PICTURES)
def test_blur_is_a_binomial_filter(image: NDArray[np.float32]) -> None:
    """The blur is SciPy's convolution with 1, 2, 1 in both directions."""
    expected = image.astype(np.float64)
    for axis in (0, 1):
        expected = ndimage.convolve1d(expected, [0.25, 0.5, 0.25], axis, mode="nearest")
    np.testing.assert_allclose(blur(image), expected, atol=1e-6)
