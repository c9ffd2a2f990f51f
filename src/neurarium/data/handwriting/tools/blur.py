"""A slight blur."""

import numpy as np
from numpy.typing import NDArray


def blur(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average each pixel with its neighbours, with the weights 1, 2, 1 along columns and along rows.

    Independent noise falls to 3/8 of its standard deviation. Equals ``scipy.ndimage.convolve1d`` with the
    weights (0.25, 0.5, 0.25) and ``mode="nearest"``, along one axis and then along the other.
    """
    for _ in range(2):
        padded = np.pad(image, ((1, 1), (0, 0)), mode="edge")
        image = (np.float32(0.25) * (padded[:-2] + 2 * image + padded[2:])).T
    return image
