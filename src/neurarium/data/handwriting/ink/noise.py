"""Measure a picture's noise, whatever is written on it."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.ink.background import estimate_background
from neurarium.data.handwriting.tools.resample import shrink

LAG = 4  # pixels: neighbours are too much alike in a JPEG, or after scaling
CELL = 12  # pixels: the side of a patch that noise is measured in
LEAST_CELLS = 6  # along a side; a smaller picture has too few pixels to tell where the noise is stronger


def noise_of(image: NDArray[np.float32]) -> float:
    """Return the standard deviation of a picture's noise.

    Most pixels a few steps apart differ by noise alone: the median of the difference is 0.6745 sqrt(2)
    deviations. Of steps across and steps down the smaller result counts: the other may cross many strokes.
    """
    every = 1 + image.size // 200_000
    step = min(_typical_step(image[::every]), _typical_step(image[:, ::every].T))
    return step / (0.6745 * 2**0.5)


def local_noise(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the standard deviation of the noise around each pixel; 0 in a small picture.

    Noise is not the same everywhere: what was brightened from a shadow is noisier.

    Returns
    -------
    ndarray of the picture's shape
    """
    if min(image.shape) < LEAST_CELLS * CELL:
        return np.zeros_like(image)
    difference = np.empty_like(image)
    np.abs(image[:, LAG:] - image[:, :-LAG], out=difference[:, LAG:])
    difference[:, :LAG] = difference[:, LAG : 2 * LAG]
    # Averaged over cells of many pixels, then opened: strokes are gone. A mean difference is 2 / sqrt(pi)
    # deviations.
    cells = shrink(difference, max(image.shape) // CELL)
    return estimate_background(cells, shape=image.shape) * np.float32(np.sqrt(np.pi) / 2)


def _typical_step(image: NDArray[np.float32]) -> float:
    """Return the median difference between pixels a few apart in a row."""
    lag = int(np.clip(image.shape[1] // 24, 1, LAG))
    return float(np.median(np.abs(image[:, lag:] - image[:, : image.shape[1] - lag])))
