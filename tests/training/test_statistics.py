"""Intervals and tests, held against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from neurarium.engine import ShapeError
from neurarium.training.statistics import (
    Z,
    mcnemar,
    mean_difference,
    mean_interval,
    paired_difference,
    t_quantile,
    wilson_interval,
)

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30)
COUNTS = st.integers(0, 400)


def varied(values):
    """Return the values, moved apart so that their spread is no rounding error."""
    return np.array(values) + np.arange(len(values)) * 0.1


@given(COUNTS, COUNTS)
def test_the_interval_of_a_share_is_wilsons(right, wrong):
    """SciPy computes the same interval; of no samples, the share may be anything."""
    n = right + wrong
    if n == 0:
        assert wilson_interval(0, 0) == (0.0, 1.0)
        return
    expected = stats.binomtest(right, n).proportion_ci(method="wilson")
    assert wilson_interval(right, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_normal_quantile():
    """1.959964 is what tables have."""
    assert stats.norm.ppf(0.975) == pytest.approx(Z, abs=1e-12)


@given(st.floats(0.05, 1e7))
def test_the_quantile_of_t(freedom):
    """For whole and broken degrees of freedom, few and many, it is SciPy's."""
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-7)


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (4, 2.776), (9, 2.262), (30, 2.042), (1e9, 1.960)]
)
def test_the_quantile_of_t_in_the_books(freedom, table):
    """The tables of textbooks have these."""
    assert t_quantile(freedom) == pytest.approx(table, abs=5e-4)


@given(VALUES)
def test_the_interval_of_a_mean_is_students(values):
    """SciPy's t distribution, with the standard error of the mean, has the same."""
    x = varied(values)
    expected = stats.t.interval(0.95, len(x) - 1, loc=x.mean(), scale=stats.sem(x))
    assert mean_interval(x) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(VALUES, VALUES)
def test_the_difference_of_two_means_is_welchs(after, before):
    """SciPy's test without equal variances has the same interval, and the same estimate."""
    a, b = varied(after), varied(before)
    found = mean_difference(a, b)
    expected = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-7, abs=1e-7)
    assert found.mean == pytest.approx(a.mean() - b.mean(), abs=1e-9)
    assert found.is_shown == (found.low > 0 or found.high < 0)


@given(VALUES, st.integers(0, 1000))
def test_the_difference_of_pairs(before, seed):
    """SciPy's test of pairs has the same interval."""
    b = varied(before)
    a = b + np.random.default_rng(seed).normal(0.5, 1, len(b))
    found = paired_difference(a, b)
    expected = stats.ttest_rel(a, b).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-7, abs=1e-7)
    assert found.mean == pytest.approx((a - b).mean(), abs=1e-9)


def test_values_that_do_not_vary():
    """Their mean is as sure as they are, and so is the difference."""
    assert mean_interval([0.5, 0.5]) == (0.5, 0.5)
    assert mean_difference([0.5, 0.5], [0.25, 0.25]).is_shown
    assert not mean_difference([0.5, 0.5], [0.5, 0.5]).is_shown


@given(COUNTS, COUNTS)
def test_mcnemars_test_is_the_binomial_one(only_first, only_second):
    """SciPy's exact binomial test of the rows on which the two part, against even odds."""
    n = only_first + only_second
    expected = 1.0 if n == 0 else stats.binomtest(only_first, n).pvalue
    assert mcnemar(only_first, only_second) == pytest.approx(expected, rel=1e-9)


def test_mcnemars_test_of_all_test_images():
    """Ten thousand images are no trouble, and a clear case has a tiny p."""
    assert mcnemar(5000, 5000) == 1.0
    assert mcnemar(4500, 5500) == pytest.approx(stats.binomtest(4500, 10_000).pvalue, rel=1e-9)


def test_too_few_values():
    """One value says nothing of how it varies; pairs must be pairs."""
    with pytest.raises(ShapeError, match=r"2 or more values, got shape \(1,\)"):
        mean_interval([0.5])
    with pytest.raises(ShapeError, match="2 or more"):
        paired_difference([], [])
    with pytest.raises(ShapeError, match="as many values on both sides, got 2 and 3"):
        paired_difference([1, 2], [1, 2, 3])
    with pytest.raises(ShapeError, match="degrees of freedom"):
        t_quantile(0)
