"""The journal of a sweep: its plan, then each result as soon as it is there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from neurarium.engine.errors import NeurariumError, ParameterError
from neurarium.persist.claim import Claim
from neurarium.persist.journal import Journal
from neurarium.tuning.plan import Plan
from neurarium.tuning.trial import Result, Trial

SWEEPS = "sweeps"
"""The folder for sweeps in the user's data folder."""

VERSION = 1
"""Of the file. One of another version is not read."""


class SweepFileError(NeurariumError):
    """A file is not the journal of a sweep, or of another one."""


class SweepJournal:
    """The file of a sweep; nothing that was computed is computed again.

    Parameters
    ----------
    path
        The file, one JSON object a line. It is made with the first result.
    plan
        What is tried; None to go on with the plan that the file has.

    Attributes
    ----------
    plan
        What is tried.
    results
        The results so far, by the key of their trial.

    Raises
    ------
    SweepFileError
        If the file is that of another plan, is no sweep's, or cannot be read.
    """

    def __init__(self, path: Path, plan: Plan | None = None) -> None:
        self._journal = Journal(path)
        self._claim = Claim(path.with_suffix(".lock"))
        self.results: dict[str, Result] = {}
        self._size_read = 0
        found = self._read()
        if plan is None and found is None:
            raise SweepFileError(f"{path}: there is no sweep to go on with; leave out --resume to begin one")
        if plan is not None and found is not None and plan != found:
            raise SweepFileError(
                f"{path} has the results of another sweep ({_differences(found, plan)} differ): "
                "take another file, or go on with that sweep as it is"
            )
        self._is_new = found is None
        self.plan: Plan = plan or found  # type: ignore[assignment]  # one of the two is there

    @property
    def path(self) -> Path:
        """The file."""
        return self._journal.path

    @property
    def problem(self) -> str:
        """Why the last results are not on the disk; empty if they are."""
        return self._journal.problem

    def take(self) -> bool:
        """Claim the file: two processes that did the same trainings would do them twice."""
        return self._claim.take()

    def release(self) -> None:
        """Leave the file to any process."""
        self._claim.release()

    @property
    def is_taken_elsewhere(self) -> bool:
        """Whether another process works on this sweep."""
        return not self._claim.is_free

    def refresh(self) -> None:
        """Read what another process has written since."""
        if self._journal.size != self._size_read:
            self._read()

    def add(self, trial: Trial, result: Result) -> None:
        """Keep a result: it is on the disk when this returns, unless `problem` says why not."""
        self.results[trial.key] = result
        entry = {"trial": trial.plain(), "result": result.plain()}
        head = [{"version": VERSION, "plan": self.plan.plain()}] if self._is_new else []
        self._journal.append(*head, entry)
        self._is_new = False
        self._size_read = self._journal.size

    def _read(self) -> Plan | None:
        self._size_read = self._journal.size
        try:
            entries = self._journal.read()
        except OSError as error:
            raise SweepFileError(f"{self.path} cannot be read: {error.strerror or error}") from error
        if not entries and self._journal.size == 0:
            return None
        head, *rest = entries or [{}]
        if head.get("version") != VERSION:
            raise SweepFileError(
                f"{self.path} is not a sweep of this version: expected a file that `neurarium tune` wrote, "
                f"version {VERSION}; got version {head.get('version')!r:.40}"
            )
        try:
            plan = Plan.of_plain(head["plan"])
        except (KeyError, ParameterError) as error:
            raise SweepFileError(f"{self.path} is not a sweep: {error}") from error
        for entry in rest:
            self._take(entry)
        return plan

    def _take(self, entry: Mapping[str, Any]) -> None:
        """Take a result from the file; one that is damaged is passed over and computed again."""
        try:
            self.results[Trial.of_plain(entry["trial"]).key] = Result.of_plain(entry["result"])
        except (KeyError, ParameterError):
            return


def _differences(found: Plan, wanted: Plan) -> str:
    before, after = found.plain(), wanted.plain()
    return ", ".join(name for name in before if before[name] != after[name])
