"""Otsu's threshold: separate bright from dark where the two groups differ most."""

import numpy as np
from numpy.typing import NDArray

BINS = 512


def histogram(image: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return evenly spaced values from the darkest to the brightest, and how often each occurs.

    Equals ``np.histogram`` with 512 bins whose middles are these values.

    Returns
    -------
    values, counts : ndarray of shape (512,)
    """
    low, high = float(image.min()), float(image.max())
    scale = np.float32((BINS - 1) / max(high - low, 1e-12))
    bins = ((image - np.float32(low)) * scale + np.float32(0.5)).astype(np.uint16)
    counts = np.bincount(bins.ravel(), minlength=BINS)[:BINS].astype(np.float64)
    return np.linspace(low, high, BINS), counts


def otsu(values: NDArray[np.float64], counts: NDArray[np.float64]) -> float:
    """Return the threshold that splits a histogram into two groups as distinct as possible.

    Of all thresholds it is the one with the largest variance between the groups, ``n0 n1 (mean0 - mean1)^2``
    (Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979). Equals
    ``skimage.filters.threshold_otsu``, except where a gap in the histogram makes several thresholds equally
    good: here the middle of the gap is taken.

    Parameters
    ----------
    values
        ``(n,)``: ascending.
    counts
        ``(n,)``: how often each value occurs.

    Examples
    --------
    >>> otsu(np.array([0.0, 1.0, 2.0, 8.0, 9.0]), np.array([5.0, 3.0, 0.0, 2.0, 2.0]))
    4.5
    """
    n0 = np.cumsum(counts)[:-1]
    n1 = counts.sum() - n0
    s0 = np.cumsum(counts * values)[:-1]
    s1 = (counts * values).sum() - s0
    mean0, mean1 = s0 / np.maximum(n0, 1e-12), s1 / np.maximum(n1, 1e-12)
    between = n0 * n1 * (mean0 - mean1) ** 2
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float((values[best[0]] + values[best[-1] + 1]) / 2)
