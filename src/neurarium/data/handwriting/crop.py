"""Cut a digit out, square."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.margin import with_margin

__all__ = ["ink_box", "square", "trim"]


def ink_box(ink: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of whatever is above zero; there must be something."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def trim(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the smallest part of the picture that holds all its ink."""
    left, top, right, bottom = ink_box(ink)
    return ink[top:bottom, left:right]


def square(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Pad a picture with paper on its shorter sides, alike, until it is square."""
    h, w = ink.shape
    side = max(h, w)
    top, left = (side - h) // 2, (side - w) // 2
    return with_margin(ink, (top, side - h - top), (left, side - w - left))
