"""Remove uneven light from a picture: shadows, grey paper, a lamp on one side."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.blur import blur
from neurarium.data.handwriting.tools.morphology import opening
from neurarium.data.handwriting.tools.otsu import histogram, otsu
from neurarium.data.handwriting.tools.pad import pad
from neurarium.data.handwriting.tools.resample import shrink

THUMBNAIL = 128  # light changes slowly: a small picture is enough
# The window must be wider than any stroke, or a stroke would be taken for a shadow; and no wider than
# necessary, or the edge of a shadow would be taken for ink.
WIDEST = 0.35  # of the longer side, while nothing is known of the strokes
ROUNDS = 2
EVEN = 0.004  # one step of 255: light that varies less is even
STROKES = 4.0  # stroke widths, since the loop of a 6 may be filled with ink


def estimate_background(
    light: NDArray[np.float32], window: float = WIDEST, shape: tuple[int, int] | None = None
) -> NDArray[np.float32]:
    """Return the picture as it would be without ink.

    An opening with a window wider than any stroke removes the ink and keeps the slow changes of the light.

    Parameters
    ----------
    light
        ``(h, w)``: the ink is brighter than the ground.
    window
        Side of the window, as a share of the longer side.
    shape
        Of the result; as the picture if not given.

    Returns
    -------
    ndarray of the given shape
    """
    from PIL import Image

    small = shrink(light, THUMBNAIL)
    size = 2 * round(window * max(small.shape) / 2) + 1
    ground = opening(small, size)
    height, width = shape or light.shape
    if np.ptp(ground) < EVEN:
        return np.full((height, width), np.median(ground), dtype=np.float32)
    # At the border the opening sees only one side of a slope, and returns its lowest value. So the slope is
    # subtracted first, and added again afterwards.
    slope = _trend(ground)
    ground = slope + opening(small - slope, size)
    large = Image.fromarray(ground).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(large, dtype=np.float32)


def _trend(ground: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the parabola that fits a picture best: a lamp on one side, a lens that is dark at its rim."""
    h, w = ground.shape
    y, x = (a.ravel() for a in np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j])
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)  # (h w, 6)
    moments = terms.T @ terms + 1e-6 * np.eye(6)  # (6, 6); the small term is for pictures of a single row
    fit = terms @ np.linalg.solve(moments, terms.T @ ground.ravel())
    return fit.reshape(h, w).astype(np.float32)


def remove_background(light: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Return how far each pixel is on the way from the ground (0) to the brightest there is (1).

    ``ink = (light - ground) / (1 - ground)``. For dark ink, whose picture was inverted, this is the division
    by the paper's brightness: ``ink = 1 - seen / paper``, the share of light that the ink absorbs.

    Repeated with a narrower window once the width of the strokes is known.

    Returns
    -------
    ink : ndarray of shape (h, w)
    unevenness : float
        By how much the ground's brightness varies.
    """
    window = WIDEST
    ink, unevenness = _lift(light, window)
    for _ in range(ROUNDS if unevenness else 0):
        smooth = blur(blur(ink))
        narrower = STROKES * _typical_run(smooth > otsu(*histogram(smooth))) / max(light.shape)
        if narrower > 0.8 * window:
            break
        window = narrower
        ink, unevenness = _lift(light, window)
    return ink, unevenness


def _lift(light: NDArray[np.float32], window: float) -> tuple[NDArray[np.float32], float]:
    """Map the ground to 0 and keep 1; also return by how much the ground varies."""
    ground = estimate_background(light, window)
    lifted: NDArray[np.float32] = (light - ground) / np.maximum(1.0 - ground, np.float32(0.05))
    return lifted, float(np.ptp(ground))


def _typical_run(inked: NDArray[np.bool_]) -> float:
    """Return the median length of the runs of ink, across and down: a little more than a stroke is wide.

    Each run counts once, so that a shadow that was taken for ink, with few but long runs, hardly matters.
    """
    runs = np.concatenate([_run_lengths(inked), _run_lengths(inked.T)])
    return float(np.median(runs)) if len(runs) else 0.0


def _run_lengths(inked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how long the runs of ink along the rows are."""
    change = np.diff(pad(inked, (0, 0), (1, 1)).ravel().view(np.int8))
    return np.flatnonzero(change == -1) - np.flatnonzero(change == 1)
