"""The steps from one digit's ink to 28x28: crop, thickness, resize, rescale, frame, centre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.centre import SIDE, centre, centre_of_mass, frame
from neurarium.data.handwriting.crop import square, trim
from neurarium.data.handwriting.digits import Cut
from neurarium.data.handwriting.resample import area_resample, pick_resample
from neurarium.data.handwriting.steps import Record
from neurarium.data.handwriting.thickness import normalise_thickness, relative_width

__all__ = ["normalise_digit"]

INNER_SIDE = 20  # MNIST's digits fit in 20x20, within 28x28


def normalise_digit(cut: Cut, shape: tuple[int, int], record: Record) -> NDArray[np.float32]:
    """Bring one digit into the manner of MNIST.

    Parameters
    ----------
    cut : Cut
    shape : (int, int)
        Of the whole picture, which takes the digit's place if the crop is off.
    record : Record

    Returns
    -------
    ndarray of shape (28, 28)
        From 0 (paper) to 1 (ink).
    """
    image = _thickness(cut, _crop(cut, shape, record), record)
    image = _resize(image, record)
    image = _rescale(image, record)
    image = _frame(image, record)
    return _centre(image, record)


def _crop(cut: Cut, shape: tuple[int, int], record: Record) -> NDArray[np.float32]:
    """Cut the digit out, square; without this step it stays where it was in the picture."""
    image = square(cut.ink if "crop" in record else cut.on_picture(shape))
    record.add("crop", image, f"The digit alone, in a square of {len(image)} pixels.", side=float(len(image)))
    return image


def _thickness(cut: Cut, image: NDArray[np.float32], record: Record) -> NDArray[np.float32]:
    """Make the strokes as thick as MNIST's; only a digit that was cut out can be measured."""
    if "thickness" in record and "crop" in record:
        ink, before, after = normalise_thickness(cut.ink)
        image = square(trim(ink)) if after != before else image
    else:
        before = after = relative_width(cut.ink)
    record.add(
        "thickness",
        image,
        f"Strokes of {before:.1f} pixels (of 20)"
        + (f" brought to {after:.1f}." if after != before else " are fine."),
        on=after != before,
        before=before,
        after=after,
    )
    return image


def _resize(image: NDArray[np.float32], record: Record) -> NDArray[np.float32]:
    """Bring the square to 20x20, each pixel the mean of its area; without this step, just one pixel of it."""
    side = INNER_SIDE if "frame" in record else SIDE
    resample = area_resample if "resize" in record else pick_resample
    image = resample(image, side, side)
    record.add("resize", image, f"Each of {side}x{side} pixels is the mean of the area that it covers.")
    return image


def _rescale(image: NDArray[np.float32], record: Record) -> NDArray[np.float32]:
    """Stretch the greys until the brightest pixel is white."""
    brightest = float(image.max())
    if "rescale" in record and brightest > 0:
        image = image / np.float32(brightest)
    record.add(
        "rescale",
        image,
        f"The brightest pixel, {brightest:.2f}, becomes 1.",
        on=brightest < 1,
        brightest=brightest,
    )
    return image


def _frame(image: NDArray[np.float32], record: Record) -> NDArray[np.float32]:
    """Lay 20x20 in the middle of 28x28; without this step the digit was enlarged to fill 28x28."""
    image = frame(image)
    record.add("frame", image, "In the middle of 28x28.")
    return image


def _centre(image: NDArray[np.float32], record: Record) -> NDArray[np.float32]:
    """Shift the digit's centre of mass to the middle."""
    x, y = centre_of_mass(image)
    right = down = 0
    if "centre" in record:
        image, (right, down) = centre(image)
    record.add(
        "centre",
        image,
        f"The centre of mass was at ({x:.1f}, {y:.1f}): moved by {right} to the right and {down} down.",
        on=(right, down) != (0, 0),
        x=x,
        y=y,
        right=float(right),
        down=float(down),
    )
    return image
