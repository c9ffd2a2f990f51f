"""The middle line of a stroke: thin a shape until it is one pixel wide, without breaking it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.margin import with_margin

__all__ = ["skeleton"]


def skeleton(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Thin a shape to its middle line; pieces stay in one piece, and loops stay loops.

    Layer after layer is taken off, alternately from the lower right and from the upper left, wherever that
    leaves the neighbours connected (Zhang and Suen, "A Fast Parallel Algorithm for Thinning Digital
    Patterns", 1984).

    Parameters
    ----------
    shape : ndarray of bool, shape (h, w)

    Returns
    -------
    ndarray of bool, shape (h, w)
    """
    thin = with_margin(shape, (1, 1), (1, 1), value=False)
    inside = thin[1:-1, 1:-1]  # a view
    while True:
        before = np.count_nonzero(inside)
        for first in (True, False):
            north, south, west, east = thin[:-2, 1:-1], thin[2:, 1:-1], thin[1:-1, :-2], thin[1:-1, 2:]
            ring = [
                north, thin[:-2, 2:], east, thin[2:, 2:], south, thin[2:, :-2], west, thin[:-2, :-2], north
            ]  # fmt: skip
            neighbours = np.sum(ring[:-1], axis=0, dtype=np.uint8)
            # Times that paper turns to ink on the way round: 1 means that the neighbours hang together.
            turns = np.sum([~a & b for a, b in pairwise(ring)], axis=0, dtype=np.uint8)
            if first:
                side = ~(north & east & south) & ~(east & south & west)
            else:
                side = ~(north & east & west) & ~(north & south & west)
            inside &= ~((neighbours >= 2) & (neighbours <= 6) & (turns == 1) & side)
        if np.count_nonzero(inside) == before:
            return inside
