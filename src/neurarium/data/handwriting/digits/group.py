"""Gather the pieces of ink that make one digit."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.digits.boxes import Boxes, extent, gaps, typical_height
from neurarium.data.handwriting.tools.components import connect

PART = 0.5  # of the writing's height: a lower piece is a part of a digit (the bar of a 5), not a digit
NEAR = 0.3  # of the writing's height: how far a part may be from the rest of its digit
GAP = 0.15  # of the writing's height: two halves of one digit are no farther apart than this
SHARED = 0.5  # of the narrower piece's width: so much must lie above each other in one digit


def group_pieces(boxes: Boxes, areas: NDArray[np.int64]) -> NDArray[np.intp]:
    """Tell which pieces of ink belong to the same digit.

    Parameters
    ----------
    boxes
        ``(n, 4)``: left, top, right, bottom of each piece.
    areas
        ``(n,)``: pixels in each piece.

    Returns
    -------
    ndarray of shape (n,)
        The number of each piece's digit, from 0.
    """
    width, height = extent(boxes)
    tall = typical_height(boxes, areas)
    gap_x, gap_y = gaps(boxes)  # (n, n)
    narrower = np.minimum(width[:, None], width)
    lower = np.minimum(height[:, None], height)

    # Above or inside each other: the halves of a broken 8, the two strokes of a 4.
    joined = (-gap_x >= SHARED * narrower) & ((gap_y <= GAP * tall) | (-gap_y >= SHARED * lower))
    a, b = np.nonzero(joined)

    # Parts go to the nearest whole digit, if it is near.
    whole, parts = np.flatnonzero(height >= PART * tall), np.flatnonzero(height < PART * tall)
    if len(parts):  # there is a whole: the piece that gave the typical height
        apart = np.hypot(np.maximum(gap_x, 0), np.maximum(gap_y, 0))[np.ix_(parts, whole)]
        nearest = apart.argmin(axis=1)
        near = apart.min(axis=1) <= NEAR * tall
        a, b = np.append(a, parts[near]), np.append(b, whole[nearest[near]])
    return connect(len(boxes), a, b)
