"""What the playground's operations take."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.data.toy import DOMAIN
from neurarium.lab.rules import Choice, Integer, Number

LARGEST_WEIGHT = 1000
"""That can be set by hand, on either side of 0."""


@dataclass(frozen=True)
class Edit:
    """Parameters of `edit`: one weight (from `row` to unit `unit`) or bias of a layer."""

    layer: Annotated[int, Integer(0, 6)]
    kind: Annotated[str, Choice("weight", "bias")]
    unit: Annotated[int, Integer(0, 7)]
    value: Annotated[float, Number(-LARGEST_WEIGHT, LARGEST_WEIGHT)]
    row: Annotated[int, Integer(0, 7)] = 0


@dataclass(frozen=True)
class Incoming:
    """Parameters of `slopes`: a unit of a layer with weights."""

    layer: Annotated[int, Integer(0, 6)]
    unit: Annotated[int, Integer(0, 7)]


@dataclass(frozen=True)
class Prove:
    """Parameters of `prove`: one weight, all that enters a unit, or all there is, from number `start` on."""

    kind: Annotated[str, Choice("weight", "unit", "all")] = "all"
    layer: Annotated[int, Integer(0, 6)] = 0
    unit: Annotated[int, Integer(0, 7)] = 0
    row: Annotated[int, Integer(0, 7)] = 0
    start: Annotated[int, Integer(0, 999)] = 0


@dataclass(frozen=True)
class Inspect:
    """Parameters of `inspect`: a point of the square."""

    x: Annotated[float, Number(*DOMAIN)]
    y: Annotated[float, Number(*DOMAIN)]


@dataclass(frozen=True)
class Part:
    """Parameters of `losses`: of which points."""

    part: Annotated[str, Choice("train", "test")]


@dataclass(frozen=True)
class Magnify:
    """Parameters of `magnify`: an input that may be chosen (layer 0), or a hidden layer's unit (1, 2, …)."""

    layer: Annotated[int, Integer(0, 6)]
    unit: Annotated[int, Integer(0, 7)]
