"""Otsu's threshold, against all other thresholds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.data.handwriting.tools.otsu import histogram, otsu


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
