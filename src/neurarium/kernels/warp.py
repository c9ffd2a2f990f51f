"""Warping of images in compiled code: each new pixel is read from some place between four old ones.

Twin of: `neurarium.data.warp`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neurarium.kernels.compiling import entry
from neurarium.kernels.team import share

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Floats, Integers


@entry
def warp_rows(
    rank: int, n_threads: int, x_bytes: Bytes, x_floats: Floats, order: Integers, side: int,
    coordinates: Floats, frames: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write row i of `out` ``(n, side²)``: image order[i], read at the places coordinates[i].

    Parameters
    ----------
    x_bytes, x_floats
        The images, one after the other; one of the two is empty.
    coordinates
        ``(n, 2, side, side)``, flat: the row and the column to read for each new pixel.
    frames
        Room for an image with a frame of zeros, ``(n_threads, (side + 3)²)``, all 0 at first.
    """
    start, stop = share(len(order), 1, rank, n_threads)
    size, width = side * side, side + 3
    frame = rank * width * width
    limit = np.float32(side + 1)
    for i in range(start, stop):
        image = order[i] * size
        # The frame gives the four neighbours of every place: one pixel before the image, two after.
        for r in range(side):
            for c in range(side):
                pixel = image + r * side + c
                value = np.float32(x_bytes[pixel]) if len(x_bytes) else x_floats[pixel]
                frames[frame + (r + 1) * width + c + 1] = value
        for p in range(size):
            down = coordinates[i * 2 * size + p] + np.float32(1)
            right = coordinates[i * 2 * size + size + p] + np.float32(1)
            down = min(max(down, np.float32(0)), limit)
            right = min(max(right, np.float32(0)), limit)
            above, before = np.int64(math.floor(down)), np.int64(math.floor(right))
            down -= np.float32(above)
            right -= np.float32(before)
            corner = frame + above * width + before
            upper = frames[corner] + right * (frames[corner + 1] - frames[corner])
            corner += width
            lower = frames[corner] + right * (frames[corner + 1] - frames[corner])
            out[i * size + p] = upper + down * (lower - upper)
