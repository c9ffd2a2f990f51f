"""The nearest images, and a map of them by principal components."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.types import FloatArray

_BLOCK = 8192


def nearest(distances: FloatArray, itself: int, count: int) -> NDArray[np.int64]:
    """Return the places of the `count` smallest distances ``(n,)``, ascending, without the image itself."""
    others = distances.copy()
    others[itself] = np.inf
    count = min(count, len(others) - 1)
    found = np.argpartition(others, count - 1)[:count]
    return found[np.argsort(others[found], kind="stable")]


def row_distances(rows: NDArray[Any], row: NDArray[Any]) -> FloatArray:
    """Return the Euclidean distance of `row` ``(d,)`` to each of `rows` ``(n, d)``."""
    wanted = row.astype(np.float32)
    found = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK].astype(np.float32, copy=False) - wanted
        found[start : start + _BLOCK] = np.sqrt(np.einsum("ij,ij->i", block, block))
    return found


def pixel_distances(
    columns: NDArray[np.uint8], squares: NDArray[np.float64], row: NDArray[np.uint8]
) -> FloatArray:
    """Return the Euclidean distance of an image to every other one, as `row_distances`, but much faster.

    ``|x - q|² = |x|² + |q|² - 2 x·q``, and of x·q only the pixels count where q is not 0: about a fifth.

    Parameters
    ----------
    columns
        All images, one a column, ``(784, n)``.
    squares
        ``|x|²`` of each, ``(n,)``.
    row
        The image, ``(784,)``.
    """
    lit = np.flatnonzero(row)
    products = np.zeros(columns.shape[1])
    for start in range(0, len(lit), 32):
        some = lit[start : start + 32]
        # (k,) @ (k, n) -> (n,): at most 32 · 255² < 2^24, exact in float32
        products += row[some].astype(np.float32) @ columns[some].astype(np.float32)
    own = float(np.square(row.astype(np.float64)).sum())
    distances: FloatArray = np.sqrt(np.maximum(squares + own - 2 * products, 0))
    return distances


def principal_plane(rows: NDArray[Any]) -> tuple[FloatArray, tuple[float, float]]:
    """Return rows ``(n, d)`` in the plane in which they spread most, ``(n, 2)``, and each axis' share of it.

    The two eigenvectors of the covariance with the largest eigenvalues, of which the largest entry is
    positive; the shares are of the whole variance. Source: Hotelling, "Analysis of a complex of statistical
    variables into principal components", Journal of Educational Psychology 24 (1933).
    """
    centred = rows.astype(np.float32) - rows.astype(np.float32).mean(axis=0)
    covariance = (centred.T @ centred).astype(np.float64) / len(rows)  # (d, n) @ (n, d) -> (d, d)
    values, vectors = np.linalg.eigh(covariance)
    axes = vectors[:, -1:-3:-1] if len(values) > 1 else np.repeat(vectors, 2, axis=1)
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    total = max(float(values.sum()), np.finfo(np.float64).tiny)
    largest = np.maximum(values[-2:], 0)
    plane: FloatArray = (centred @ axes).astype(np.float32)  # (n, d) @ (d, 2)
    return plane, (float(largest[-1] / total), float(largest[0] / total))
