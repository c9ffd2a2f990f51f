"""What the playground's operations take."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Choice, Integer, Number


@dataclass(frozen=True)
class Edit:
    """Parameters of `edit`: one weight (from `row` to unit `unit`) or bias of a layer."""

    layer: Annotated[int, Integer(0, 6)]
    kind: Annotated[str, Choice("weight", "bias")]
    unit: Annotated[int, Integer(0, 7)]
    value: Annotated[float, Number(-1000, 1000)]
    row: Annotated[int, Integer(0, 7)] = 0


@dataclass(frozen=True)
class Incoming:
    """Parameters of `slopes`: a unit of a layer with weights."""

    layer: Annotated[int, Integer(0, 6)]
    unit: Annotated[int, Integer(0, 7)]


@dataclass(frozen=True)
class Inspect:
    """Parameters of `inspect`: a point of the square."""

    x: Annotated[float, Number(-6, 6)]
    y: Annotated[float, Number(-6, 6)]


@dataclass(frozen=True)
class Magnify:
    """Parameters of `magnify`: an input that may be chosen (layer 0), or a hidden layer's unit (1, 2, …)."""

    layer: Annotated[int, Integer(0, 6)]
    unit: Annotated[int, Integer(0, 7)]
