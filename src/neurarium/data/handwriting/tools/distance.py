"""How far each pixel is from the nearest marked one, exactly, up to a given reach."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad


def distance_to(marked: NDArray[np.bool_], reach: float) -> NDArray[np.float32]:
    """Return the Euclidean distance of every pixel to the nearest marked pixel.

    Equals ``scipy.ndimage.distance_transform_edt(~marked)`` up to ``reach``.

    Parameters
    ----------
    marked
        ``(h, w)``.
    reach
        Distances up to this many pixels are exact; whatever is farther says ``inf``.

    Returns
    -------
    ndarray of shape (h, w)

    Notes
    -----
    The nearest mark in the same column is found by two sweeps; the nearest of all is then the least
    ``dx^2 + column^2`` over the columns within reach (Felzenszwalb and Huttenlocher, "Distance Transforms
    of Sampled Functions", 2012, with the lower envelope cut off at the reach).
    """
    h, w = marked.shape
    row = np.arange(h, dtype=np.float32)[:, None]
    above = np.maximum.accumulate(np.where(marked, row, -np.inf), axis=0)  # the last marked row so far
    below = np.minimum.accumulate(np.where(marked, row, np.inf)[::-1], axis=0)[::-1]
    column = np.minimum(row - above, below - row).astype(np.float32) ** 2

    steps = min(int(np.ceil(reach)), w)
    padded = pad(column, (0, 0), (steps, steps), np.inf)
    squared = column.copy()
    for dx in range(1, steps + 1):
        np.minimum(squared, padded[:, steps - dx : steps - dx + w] + np.float32(dx * dx), out=squared)
        np.minimum(squared, padded[:, steps + dx : steps + dx + w] + np.float32(dx * dx), out=squared)
    distance = np.sqrt(squared)
    distance[distance > reach] = np.inf
    return distance
