"""Remove what is no writing: specks, underlines, and blobs at the picture's border."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.digits.boxes import extent, typical_height
from neurarium.data.handwriting.tools.components import Components

CERTAIN = 0.2  # of a piece's pixels
SPECK = 0.2  # of the writing's height: what is shorter than this in both directions is a speck
LEAST_SIZE = 7  # pixels: a lower digit cannot be told from another
LEAST_SHARE = 0.015  # of the picture's longer side: a digit smaller than this was not meant to be read
HUGGING = 0.5  # a piece that lies along the border with this share of its own length is no digit
MOST = 0.4  # of the picture's area
LINE = 1.5  # writing heights: a thin piece longer than this is a line
THIN = 0.2  # of the writing's height: the mean thickness of a line is less


def strong_pieces(pieces: Components, sure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which pieces are certainly ink for a good part; the others are smudges.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    certain = np.bincount(pieces.labels[sure & (pieces.labels >= 0)], minlength=len(pieces))
    return certain >= CERTAIN * pieces.areas


def writing_pieces(
    pieces: Components, candidates: NDArray[np.bool_], *, uneven: bool = False
) -> NDArray[np.bool_]:
    """Tell which of the candidate pieces are writing.

    Dropped are specks, measured against the height of the rest; and, if there is something else to read,
    pieces along the border (the edge of the sheet, a finger, a corner in shadow) and long thin lines.

    Parameters
    ----------
    candidates
        ``(n,)``.
    uneven
        In uneven light, what lies along the border is a shadow even if there is nothing else.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    width, height = extent(pieces.boxes)
    size = np.maximum(width, height)
    keep: NDArray[np.bool_] = candidates & (size >= max(LEAST_SIZE, LEAST_SHARE * max(pieces.labels.shape)))
    inner = keep & ~_lies_along_border(pieces)
    if not inner.any():
        return inner if uneven else keep
    tall = typical_height(pieces.boxes[inner], pieces.areas[inner])
    line = (size > LINE * tall) & (pieces.areas < THIN * tall * size) & (np.minimum(width, height) < tall)
    kept: NDArray[np.bool_] = inner & ~line & (size >= SPECK * tall)
    return kept


def _lies_along_border(pieces: Components) -> NDArray[np.bool_]:
    """Tell which pieces touch the picture's border over a good part of their own length.

    A piece that covers most of the picture is spared: it is the ground, taken for ink.
    """
    labels, n = pieces.labels, len(pieces)
    width, height = extent(pieces.boxes)
    touched = np.zeros(n)
    for edge, length in (
        (labels[0], width),
        (labels[-1], width),
        (labels[:, 0], height),
        (labels[:, -1], height),
    ):
        contact = np.bincount(edge[edge >= 0], minlength=n)
        touched = np.maximum(touched, contact / np.maximum(length, 1))
    return (touched > HUGGING) & (pieces.areas < MOST * labels.size)
