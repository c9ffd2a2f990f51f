"""Lay a digit in the middle of a square."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad

SIDE = 28  # pixels: of MNIST's images


def square(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Pad a picture with paper on its shorter sides, alike, until it is square."""
    h, w = ink.shape
    side = max(h, w)
    top, left = (side - h) // 2, (side - w) // 2
    return pad(ink, (top, side - h - top), (left, side - w - left))


def frame(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay a square picture of at most 28x28 in the middle of 28x28."""
    before = (SIDE - image.shape[0]) // 2
    margin = before, SIDE - image.shape[0] - before
    return pad(image, margin, margin)
