"""The part of a picture that holds ink."""

import numpy as np
from numpy.typing import NDArray


def ink_box(ink: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of whatever is above zero; there must be something.

    Equals the one box of ``scipy.ndimage.find_objects(ink > 0)``.
    """
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def trim(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the smallest part of the picture that holds all its ink."""
    left, top, right, bottom = ink_box(ink)
    return ink[top:bottom, left:right]
