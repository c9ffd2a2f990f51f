"""The sweep: every racer with every learning rate, from the same start on the same samples."""

import numpy as np

from neurarium.engine.schedules import SCHEDULES
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.optimizers.problems import make_problem, rows_of_step
from neurarium.lab.exhibits.optimizers.race import checked, limit_of
from neurarium.lab.exhibits.optimizers.settings import RACERS, OptimizersSettings, optimizer_of

RATES = (*(float(f"{digit}e{power}") for power in range(-5, 1) for digit in (1, 2, 5)), 10.0)
"""The learning rates that are tried: 1, 2 and 5 of each power of ten."""

LAST = 0.1
"""Judged by the mean loss over this last share of the steps."""


class Sweep:
    """Races of one racer each, as long as the race itself.

    Attributes
    ----------
    losses
        ``(racer, rate)``: the mean loss over the last steps; infinity where the racer diverged, NaN where it
        has not run.
    done
        How many of them have run.
    """

    def __init__(self, settings: OptimizersSettings) -> None:
        self.key = key_of(settings)
        self._settings = settings
        self._problem = make_problem(settings.race)
        self._rows = rows_of_step(settings.race, settings.length)
        factor = SCHEDULES.get(settings.schedule).factor
        self._factors = [factor(step, settings.length) for step in range(settings.length)]
        self._limit = limit_of(self._problem, self._problem.loss(self._problem.start))
        self.losses: FloatArray = np.full((len(RACERS), len(RATES)), np.nan)
        self.done = 0

    @property
    def is_over(self) -> bool:
        """Whether all have run."""
        return self.done == self.losses.size

    def advance(self, runs: int) -> None:
        """Let so many more of them run."""
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(min(runs, self.losses.size - self.done)):
                racer, rate = divmod(self.done, len(RATES))
                self.losses[racer, rate] = self._run(RACERS[racer], RATES[rate])
                self.done += 1

    def best(self) -> list[int]:
        """Return which rate is best for each racer: the lowest loss; -1 if none has run, or all diverged."""
        found = []
        for losses in self.losses:
            finite = np.where(np.isfinite(losses), losses, np.inf)
            best = int(finite.argmin())
            found.append(best if np.isfinite(finite[best]) else -1)
        return found

    def _run(self, racer: str, rate: float) -> float:
        settings, problem = self._settings, self._problem
        optimizer = optimizer_of(racer, rate, settings.momentum)
        theta = problem.start.copy()
        state = optimizer.init(theta)
        judged: list[float] = []
        first = settings.length - max(1, round(LAST * settings.length))
        for step, (rows, factor) in enumerate(zip(self._rows, self._factors, strict=True), start=1):
            gradient = problem.gradient(theta, None if racer == "gd" else rows)
            optimizer.update(theta, gradient, state, step, factor)
            loss = checked(problem.loss(theta), theta)
            if loss > self._limit:
                return float("inf")
            if step > first:
                judged.append(loss)
        return float(np.mean(judged))


def key_of(settings: OptimizersSettings) -> tuple[object, ...]:
    """Return all that decides how the runs of a sweep go."""
    return settings.race, settings.momentum, settings.schedule
