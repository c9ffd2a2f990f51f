"""Measure how wide the strokes are."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.pad import pad


def stroke_width(ink: NDArray[np.float32]) -> float:
    """Return the mean width of the strokes, in pixels.

    A stroke of length L and width w with round ends (a sausage) has the area ``A = L w + pi w^2 / 4`` and
    the outline ``P = 2 L + pi w``. Both are measured, without any tracing: A is the sum of the ink and P its
    total variation, the sum of the gradient's length. Eliminating L gives

    ``w = (P - sqrt(P^2 - 4 pi A)) / pi``

    Parameters
    ----------
    ink
        ``(h, w)``: 0 is paper, 1 is ink.

    Returns
    -------
    float
        0 if there is no ink.
    """
    down, across = np.gradient(pad(ink, (1, 1), (1, 1)))
    area = float(ink.sum())
    outline = float(np.sqrt(down * down + across * across).sum())
    # By the isoperimetric inequality P^2 >= 4 pi A; on a grid a disc may miss it by a hair.
    return float((outline - np.sqrt(max(outline**2 - 4 * np.pi * area, 0.0))) / np.pi)
