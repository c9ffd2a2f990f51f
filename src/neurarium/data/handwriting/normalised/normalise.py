"""The steps from one digit's ink to 28x28: crop, thickness, resize, rescale, frame, centre."""

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.digits.segment import Segment
from neurarium.data.handwriting.normalised.centre import centre, centre_of_mass
from neurarium.data.handwriting.normalised.frame import SIDE, frame, square
from neurarium.data.handwriting.normalised.thickness import normalise_thickness, relative_width
from neurarium.data.handwriting.steps import StepLog
from neurarium.data.handwriting.tools.crop import trim
from neurarium.data.handwriting.tools.resample import area_resample, pick_resample

INNER_SIDE = 20  # MNIST's digits fit in 20x20, within 28x28


def normalise_digit(segment: Segment, shape: tuple[int, int], log: StepLog) -> NDArray[np.float32]:
    """Bring one digit into the form of MNIST's.

    Parameters
    ----------
    shape
        Of the whole picture, which takes the digit's place if the crop is off.

    Returns
    -------
    ndarray of shape (28, 28)
        From 0 (paper) to 1 (ink).
    """
    image = _thickness(segment, _crop(segment, shape, log), log)
    image = _resize(image, log)
    image = _rescale(image, log)
    image = _frame(image, log)
    return _centre(image, log)


def _crop(segment: Segment, shape: tuple[int, int], log: StepLog) -> NDArray[np.float32]:
    """Cut the digit out, square; without this step it stays where it was in the picture."""
    image = square(segment.ink if "crop" in log else segment.on_picture(shape))
    log.add("crop", image, f"The digit alone, in a square of {len(image)} pixels.", side=float(len(image)))
    return image


def _thickness(segment: Segment, image: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Make the strokes as thick as MNIST's; only a digit that was cut out can be measured."""
    if "thickness" in log and "crop" in log:
        ink, before, after = normalise_thickness(segment.ink)
        image = square(trim(ink)) if after != before else image
    else:
        before = after = relative_width(segment.ink)
    log.add(
        "thickness",
        image,
        f"Strokes of {before:.1f} pixels (of 20)"
        + (f" brought to {after:.1f}." if after != before else " are fine."),
        on=after != before,
        before=before,
        after=after,
    )
    return image


def _resize(image: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Bring the square to 20x20, each pixel the mean of its area; without this step, just one pixel of it."""
    side = INNER_SIDE if "frame" in log else SIDE
    resample = area_resample if "resize" in log else pick_resample
    image = resample(image, side, side)
    log.add("resize", image, f"Each of {side}x{side} pixels is the mean of the area that it covers.")
    return image


def _rescale(image: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Stretch the greys until the brightest pixel is white."""
    brightest = float(image.max())
    if "rescale" in log and brightest > 0:
        image = image / np.float32(brightest)
    log.add(
        "rescale",
        image,
        f"The brightest pixel, {brightest:.2f}, becomes 1.",
        on=brightest < 1,
        brightest=brightest,
    )
    return image


def _frame(image: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Lay 20x20 in the middle of 28x28; without this step the digit was enlarged to fill 28x28."""
    image = frame(image)
    log.add("frame", image, "In the middle of 28x28.")
    return image


def _centre(image: NDArray[np.float32], log: StepLog) -> NDArray[np.float32]:
    """Shift the digit's centre of mass to the middle."""
    x, y = centre_of_mass(image)
    right = down = 0
    if "centre" in log:
        image, (right, down) = centre(image)
    log.add(
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
