"""Distances to the nearest mark; SciPy's transform is the oracle."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from scipy import ndimage

from neurarium.data.handwriting.tools.distance import distance_to

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=20)


@given(hnp.arrays(np.bool_, SHAPES), st.floats(0.5, 8))
def test_distance_is_exact_within_reach(marked: NDArray[np.bool_], reach: float) -> None:
    """Distances agree with SciPy's transform up to the reach, and are infinite beyond."""
    found = distance_to(marked, reach)
    exact = ndimage.distance_transform_edt(~marked) if marked.any() else np.full(marked.shape, np.inf)
    near = exact <= reach - 1e-4
    np.testing.assert_allclose(found[near], exact[near], atol=1e-5)
    assert np.isinf(found[exact > reach + 1e-4]).all()
