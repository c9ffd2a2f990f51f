"""Make the strokes of a digit as thick as MNIST's."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.distance import distance_to
from neurarium.data.handwriting.tools.pad import pad
from neurarium.data.handwriting.tools.resample import shrink
from neurarium.data.handwriting.tools.skeleton import skeleton
from neurarium.data.handwriting.tools.stroke_width import stroke_width

MNIST_SIDE = 20.0  # the longest side of an MNIST digit, in pixels
MNIST_STROKE = (2.0, 3.2)  # pixels; in MNIST nine strokes in ten are between 1.7 and 3.9
THINNEST = 0.35  # of the stroke that is aimed at: half the width of what is kept of parts that would vanish
WORK_SIDE = 100  # pixels: fine enough to change a stroke by a tenth of an MNIST pixel


def relative_width(ink: NDArray[np.float32]) -> float:
    """Return the width of the strokes as it will be in MNIST, where the longest side is 20 pixels.

    Parameters
    ----------
    ink
        ``(h, w)``: One digit, trimmed to its ink.
    """
    return float(stroke_width(ink / ink.max()) * MNIST_SIDE / max(ink.shape))


def normalise_thickness(
    ink: NDArray[np.float32], limits: tuple[float, float] = MNIST_STROKE
) -> tuple[NDArray[np.float32], float, float]:
    """Thicken or thin the strokes of a digit until they are as wide as MNIST's.

    Ink grows or shrinks by the same distance everywhere; what would vanish is kept as a thin line.

    Parameters
    ----------
    ink
        ``(h, w)``: One digit, trimmed to its ink.
    limits
        Strokes in between are left as they are. In pixels of an MNIST digit (20 pixels long).

    Returns
    -------
    ink : ndarray of shape (h', w')
        The same array if nothing had to be done.
    before, after : float
        Width of the strokes in MNIST's pixels; ``after`` is what was aimed at.
    """
    before = relative_width(ink)
    after = float(np.clip(before, *limits))
    if after == before:
        return ink, before, after
    ink = shrink(enlarge(ink, WORK_SIDE), WORK_SIDE)
    ink = ink / ink.max()
    side = max(ink.shape)
    # With r added all round, (w + 2r) / (side + 2r) is to be after / 20. Solved for r:
    grow = (after * side - MNIST_SIDE * stroke_width(ink)) / (2 * (MNIST_SIDE - after))
    if grow > 0:
        margin = int(np.ceil(grow)) + 1
        solid = pad(ink > 0.5, (margin, margin), (margin, margin))
        return np.clip(grow + 1.0 - distance_to(solid, grow + 1.0), 0.0, 1.0), before, after
    solid = pad(ink > 0.5, (1, 1), (1, 1))
    depth = distance_to(~solid, -grow + 1.0)  # how deep inside the ink
    shaved = depth + grow
    thinnest = THINNEST * after * side / MNIST_SIDE
    spine = thinnest + 1.0 - distance_to(skeleton(solid), thinnest + 1.0)
    kept = np.where(solid, np.maximum(shaved, spine), 0.0)
    return np.clip(kept, 0.0, 1.0).astype(np.float32), before, after


def enlarge(ink: NDArray[np.float32], longest: int) -> NDArray[np.float32]:
    """Return a small picture enlarged smoothly, by a whole factor, to at least ``longest`` pixels."""
    from PIL import Image

    factor = -(-longest // max(ink.shape))
    if factor <= 1:
        return ink
    h, w = ink.shape
    padded = Image.fromarray(pad(ink, (1, 1), (1, 1)))  # so that the edges fade out
    large = np.asarray(padded.resize(((w + 2) * factor, (h + 2) * factor), Image.Resampling.BICUBIC))
    enlarged: NDArray[np.float32] = np.clip(large, 0.0, 1.0)
    return enlarged
