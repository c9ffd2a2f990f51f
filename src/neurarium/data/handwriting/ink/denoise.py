"""Blur a noisy picture, no more than necessary."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import EmptyImage
from neurarium.data.handwriting.ink.levels import NOISE, NOISE_FACTOR, Levels, find_levels
from neurarium.data.handwriting.tools.blur import blur

MOST_NOISE = 0.04  # of the contrast: noise beyond this is blurred
MOST_BLUR = 4  # rounds
THIN_STROKE = 5.0  # pixels


def denoise(light: NDArray[np.float32]) -> tuple[NDArray[np.float32], Levels]:
    """Blur a noisy picture until the noise is small compared with the contrast, and measure its levels.

    Each round averages neighbours with the weights 1, 2, 1 along rows and columns. Strokes of a few pixels
    are not blurred: they would lose more than the noise does.

    Raises
    ------
    EmptyImage
        If nothing stands out from the paper, or not enough for its noise.
    """
    levels = find_levels(light)
    for _ in range(MOST_BLUR):
        if levels.noise <= MOST_NOISE * (levels.ink - levels.paper):
            break
        blurred = blur(light)
        smoother = find_levels(blurred)
        if smoother.stroke < THIN_STROKE:
            break
        light, levels = blurred, smoother
    if levels.ink - levels.paper < NOISE_FACTOR * levels.noise:
        raise EmptyImage(NOISE)
    return light, levels
