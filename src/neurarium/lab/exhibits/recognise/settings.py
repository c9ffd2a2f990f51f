"""The settings: how to read, and what; and the parameters of the operations."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.data.handwriting import STEPS, Drawing, Picture, read_image
from neurarium.engine.types import FloatArray
from neurarium.lab.preparation import StepName
from neurarium.lab.rules import Array, Bytes, Choice, Flag, Integer, List, Number, Optional, Text

MOST_BYTES = 16 * 2**20
"""A file or a drawing larger than this is no handwriting of a learner."""

MOST_STROKES = 500
MOST_POINTS = 20_000  # of one stroke

_DIGIT = Integer(0, 9)
_UNIT = List(Integer(0, 100_000), 2, 2)  # hidden layer and unit, both from 0
_STROKE = Array((None, 2), low=-1e5, high=1e5, longest=MOST_POINTS)
_STROKES = List(_STROKE, 0, MOST_STROKES)
_SIZE = List(Number(1, 1e5), 2, 2)


@dataclass(frozen=True)
class Settings:
    """How to read: the model (empty: the best), the steps left out, the units silenced."""

    model: Annotated[str, Text(200)] = ""
    off: Annotated[tuple[StepName, ...], List(Choice(*STEPS), 0, len(STEPS))] = ()
    silenced: Annotated[tuple[tuple[int, int], ...], List(_UNIT, 0, 2000)] = ()


@dataclass(frozen=True)
class Writing:
    """What to read: an image file, or strokes.

    Attributes
    ----------
    image
        PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF.
    strokes
        Points (x, y), each stroke ``(n, 2)``.
    size, brush
        Width and height of the drawing area, and the width of the pen, in the points' unit.
    """

    image: Annotated[bytes | None, Optional(Bytes(MOST_BYTES))] = None
    strokes: Annotated[tuple[FloatArray, ...], _STROKES] = ()
    size: Annotated[tuple[float, float], _SIZE] = (400.0, 300.0)
    brush: Annotated[float, Number(0.1, 1000)] = 20.0

    def source(self) -> Picture | Drawing | None:
        """Return it in the form that is prepared; None if there is nothing yet.

        Raises
        ------
        HandwritingError
            If the file is no image.
        """
        if self.image is not None:
            return read_image(self.image)
        return Drawing(self.strokes, self.brush, self.size) if self.strokes else None


@dataclass(frozen=True)
class RecogniseSettings(Settings, Writing):
    """The whole state: how to read, and what."""


@dataclass(frozen=True)
class Focus:
    """The digit that an operation is about, counted from the left."""

    focus: Annotated[int, Integer(0, 1000)] = 0


@dataclass(frozen=True)
class Flip(Focus):
    """Parameters of `flip`: the step to switch."""

    step: StepName = STEPS[0]


@dataclass(frozen=True)
class Versus(Focus):
    """Parameters of `why`: the two digits to compare; left out, the answer and the second best."""

    towards: Annotated[int | None, Optional(_DIGIT)] = None
    away: Annotated[int | None, Optional(_DIGIT)] = None


@dataclass(frozen=True)
class UnitOf(Focus):
    """Parameters of `unit`: a hidden layer and a unit in it, from 0."""

    layer: Annotated[int, Integer(0, 1000)] = 0
    unit: Annotated[int, Integer(0, 100_000)] = 0


@dataclass(frozen=True)
class Correct(Focus):
    """Parameters of `correct`: what the digit really is."""

    label: Annotated[int, _DIGIT] = 0


@dataclass(frozen=True)
class Forget:
    """Parameters of `forget`: which of the learner's own digits; all of them if `all` is set."""

    ids: Annotated[tuple[str, ...], List(Text(60), 0, 2000)] = ()
    all: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class TrainParams:
    """Parameters of `train`: passes through the training images, and whether they are distorted each time."""

    epochs: Annotated[int, Integer(1, 20)] = 5
    distorted: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class TuneParams:
    """Parameters of `tune`: passes through the mixture, and what the result is called (empty: by itself)."""

    epochs: Annotated[int, Integer(1, 20)] = 5
    name: Annotated[str, Text(100)] = ""
