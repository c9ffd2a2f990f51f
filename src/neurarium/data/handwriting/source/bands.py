"""Average a large picture down band by band: what is made of it on the way stays small."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

BAND = 2**20  # pixels of the large picture that are worked on at once


def bands(height: int, width: int, rows: int | None = None) -> list[tuple[int, int]]:
    """Return the first and one past the last row of each band; ``rows`` of the result share ``height``."""
    rows = rows or height
    step = max(1, int(BAND * rows / (height * width)))
    return [(first, min(first + step, rows)) for first in range(0, rows, step)]


def shrink_in_bands(
    read: "Callable[[int, int], Image.Image]", size: tuple[int, int], longest: int
) -> "Image.Image":
    """Return a picture averaged down so that its longest side is at most ``longest`` pixels.

    Equals Pillow's ``resize`` with ``BOX``, but never holds the whole picture in the mode of the result.

    Parameters
    ----------
    read
        Called with a first row and one past a last row: returns these rows, in the mode of the result.
    size
        Width and height of the whole picture.
    longest
        A picture whose longest side is no longer is read as it is.
    """
    from PIL import Image

    width, height = size
    scale = longest / max(size)
    if scale >= 1:
        return read(0, height)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    result = None
    for first, last in bands(height, width, rows):
        start, end = first * height / rows, last * height / rows
        top, bottom = max(0, int(start) - 1), min(height, int(np.ceil(end)) + 1)
        band = read(top, bottom).resize(
            (columns, last - first), Image.Resampling.BOX, (0, start - top, width, end - top)
        )
        if result is None:
            result = Image.new(band.mode, (columns, rows))
        result.paste(band, (0, first))
    assert result is not None  # a picture has rows
    return result
