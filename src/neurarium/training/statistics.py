"""How sure a measured number is: 95 % intervals for shares, means and differences, and a test for two models.

NumPy and the standard library only: the tests hold every function here against SciPy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

import numpy as np

from neurarium.engine.errors import ShapeError
from neurarium.engine.types import FloatArray

LEVEL = 0.95
"""Of all intervals made like these, so large a share has the true value in it."""

Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
"""Of a normal variable, `LEVEL` lies within so many standard deviations of the mean: 1.959964."""

Interval = tuple[float, float]

Values = Sequence[float] | FloatArray


@dataclass(frozen=True)
class Difference:
    """By how much one mean is above another: the estimate, and its 95 % interval."""

    mean: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves out 0: then chance alone is no likely reason for the difference."""
        return self.low > 0 or self.high < 0


def wilson_interval(right: int, n: int) -> Interval:
    """Return the 95 % interval of a share of which `right` of `n` samples are known: what it may well be.

    Unlike "share plus or minus" it stays within 0 and 1, and is right for few samples and for shares near 1.
    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = right / n, Z**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def mean_interval(values: Values) -> Interval:
    """Return the 95 % interval of the mean of what `values` ``(n,)`` are a sample of; n is 2 or more.

    Source: Student, "The probable error of a mean", Biometrika 6 (1908). It supposes that the values are
    about normal, as the scores of one recipe over several seeds are.

    Raises
    ------
    ShapeError
        If there are fewer than two values: one says nothing of how they vary.
    """
    mean, squared_error, freedom = _mean(values)
    reach = t_quantile(freedom) * sqrt(squared_error)
    return mean - reach, mean + reach


def paired_difference(after: Values, before: Values) -> Difference:
    """Return how much the mean of `after` is above that of `before`, value by value: ``(n,)`` each.

    For two recipes that were tried with the same seeds: what a seed does to both drops out. It is the mean of
    the differences, with its interval. Source: Student, "The probable error of a mean", Biometrika 6 (1908),
    whose first example is a pair of drugs on the same patients.

    Raises
    ------
    ShapeError
        If they are not pairs, or fewer than two.
    """
    if len(after) != len(before):
        raise ShapeError(f"pairs need as many values on both sides, got {len(after)} and {len(before)}")
    each = np.asarray(after, np.float64) - np.asarray(before, np.float64)
    return Difference(float(each.mean()) if len(each) else 0.0, *mean_interval(each))


def mean_difference(after: Values, before: Values) -> Difference:
    """Return how much the mean of `after` ``(n,)`` is above that of `before` ``(m,)``, which are no pairs.

    Both may vary by different amounts. Source: Welch, "The generalization of 'Student's' problem when several
    different population variances are involved", Biometrika 34 (1947).

    Raises
    ------
    ShapeError
        If one of the two has fewer than two values.
    """
    a, error_a, freedom_a = _mean(after)
    b, error_b, freedom_b = _mean(before)
    error = error_a + error_b
    if error == 0:
        return Difference(a - b, a - b, a - b)
    # The degrees of freedom of Welch and Satterthwaite.
    freedom = error**2 / (error_a**2 / freedom_a + error_b**2 / freedom_b)
    reach = t_quantile(freedom) * sqrt(error)
    return Difference(a - b, a - b - reach, a - b + reach)


def mcnemar(only_first: int, only_second: int) -> float:
    """Return how likely two models that are equally good part at least as unequally on the same rows.

    Parameters
    ----------
    only_first, only_second
        How many rows only the first model gets right, and only the second. Rows that both get right, or both
        wrong, say nothing about which is better.

    Returns
    -------
    float
        The two-sided p of the exact (binomial) test: each of the n rows goes to either model like the toss of
        a coin.

    Notes
    -----
    Source: McNemar, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12 (1947).
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    ways, tail = 1, 1  # n choose i, and the sum so far: whole numbers, exact for any n
    for i in range(fewer):
        ways = ways * (n - i) // (i + 1)
        tail += ways
    return min(1.0, 2 * tail / (1 << n))


@lru_cache(maxsize=1024)
def t_quantile(freedom: float) -> float:
    """Return within how many standard errors of the mean 95 % of Student's t lies, on both sides.

    Found by halving from P(|T| <= t) = 1 - I_x(v/2, 1/2), x = v / (v + t²), v the degrees of freedom.
    Source: Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 26.7.1.

    Raises
    ------
    ShapeError
        If the degrees of freedom are not above 0.
    """
    if not freedom > 0:
        raise ShapeError(f"expected more than 0 degrees of freedom, got {freedom!r}")
    if freedom > 1e8:  # the normal distribution, to all digits that count
        return Z
    low, high = 0.0, 2.0
    while _outside(high, freedom) > 1 - LEVEL:
        low, high = high, 2 * high
    while (middle := (low + high) / 2) not in (low, high):
        if _outside(middle, freedom) > 1 - LEVEL:
            low = middle
        else:
            high = middle
    return middle


def _outside(t: float, freedom: float) -> float:
    """Return P(|T| > t)."""
    return _incomplete_beta(freedom / 2, 0.5, t * t / freedom)


def _incomplete_beta(a: float, b: float, odds: float) -> float:
    """Return I_x(a, b) at x = 1 / (1 + odds): given as odds, x near 1 keeps its digits.

    By the continued fraction, on the side where it converges fast. Source: NIST Digital Library of
    Mathematical Functions, 8.17.22.
    """
    if odds == 0:
        return 1.0
    log_x, log_rest = -log1p(odds), log(odds) - log1p(odds)  # of x and 1 - x
    factor = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log_rest)
    x = exp(log_x)
    if x < (a + 1) / (a + b + 2):
        return factor / (a * _fraction(a, b, x))
    return 1 - factor / (b * _fraction(b, a, odds / (1 + odds)))


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction 1 + d1/(1 + d2/(1 + …)), by Lentz's method (DLMF 3.10(iii))."""
    tiny = 1e-300
    value, c, d = 1.0, 1.0, 0.0
    for i in range(1, 100_000):
        m = i // 2
        if i % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d or tiny)
        c = 1 + term / c or tiny
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            return value
    return inf  # pragma: no cover  (it converges in about the root of the larger parameter)


def _mean(values: Values) -> tuple[float, float, int]:
    """Return the mean, the square of its standard error, and the degrees of freedom."""
    x = np.asarray(values, np.float64)
    if x.ndim != 1 or len(x) < 2:
        raise ShapeError(f"an interval of a mean needs a list of 2 or more values, got shape {x.shape}")
    return float(x.mean()), float(x.var(ddof=1)) / len(x), len(x) - 1
