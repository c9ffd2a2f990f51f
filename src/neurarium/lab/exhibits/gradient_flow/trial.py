"""The test of the verdict: two hundred real steps from here, of the network as it is and of a mended one."""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.objective import objective
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.gradient_flow.settings import (
    BATCH,
    CLASSES,
    STEPS,
    DeepSettings,
    batch,
    make_network,
    mended,
)
from neurarium.lab.exhibits.gradient_flow.sizes import LOSS, sizes
from neurarium.lab.gradient_size import GradientVerdict, verdict_on
from neurarium.lab.values import Axes
from neurarium.training.pace import Pace

GUESSING = math.log(CLASSES)
"""What it costs to give each class the same probability."""

LEARNED = 0.9
"""A network has learned something if its loss comes below this share of `GUESSING`."""

LAST = 20
"""The loss at the end is the mean of so many steps."""


@dataclass(frozen=True, eq=False)
class Course:
    """The training of one network.

    Attributes
    ----------
    losses
        Of each step so far, before its update.
    diverged
        In which step, counted from 1, the loss was no finite number; None: in none.
    end
        The mean of the last losses; None before the end, and of a training that diverged.
    learned
        Whether that is less than what guessing costs; None before the end.
    ratio, verdict
        On the gradient before the first step.
    predicted
        Whether the verdict said what happened: a normal gradient learns, any other does not.
    """

    losses: Annotated[FloatArray, Axes("step")]
    diverged: int | None
    end: float | None
    learned: bool | None
    ratio: float
    verdict: GradientVerdict
    predicted: bool | None


class _Parts:
    """A network, its optimizer, and the room for its passes."""

    def __init__(self, settings: DeepSettings, learning_rate: float) -> None:
        self.network = make_network(settings)
        self.optimizer = SGD(learning_rate)
        self.state = self.optimizer.init(self.network.theta)
        self.trace, self.gradients = self.network.trace(BATCH), self.network.gradients(BATCH)

    def step(self, number: int) -> float:
        """Take a step, counted from 0; return the loss before it."""
        with np.errstate(all="ignore"):
            x, y = batch(number)
            found = objective(
                self.network, LOSS, x, y, training=True, gradient=True, trace=self.trace, out=self.gradients
            )
            self.optimizer.update(self.network.theta, self.gradients.vector, self.state, number + 1)
        return found.value


class Training:
    """Trains one network by plain SGD, each step on the next batch."""

    def __init__(self, settings: DeepSettings, learning_rate: float) -> None:
        self._parts: _Parts | None = _Parts(settings, learning_rate)
        self._ratio = sizes(settings).ratio
        self.losses: list[float] = []
        self.diverged: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to train."""
        return self.diverged is not None or len(self.losses) == STEPS

    def advance(self) -> None:
        """Take one step, if there is one left."""
        if self._parts is None:
            return
        loss = self._parts.step(len(self.losses))
        if math.isfinite(loss):
            self.losses.append(loss)
        else:
            self.diverged = len(self.losses) + 1
        if self.is_over:
            self._parts = None  # a deep and wide network takes a lot of memory

    def course(self) -> Course:
        """Return the course so far."""
        verdict = verdict_on(self._ratio)
        end = None
        if self.is_over and self.diverged is None:
            end = sum(self.losses[-LAST:]) / LAST
        learned = (end is not None and end < LEARNED * GUESSING) if self.is_over else None
        return Course(
            np.array(self.losses),
            self.diverged,
            end,
            learned,
            self._ratio,
            verdict,
            None if learned is None else learned == (verdict == "normal"),
        )


@dataclass(frozen=True)
class TrialView:
    """Both trainings.

    Attributes
    ----------
    mended
        None if this network has that mend already.
    over
        Whether both have come to their end.
    held
        Whether they rest where they are.
    seconds_left
        How long the rest takes; None before the first step.
    """

    as_it_is: Course
    mended: Course | None
    steps_done: int
    over: bool
    held: bool
    seconds_left: float | None


class Trial:
    """Both trainings, step by step side by side.

    Attributes
    ----------
    held
        Whether they rest where they are.
    """

    def __init__(self, settings: DeepSettings, learning_rate: float, mend: str) -> None:
        other = mended(settings, mend)
        self._runs = [Training(each, learning_rate) for each in dict.fromkeys((settings, other))]
        self._pace = Pace()
        self.held = False

    @property
    def is_over(self) -> bool:
        """Whether both have come to their end."""
        return all(run.is_over for run in self._runs)

    def advance(self, budget: Budget) -> None:
        """Train as far as the budget allows; at least one step."""
        while not self.is_over:
            before = budget.left
            for run in self._runs:
                run.advance()
            self._pace.note(1, (before - budget.left) / 1000)
            if budget.left <= 0:
                return

    def view(self) -> TrialView:
        """Return both so far."""
        courses = [run.course() for run in self._runs]
        done = max(len(course.losses) for course in courses)
        return TrialView(
            courses[0],
            courses[1] if len(courses) > 1 else None,
            done,
            self.is_over,
            self.held,
            self._pace.seconds_left(STEPS - done, 0, 0),
        )
