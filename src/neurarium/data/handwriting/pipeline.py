"""From a picture of handwriting to digits in the form of MNIST's, step by step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neurarium.data.handwriting.digits.segment import find_digits
from neurarium.data.handwriting.errors import HandwritingError
from neurarium.data.handwriting.ink.binarise import find_ink
from neurarium.data.handwriting.normalised.normalise import normalise_digit
from neurarium.data.handwriting.source.drawing import Drawing, render
from neurarium.data.handwriting.source.loading import ImageSource, read_image
from neurarium.data.handwriting.source.picture import Box, Limits, Picture
from neurarium.data.handwriting.steps import Step, StepLog, to_uint8

Source: TypeAlias = "ImageSource | Drawing | Picture | Sequence[ArrayLike]"


@dataclass(frozen=True, eq=False)
class PreparedDigit:
    """One digit in the form of MNIST's.

    Attributes
    ----------
    image
        ``(28, 28)``: 255 is ink.
    box
        x, y, width and height in the source: pixels of the upright picture, or units of the drawing.
    steps
        Every step from the picture to this digit, if steps were asked for.
    """

    image: NDArray[np.uint8]
    box: Box
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, eq=False)
class Prepared(Sequence[PreparedDigit]):
    """The digits of a picture in reading order; a sequence of them.

    Attributes
    ----------
    digits
        At least one.
    size
        Width and height of the source, in the measure of the digits' boxes.
    steps
        The steps on the whole picture (`PICTURE_STEPS`), if steps were asked for.
    frames
        How many frames or pages the source has; only the first is read.
    """

    digits: tuple[PreparedDigit, ...]
    size: tuple[float, float]
    steps: tuple[Step, ...] = field(default=())
    frames: int = 1

    @property
    def images(self) -> NDArray[np.uint8]:
        """All digits, of shape (n, 28, 28)."""
        return np.stack([digit.image for digit in self.digits])

    def __len__(self) -> int:
        return len(self.digits)

    @overload
    def __getitem__(self, index: int) -> PreparedDigit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[PreparedDigit, ...]: ...
    def __getitem__(self, index: int | slice) -> PreparedDigit | tuple[PreparedDigit, ...]:
        return self.digits[index]


def prepare(
    source: Source,
    *,
    off: Collection[str] = (),
    steps: bool = False,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Prepared:
    """Find the digits in a picture, and bring each into the form of MNIST's.

    Parameters
    ----------
    source
        See `read_image` for pictures. A list is taken for strokes, each of shape (n, 2): points (x, y).
    off
        Steps to leave out, of `STEPS`: to see what each is good for.
    steps
        Whether to keep the picture after every step.

    Returns
    -------
    Prepared
        One or more digits, line by line, each line from the left.

    Raises
    ------
    HandwritingError
        `UnreadableImage`, `EmptyImage`, `ImageTooSmall` or `ImageTooLarge`; its ``steps`` show how far it
        went.
    ParameterError
        If ``off`` holds a name that is no step.

    Examples
    --------
    A 7 of three points, somewhere on a canvas:

    >>> [seven] = prepare([[(10, 10), (40, 10), (20, 70)]])
    >>> seven.image.shape
    (28, 28)
    """
    log = StepLog.start(off, wanted=steps)
    picture = _to_picture(source, limits)
    try:
        ink = find_ink(picture, log)
        segments = find_digits(ink, log, limits)
    except HandwritingError as error:
        error.steps = tuple(log.steps)
        raise
    digits = []
    for segment in segments:
        branch = log.branch()
        image = normalise_digit(segment, ink.soft.shape, branch)
        digits.append(PreparedDigit(to_uint8(image), picture.to_source(*segment.box), tuple(branch.steps)))
    return Prepared(tuple(digits), picture.size, tuple(log.steps), picture.frames)


def _to_picture(source: Source, limits: Limits) -> Picture:
    """Read or draw the source."""
    if isinstance(source, Picture):
        return source
    if isinstance(source, Drawing):
        return render(source, limits)
    if isinstance(source, (list, tuple)):
        return render(Drawing(source), limits)
    return read_image(cast("ImageSource", source), limits)  # what is left is a picture
