"""Split digits that touch: along the path from top to bottom that crosses the least ink."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad
from neurarium.data.handwriting.tools.stroke_width import stroke_width

# How wide, in heights, a piece must be before a cut is tried, and when it is certainly more than one digit;
# and what a cut must fulfil at either end: the wider the piece, the less.
NARROW, WIDE = 1.0, 1.3
CROSSING = 0.7, 1.3  # stroke widths: a cut through more ink than this is no seam between digits
STROKES = 1, 2  # a cut through more strokes than this is no seam either
LOWEST = 0.95, 0.75  # of the height: both sides must be as high as this, or the tail of a 2 would be cut off
NARROWEST = 0.25  # of the height: the distance of a cut from either end
BAND, STEP = 0.2, 0.1  # of the height: how far a cut may stray from its middle, and where the middles are
UNEVEN = 1.0  # stroke widths that a cut in the middle may cross more than one at the end
FLAT = 2.0  # stroke widths: what is no higher is one stroke, however long
WORK_HEIGHT = 80  # pixels


def split_touching(ink: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """Split ink that is too wide for one digit into digits.

    Parameters
    ----------
    ink
        ``(h, w)``: trimmed to its ink.

    Returns
    -------
    list of ndarray of bool, shape (h, w)
        Which pixels belong to each digit, from left to right; one array of True if there is no good cut.
    """
    from PIL import Image

    h, w = ink.shape
    if w <= NARROW * h:
        return [np.ones((h, w), dtype=np.bool_)]
    size = (round(WORK_HEIGHT * w / h), WORK_HEIGHT)
    small = np.clip(np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC)), 0.0, 1.0)
    stroke = stroke_width(small)
    cuts = [] if FLAT * stroke >= WORK_HEIGHT else _cuts(small, stroke)
    # Back to the full size: where each cut runs in each row.
    rows = (np.arange(h) + 0.5) * len(small) / h - 0.5
    edges = [np.interp(rows, np.arange(len(small)), cut) * w / small.shape[1] for cut in cuts]
    column = np.arange(w)
    digit = sum(
        ((column >= edge[:, None]).astype(np.intp) for edge in edges), np.zeros((h, w), dtype=np.intp)
    )
    return [mask for i in range(len(edges) + 1) if (ink[mask := digit == i] > 0).any()]


def _cuts(ink: NDArray[np.float32], stroke: float) -> list[NDArray[np.intp]]:
    """Return the cuts from left to right, each the first column on its right side for every row."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows) or columns[-1] + 1 - columns[0] <= NARROW * (rows[-1] + 1 - rows[0]):
        return []
    best = _best_cut(ink, stroke)
    if best is None:
        return []
    right = np.arange(ink.shape[1]) >= best[:, None]
    left_part, right_part = np.where(right, np.float32(0), ink), np.where(right, ink, np.float32(0))
    return [*_cuts(left_part, stroke), best, *_cuts(right_part, stroke)]


def _best_cut(ink: NDArray[np.float32], stroke: float) -> NDArray[np.intp] | None:
    """Return the best cut in two, if there is a good one."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    h, left, right = rows[-1] + 1 - rows[0], columns[0], columns[-1] + 1
    band = max(3, round(2 * BAND * h))
    first, last = left + round(NARROWEST * h) - band // 2, right - round(NARROWEST * h) - band // 2
    starts = np.clip(np.arange(first, last, max(1, round(STEP * h))), 0, max(ink.shape[1] - band, 0))
    if not len(starts):
        return None
    bands = np.stack([ink[:, s : s + band] for s in starts])
    paths, crossed = cheapest_paths(bands)  # (n, height), (n,)
    share = np.clip(((right - left) / h - NARROW) / (WIDE - NARROW), 0.0, 1.0)
    most_crossed, lowest = (float(np.interp(share, (0, 1), ends)) for ends in (CROSSING, LOWEST))
    most_strokes = STROKES[int(share)]
    paths = starts[:, None] + paths
    across = ink[np.arange(len(ink)), paths] > 0.5  # (n, height)
    strokes = across[:, 0] + np.count_nonzero(across[:, 1:] & ~across[:, :-1], axis=1)
    uneven = np.abs(2 * paths[:, rows].mean(axis=1) - left - right) / (right - left)  # 0: middle, 1: an end
    loss = crossed + UNEVEN * stroke * uneven**2
    good = np.flatnonzero((crossed <= most_crossed * stroke) & (strokes <= most_strokes))
    # Ink of each row left of each column: from it the height of both sides follows at once.
    before = np.cumsum(pad(ink, (0, 0), (1, 0)), axis=1, dtype=np.float64)  # (height, width + 1)
    for i in good[np.argsort(loss[good], kind="stable")]:
        left_side = before[np.arange(len(ink)), paths[i]]
        low = min(_height(left_side, stroke), _height(before[:, -1] - left_side, stroke))
        if low >= lowest * h:
            best: NDArray[np.intp] = paths[i]
            return best
    return None


def cheapest_paths(cost: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find the path of least cost from the top row to the bottom row, at most one column aside per row.

    Dynamic programming: the cheapest way to a pixel comes from one of the three above it.

    Parameters
    ----------
    cost
        ``(n, h, w)``: several fields at once.

    Returns
    -------
    paths : ndarray of shape (n, h)
        The column in each row.
    totals : ndarray of shape (n,)
        The sum of the cost along each path.
    """
    n, h, w = cost.shape
    total = np.full((h, n, w + 2), np.inf)  # a wall on either side
    total[0, :, 1:-1] = cost[:, 0]
    for y in range(1, h):
        above = total[y - 1]
        total[y, :, 1:-1] = cost[:, y] + np.minimum(np.minimum(above[:, :-2], above[:, 1:-1]), above[:, 2:])
    # From the bottom up; straight on if it costs no more. Of equal ends take the one nearest to the middle.
    which = np.arange(n)
    aside = np.abs(np.arange(w + 2) - (w + 1) / 2)
    at = np.lexsort((np.broadcast_to(aside, (n, w + 2)), total[-1]), axis=-1)[:, 0]
    totals = total[-1, which, at]
    paths = np.empty((n, h), dtype=np.intp)
    paths[:, -1] = at
    for y in range(h - 1, 0, -1):
        ways = np.stack([total[y - 1, which, at + step] for step in (0, -1, 1)])  # (3, n)
        at = at + np.array([0, -1, 1])[ways.argmin(axis=0)]
        paths[:, y - 1] = at
    return paths - 1, totals


def _height(inked: NDArray[np.float64], stroke: float) -> int:
    """Return the height of ink from its sum in each row; less than half a stroke is a sliver of the cut."""
    rows = np.flatnonzero(inked > stroke / 2)
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0
