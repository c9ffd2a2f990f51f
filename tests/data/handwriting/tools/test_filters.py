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
