"""The sweep that is trained in the background: one training after another, in slices."""

from pathlib import Path
from typing import ClassVar

from neurarium.kernels import being_compiled
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.compare.stored import SUFFIX
from neurarium.lab.protocol import LabError
from neurarium.lab.runs.training_list import RUN_STATES, ListState
from neurarium.lab.workspace import BackgroundRun, RunStatus, Workspace
from neurarium.tuning.journal import SWEEPS, SweepFileError, SweepJournal
from neurarium.tuning.plan import Plan
from neurarium.tuning.points import Point
from neurarium.tuning.sweeps import Sweep
from neurarium.tuning.trial import Training, Trial


class SweepRun(BackgroundRun):
    """A sweep, shared by all pages that look at it.

    All it learns is in the sweep's journal at once, so that nothing is lost with it, and ``neurarium tune
    --resume`` can go on with it.

    Attributes
    ----------
    name
        Of the file, without its ending.
    sweep
        The plan, and the results so far.
    """

    makes_model: ClassVar = False
    needs_claim = False  # the journal has a claim of its own

    def __init__(self, workspace: Workspace, name: str, journal: SweepJournal) -> None:
        super().__init__(f"compare-{name}", workspace.make_lock())
        self.name = name
        self.sweep = Sweep(journal.plan, journal)
        self._journal = journal
        self._playing = False
        self._training: Training | None = None
        self._first: Point | None = None
        self._problem = ""

    # --- what a page reads ----------------------------------------------------------------------------------

    @property
    def state(self) -> ListState:
        """What it does."""
        if self._problem:
            return "failed"
        if self._playing:
            return "running"
        if not self.sweep.left():
            return "finished"
        return "elsewhere" if self._journal.is_taken_elsewhere else "stopped"

    @property
    def file(self) -> str:
        """Where the results are."""
        return str(self._journal.path)

    @property
    def problem(self) -> str:
        """Why it failed, or why results are not on the disk; empty if all is well."""
        return self._problem or self._journal.problem

    @property
    def in_training(self) -> Trial | None:
        """The training that is under way."""
        return None if self._training is None else self._training.trial

    @property
    def seconds_left(self) -> float | None:
        """About so long it takes from here to the end; None before the first result, and for an open plan."""
        most, results = self.sweep.plan.most(), self.sweep.results
        if not results or most is None:
            return None
        each = sum(result.seconds for result in results.values()) / len(results)
        return each * max(most - len(results), 0)

    def refresh(self) -> None:
        """Read what another process has written."""
        self._journal.refresh()

    def status(self) -> RunStatus:
        """Return the state of the sweep."""
        most = self.sweep.plan.most() or 0
        share = min(len(self.sweep.results) / most, 1.0) if most else 0.0
        return RunStatus(self.id, self.name, RUN_STATES[self.state], share, None)

    # --- what a page orders -------------------------------------------------------------------------------

    def play(self) -> None:
        """Train on.

        Raises
        ------
        LabError
            `elsewhere`, if another process works on this sweep.
        """
        if not self._journal.take():
            raise LabError(
                "elsewhere",
                "Another program works on this sweep.",
                "Look on from here: its results come as they are there. Or stop it there first.",
            )
        self._journal.refresh()
        self._problem, self._playing = "", True

    def stop(self) -> None:
        """Train no further; of the training that is given up nothing is kept."""
        self._playing, self._training = False, None
        self._journal.release()

    def look_at(self, point: Point | None) -> None:
        """Train this point before the others."""
        if point == self._first:
            return
        self._first = point
        training = self._training
        if point is not None and training is not None and training.done < 0.5:
            keys = {trial.key for trial in self.sweep.plan.choosing(point)}
            if training.trial.key not in keys and any(trial.key in keys for trial in self.sweep.left(point)):
                self._training = None  # what has just begun begins again later

    # --- the work: one thread at a time, under the lock ---------------------------------------------------

    @property
    def wants_time(self) -> bool:
        """Whether there is something to do now."""
        # The kernels train many times faster, and the same trial must give the same result: worth the wait.
        return self._playing and not being_compiled()

    def advance(self, budget: Budget) -> None:
        """Train for one slice."""
        while self._playing:
            if self._training is None:
                left = self.sweep.left(self._first)
                if not left:
                    self.stop()
                    return
                self._training = Training(left[0], digits())
            self._training.advance(max(budget.left, 1.0) / 1000)
            if self._training.is_over:
                self._journal.add(self._training.trial, self._training.result())
                self._training = None
            if budget.left <= 0:
                return

    def fail(self, error: Exception) -> None:
        """Remember the error, and want no more time until somebody says `play`."""
        self.stop()
        self._problem = f"{type(error).__name__}: {error}"

    def close(self) -> None:
        """Leave the rest to a later process: all results are on the disk."""
        self.stop()

    def removed(self) -> None:
        """Leave the sweep to any process."""
        self.stop()


def sweep_run(workspace: Workspace, name: str, plan: Plan | None) -> SweepRun:
    """Return the run of the sweep of this name: all sessions of a process share it.

    Parameters
    ----------
    workspace
        Whose folder has the sweeps.
    name
        Of the sweep.
    plan
        Its plan; None for the plan that its file has.

    Raises
    ------
    LabError
        `not_found` if there is no such sweep, or its file is none.
    """
    found = workspace.runs.get(f"compare-{name}")
    if isinstance(found, SweepRun):
        found.refresh()
        return found
    try:
        journal = SweepJournal(path_of(workspace, name), plan)
    except SweepFileError as error:
        raise no_sweep(name, str(error)) from error
    run = SweepRun(workspace, name, journal)
    # Else another session was quicker.
    return run if workspace.runs.replace(None, run) else sweep_run(workspace, name, plan)


def path_of(workspace: Workspace, name: str) -> Path:
    """Return the file of a sweep."""
    if not name or "/" in name or "\\" in name or name.startswith("."):
        raise no_sweep(name)
    return workspace.folder / SWEEPS / f"{name}{SUFFIX}"


def no_sweep(name: str, why: str = "") -> LabError:
    """Return the error for a sweep that is not there, or whose file is none."""
    message = why or f"There is no sweep {name!r}."
    return LabError("not_found", message, "Choose one of the list.", {"what": "sweep", "name": name})
