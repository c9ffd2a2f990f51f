"""The check of one page: at most one at a time, begun by the page, which then asks what has come of it."""

import time
from dataclasses import dataclass
from typing import Literal

from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.exhibits.code.checking import Examination, FreshProcess
from neurarium.lab.exhibits.code.exercises import Exercise
from neurarium.lab.exhibits.code.words import Words
from neurarium.lab.kernel import Kernels
from neurarium.lab.kernel.output import ErrorOperand, RunError

NO_WORDS = Words("", "")


@dataclass(frozen=True)
class Report:
    """What has come of the last check.

    Attributes
    ----------
    state
        `none`: nothing was checked yet.
    name, source
        The task, and the program that was checked.
    held
        How many of its properties hold, before the first that does not.
    words
        What is wrong and where to look, or that nothing is.
    error
        The error in the program, if there was one.
    """

    state: Literal["none", "running", "done"] = "none"
    name: str = ""
    source: str = ""
    passed: bool = False
    held: int = 0
    words: Words = NO_WORDS
    error: RunError | None = None


class Examiner:
    """Checks programs, and keeps each check as an attempt: its score is the share of properties that hold.

    Parameters
    ----------
    kernels
        Where no kernel may be, no check may be either.
    attempts
        Where checks are kept.
    """

    def __init__(self, kernels: Kernels, attempts: Attempts) -> None:
        self._kernels = kernels
        self._attempts = attempts
        self._report = Report()
        self._exercise: Exercise | None = None
        self._work: Examination | None = None
        self._begun = 0.0

    def begin(self, exercise: Exercise, source: str) -> None:
        """Begin to check a program; what is at work is given up.

        Raises
        ------
        LabError
            `kernel`, where programs may not be run.
        """
        obstacle = self._kernels.obstacle()
        if obstacle is not None:
            raise obstacle.error()
        self.close()
        self._exercise, self._begun = exercise, time.monotonic()
        self._work = FreshProcess(exercise, source)
        self._report = Report("running", exercise.name, source)

    def report(self) -> Report:
        """Return what has come of the last check so far."""
        found = None if self._work is None else self._work.found()
        if found is None or self._exercise is None:
            return self._report
        self.close()
        exercise, source = self._exercise, self._report.source
        error = None
        if found.error is not None:
            operands = tuple(ErrorOperand(**operand) for operand in found.error["operands"])
            error = RunError(**{**found.error, "operands": operands})
        words = exercise.say(found.key, found.values)
        self._report = Report("done", exercise.name, source, found.passed, found.held, words, error)
        seconds, score = time.monotonic() - self._begun, found.held / len(exercise.properties)
        self._attempts.add(exercise.name, source, seconds, score=score, versions=found.versions)
        return self._report

    def close(self) -> None:
        """End the check that is at work."""
        if self._work is not None:
            self._work.close()
            self._work = None
