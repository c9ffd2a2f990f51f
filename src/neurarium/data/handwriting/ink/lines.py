"""Remove the lines of ruled or squared paper, and keep the strokes that cross them."""

import numpy as np
from numpy.typing import NDArray

LEAST_SIDE = 100  # pixels: in a smaller picture a line is as thick as a stroke
THICKEST = 0.012  # of the picture's longer side: a thicker line is a stroke
COVERED = 0.5  # of the way from border to border: so much of a line must be seen
MARGIN = 0.08  # of the way: a line is seen in both margins too, where nobody writes
APART = 5  # pixels: two lines are farther apart than this
BEND = 0.25  # the cost of leaving the row, in pixels of gap: lines are nearly straight


def remove_lines(soft: NDArray[np.float32]) -> tuple[NDArray[np.float32], int]:
    """Remove thin lines that run from border to border, across or down.

    Parameters
    ----------
    soft
        ``(h, w)``: 0 is paper.

    Returns
    -------
    soft : ndarray of shape (h, w)
    count : int
        Lines removed.
    """
    if min(soft.shape) < LEAST_SIDE:
        return soft, 0
    across = _find_lines(soft > 0)
    down = _find_lines((soft > 0).T)
    lines = across[0] | down[0].T
    return np.where(lines, np.float32(0), soft), across[1] + down[1]


def _find_lines(inked: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], int]:
    """Mark the lines that run from the left border to the right."""
    h, w = inked.shape
    line = np.zeros((h + 1, w), dtype=np.int32)
    count = 0
    if not (inked[:, 0].any() and inked[:, -1].any()):
        return line[:-1] > 0, 0
    columns, margin = np.arange(w), round(MARGIN * w)
    on_ink = [(path, inked[path, columns]) for path in _paths(inked)]
    seen = [(path, ink) for path, ink in on_ink if min(ink[:margin].mean(), ink[-margin:].mean()) >= COVERED]
    if not seen:
        return line[:-1] > 0, 0
    row = np.arange(h, dtype=np.int32)[:, None]
    top = np.maximum.accumulate(np.where(inked, -1, row), axis=0) + 1  # where the ink above and below each
    bottom = np.minimum.accumulate(np.where(inked, h, row)[::-1], axis=0)[::-1]  # pixel begins and ends
    for path, ink in seen:
        first, last = top[path, columns], bottom[path, columns]
        thickness = float(np.median((last - first)[ink]))
        if thickness > max(3.0, THICKEST * max(h, w)):
            continue
        # Where a stroke crosses, the ink is higher than the line is thick: that is left.
        thin = ink & (last - first <= 1.5 * thickness + 1)
        np.add.at(line, (first[thin], columns[thin]), 1)
        np.add.at(line, (last[thin], columns[thin]), -1)
        count += 1
    return np.cumsum(line[:-1], axis=0) > 0, count


def _paths(inked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the row in each column of every line from border to border, by dynamic programming.

    Returns
    -------
    ndarray of shape (n_lines, w)
    """
    h, w = inked.shape
    gap = 1.0 - inked.T.astype(np.float32)  # (w, h): a contiguous row for each column of the picture
    total = np.full((w, h + 2), np.inf, dtype=np.float32)
    total[0, 1:-1] = gap[0]
    for x in range(1, w):
        before = total[x - 1]
        bent = np.minimum(before[:-2], before[2:]) + np.float32(BEND)
        total[x, 1:-1] = gap[x] + np.minimum(before[1:-1], bent)

    # A line ends where the cost is less than in all rows near by.
    cost = np.pad(total[-1], APART - 1, constant_values=np.inf)
    least = np.lib.stride_tricks.sliding_window_view(cost, 2 * APART + 1).min(axis=1)  # (h,)
    ends = np.flatnonzero((total[-1, 1:-1] == least) & (least <= (1 - COVERED) * w)) + 1
    at = ends[np.diff(ends, prepend=-APART) >= APART]
    paths = np.empty((len(at), w), dtype=np.intp)
    paths[:, -1] = at
    for x in range(w - 1, 0, -1):
        before = total[x - 1]
        choice = np.stack([before[at], before[at - 1] + BEND, before[at + 1] + BEND])
        at = at + np.array([0, -1, 1])[np.argmin(choice, axis=0)]
        paths[:, x - 1] = at
    return paths - 1
