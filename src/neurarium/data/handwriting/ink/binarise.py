"""The steps on the whole picture, up to the ink: grey, polarity, background, threshold."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.ink.background import remove_background
from neurarium.data.handwriting.ink.denoise import denoise
from neurarium.data.handwriting.ink.levels import check_edges, drawn_levels
from neurarium.data.handwriting.ink.lines import remove_lines
from neurarium.data.handwriting.ink.polarity import DRAWN, find_polarity
from neurarium.data.handwriting.ink.sheet import paint_desk
from neurarium.data.handwriting.ink.threshold import soft_ink
from neurarium.data.handwriting.source.picture import Picture
from neurarium.data.handwriting.steps import StepLog
from neurarium.data.handwriting.tools.grey import luminance

UNEVEN = 0.1  # the light varies so much that the rest of a shadow may look like ink


@dataclass(frozen=True)
class Ink:
    """The ink in a picture.

    Attributes
    ----------
    soft
        ``(h, w)``: 0 is paper, 1 is ink, with soft edges.
    sure
        ``(h, w)``: what is surely ink.
    stroke
        About the width of the strokes, in pixels; 0 if unknown.
    unevenness
        By how much the light on the paper varied, from 0 to 1.
    """

    soft: NDArray[np.float32]
    sure: NDArray[np.bool_]
    stroke: float
    unevenness: float


def find_ink(picture: Picture, log: StepLog) -> Ink:
    """Find the ink in a picture.

    Parameters
    ----------
    picture
        If it was drawn here, what is known of it is not measured.
    log
        Says which steps are off, and keeps the picture after each one.

    Raises
    ------
    EmptyImage
        If nothing stands out from the paper.
    """
    pen = picture.pen
    light = _grey(picture.pixels, log)
    light, bright_ink = _polarity(light, log, drawn=pen is not None)
    if not bright_ink:
        pen = None  # black on white, taken for white on black, is a picture of which nothing is known
    light, unevenness = _background(light, log, bright_ink=bright_ink, drawn=pen is not None)
    return _lines(_threshold(light, log, unevenness, pen), log, drawn=pen is not None)


def _grey(pixels: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Turn colours into brightness; without this step the red channel is used."""
    grey = luminance(pixels)
    if "grey" not in log and pixels.ndim == 3:
        grey = pixels[..., 0]
    log.add("grey", grey, "The brightness of each pixel: 0.299 red + 0.587 green + 0.114 blue.")
    return grey


def _polarity(grey: NDArray[np.float32], log: StepLog, *, drawn: bool) -> tuple[NDArray[np.float32], bool]:
    """Make the ink bright, as in MNIST; say whether it is, for without this step dark ink stays dark."""
    verdict = DRAWN if drawn else find_polarity(grey)
    light = grey
    if verdict.dark_ink and "polarity" in log:
        light = 1 - (grey if verdict.sheet is None else paint_desk(grey, verdict.sheet))
    log.add(
        "polarity",
        light,
        ("The ink is dark: inverted." if verdict.dark_ink else "The ink is light already.")
        + (" The desk round the sheet is painted over." if verdict.sheet is not None else ""),
        on=verdict.dark_ink,
        dark_ink=float(verdict.dark_ink),
        border=verdict.border,
        rarity=verdict.rarity,
    )
    return light, not verdict.dark_ink or "polarity" in log


def _background(
    light: NDArray[np.float32], log: StepLog, *, bright_ink: bool, drawn: bool
) -> tuple[NDArray[np.float32], float]:
    """Remove uneven light, and return how uneven it was; only with bright ink: dark ink is like a shadow."""
    unevenness, on = 0.0, bright_ink and not drawn
    if on and "background" in log:
        light, unevenness = remove_background(light)
    note = "The light on the paper is evened out: shadows and grey paper are gone."
    if not on:
        note = "Nothing is done: " + ("a drawing is evenly lit." if bright_ink else "the ink is still dark.")
    log.add("background", light, note, on=on)
    return light, unevenness


def _threshold(light: NDArray[np.float32], log: StepLog, unevenness: float, pen: float | None) -> Ink:
    """Separate ink from paper; without this step whatever is not perfectly black is ink."""
    if "threshold" not in log:
        ink = np.clip(light, 0.0, 1.0)
        log.add("threshold", ink, "")
        return Ink(ink, ink > 0, 0.0, unevenness)
    light, levels = denoise(light) if pen is None else (light, drawn_levels(pen))
    if unevenness > UNEVEN:
        check_edges(light, levels)
    ink, sure = soft_ink(light, levels)
    log.add(
        "threshold",
        ink,
        f"Ink is what is brighter than {levels.threshold:.2f} "
        + ("(Otsu)" if pen is None else "(a drawing is black on white)")
        + ", with its soft edges.",
        threshold=levels.threshold,
        paper=levels.paper,
        ink=levels.ink,
        noise=levels.noise,
        drawn=float(pen is not None),
    )
    return Ink(ink, sure, levels.stroke, unevenness)


def _lines(ink: Ink, log: StepLog, *, drawn: bool) -> Ink:
    """Remove the lines of ruled paper; a drawing has none."""
    soft, count = remove_lines(ink.soft) if "lines" in log and not drawn else (ink.soft, 0)
    log.add("lines", soft, f"{count} lines of the paper are gone.", on=count > 0, lines=float(count))
    return replace(ink, soft=soft)
