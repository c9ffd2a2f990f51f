"""A learner's program, checked in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from neurarium.console import fresh
from neurarium.lab.exhibits.code.exercises import Exercise

MEGABYTES = 2048
"""How much memory a check may take."""

_PATIENCE = 6
"""How many times as long as a check may compute it may take on a busy machine."""


@dataclass(frozen=True)
class Found:
    """What a check has found.

    Attributes
    ----------
    held
        How many properties hold, before the first that does not.
    key, values
        The words that say so, and what they are filled in with.
    error
        The error of the learner's program, if there was one.
    versions
        Of Python and the libraries; empty if the process came to no verdict.
    """

    passed: bool
    held: int
    key: str
    values: Mapping[str, object]
    error: Mapping[str, Any] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


class Examination(Protocol):
    """A check at work. No method waits for its end."""

    def found(self) -> Found | None:
        """Return what it has found; None while it is at work."""

    def close(self) -> None:
        """End it."""


class FreshProcess:
    """A check in a process of its own: with nothing of what was run before, and within limits.

    Parameters
    ----------
    exercise
        What is checked.
    source
        The learner's program.
    """

    def __init__(self, exercise: Exercise, source: str) -> None:
        self._exercise = exercise
        self._seconds = exercise.seconds * _PATIENCE
        self._folder = TemporaryDirectory(prefix="neurarium-check-", ignore_cleanup_errors=True)
        self._found: Found | None = None
        self._closed = False
        folder = Path(self._folder.name)
        (folder / fresh.SOURCE).write_text(source, encoding="utf-8", errors="replace")
        limits = [MEGABYTES * 2**20, exercise.seconds, self._seconds]
        self._end = time.monotonic() + self._seconds
        self._process = subprocess.Popen(  # noqa: S603  (this very program)
            [sys.executable, "-m", fresh.__name__, exercise.folder / "check.py", folder, *map(str, limits)],
            cwd=folder,
            stdin=subprocess.PIPE,  # by its end the process knows that the lab has gone
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **dict.fromkeys(_THREADS, "1"), "MPLBACKEND": "agg", "PYTHONPATH": _path()},
        )

    def found(self) -> Found | None:
        """Return what it has found; None while it is at work."""
        if self._found is None and (self._process.poll() is not None or time.monotonic() > self._end):
            self._found = self._outcome()
            self.close()
        return self._found

    def close(self) -> None:
        """End the process, and what it may have started; a second time there is nothing to do."""
        if self._closed:
            return
        self._closed = True
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._folder.cleanup()

    def _outcome(self) -> Found:
        try:
            verdict = json.loads((Path(self._folder.name) / fresh.VERDICT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return self._without_verdict()
        error = verdict["error"]
        told = {} if error is None else {"line": error["line"], "message": _one_line(error)}
        values = {"megabytes": MEGABYTES, **verdict["values"], **told}
        key = "passed" if verdict["passed"] else verdict["key"]
        return Found(verdict["passed"], verdict["held"], key, values, error, verdict["versions"])

    def _without_verdict(self) -> Found:
        """Return why the process has said nothing."""
        code = self._process.poll()
        if code is None or code == -getattr(signal, "SIGALRM", 0):
            return Found(False, 0, "waited", {"seconds": self._seconds})
        if code == -getattr(signal, "SIGXCPU", 0):
            return Found(False, 0, "seconds", {"seconds": self._exercise.seconds})
        return Found(False, 0, "died", {"code": code})


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""A check takes one core: pages are to be answered meanwhile."""


def _path() -> str:
    """Return where the process finds this package, as this process did."""
    return os.pathsep.join([str(Path(fresh.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])


def _one_line(error: Mapping[str, Any]) -> str:
    lines = str(error["message"]).strip().splitlines() or [error["type"]]
    return lines[0].rstrip(".")
