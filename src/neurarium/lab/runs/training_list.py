"""A list of trainings in the background: one after another, each result on the disk as it comes."""

import json
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

from neurarium.kernels import being_compiled
from neurarium.lab.budget import Budget
from neurarium.lab.runs.aside import set_aside
from neurarium.lab.workspace import BackgroundRun, RunStatus, Workspace, elsewhere
from neurarium.persist.journal import Journal

Job = Mapping[str, Any]
"""What to train, a seed among it: plain data, as JSON has it. Equal jobs are one."""

Result = Mapping[str, Any]
"""What came of it: plain data too."""


@dataclass(frozen=True)
class Moment:
    """A training between two stretches of work: how much is done, 0 to 1, and its result so far."""

    done: float
    so_far: Result


Course = Generator[Moment, float, Result]
"""A training: it yields before each stretch of work, is sent how many seconds that may take, and returns its
result. The first ``next`` makes it ready, and may take longer."""


class Untrainable(Exception):  # noqa: N818  (caught by the list)
    """What a job was to be trained on is gone: the list drops the job."""


class Work(Protocol):
    """What a list does."""

    version: int
    """Of its jobs and results. A file of another version is set aside."""

    uses_kernels: bool
    """Whether it trains by the compiled kernels: then it waits for them."""

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these, from a file, are a job and (if there is one) its result."""

    def cost(self, job: Job) -> float:
        """Return how long the job takes in comparison with others, in any unit."""

    def train(self, job: Job) -> Course:
        """Return the training of a job, which may raise `Untrainable`; the same job gives the same result."""


ListState = Literal["running", "stopped", "finished", "failed", "elsewhere"]

RUN_STATES: Mapping[ListState, Literal["running", "paused", "finished", "failed"]] = {
    "running": "running",
    "stopped": "paused",
    "elsewhere": "paused",
    "finished": "finished",
    "failed": "failed",
}
"""What the top bar calls them."""


@dataclass(frozen=True)
class ListProgress:
    """How far a list is.

    Attributes
    ----------
    done, of
        Trainings with a result, and all.
    share
        Of the work that is done, 0 to 1; a long training counts for more.
    seconds_left
        About so long it takes from here to the end; None before the first training has got anywhere.
    problem
        Why it failed, or why results are not on the disk; empty if all is well.

    Notes
    -----
    ``"elsewhere"`` is the state of a list that another process of this machine trains, or could.
    """

    state: ListState
    done: int
    of: int
    share: float
    seconds_left: float | None
    problem: str


class TrainingList(BackgroundRun):
    """Trains a list of jobs.

    A page asks for a list by `training_list`, which also resumes what an earlier process left: at the first
    job without a result. Jobs, results and notes are read without a lock: each change puts a new tuple or map
    in place of the old.

    Attributes
    ----------
    jobs
        In the order in which they are trained.
    notes
        What else the exhibit keeps with them, in order.
    needs_claim
        Whether it trains. Meanwhile no other process may; one that rests can be continued anywhere.
    """

    makes_model: ClassVar = False

    def __init__(self, list_id: str, workspace: Workspace, work: Work) -> None:
        super().__init__(list_id, workspace.make_lock())
        self.needs_claim = False
        self._work, self._workspace = work, workspace
        self._changing: AbstractContextManager[Any] = workspace.make_lock()  # for a moment only
        self._journal = Journal(workspace.folder / "runs" / f"{list_id}.jsonl")
        self._size_read = 0  # of the file
        self._course: Course | None = None
        self._current = ""  # the key of the job in training
        self._moment: Moment | None = None
        self._seconds = self._cost_done = 0.0  # in this process: what the pace is told from
        self._forget()

    # --- what a page reads --------------------------------------------------------------------------------

    def result(self, job: Job) -> Result | None:
        """Return what came of a job; None if nothing has yet."""
        return self._results.get(key_of(job))

    def so_far(self, job: Job) -> Result | None:
        """Return the result of a job, or what there is of it if it is just in training."""
        moment = self._moment
        if moment is not None and self._current == key_of(job):
            return moment.so_far
        return self.result(job)

    @property
    def progress(self) -> ListProgress:
        """How far it is."""
        return self.progress_of(self.jobs)

    def progress_of(self, jobs: Iterable[Job]) -> ListProgress:
        """Return how far some of its jobs are; one that could not be added is another process's to train."""
        wanted = [(job, self._work.cost(job), self.result(job) is not None) for job in jobs]
        begun = self._cost_begun
        total = sum(cost for _, cost, _ in wanted)
        done = sum(cost for _, cost, is_done in wanted if is_done)
        done += begun if self._current in (key_of(job) for job, _, _ in wanted) else 0.0
        pace = self._cost_done + begun
        return ListProgress(
            state=self._state_of([is_done for _, _, is_done in wanted]),
            done=sum(is_done for _, _, is_done in wanted),
            of=len(wanted),
            share=min(done / total, 1.0) if total else 1.0,
            seconds_left=max(total - done, 0.0) * self._seconds / pace if pace else None,
            problem=self._problem or self._journal.problem,
        )

    def status(self) -> RunStatus:
        """Return the state of the list."""
        progress = self.progress
        return RunStatus(self.id, self.id, RUN_STATES[progress.state], progress.share, None)

    # --- what a page orders: from any thread --------------------------------------------------------------

    def add(self, jobs: Iterable[Job]) -> None:
        """Add jobs that are not there yet, and train on.

        Raises
        ------
        LabError
            `elsewhere`, here and in the other orders, if another process has the runs of the folder.
        """
        with self._order():
            known = {key_of(job) for job in self.jobs}
            new = [job for job in jobs if key_of(job) not in known]
            self._enter({"add": new}, {"playing": True})

    def drop(self, jobs: Iterable[Job]) -> None:
        """Remove jobs and their results; one that is in training is given up."""
        with self._order():
            self._enter({"drop": list(jobs)})

    def note(self, note: Mapping[str, Any]) -> None:
        """Keep something else with the list."""
        with self._order():
            self._enter({"note": note})

    def stop(self) -> None:
        """Train no further, until `go_on`; of the training that is given up nothing is kept."""
        with self._order():
            self._enter({"playing": False})

    def go_on(self) -> None:
        """Train on from the first job without a result, after a failure too."""
        with self._order():
            self._problem = ""
            self._enter({"playing": True})

    def resume(self) -> None:
        """Read what is new in the file, and train on, if no other process does."""
        with self._changing:
            if self.needs_claim:
                return
            self._read()
            if self._state == "running":
                self._take_claim()

    # --- the work: one thread at a time, under the lock -----------------------------------------------------

    @property
    def wants_time(self) -> bool:
        """Whether there is something to do now."""
        # The kernels train many times faster, and the same job must give the same result: worth the wait.
        return self.needs_claim and not (self._work.uses_kernels and being_compiled())

    def advance(self, budget: Budget) -> None:
        """Train for one slice."""
        while self.needs_claim:
            job = self._next() if self._state == "running" else None
            if job is None:
                self._rest()
                return
            self._train(job, budget.left / 1000)
            if budget.left <= 0:
                return

    def fail(self, error: Exception) -> None:
        """Remember the error, and want no more time until somebody says `go_on`."""
        self._problem = f"{type(error).__name__}: {error}"
        self._rest()

    def close(self) -> None:
        """Leave the rest to a later process: all results are on the disk."""
        self._give_up()

    def _train(self, job: Job, seconds: float) -> None:
        started = time.perf_counter()
        try:
            if self._course is None or self._current != key_of(job):
                self._give_up()
                self._course, self._current = self._work.train(job), key_of(job)
                self._moment = next(self._course)
            else:
                self._moment = self._course.send(max(seconds, 0.0))
        except StopIteration as end:
            self._course = self._moment = None
            with self._changing:
                if job in self.jobs:  # not dropped meanwhile
                    self._cost_done += self._work.cost(job)
                    self._enter({"job": job, "result": end.value})
        except Untrainable:
            self._give_up()
            with self._changing:
                self._enter({"drop": [job]})
        self._seconds += time.perf_counter() - started

    def _give_up(self) -> None:
        if self._course is not None:
            self._course.close()
        self._course, self._moment, self._current = None, None, ""

    def _rest(self) -> None:
        """Leave the folder's runs to any process, until the next order."""
        self._give_up()
        with self._changing:
            if self._state == "running":
                return  # an order came in between
            self.needs_claim = False
        self._workspace.disown_runs()

    def _next(self) -> Job | None:
        return next((job for job in self.jobs if self.result(job) is None), None)

    # --- its state ------------------------------------------------------------------------------------------

    @property
    def _state(self) -> ListState:
        if self._problem:
            return "failed"
        if self._next() is None:
            return "finished"
        if not self._playing:
            return "stopped"
        return "running" if self.needs_claim or not self._workspace.has_runs_elsewhere else "elsewhere"

    def _state_of(self, are_done: list[bool]) -> ListState:
        state = self._state
        if state != "failed" and all(are_done):
            return "finished"
        return "elsewhere" if state == "finished" else state

    @property
    def _cost_begun(self) -> float:
        moment, current = self._moment, self._current
        job = next((job for job in self.jobs if key_of(job) == current), None) if moment else None
        return 0.0 if job is None or moment is None else moment.done * self._work.cost(job)

    @contextmanager
    def _order(self) -> Iterator[None]:
        with self._changing:
            if not self.needs_claim:
                if not self._take_claim():
                    raise elsewhere()
                self._read()
            yield

    def _take_claim(self) -> bool:
        self.needs_claim = True  # before it is taken: another list that rests must not give it up
        self.needs_claim = self._workspace.own_runs()
        return self.needs_claim

    # --- its file -------------------------------------------------------------------------------------------

    def _enter(self, *entries: Mapping[str, Any]) -> None:
        """Apply entries, and append them to the file."""
        for entry in entries:
            self._apply(entry)
        new = self._journal.size == 0
        self._journal.append(*([{"version": self._work.version}] if new else []), *entries)
        self._size_read = self._journal.size

    def _forget(self) -> None:
        self.jobs: tuple[Job, ...] = ()
        self.notes: tuple[Mapping[str, Any], ...] = ()
        self._results: Mapping[str, Result] = {}
        self._playing = True
        self._problem = ""

    def _read(self) -> None:
        """Read the file, if another process has written to it."""
        if self._journal.size == self._size_read:
            return
        entries = self._journal.read()
        self._forget()
        if entries and entries[0].get("version") != self._work.version:
            set_aside(self._journal.path, "it is of another version.")
            entries = []
        for entry in entries[1:]:
            self._apply(entry, checked=False)
        self._size_read = self._journal.size

    def _apply(self, entry: Mapping[str, Any], *, checked: bool = True) -> None:
        """Apply an entry; one of a file that is not as it should be is passed over."""

        def good(job: Any, result: Any = None) -> bool:
            plain = isinstance(job, dict) and isinstance(result, dict | None)
            return checked or (plain and self._work.accepts(job, result))

        match entry:
            case {"add": [*jobs]}:
                for job in jobs:
                    if good(job) and job not in self.jobs:
                        self.jobs += (job,)
            case {"drop": [*jobs]}:
                gone = {key_of(job) for job in jobs}
                self.jobs = tuple(job for job in self.jobs if key_of(job) not in gone)
                self._results = {key: value for key, value in self._results.items() if key not in gone}
            case {"job": job, "result": result} if good(job, result) and job in self.jobs:
                self._results = {**self._results, key_of(job): result}
            case {"note": dict(note)}:
                self.notes += (note,)
            case {"playing": bool(playing)}:
                self._playing = playing


def key_of(job: Job) -> str:
    """Return a text that is the same for equal jobs."""
    return json.dumps(job, sort_keys=True, separators=(",", ":"))


def training_list(workspace: Workspace, list_id: str, work: Work) -> TrainingList:
    """Return the list of this id: all sessions of a process have the same one.

    What an earlier process left of it is resumed, unless another process has the runs of the folder.
    """
    found = workspace.runs.get(list_id)
    if not isinstance(found, TrainingList):
        made = TrainingList(list_id, workspace, work)
        found = made if workspace.runs.replace(None, made) else training_list(workspace, list_id, work)
    found.resume()
    return found
