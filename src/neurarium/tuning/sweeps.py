"""A sweep: the plan, the workers, the journal and the conclusion together."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from neurarium.engine.errors import ParameterError
from neurarium.kernels.cores import available_cores
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings
from neurarium.tuning.conclusion import conclude
from neurarium.tuning.journal import SweepJournal
from neurarium.tuning.knobs import Range, knobs_of
from neurarium.tuning.plan import DRAWN, SEEDS, Plan
from neurarium.tuning.points import Point, Sampler
from neurarium.tuning.runner import Runner
from neurarium.tuning.table import Row, Table, rows_of
from neurarium.tuning.trial import Result, Trial
from neurarium.tuning.workers import local_workers


@dataclass(frozen=True)
class Budget:
    """When to stop choosing: after so many trainings, or so many seconds; None for no such limit."""

    trainings: int | None = None
    seconds: float | None = None


class Sweep:
    """A sweep that is under way.

    Parameters
    ----------
    plan
        What is tried.
    journal
        Where the results are kept; None for in memory only.
    budget
        Of this process, for the trainings that choose; those that confirm come on top of `trainings`, and
        within `seconds` if the pace so far lets one know how long they take.
    """

    def __init__(self, plan: Plan, journal: SweepJournal | None = None, budget: Budget | None = None) -> None:
        self.plan, self.journal = plan, journal
        self.results: dict[str, Result] = {} if journal is None else journal.results
        self._budget = budget or Budget()
        self._seconds = 0.0  # of all trainings in this process
        self._done = 0  # trainings in this process
        self._started = time.monotonic()

    def run(self, runner: Runner, workers: int = 1) -> Iterator[tuple[Trial, Result]]:
        """Yield each training with its result, as they end: those that choose, then those that confirm."""
        for trials in self.plan.rounds(lambda: self.results):
            yield from self._do(runner, trials, lambda: self._is_used_up(workers))
            if self._is_used_up(workers):
                break
        yield from self._do(runner, self._confirming(self.ranking()))

    def left(self, first: Point | None = None) -> list[Trial]:
        """Return the trainings of the present round that have no result; of `first` before the others.

        At the end of the rounds they are those that confirm the first two; none when all is done.
        """
        for trials in self.plan.rounds(lambda: self.results):
            left = [trial for trial in trials if trial.key not in self.results]
            if left:
                own = {trial.key for trial in self.plan.choosing(first)} if first is not None else set()
                return sorted(left, key=lambda trial: trial.key not in own)
        return [trial for trial in self._confirming(self.ranking()) if trial.key not in self.results]

    def ranking(self) -> list[Point]:
        """Return the points that were trained with all seeds, the highest mean first."""
        return self._ranking_of(self.table_rows())

    def table_rows(self) -> list[Row]:
        """Return the rows so far, the best first."""
        return rows_of(self.plan, self.points(), self.results)

    def points(self) -> list[Point]:
        """Return the points: of an open plan those that were reached."""
        return self._open_points() if self.plan.is_open else self.plan.all_points

    def table(self) -> Table:
        """Return what there is, and what it shows."""
        rows = self.table_rows()
        return Table(rows, self.plan, conclude(self.plan, self._ranking_of(rows), self.results))

    def _ranking_of(self, rows: list[Row]) -> list[Point]:
        return [row.point for row in rows if len(row.accuracies) == self.plan.seeds]

    def _confirming(self, ranking: list[Point]) -> list[Trial]:
        finalists = [self.plan.confirming(point) for point in ranking[:2]] if len(ranking) >= 2 else []
        return [trial for pair in zip(*finalists, strict=True) for trial in pair]

    def _open_points(self) -> list[Point]:
        """Return the points of an open plan that have results: they come one after another."""
        n = 8
        while True:
            points = self.plan.drawn_points(n)
            if self.plan.trial(points[-1], 0).key not in self.results:
                return points
            n *= 2

    def _do(
        self, runner: Runner, trials: Sequence[Trial], is_over: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Trial, Result]]:
        for trial, result in runner.run([trial for trial in trials if trial.key not in self.results]):
            if self.journal is None:
                self.results[trial.key] = result
            else:
                self.journal.add(trial, result)
            self._done += 1
            self._seconds += result.seconds
            yield trial, result
            if is_over():
                break

    def _is_used_up(self, workers: int) -> bool:
        trainings, seconds = self._budget.trainings, self._budget.seconds
        if trainings is not None and self._done >= trainings:
            return True
        if seconds is None:
            return False
        each = self._seconds / self._done if self._done else 0.0
        to_confirm = 2 * self.plan.seeds * each / workers
        return time.monotonic() - self._started + to_confirm >= seconds


def sweep(
    vary: Mapping[str, Sequence[Any] | Range],
    *,
    base: Recipe | RunSettings | None = None,
    seeds: int = SEEDS,
    sampler: Sampler = "grid",
    points: int = DRAWN,
    halving: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    out: str | PathLike[str] | None = None,
) -> Table:
    """Train a network on MNIST for each combination of settings, with several seeds, and compare.

    Parameters
    ----------
    vary
        The settings and their values: ``{"hidden": [16, 32], "learning_rate": Range(0.001, 0.1, log=True)}``.
        `hidden` stands for the sizes of the hidden layers, a number or a tuple; the others are those of
        `neurarium train`.
    base
        What the settings that are not varied are; 784-128-10 and the rest of the preset `classic` by default.
    seeds
        How many seeds each point is trained with.
    sampler, points
        "grid" takes all combinations; "random" and "sobol" draw so many.
    halving
        Whether the better half goes on, round after round, each time with twice the epochs.
    executor
        Who does the work; by default one process for each core. Such as ``Client(address).get_executor()`` of
        Dask.
    workers
        How many trainings the executor does at once; as many as there are cores by default.
    out
        A file that keeps each result. If it is there already, what it has is not computed again.

    Returns
    -------
    Table
        A row for each point, the best mean first; ``table.conclusion`` says what they show.

    Raises
    ------
    ParameterError, SweepFileError, WorkersLostError
        If a setting is not valid; if `out` belongs to another sweep; if the workers end again and again.

    Notes
    -----
    A script that calls this on Windows or macOS needs ``if __name__ == "__main__":``, as for any use of
    processes.
    """
    settings = RunSettings.of(base) if isinstance(base, Recipe) else base or RunSettings()
    if not isinstance(settings, RunSettings):
        raise ParameterError(f"base is a Recipe or RunSettings, got {type(base).__name__}")
    plan = Plan(settings.recipe(), knobs_of(vary), seeds, sampler, points, halving)
    under_way = Sweep(plan, SweepJournal(Path(out), plan) if out is not None else None)
    n = workers or available_cores()
    with ExitStack() as stack:
        runner = Runner(lambda: executor or local_workers(n), n)
        if executor is None:
            stack.callback(runner.close)
        for _ in under_way.run(runner, n):
            pass
    return under_way.table()
