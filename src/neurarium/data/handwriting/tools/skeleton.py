"""The middle line of a stroke: thin a shape until it is one pixel wide, without breaking it."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad


def skeleton(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Thin a shape to its middle line; pieces stay in one piece, and loops stay loops.

    Layer after layer is taken off, alternately from the lower right and from the upper left, wherever that
    leaves the neighbours connected (Zhang and Suen, "A Fast Parallel Algorithm for Thinning Digital
    Patterns", 1984). ``skimage.morphology.skeletonize`` uses the same method, but its lines lie a pixel aside
    in places.

    Parameters
    ----------
    shape
        ``(h, w)``.

    Returns
    -------
    ndarray of bool, shape (h, w)
    """
    thin = pad(shape, (1, 1), (1, 1), value=False).view(np.uint8)
    h, w = shape.shape
    inside = thin[1:-1, 1:-1]  # a view
    around, bit = np.empty((h, w), np.uint8), np.empty((h, w), np.uint8)
    while True:
        before = np.count_nonzero(inside)
        for may_go in _MAY_GO:
            around[...] = 0
            for i, (y, x) in enumerate(_RING):
                around |= np.left_shift(thin[y : y + h, x : x + w], i, out=bit)
            inside &= ~may_go[around]
        if np.count_nonzero(inside) == before:
            return inside.view(np.bool_)


_RING = (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)
"""Row and column of the eight neighbours, from the north clockwise; the pixel itself is at (1, 1)."""


def _may_go(*, lower_right: bool) -> NDArray[np.uint8]:
    """Return 1 for each of the 256 neighbourhoods (bit i: neighbour i of the ring) whose pixel may go."""
    ring = (np.arange(256)[:, None] >> np.arange(8)) % 2 == 1  # (256, 8)
    neighbours = ring.sum(axis=1)
    # Times that paper turns to ink on the way round: 1 means that the neighbours hang together.
    turns = (~ring & np.roll(ring, -1, axis=1)).sum(axis=1)
    north, _, east, _, south, _, west, _ = ring.T
    if lower_right:
        side = ~(north & east & south) & ~(east & south & west)
    else:
        side = ~(north & east & west) & ~(north & south & west)
    may_go = (neighbours >= 2) & (neighbours <= 6) & (turns == 1) & side
    return np.asarray(may_go, np.uint8)


_MAY_GO = _may_go(lower_right=True), _may_go(lower_right=False)
