"""Tell ink from paper, and keep the soft edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.background import estimate_background
from neurarium.data.handwriting.blur import blur
from neurarium.data.handwriting.errors import EmptyImage
from neurarium.data.handwriting.otsu import histogram, otsu
from neurarium.data.handwriting.resample import shrink

__all__ = ["Levels", "calm", "find_levels", "soft_ink"]

LEAST_CONTRAST = 0.05  # between paper and ink, on a scale from black to white
NOISE_FACTOR = 5.0  # ink must stand out from the paper by so many standard deviations of its grain
GRAIN = 0.04  # of the contrast: noise beyond this is blurred
MOST_BLUR = 4  # rounds
THIN_STROKE = 5.0  # pixels
CELL = 12  # pixels: the side of a patch that noise is measured in
LEAST_CELLS = 6  # along a side; in a smaller picture the noise is taken to be the same everywhere


@dataclass(frozen=True)
class Levels:
    """The brightness of paper and ink in a picture whose ink is bright.

    Attributes
    ----------
    paper, ink : float
        Typical values of the two.
    grain : float
        Standard deviation of the paper.
    threshold : float
        What is above it is surely ink (Otsu's threshold).
    stroke : float
        Width of the strokes, in pixels.
    """

    paper: float
    ink: float
    grain: float
    threshold: float
    stroke: float


def find_levels(light: NDArray[np.float32]) -> Levels:
    """Measure paper, ink and the threshold between them.

    Parameters
    ----------
    light : ndarray of shape (h, w)
        The ink is brighter than the paper; about 0 to 1.

    Raises
    ------
    EmptyImage
        If nothing stands out from the paper.
    """
    low, high = float(light.min()), float(light.max())
    if high - low < LEAST_CONTRAST:
        raise EmptyImage(_nothing(high - low))
    values, counts = histogram(light)
    grain = _grain(light)
    paper = _percentile(values, np.where(values <= otsu(values, counts), counts, 0.0), 0.5)
    outstanding = values > paper + max(NOISE_FACTOR * grain, LEAST_CONTRAST / 2)
    if not counts[outstanding].any():
        raise EmptyImage(_nothing(high - paper))
    strongest = _percentile(values, np.where(outstanding, counts, 0.0), 0.9)
    if strongest - paper < LEAST_CONTRAST:
        raise EmptyImage(_nothing(strongest - paper))

    # A small digit on a large sheet must not drown: paper counts no more than what stands out.
    share = counts[outstanding].sum() / max(counts[~outstanding].sum(), 1.0)
    threshold = otsu(values, np.where(outstanding, counts, counts * min(1.0, share)))
    ink = _percentile(values, np.where(values > threshold, counts, 0.0), 0.5)
    return Levels(paper, ink, grain, threshold, _width(light > threshold))


def calm(light: NDArray[np.float32]) -> tuple[NDArray[np.float32], Levels]:
    """Blur a grainy picture a little, until the grain is small beside the contrast, and measure its levels.

    Each round averages neighbours with the weights 1, 2, 1 along rows and columns. Strokes of a few pixels
    are left alone: they would suffer more than the grain.
    """
    levels = find_levels(light)
    for _ in range(MOST_BLUR):
        if levels.grain <= GRAIN * (levels.ink - levels.paper):
            break
        blurred = blur(light)
        calmer = find_levels(blurred)
        if calmer.stroke < THIN_STROKE:
            break
        light, levels = blurred, calmer
    return light, levels


def soft_ink(light: NDArray[np.float32], levels: Levels) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return paper as 0, ink as 1, and what lies between as a ramp; and what is surely ink.

    Strokes of two or three pixels are all edge: their greys are kept, from the paper's grain to full ink.
    The thicker the strokes, the less their edges say and the more the blur around them spoils: the ramp
    then narrows to the middle between paper and ink.

    Returns
    -------
    ink : ndarray of shape (h, w)
    sure : ndarray of bool, shape (h, w)
    """
    crisp = float(np.clip((levels.stroke - 3.0) / 9.0, 0.0, 1.0))
    contrast = levels.ink - levels.paper
    start = levels.paper + 0.02 * (1 - crisp) * contrast + 0.75 * crisp * (levels.threshold - levels.paper)
    full = levels.ink - 0.4 * crisp * (levels.ink - levels.threshold)
    sure = light > levels.threshold
    ramp = np.clip((light - np.float32(start)) / np.float32(max(full - start, 1e-6)), 0.0, 1.0)
    if crisp > 0 and levels.grain > 0 and min(light.shape) >= LEAST_CELLS * CELL:
        # Noise is not the same everywhere: what was lifted out of a shadow is grainier.
        grain = _local_grain(light)
        ramp[light < levels.paper + 4.0 * grain] = 0.0
        sure &= light > levels.paper + 5.0 * grain
    return ramp, sure


def _local_grain(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the standard deviation of the noise around each pixel."""
    difference = np.empty_like(light)
    lag = min(4, light.shape[1] - 1)
    np.abs(light[:, lag:] - light[:, : light.shape[1] - lag], out=difference[:, lag:])
    difference[:, :lag] = difference[:, lag : 2 * lag]
    # Averaged over cells of many pixels, then opened: strokes are gone. A mean difference is 2 / sqrt(pi)
    # deviations.
    cells = shrink(difference, max(8, max(light.shape) // CELL))
    return estimate_background(cells, shape=light.shape) * np.float32(np.sqrt(np.pi) / 2)


def _percentile(values: NDArray[np.float64], counts: NDArray[np.float64], share: float) -> float:
    """Return the value below which the given share of a histogram lies."""
    total = np.cumsum(counts)
    return float(values[np.searchsorted(total, share * total[-1])])


def _grain(light: NDArray[np.float32]) -> float:
    """Return the standard deviation of a picture's noise, whatever is written on it.

    Most pixels a few steps apart differ by noise alone: the median of the difference is 0.6745 sqrt(2)
    deviations. Of steps across and down the calmer ones count: the others may run across many strokes.
    """
    every = 1 + light.size // 200_000
    across = _typical_step(light[::every])
    down = _typical_step(light[:, ::every].T)
    return float(min(across, down) / (0.6745 * np.sqrt(2.0)))


def _typical_step(light: NDArray[np.float32]) -> float:
    """Return the median difference between pixels a few apart in a row: four, in a picture of some size."""
    lag = int(np.clip(light.shape[1] // 24, 1, 4))
    return float(np.median(np.abs(light[:, lag:] - light[:, : light.shape[1] - lag])))


def _width(mask: NDArray[np.bool_]) -> float:
    """Return about the width of the strokes in a mask: twice the area by the outline.

    The outline is pi/4 of the steps between paper and ink along rows and columns (Crofton's formula).
    """
    steps = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(mask[:, 1:] != mask[:, :-1])
    return 2.0 * float(np.count_nonzero(mask)) / max(np.pi / 4 * steps, 1.0)


def _nothing(contrast: float) -> str:
    return (
        f"There is no ink to be seen: what stands out most differs from the paper by "
        f"{max(contrast, 0.0):.0%} of the way from black to white; at least {LEAST_CONTRAST:.0%} is needed. "
        "Write larger or darker, or take the picture in better light."
    )
