"""Connected components: which marked pixels touch each other (diagonals count)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.morphology import sliding_max


@dataclass(frozen=True)
class Components:
    """The connected pieces of a picture, numbered from 0.

    Attributes
    ----------
    labels
        ``(h, w)``: the number of each pixel's piece; -1 where nothing is marked.
    boxes
        ``(n, 4)``: left, top, right, bottom of each piece; right and bottom are one past the last pixel.
    areas
        ``(n,)``: pixels in each piece.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int64]
    areas: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.areas)


def find_components(marked: NDArray[np.bool_], leap: int = 0) -> Components:
    """Find the 8-connected pieces of a mask.

    Equals ``scipy.ndimage.label(marked, np.ones((3, 3)))`` with ``find_objects`` for the boxes, but numbers
    from 0.

    Rows are split into runs of marked pixels; runs in neighbouring rows that touch, even by a corner, belong
    together. All work is on whole arrays of runs, so a megapixel takes milliseconds.

    Parameters
    ----------
    marked
        ``(h, w)``.
    leap
        Gaps of up to ``2 * leap`` unmarked pixels do not divide a piece.

    Returns
    -------
    Components
    """
    stride = marked.shape[1] + 2  # an empty column on either side, so that no run continues in the next row
    starts, ends = _runs(marked, stride)
    row, column = np.divmod(starts, stride)
    column -= 1
    if leap:
        grown = sliding_max(marked, 2 * leap + 1)
        run_label = find_components(grown).labels[row, column].astype(np.intp)
    else:
        # Moved down by one row, run a touches the runs first[a] .. last[a] - 1 of that row.
        first = np.searchsorted(ends, starts + stride, side="left")
        last = np.searchsorted(starts, ends + stride, side="right")
        touching = np.maximum(last - first, 0)
        upper = np.repeat(np.arange(len(starts)), touching)
        lower = np.arange(touching.sum()) - np.repeat(np.cumsum(touching) - touching - first, touching)
        run_label = connect(len(starts), upper, lower)

    length = ends - starts
    labels = np.full(marked.shape, -1, dtype=np.int32)
    labels[marked] = np.repeat(run_label, length)
    n = int(run_label.max(initial=-1)) + 1
    boxes = np.empty((n, 4), dtype=np.int64)
    boxes[:, :2], boxes[:, 2:] = max(marked.shape), 0
    for side, value, extreme in (
        (0, column, np.minimum),
        (1, row, np.minimum),
        (2, column + length, np.maximum),
        (3, row + 1, np.maximum),
    ):  # fmt: skip
        extreme.at(boxes[:, side], run_label, value)
    areas = np.bincount(run_label, weights=length, minlength=n).astype(np.int64)
    return Components(labels, boxes, areas)


def _runs(marked: NDArray[np.bool_], stride: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the runs of marked pixels start and end, pixels counted row by row, ``stride`` to one."""
    flat = np.zeros(marked.shape[0] * stride + 1, dtype=np.int8)
    flat[:-1].reshape(-1, stride)[:, 1:-1] = marked
    changes = np.diff(flat)
    return np.flatnonzero(changes == 1) + 1, np.flatnonzero(changes == -1) + 1


def connect(n: int, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the groups of ``n`` things of which ``a[k]`` and ``b[k]`` belong together, for every k.

    Equals ``scipy.sparse.csgraph.connected_components`` on the graph whose edges are these pairs.

    Union-find on whole arrays: every root gets the lowest root that it touches as its parent, then all paths
    are shortened; a few rounds are enough, however long the chains are.

    Returns
    -------
    ndarray of shape (n,)
        The group of each thing; groups are numbered from 0 in the order of their first member.
    """
    parent = np.arange(n)
    while True:
        root_a, root_b = parent[a], parent[b]
        apart = root_a != root_b
        if not apart.any():
            break
        high, low = np.maximum(root_a, root_b)[apart], np.minimum(root_a, root_b)[apart]
        np.minimum.at(parent, high, low)
        while not np.array_equal(parent, shorter := parent[parent]):
            parent = shorter
    return np.unique(parent, return_inverse=True)[1].reshape(n)
