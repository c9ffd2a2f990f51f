"""What the operations of the exhibit take."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Choice, Flag, Integer, Optional, Text
from neurarium.lab.runs.pace import SPEEDS, Speed
from neurarium.lab.runs.position import RATES


@dataclass(frozen=True)
class Start:
    """Parameters of `start`: what to call the model, and the number of the run that may be discarded for it.

    An unfinished run is replaced only if it is the one that the learner has seen and agreed to lose: it
    may have been started on another page.
    """

    name: Annotated[str, Text(100)] = ""
    replaces: Annotated[str | None, Optional(Text(30))] = None
    paused: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class Order:
    """Parameters of operations on the run: the number of the run that is meant, or whichever there is.

    All pages see the one run. An order from a page that still shows the one before must not hit the next.
    """

    run: Annotated[str | None, Optional(Text(30))] = None


@dataclass(frozen=True)
class ShownSheet:
    """Parameters of `status`: which sheet of images, and whether only misread ones are shown."""

    sheet: Annotated[int, Integer(0, 9999)] = 0
    only_wrong: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class Step(Order):
    """Parameters of `step`."""

    steps: Annotated[int, Integer(1, 100_000)] = 1


@dataclass(frozen=True)
class Tune(Order):
    """Parameters of `tune`: what may change in the middle of a run; nothing stays as it is."""

    learning_rate: Annotated[float | None, Optional(RATES)] = None
    speed: Annotated[Speed | None, Optional(Choice(*SPEEDS))] = None


@dataclass(frozen=True)
class Cell:
    """Parameters of `cell`: a cell of the confusion matrix."""

    label: Annotated[int, Integer(0, 9)]
    answer: Annotated[int, Integer(0, 9)]


@dataclass(frozen=True)
class Delete:
    """Parameters of `delete`: the model to remove."""

    name: Annotated[str, Text(200)]


@dataclass(frozen=True)
class Which:
    """Parameters of `to_code_lab`: the run that there is, as its course was, or the planned one."""

    run: Annotated[bool, Flag()] = False
