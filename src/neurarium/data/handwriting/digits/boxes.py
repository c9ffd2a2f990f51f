"""Boxes round pieces of ink, and how they lie to each other."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Boxes: TypeAlias = NDArray[np.int64]  # (n, 4): left, top, right, bottom; the last two are one past the ink


def extent(boxes: Boxes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the widths and the heights, each of shape (n,)."""
    left, top, right, bottom = boxes.T
    return right - left, bottom - top


def gaps(boxes: Boxes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the gaps between all pairs of boxes along x and along y, each of shape (n, n).

    A negative gap says by how much two boxes overlap.
    """
    left, top, right, bottom = boxes.T
    gap_x = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    gap_y = np.maximum(top[:, None], top) - np.minimum(bottom[:, None], bottom)
    return gap_x, gap_y


def typical_height(boxes: Boxes, areas: NDArray[np.int64]) -> float:
    """Return the height of the piece that a random drop of the ink belongs to: a median weighted by ink."""
    height = extent(boxes)[1]
    order = np.argsort(height)
    ink = np.cumsum(areas[order])
    return float(height[order][np.searchsorted(ink, ink[-1] / 2)])
