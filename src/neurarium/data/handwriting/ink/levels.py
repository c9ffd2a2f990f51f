"""Measure how bright paper and ink are, and make sure that there is ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import EmptyImage
from neurarium.data.handwriting.ink.noise import noise_of
from neurarium.data.handwriting.tools.otsu import histogram, otsu

LEAST_CONTRAST = 0.05  # between paper and ink, on a scale from black to white
NOISE_FACTOR = 5.0  # ink must stand out from the paper by so many standard deviations of its noise
FADING = 0.065  # of the shorter side: if the change from paper to ink takes so long, it is no ink
FADING_PIXELS = 8.0


@dataclass(frozen=True)
class Levels:
    """The brightness of paper and ink in a picture whose ink is bright.

    Attributes
    ----------
    paper, ink
        Typical values of the two.
    noise
        Standard deviation of the paper.
    threshold
        What is above it is certainly ink (Otsu's threshold).
    stroke
        Width of the strokes, in pixels.
    """

    paper: float
    ink: float
    noise: float
    threshold: float
    stroke: float


NOISE = "There is no ink to be seen, only noise. Take the picture in better light, or write darker."


def drawn_levels(pen: float) -> Levels:
    """Return what is known of a picture that was drawn here with a pen of that width, in pixels."""
    return Levels(paper=0.0, ink=1.0, noise=0.0, threshold=0.5, stroke=pen)


def find_levels(light: NDArray[np.float32]) -> Levels:
    """Measure paper, ink and the threshold between them.

    Parameters
    ----------
    light
        ``(h, w)``: the ink is brighter than the paper; about 0 to 1.

    Raises
    ------
    EmptyImage
        If nothing stands out from the paper.
    """
    low, high = float(light.min()), float(light.max())
    if high - low < LEAST_CONTRAST:
        raise EmptyImage(_nothing(high - low))
    values, counts = histogram(light)
    noise = noise_of(light)
    paper = _percentile(values, np.where(values <= otsu(values, counts), counts, 0.0), 0.5)
    outstanding = values > paper + max(NOISE_FACTOR * noise, LEAST_CONTRAST / 2)
    if not counts[outstanding].any():  # what differs is not more than the noise, or too little
        raise EmptyImage(NOISE if high - paper >= LEAST_CONTRAST else _nothing(high - paper))
    strongest = _percentile(values, np.where(outstanding, counts, 0.0), 0.9)
    if strongest - paper < LEAST_CONTRAST:
        raise EmptyImage(_nothing(strongest - paper))

    # So that a small digit on a large sheet still counts: paper has no more weight than what stands out.
    share = counts[outstanding].sum() / max(counts[~outstanding].sum(), 1.0)
    threshold = otsu(values, np.where(outstanding, counts, counts * min(1.0, share)))
    ink = _percentile(values, np.where(values > threshold, counts, 0.0), 0.5)
    return Levels(paper, ink, noise, threshold, _width(light > threshold))


def check_edges(light: NDArray[np.float32], levels: Levels) -> None:
    """Make sure that what stands out has an edge like ink; the rest of a shadow fades out slowly.

    Raises
    ------
    EmptyImage
        If the change from paper to ink takes many pixels.
    """
    inked = light > levels.threshold
    # The greatest step down to one of the four neighbours, where paper and ink meet.
    middle = light[1:-1, 1:-1]
    around = np.minimum(
        np.minimum(light[:-2, 1:-1], light[2:, 1:-1]), np.minimum(light[1:-1, :-2], light[1:-1, 2:])
    )
    edge = inked[1:-1, 1:-1] & (around <= levels.threshold)
    if not edge.any():
        return
    steepness = float(np.quantile((middle - around)[edge], 0.9))
    way = (levels.ink - levels.paper) / max(steepness, 1e-9)  # in pixels
    if way > max(FADING * min(light.shape), FADING_PIXELS):
        raise EmptyImage("There is no ink to be seen, only shadows. Write larger, or use more even light.")


def _percentile(values: NDArray[np.float64], counts: NDArray[np.float64], share: float) -> float:
    """Return the value below which the given share of a histogram lies."""
    total = np.cumsum(counts)
    return float(values[np.searchsorted(total, share * total[-1])])


def _width(mask: NDArray[np.bool_]) -> float:
    """Return about the width of the strokes in a mask: twice the area by the outline.

    The outline is pi/4 of the steps between paper and ink along rows and columns (Crofton's formula).
    """
    steps = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(mask[:, 1:] != mask[:, :-1])
    width = 2.0 * float(np.count_nonzero(mask)) / max(np.pi / 4 * steps, 1.0)
    return min(width, float(min(mask.shape)))  # ink without an outline fills the picture


def _nothing(contrast: float) -> str:
    return (
        f"There is no ink to be seen: what stands out most differs from the paper by "
        f"{max(contrast, 0.0):.0%} of the way from black to white; at least {LEAST_CONTRAST:.0%} is needed. "
        "Write larger or darker, or take the picture in better light."
    )
