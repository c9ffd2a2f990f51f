"""Find a sheet of paper that lies on a dark desk, and paint over the desk."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.components import find_components
from neurarium.data.handwriting.tools.morphology import sliding_max
from neurarium.data.handwriting.tools.pad import pad

LEAST_SHARE = 1 / 8  # of the picture's longer side: a sheet is no narrower
SHEET_FILL = 0.85  # of its box: a sheet of paper covers it, an oval 0 does not (pi/4)
MARKS_SHARE = 0.3  # the writing on a sheet covers less than this; the hole of a boxy 0 covers more


def find_sheet(light: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Find the sheet: the largest light piece, if it fills its box but for a few marks.

    Parameters
    ----------
    light
        ``(h, w)``: what is light in a picture that is dark all round.

    Returns
    -------
    ndarray of bool, shape (h, w), or None
        The sheet with the marks on it; None if the light piece looks like ink.
    """
    pieces = find_components(light)
    if not len(pieces):
        return None
    largest = int(np.argmax(pieces.areas))
    paper = pieces.labels == largest
    # What the sheet encloses are marks; what is connected with the outside is the desk.
    others = find_components(pad(~paper, (1, 1), (1, 1), value=True))
    sheet = np.asarray(others.labels != others.labels[0, 0])[1:-1, 1:-1]
    left, top, right, bottom = pieces.boxes[largest].tolist()
    area = (right - left) * (bottom - top)
    marks = np.count_nonzero(sheet & ~paper) / area
    large = min(right - left, bottom - top) > LEAST_SHARE * max(light.shape)
    if large and np.count_nonzero(sheet) > SHEET_FILL * area and 0 < marks < MARKS_SHARE:
        return sheet
    return None


def paint_desk(grey: NDArray[np.float32], sheet: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the picture with everything outside the sheet, and its very edge, as bright as the paper.

    Parameters
    ----------
    grey
        ``(h, w)``.
    sheet
        Of a smaller version of the picture.
    """
    from PIL import Image

    desk = sliding_max((~sheet).astype(np.float32), 5)  # the edge may be two small pixels farther in
    height, width = grey.shape
    outside = np.asarray(Image.fromarray(desk).resize((width, height), Image.Resampling.NEAREST)) > 0
    return np.where(outside, np.median(grey[~outside]), grey) if not outside.all() else grey
