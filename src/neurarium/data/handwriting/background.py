"""Take the uneven light out of a picture: shadows, grey paper, a lamp on one side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.morphology import opening
from neurarium.data.handwriting.resample import shrink

__all__ = ["estimate_background", "remove_background"]

THUMBNAIL = 128  # light changes slowly: a small picture is enough
WINDOW = 0.35  # of the longer side; must be wider than any stroke, or the stroke would pass for a shadow


def estimate_background(
    light: NDArray[np.float32], shape: tuple[int, int] | None = None
) -> NDArray[np.float32]:
    """Return the picture as it would be without ink.

    An opening with a window wider than any stroke wipes out the ink and keeps the slopes of the light.

    Parameters
    ----------
    light : ndarray of shape (h, w)
        The ink is brighter than the ground.
    shape : (int, int), optional
        Of the result; as the picture if not given.

    Returns
    -------
    ndarray of the given shape
    """
    from PIL import Image

    small = shrink(light, THUMBNAIL)
    window = 2 * round(WINDOW * max(small.shape) / 2) + 1
    ground = Image.fromarray(opening(small, window))
    return np.asarray(ground.resize((shape or light.shape)[::-1], Image.Resampling.BILINEAR))


def remove_background(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far each pixel is on the way from the ground (0) to the brightest there is (1).

    ``ink = (light - ground) / (1 - ground)``. For dark ink, whose picture was inverted, this is the division by
    the paper's brightness: ``ink = 1 - seen / paper``, the share of light that the ink swallows.
    """
    ground = estimate_background(light)
    return (light - ground) / np.maximum(1.0 - ground, 0.05)
