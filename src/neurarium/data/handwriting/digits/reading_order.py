"""The order in which digits are read."""

import numpy as np

from neurarium.data.handwriting.digits.boxes import Boxes, extent, gaps
from neurarium.data.handwriting.tools.components import connect

SAME_LINE = 0.4  # of the lower box's height: so much two neighbours on a line have in common
REACH = 3.0  # heights: the next digit on a line is no farther than this


def reading_order(boxes: Boxes) -> list[int]:
    """Return the order in which to read digits: line by line from the top, each from the left.

    A line is a chain of neighbours that overlap in height, so it may slope.
    """
    _, height = extent(boxes)
    gap_x, gap_y = gaps(boxes)
    lower, higher = np.minimum(height[:, None], height), np.maximum(height[:, None], height)
    line = connect(len(boxes), *np.nonzero((-gap_y >= SAME_LINE * lower) & (gap_x <= REACH * higher)))
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    line_middle = np.bincount(line, weights=middle) / np.bincount(line)
    return sorted(range(len(boxes)), key=lambda i: (line_middle[line[i]], boxes[i, 0] + boxes[i, 2]))
