"""What outlives a session: the learner's data folder, and runs that continue when no page is open."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from neurarium.lab.budget import Budget
from neurarium.lab.kernel import Kernels, NoKernels
from neurarium.lab.kernel.output import Obstacle
from neurarium.lab.protocol import LabError

if TYPE_CHECKING:
    from neurarium.lab.datasets.eyes import EyesCache
    from neurarium.lab.datasets.store import DataSets
    from neurarium.lab.model_cache import ModelCache
    from neurarium.persist import ModelStore
    from neurarium.persist.claim import Claim

_log = logging.getLogger(__name__)

MakeLock = Callable[[], AbstractContextManager[Any]]
"""Makes a lock: the host hands in a real one if it serves requests from several threads."""


@dataclass(frozen=True)
class RunStatus:
    """The state of a run, as short as the top bar needs it."""

    id: str
    name: str
    state: Literal["running", "paused", "finished", "failed"]
    progress: float  # 0 to 1
    accuracy: float | None  # 0 to 1


class BackgroundRun(ABC):
    """A long piece of work that is done in slices, such as training on MNIST.

    Code that touches a run holds its `lock`: the host while it advances the run, an exhibit while it reads a
    view from it or changes it. A run that must outlive the process saves itself into the workspace's
    folder regularly, and its exhibit resumes it in `Exhibit.restore`.

    Attributes
    ----------
    makes_model
        Whether its end is a model: the top bar tells of such a run.
    needs_claim
        Whether no other process may have runs of this folder as long as this one is here.
    """

    makes_model: ClassVar[bool] = True
    needs_claim = True

    def __init__(self, run_id: str, lock: AbstractContextManager[Any]) -> None:
        self.id = run_id
        self.lock = lock

    @property
    @abstractmethod
    def wants_time(self) -> bool:
        """Whether `advance` would do anything: false when paused, finished or failed."""

    @abstractmethod
    def advance(self, budget: Budget) -> None:
        """Do one slice of the work, in about the time that the budget gives."""

    @abstractmethod
    def status(self) -> RunStatus:
        """Return the state of the run."""

    @abstractmethod
    def fail(self, error: Exception) -> None:
        """Remember that `advance` raised `error`, and want no more time."""

    @abstractmethod
    def close(self) -> None:
        """Save what a later process needs to resume: the host is about to end."""

    def removed(self) -> None:  # noqa: B027  (most runs have nothing to do then)
        """End what is left: the run was removed from the registry during its slice, which is over now."""


class RunRegistry:
    """The runs of a process, which take turns.

    Parameters
    ----------
    lock
        Held while a run takes another's place; a host with threads hands in a real one.
    """

    def __init__(self, lock: AbstractContextManager[Any] | None = None) -> None:
        self._lock = lock or nullcontext()
        self._runs: dict[str, BackgroundRun] = {}
        self._served = ""  # the id of the run that had the last turn
        self._at_work: BackgroundRun | None = None

    def add(self, run: BackgroundRun) -> None:
        """Add a run, in place of one with the same id; the host advances it from now on."""
        with self._lock:
            self._runs[run.id] = run

    def replace(self, before: BackgroundRun | None, run: BackgroundRun) -> bool:
        """Replace `before` by `run`, if `before` is still registered (None: if no run has that id).

        Returns
        -------
        bool
            False if another session was quicker; then nothing has changed.
        """
        with self._lock:
            if self._runs.get(run.id) is not before:
                return False
            self._runs[run.id] = run
            return True

    def get(self, run_id: str) -> BackgroundRun | None:
        """Return the run of this id, or None."""
        return self._runs.get(run_id)

    def remove(self, run: BackgroundRun) -> None:
        """Remove a run, if it is still there."""
        with self._lock:
            if self._runs.get(run.id) is run:
                del self._runs[run.id]

    @property
    def needs_claim(self) -> bool:
        """Whether a run needs the folder for itself, or one that was removed is still in its slice."""
        at_work = self._at_work
        if at_work is not None and self._runs.get(at_work.id) is not at_work:
            return True
        return any(run.needs_claim for run in self.all())

    def all(self) -> tuple[BackgroundRun, ...]:
        """Return all runs, oldest first."""
        return tuple(self._runs.values())

    def advance(self, budget_ms: float) -> bool:
        """Give the next run that wants it one slice of time; for one thread.

        Returns
        -------
        bool
            Whether there was one: the host may rest if not.
        """
        runs = self.all()
        turn = 1 + next((i for i, run in enumerate(runs) if run.id == self._served), -1)
        run = next((run for run in runs[turn:] + runs[:turn] if run.wants_time), None)
        if run is None:
            return False
        self._served = run.id
        self._at_work = run
        with run.lock:
            try:
                if run.wants_time:  # it may have been paused while this waited for the lock
                    run.advance(Budget(budget_ms))
            except Exception as error:  # noqa: BLE001  (one run's defect must not end the others)
                _log.exception("the run %s failed", run.id)
                run.fail(error)
        self._at_work = None
        if self.get(run.id) is not run:
            run.removed()
        return True

    def close(self) -> None:
        """Let every run save itself."""
        for run in self.all():
            with run.lock:
                run.close()


def elsewhere() -> LabError:
    """Return the error for an order that this process cannot carry out: another has the runs."""
    return LabError(
        "elsewhere",
        "Another lab on this machine works with the same data folder and has a run.",
        "Look at the run there; or end that lab, and open this page again.",
    )


class Workspace:
    """The learner's data folder and the runs of this process, handed to every session's lab.

    Parameters
    ----------
    folder
        Where models, runs and the learner's own drawings are kept; made on first use.
    make_lock
        Makes a re-entrant lock. A host with threads hands one in; the default does nothing.

    Attributes
    ----------
    decoding
        Held while a picture is decoded: one at a time, so that all pages together take no more memory for it
        than one picture does.
    kernels
        Where processes for programs come from; a host that can start processes sets it.
    """

    def __init__(self, folder: Path, make_lock: MakeLock = nullcontext) -> None:
        self.folder = folder
        self.kernels: Kernels = NoKernels(Obstacle("no_processes"))
        self.make_lock = make_lock
        self.runs = RunRegistry(make_lock())
        self._claim_lock = make_lock()
        self.decoding = make_lock()

    @cached_property
    def _claim(self) -> "Claim":
        from neurarium.persist.claim import Claim

        return Claim(self.folder / "runs" / "owner.lock")

    def own_runs(self) -> bool:
        """Claim the saved runs of this folder; return whether they are ours.

        Two processes that resumed the same run would overwrite each other. The claim lasts until
        `disown_runs` or the end of the process.
        """
        with self._claim_lock:
            return self._claim.take()

    def disown_runs(self) -> None:
        """Give up the claim on the runs of this folder, if this process has none that needs it."""
        with self._claim_lock:
            if not self.runs.needs_claim:
                self._claim.release()

    @property
    def has_runs_elsewhere(self) -> bool:
        """Whether another process has claimed the runs of this folder."""
        with self._claim_lock:
            return not self._claim.is_free

    @cached_property
    def models(self) -> "ModelStore":
        """The models, by name; those that the command line trains are here too."""
        from neurarium.persist import ModelStore

        return ModelStore(self.folder / "models")

    @cached_property
    def model_cache(self) -> "ModelCache":
        """The same models, ready to read digits with."""
        from neurarium.lab.model_cache import ModelCache

        return ModelCache(self.models)

    @cached_property
    def eyes(self) -> "EyesCache":
        """What models make of whole data sets, shared by all pages."""
        from neurarium.lab.datasets.eyes import EyesCache

        return EyesCache(self.model_cache, self.make_lock)

    @cached_property
    def datasets(self) -> "DataSets":
        """The learner's own data sets, by name; the empty name is MNIST."""
        from neurarium.lab.datasets.store import DataSets

        return DataSets(self.folder / "datasets")

    def close(self) -> None:
        """Save everything that must outlive the process."""
        self.runs.close()
        with self._claim_lock:
            self._claim.release()
