"""What a kernel says, as the front end reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from neurarium.console.kinds import ErrorKind
from neurarium.engine.types import FloatArray
from neurarium.lab.error_data import KernelReason
from neurarium.lab.protocol import LabError
from neurarium.lab.values import Axes, ByteArray


@dataclass(frozen=True)
class Obstacle:
    """Why there can be no kernel.

    Attributes
    ----------
    reason
        Why.
    what
        What is missing or too many: names of packages, a number, a system; empty if there is no more to say.
    """

    reason: KernelReason
    what: str = ""

    def error(self) -> LabError:
        """Return the refusal of what needs a kernel."""
        message, hint = _WORDS[self.reason]
        return LabError(
            "kernel", message.format(what=self.what), hint, {"reason": self.reason, "what": self.what}
        )


_WORDS: Mapping[KernelReason, tuple[str, str]] = {
    "not_local": (
        "Programs run only where nobody but this machine reaches the lab, and it is open to {what}.",
        "Start the lab without --host and --url, on the machine in front of you.",
    ),
    "not_installed": (
        "Programs need {what}, which is not installed.",
        "Install it with: pip install 'neurarium[lab]'",
    ),
    "system": ("Programs cannot be run on {what} yet.", "Run the lab on Linux or macOS."),
    "no_processes": ("There is no process for programs here.", "Open the lab with: neurarium lab"),
    "too_many": (
        "{what} pages run programs already, and there may be no more.",
        "Close the code lab in another tab, and try again.",
    ),
    "running": ("A program is running.", "Wait for its end, or stop it."),
    "failed": ("The process for programs did not start: {what}", "Try again; the terminal says more."),
}


@dataclass(frozen=True)
class KernelState:
    """What a kernel does.

    Attributes
    ----------
    phase
        `off`: it starts with the first run. `dead`: it has ended by itself, and starts with the next run.
    stopping
        How far stopping has come: empty if nobody stops it.
    run
        The number of the run that is at work or was the last, from 1; 0 before the first.
    seconds
        How long that run has taken so far, or took.
    outcome
        How the last run ended; empty while it works, and before the first. `died`: the kernel ended with it.
    starts
        How often the kernel was started: if it has changed, all variables are gone.
    exit
        With which code a dead kernel ended; the number of a signal with a minus, as Python has it.
    """

    phase: Literal["off", "starting", "ready", "running", "dead"] = "off"
    stopping: Literal["", "interrupt", "interrupt_again", "restart"] = ""
    run: int = 0
    seconds: float = 0.0
    outcome: Literal["", "done", "error", "stopped", "died"] = ""
    starts: int = 0
    exit: int | None = None


@dataclass(frozen=True)
class ErrorOperand:
    """An operand of the operation that failed: its text in the program, and its shape if it is an array."""

    text: str
    type: str
    shape: tuple[int, ...] | None


@dataclass(frozen=True)
class RunError:
    """An error of a learner's program.

    Attributes
    ----------
    kind, values
        What kind it is, and what the sentence about it speaks of: see neurarium/console/kinds.py.
    type, message
        The same in Python's words.
    line, column
        Where in the program that was run, from 1; 0 if that is not known.
    operands
        The operands of the operation that failed, as far as they are known.
    traceback
        As Python writes it, from the program's own line on.
    """

    kind: ErrorKind
    values: Mapping[str, str]
    type: str
    message: str
    line: int
    column: int
    operands: tuple[ErrorOperand, ...]
    traceback: str


@dataclass(frozen=True)
class Curve:
    """A curve that grows: values y over x."""

    name: str
    x: Annotated[FloatArray, Axes("point")]
    y: Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class Score:
    """What a program has told of itself as an attempt; see `neurarium.attempt`."""

    score: float | None
    seed: int | None
    seconds: float  # since the run began
    configuration: Mapping[str, str]
    versions: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Event:
    """Something that a run has said.

    Attributes
    ----------
    number
        Events are counted from 1, across all runs.
    kind
        `out`, `err`: printed text, to be appended. `tail`: the end of a flood; it takes the place of the
        `tail` before it in this run. `result`: the value of the last line. `display`: something shown, mostly
        a figure; one with the name of an earlier display takes its place. `clear`: what the run has shown so
        far goes away. `attempt`: the run is in the table of attempts now. `error`: the run ended with an
        error. `restarted`, `died`: all variables are gone. `memory`: it is ended because it has taken more
        memory than it may, so many gigabytes.
    text
        What was printed, or the object that was shown as text.
    left_out
        Characters between what was printed before and this `tail`.
    display
        The name of a display; empty if it has none.
    png
        A figure.
    curves
        Curves for the lab's own charts.
    error
        What went wrong.
    attempt
        The score, and how the run was configured.
    """

    number: int
    run: int
    kind: Literal[
        "out", "err", "tail", "result", "display", "clear", "attempt", "error", "restarted", "died", "memory"
    ]
    text: str = ""
    left_out: int = 0
    display: str = ""
    png: Annotated[ByteArray, Axes("byte")] | None = None
    curves: tuple[Curve, ...] = ()
    error: RunError | None = None
    attempt: Score | None = None


@dataclass(frozen=True)
class Output:
    """What is new.

    Attributes
    ----------
    state
        What the kernel does now.
    events
        What it has said since, oldest first.
    next
        Ask for what comes after this number.
    forgotten
        Events that are not kept any more and that the page has not seen.
    """

    state: KernelState
    events: tuple[Event, ...]
    next: int
    forgotten: int = 0


@dataclass(frozen=True)
class Match:
    """A way to go on; `kind` says what it is (function, module, instance …), empty if that is not known."""

    text: str
    kind: str


@dataclass(frozen=True)
class Completions:
    """How a name goes on.

    Attributes
    ----------
    known
        Whether the kernel has answered; ask again if not. If it is off there is nothing to wait for.
    start, end
        The characters that a match takes the place of.
    matches
        The ways, best first.
    """

    known: bool
    start: int
    end: int
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True)
class Variable:
    """A variable of the program.

    Attributes
    ----------
    type
        The name of its type.
    text
        Its value in short; empty for an array.
    shape, dtype
        Of an array; else None and empty.
    least, mean, most
        Of the elements of an array of numbers; of a huge one, of some of them.
    """

    name: str
    type: str
    text: str
    shape: tuple[int, ...] | None
    dtype: str
    least: float | None
    mean: float | None
    most: float | None


@dataclass(frozen=True, eq=False)
class HeatMap:
    """An array as a picture.

    Attributes
    ----------
    rows, columns
        How many the array has; of one with more axes, the first matrix in it.
    cells
        Its elements; of a large array one in each block. NaN where an element is no finite number.
    """

    rows: int
    columns: int
    cells: Annotated[FloatArray, Axes("row", "column")]


@dataclass(frozen=True)
class Variables:
    """The variables of the program, in the order in which they came.

    Attributes
    ----------
    known
        Whether the kernel has answered to this question; else these are those of its answer before.
    left_out
        How many more there are.
    name, picture
        The array whose picture this is, if one was asked for.
    """

    known: bool
    variables: tuple[Variable, ...] = ()
    left_out: int = 0
    name: str = ""
    picture: HeatMap | None = field(default=None)
