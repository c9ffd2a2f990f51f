"""The race: seven optimizers from one start on the same samples, every step of it kept."""

import math
from collections.abc import Callable

import numpy as np

from neurarium.engine.optimizers import Optimizer, State
from neurarium.engine.schedules import SCHEDULES
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.optimizers.problems import OnNetwork, OnSurface, make_problem, rows_of_step
from neurarium.lab.exhibits.optimizers.settings import RACERS, OptimizersSettings

DIVERGED = 1e6
"""A racer whose loss is larger than this, or no number any more, has diverged; it goes no further."""

DIVERGED_TIMES = 10
"""Of a network, whose loss grows with its weights only in proportion: so many times the loss at the start."""

FINISH = 0.01
"""The finish is this share of the loss at the start."""

VELOCITY = {"momentum": "v", "nesterov": "v", "adam": "m", "adamw": "m"}
"""The name of each optimizer's sum or average of gradients in its memory."""

SQUARES = {"rmsprop": "s", "adam": "v", "adamw": "v"}
"""The name of its average of their squares."""


class Race:
    """A race, computed as far as it was asked for.

    All arrays have an entry for each step, counted from 0, the start; R is the number of racers, P that of
    parameters. The entries at a step are what it left behind.

    Attributes
    ----------
    theta, gradient, velocity, squares
        ``(R, steps + 1, P)``: the parameters; the gradient that the step used; the optimizer's memory, 0 if
        it has none.
    loss
        ``(R, steps + 1)``, of all samples.
    rates
        The learning rate of each step, before the schedule, ``(R, steps + 1)``.
    momentum
        ``(steps + 1,)``.
    factors
        Of the schedule, ``(steps + 1,)``.
    diverged
        At which step each racer diverged; -1: it did not.
    limit
        A racer whose loss is larger has diverged.
    done
        How many steps are computed.
    version
        Another number whenever something that was computed has become something else.
    """

    def __init__(self, settings: OptimizersSettings, version: int = 0) -> None:
        self.settings = settings.race
        self.problem = make_problem(settings.race)
        self._rows = rows_of_step(settings.race, settings.length)
        shape = (len(RACERS), settings.length + 1, len(self.problem.start))
        self.theta, self.gradient, self.velocity, self.squares = (np.zeros(shape) for _ in range(4))
        self.loss, self.rates = np.zeros(shape[:2]), np.zeros(shape[:2])
        self.momentum, self.factors = np.zeros(shape[1]), np.ones(shape[1])
        self.theta[:, 0] = self.problem.start
        self.loss[:, 0] = self.problem.loss(self.problem.start)
        self.limit = limit_of(self.problem, float(self.loss[0, 0]))
        self.diverged = np.full(len(RACERS), -1, np.int32)
        self.version = version
        self.done = 0
        self._whole = settings
        self._tune()

    @property
    def is_over(self) -> bool:
        """Whether all steps are computed."""
        return self.done == self.settings.length

    def steer(self, settings: OptimizersSettings) -> None:
        """Take other learning rates, another momentum or schedule; the steps before the first other stay."""
        before, self._whole = self._whole, settings
        steps = sorted({0, *before.change_steps, *settings.change_steps})
        other = next((n for n in steps if before.at(n).tuning != settings.at(n).tuning), self.done)
        if other < self.done:
            self.done = other
            self.diverged[self.diverged > self.done] = -1
            self.version += 1
        self._tune()

    def advance(self, steps: int) -> None:
        """Compute so many steps more, but not beyond the end."""
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(min(steps, self.settings.length - self.done)):
                self._step()

    def rows_at(self, step: int, racer: int) -> IntArray | None:
        """Return which samples a racer took at a step, counted from 1; None for all."""
        return None if RACERS[racer] == "gd" else self._rows[step - 1]

    def path(self, racer: int) -> FloatArray:
        """Return the parameters of a racer at the computed steps, ``(steps + 1, P)``, until it diverged."""
        end = self.diverged[racer] if self.diverged[racer] >= 0 else self.done + 1
        return self.theta[racer, :end]

    def finished_at(self, racer: int) -> int:
        """Return at which of the computed steps a racer was at the finish first; -1: at none yet."""
        below = self.loss[racer, : self.done + 1] <= FINISH * self.loss[racer, 0]
        return int(below.argmax()) if below.any() else -1

    def _tune(self) -> None:
        settings = self._whole.at(self.done)
        self._optimizers = settings.optimizers()
        self._factor = SCHEDULES.get(settings.schedule).factor
        self._momentum = settings.momentum
        self._states = [self._state_of(r, optimizer) for r, optimizer in enumerate(self._optimizers)]

    def _step(self) -> None:
        before, step = self.done, self.done + 1
        if before in self._whole.change_steps:
            self._tune()
        factor = self._factor(before, self.settings.length)
        self.factors[step], self.momentum[step] = factor, self._momentum
        for each in (self.theta, self.gradient, self.velocity, self.squares, self.loss):
            each[:, step] = each[:, before]
        for r, optimizer in enumerate(self._optimizers):
            self.rates[r, step] = optimizer.learning_rate
            if self.diverged[r] >= 0:
                continue
            theta = self.theta[r, step]
            gradient = self.problem.gradient(theta, self.rows_at(step, r))
            self.gradient[r, step] = gradient
            optimizer.update(theta, gradient, self._states[r](step), step, factor)
            self.loss[r, step] = loss = checked(self.problem.loss(theta), theta)
            if loss > self.limit:
                self.diverged[r] = step
        self.done = step

    def _state_of(self, r: int, optimizer: Optimizer) -> Callable[[int], State]:
        """Return what returns the optimizer's state at a step: the very rows that keep it."""
        scratch = np.empty(self.theta.shape[2])
        kept = {VELOCITY.get(optimizer.name): self.velocity[r], SQUARES.get(optimizer.name): self.squares[r]}
        names = [(name, rows) for name, rows in kept.items() if name is not None]
        return lambda step: {"scratch": scratch, **{name: rows[step] for name, rows in names}}


def limit_of(problem: OnSurface | OnNetwork, start_loss: float) -> float:
    """Return the loss above which a racer has diverged."""
    return DIVERGED_TIMES * start_loss if isinstance(problem, OnNetwork) else DIVERGED


def checked(loss: float, theta: FloatArray) -> float:
    """Return the loss; infinity where it, or a parameter of `theta`, is no finite number."""
    return loss if math.isfinite(loss) and math.isfinite(theta.sum()) else math.inf
