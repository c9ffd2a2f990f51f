"""Add a margin to a picture."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Values = TypeVar("Values", bound=np.generic)


def pad(
    image: NDArray[Values], rows: tuple[int, int], columns: tuple[int, int], value: Any = 0
) -> NDArray[Values]:
    """Return the picture with rows above and below it and columns left and right of it, all of one value.

    Equals ``np.pad(image, (rows, columns), constant_values=value)``, which takes longer than most steps need
    for a digit.

    Examples
    --------
    >>> pad(np.array([[1, 2]]), (1, 0), (0, 2))
    array([[0, 0, 0, 0],
           [1, 2, 0, 0]])
    """
    h, w = image.shape
    (top, bottom), (left, right) = rows, columns
    larger = np.full((top + h + bottom, left + w + right), value, dtype=image.dtype)
    larger[top : top + h, left : left + w] = image
    return larger
