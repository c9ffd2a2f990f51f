"""The thread in which long runs are advanced."""

import threading
import time

from waiting import LONGEST_WAIT

from neurarium.lab import BackgroundRun, RunRegistry
from neurarium.lab.budget import Budget
from neurarium.lab.workspace import RunStatus
from neurarium.server.background import BackgroundRunner
from neurarium.server.locks import FairLock


class Endless(BackgroundRun):
    """A run that never ends by itself."""

    def __init__(self) -> None:
        super().__init__("endless", FairLock())
        self.slices = 0
        self.paused = False
        self.closed = False
        self.running = threading.Event()

    @property
    def wants_time(self) -> bool:
        return not self.paused

    def advance(self, budget: Budget) -> None:
        assert budget.ms == 5
        self.slices += 1
        self.running.set()
        time.sleep(budget.ms / 1000)

    def status(self) -> RunStatus:
        return RunStatus(self.id, "endless", "running", 0.0, None)

    def fail(self, error: Exception) -> None:
        raise error

    def close(self) -> None:
        self.closed = True


def test_runs_go_on_by_themselves():
    """A registered run is advanced until it is paused, and again when it continues."""
    runs, run = RunRegistry(), Endless()
    runner = BackgroundRunner(runs, slice_ms=5)
    runner.start()
    try:
        runs.add(run)
        assert run.running.wait(LONGEST_WAIT)
        with run.lock:
            run.paused = True
            run.running.clear()
            slices = run.slices
        assert not run.running.wait(0.2)
        assert run.slices == slices
        run.paused = False
        assert run.running.wait(LONGEST_WAIT)
    finally:
        assert runner.stop(LONGEST_WAIT)
    slices = run.slices
    time.sleep(0.02)
    assert run.slices == slices


def test_a_page_gets_its_turn_between_two_slices():
    """A thread that wants to look at a run without a pause waits for the end of one slice, never of two."""
    runs, run = RunRegistry(), Endless()
    waited = []  # who waits, at the end of each slice

    def compute(budget: Budget) -> None:
        run.running.set()
        time.sleep(budget.ms / 1000)
        waited.extend(run.lock._waiting)

    run.advance = compute
    runs.add(run)
    runner = BackgroundRunner(runs, slice_ms=5)
    runner.start()
    try:
        assert run.running.wait(LONGEST_WAIT)
        while len(waited) < 20:
            with run.lock:
                pass
    finally:
        assert runner.stop(LONGEST_WAIT)
    assert len({id(turn) for turn in waited}) == len(waited)


def test_pages_are_answered_while_a_run_computes(start, ask):
    """A run that computes without pause does not keep pages from being answered."""
    run = Endless()

    def compute(budget: Budget) -> None:
        run.slices += 1
        while budget.left > 0:
            sum(range(1000))

    run.advance = compute
    server = start()
    server.workspace.runs.add(run)
    with server.connect() as session:
        for answered in range(10_000):  # the runner may be resting when the run comes
            assert ask(session, "neuron", "open")["ok"]
            if answered >= 30 and run.slices > 0:
                break
    assert run.slices > 0


def test_the_server_advances_and_closes_runs(start, monkeypatch):
    """A server advances the runs of its workspace while it runs, and lets them save themselves at the end."""
    run = Endless()
    run.advance = lambda budget: run.running.set()
    monkeypatch.setattr(BackgroundRunner.stop, "__defaults__", (LONGEST_WAIT,))
    server = start()
    server.workspace.runs.add(run)
    assert run.running.wait(LONGEST_WAIT)
    server.stop()
    assert run.closed


def test_a_step_that_takes_long_is_not_waited_for(tmp_path):
    """A server can end in the middle of a slice; the run is then not asked to save itself."""
    runs, run, go_on = RunRegistry(), Endless(), threading.Event()

    def compute(budget: Budget) -> None:
        run.running.set()
        go_on.wait()

    run.advance = compute
    runs.add(run)
    runner = BackgroundRunner(runs, slice_ms=5)
    runner.start()
    try:
        assert run.running.wait(LONGEST_WAIT)
        assert not runner.stop(join_timeout=0.01)
    finally:
        go_on.set()
    assert runner.stop(join_timeout=LONGEST_WAIT)
