"""A digit of 28x28 as a scanner might have seen it: large, black on white, without greys."""

import numpy as np
from numpy.typing import NDArray

from neurarium.lab.datasets.pixels import SIDE

SCAN_SIDE = 128
"""Pixels of a side of NIST's pictures of single digits."""

TIMES = 4
"""So much larger is the digit there: about 80 pixels high."""

CORNER = (4, 10)  # row and column of the 28x28 there: a scanner knows no middle

MADE = ("polarity", "crop", "resize", "frame", "centre")
"""The steps that made MNIST of NIST's pictures; the others are for photos and drawings."""


def scan(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a digit ``(784,)``, 255 is ink, as a picture ``(128, 128)`` of 0 (ink) and 1 (paper).

    Between the middles of its pixels the brightness goes over evenly (bilinear interpolation); what is more
    than half as dark as its darkest pixel is ink.
    """
    at = (np.arange(TIMES * SIDE) + 0.5) / TIMES - 0.5  # of each new pixel, in old ones
    weights = np.array([np.interp(at, np.arange(SIDE), unit) for unit in np.eye(SIDE)]).T  # (112, 28)
    large = weights @ image.reshape(SIDE, SIDE).astype(np.float64) @ weights.T
    picture = np.ones((SCAN_SIDE, SCAN_SIDE), np.float32)
    top, left = CORNER
    picture[top : top + len(at), left : left + len(at)] = large <= image.max() / 2
    return picture
