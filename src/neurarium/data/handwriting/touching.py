"""Cut digits apart that touch: the path from top to bottom that crosses the least ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.crop import ink_box
from neurarium.data.handwriting.thickness import stroke_width

__all__ = ["cheapest_path", "cut_apart"]

WIDE = 1.25  # width by height beyond which one digit is unlikely
CROSSING = 1.6  # stroke widths: a cut through more ink than this is no seam between digits
NARROWEST, WIDEST = 0.2, 0.95  # of the height: how wide the digit to the left of the cut may be
LOWEST = 0.6  # of the height: both sides of a cut must be as high as this, or it cuts off the tail of a 2


def cut_apart(ink: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """Cut a piece of ink that is too wide for one digit into digits, from the left.

    Parameters
    ----------
    ink : ndarray of shape (h, w)
        Trimmed to its ink.

    Returns
    -------
    list of ndarray of bool, shape (h, w)
        Which pixels belong to each digit; one array of True if there is no good cut.
    """
    h, w = ink.shape
    column = np.arange(w)
    masks, start = [], np.zeros((h, 1), dtype=np.intp)  # each row's first column that is not yet given away
    stroke = stroke_width(ink)
    while True:
        rest = np.where(column >= start, ink, 0)
        left = ink_box(rest)[0]
        first, last = left + round(NARROWEST * h), min(left + round(WIDEST * h), w - round(NARROWEST * h))
        if w - left <= WIDE * h or last <= first:
            break
        path, crossed = cheapest_path(rest[:, first:last])
        cut = first + path[:, None]
        digit = (column >= start) & (column < cut)
        if crossed > CROSSING * stroke or min(_height(rest * digit), _height(rest * ~digit)) < LOWEST * h:
            break
        masks.append(digit)
        start = cut
    return [*masks, column >= start]


def cheapest_path(cost: NDArray[np.float32]) -> tuple[NDArray[np.intp], float]:
    """Find the way from the top row to the bottom row, one column left or right per row at most, of least cost.

    Dynamic programming: the cheapest way to a pixel comes from one of the three above it.

    Parameters
    ----------
    cost : ndarray of shape (h, w)

    Returns
    -------
    path : ndarray of shape (h,)
        The column in each row.
    total : float
        The sum of the cost along the path.
    """
    h, w = cost.shape
    total = np.full((h, w + 2), np.inf)  # a wall on either side
    total[0, 1:-1] = cost[0]
    for y in range(1, h):
        above = total[y - 1]
        total[y, 1:-1] = cost[y] + np.minimum(np.minimum(above[:-2], above[1:-1]), above[2:])
    path = np.empty(h, dtype=np.intp)
    ways = np.flatnonzero(total[-1] == total[-1].min())
    path[-1] = ways[len(ways) // 2]  # of equally good ways the one in the middle
    for y in range(h - 1, 0, -1):
        above = total[y - 1, path[y] - 1 : path[y] + 2]
        path[y - 1] = (
            path[y] + (0, -1, 1)[int(np.argmin(above[[1, 0, 2]]))]
        )  # straight on if it costs no more
    return path - 1, float(total[-1].min())


def _height(ink: NDArray[np.float32]) -> int:
    """Return the height of the ink, 0 if there is none."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0
