"""Opening: wipe out whatever is brighter than its surroundings and narrower than a square window."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad

Values = TypeVar("Values", np.float32, np.bool_)


def opening(image: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Return the picture without its bright details narrower than ``size`` pixels.

    The darkest value in a ``size`` x ``size`` window, then the brightest of those: anything bright that no
    such window fits into is gone, while slopes and large shapes stay as they are
    (Serra, *Image Analysis and Mathematical Morphology*, 1982).

    Equals ``scipy.ndimage.grey_opening(image, (size, size))``.
    """
    return sliding_max(_sliding(image, size, np.minimum), size)


def sliding_max(image: NDArray[Values], size: int) -> NDArray[Values]:
    """Return the largest value in the ``size`` x ``size`` window round each pixel; ``size`` is odd.

    In a mask: whether anything is marked there. Equals ``scipy.ndimage.maximum_filter(image, size)``.
    """
    return _sliding(image, size, np.maximum)


def _sliding(image: NDArray[Values], size: int, extreme: np.ufunc) -> NDArray[Values]:
    """Return the extreme of a centred window of an odd ``size``; outside the picture there is nothing."""
    half = size // 2
    nothing = np.inf if extreme is np.minimum else -np.inf if image.dtype.kind == "f" else False
    out = pad(image, (half, half), (half, half), nothing)
    for _ in range(2):
        out = _sliding_rows(out, 2 * half + 1, extreme).T
    return out


def _sliding_rows(image: NDArray[Values], size: int, extreme: np.ufunc) -> NDArray[Values]:
    """Return the extreme of every ``size`` rows in turn, by doubling: log2(size) passes."""
    reach = 1
    while 2 * reach <= size:
        image = extreme(image[:-reach], image[reach:])
        reach *= 2
    rest = size - reach
    return extreme(image[:-rest], image[rest:]) if rest else image
