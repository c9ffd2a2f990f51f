"""Shift a digit so that its centre of mass is in the middle."""

import numpy as np
from numpy.typing import NDArray

MIDDLE = 14.0  # MNIST's centres of mass, counted in pixels from 0, are in (13.5, 14.5] with mean 14.0


def centre_of_mass(image: NDArray[np.float32]) -> tuple[float, float]:
    """Return the mean x and y of the ink, in pixels counted from 0.

    Equals ``scipy.ndimage.center_of_mass``, in the order (x, y).
    """
    total = max(float(image.sum()), 1e-12)
    x = float(image.sum(axis=0) @ np.arange(image.shape[1]) / total)
    y = float(image.sum(axis=1) @ np.arange(image.shape[0]) / total)
    return x, y


def centre(image: NDArray[np.float32]) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """Shift a 28x28 picture by whole pixels until its centre of mass is at 14; no ink is pushed out.

    Whole pixels, because MNIST's makers did so: its strokes were not blurred by the shift.

    Returns
    -------
    image : ndarray of shape (28, 28)
    shift : (int, int)
        Pixels moved to the right and down.
    """
    x, y = centre_of_mass(image)
    right = _allowed(int(np.floor(MIDDLE + 0.5 - x)), np.asarray(image.any(axis=0)))
    down = _allowed(int(np.floor(MIDDLE + 0.5 - y)), np.asarray(image.any(axis=1)))
    # The picture rolls round its edges, but only paper does: the ink has been kept inside.
    return np.roll(image, (down, right), axis=(0, 1)), (right, down)


def _allowed(shift: int, inked: NDArray[np.bool_]) -> int:
    """Cut a shift short where it would push ink over the edge."""
    if not inked.any():
        return 0
    first, last = np.flatnonzero(inked)[[0, -1]]
    return int(np.clip(shift, -first, len(inked) - 1 - last))
