"""Trainings in other processes, which may be killed at any time."""

import os
import signal
from collections import Counter
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from neurarium.tuning.runner import TRIES, Runner, WorkersLostError
from neurarium.tuning.sweeps import Budget, Sweep
from neurarium.tuning.workers import local_workers


def test_a_worker_that_is_killed_is_replaced(plan, runner) -> None:
    """SIGKILL in the middle of a sweep: every training ends all the same, once, with the same weights."""
    pools = []

    def hire() -> Executor:
        pools.append(local_workers(2))
        return pools[-1]

    processes = Runner(hire, 2)
    sweep, seen = Sweep(plan), Counter()
    try:
        for i, (trial, _) in enumerate(sweep.run(processes, 2)):
            seen[trial.key] += 1
            if i == 1:
                os.kill(next(iter(pools[-1]._processes)), signal.SIGKILL)
    finally:
        processes.close()
    assert len(pools) == 2
    assert set(seen.values()) == {1}
    here = Sweep(plan)
    list(here.run(runner))
    assert {k: r.weights for k, r in sweep.results.items()} == {k: r.weights for k, r in here.results.items()}


class Dying(Executor):
    """Its workers end at once."""

    def submit(self, *args, **settings):
        future = Future()
        future.set_exception(BrokenProcessPool("gone"))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """There is nothing to end."""


def test_workers_that_always_die_are_given_up(plan) -> None:
    """After some tries in a row the message says what may be wrong."""
    hired = []

    def hire() -> Executor:
        hired.append(Dying())
        return hired[-1]

    with pytest.raises(WorkersLostError, match="too little memory"):
        list(Sweep(plan).run(Runner(hire, 1)))
    assert len(hired) == TRIES


def test_a_budget_of_trainings_ends_the_choice(plan, runner) -> None:
    """Four trainings choose; two points have all their seeds, and they are confirmed with fresh ones."""
    sweep = Sweep(plan, budget=Budget(trainings=5))
    done = list(sweep.run(runner))
    assert len([trial for trial, _ in done if not trial.test]) == 5
    assert len([trial for trial, _ in done if trial.test]) == 4
    assert sweep.table().conclusion.verdict != "too_few"


def test_stop_is_asked_between_trainings(plan, runner) -> None:
    """What is done is kept; the table says that it is too little for a verdict."""
    stops = iter([False, False, *[True] * 100])
    runner._stop = lambda: next(stops)
    sweep = Sweep(plan)
    done = list(sweep.run(runner))
    assert 0 < len(done) < 6
    assert sweep.table().conclusion.verdict == "too_few"
