"""Separate ink from paper, and keep the soft edges."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.ink.levels import Levels
from neurarium.data.handwriting.ink.noise import local_noise


def soft_ink(light: NDArray[np.float32], levels: Levels) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return paper as 0, ink as 1, and what lies between as a ramp; and what is surely ink.

    Strokes of two or three pixels are all edge: their greys are kept, from the paper's noise to full ink.
    The thicker the strokes, the less their edges tell and the more the blur around them disturbs: the ramp
    then narrows to the middle between paper and ink.

    Returns
    -------
    ink : ndarray of shape (h, w)
    sure : ndarray of bool, shape (h, w)
    """
    crisp = float(np.clip((levels.stroke - 3.0) / 9.0, 0.0, 1.0))
    contrast = levels.ink - levels.paper
    start = levels.paper + 0.02 * (1 - crisp) * contrast + 0.75 * crisp * (levels.threshold - levels.paper)
    full = levels.ink - 0.4 * crisp * (levels.ink - levels.threshold)
    sure = light > levels.threshold
    ramp = np.clip((light - np.float32(start)) / np.float32(max(full - start, 1e-6)), 0.0, 1.0)
    if crisp > 0 and levels.noise > 0:
        noise = local_noise(light)
        ramp[light < levels.paper + 4.0 * noise] = 0.0
        sure &= light > levels.paper + 5.0 * noise
    return ramp, sure
