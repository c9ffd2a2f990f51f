"""The learner's attempts: every run that told its score, kept in the data folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from neurarium.lab.protocol import LabError
from neurarium.lab.workspace import Workspace
from neurarium.persist.journal import Journal

MOST_SHOWN = 500
"""Attempts in a table: the newest."""


@dataclass(frozen=True)
class Attempt:
    """An attempt.

    Attributes
    ----------
    number
        Attempts are counted from 1.
    program
        The name of the program.
    made
        When, in ISO 8601 and UTC.
    score
        From 0 to 1, mostly; None if the program told none.
    seconds
        How long it took.
    seed
        The seed; None if the program told none.
    configuration
        What was tried, as the program told it.
    versions
        Of Python and the libraries.
    """

    number: int
    program: str
    made: str
    score: float | None
    seconds: float
    seed: int | None
    configuration: Mapping[str, str]
    versions: Mapping[str, str]


@dataclass(frozen=True)
class KeptAttempt:
    """An attempt with its program."""

    attempt: Attempt
    source: str


class Attempts:
    """The attempts in a data folder.

    Each is a line that is appended to a file and never changed; a line of its own says that one was deleted.
    A process that is killed leaves at most a part of a last line, which counts as none.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._journal = Journal(workspace.folder / "code" / "attempts.jsonl")
        self._read_at = -1
        self._kept: dict[int, KeptAttempt] = {}

    @property
    def problem(self) -> str:
        """Why the last attempts are not on the disk; empty if they are."""
        return self._journal.problem

    def add(
        self,
        program: str,
        source: str,
        seconds: float,
        *,
        score: float | None = None,
        seed: int | None = None,
        configuration: Mapping[str, str] | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Keep an attempt."""
        entry = {
            "program": program,
            "source": source,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "score": score,
            "seed": seed,
            "configuration": dict(configuration or {}),
            "versions": dict(versions or {}),
        }
        self._journal.append(entry)

    def all(self, program: str = "") -> list[KeptAttempt]:
        """Return the attempts of a program, or all of them, oldest first."""
        self._refresh()
        return [kept for kept in self._kept.values() if program in ("", kept.attempt.program)]

    def get(self, number: int) -> KeptAttempt:
        """Return one attempt.

        Raises
        ------
        LabError
            `not_found`, if there is none of this number.
        """
        self._refresh()
        if number not in self._kept:
            raise LabError(
                "not_found",
                f"There is no attempt {number}.",
                "Look at the table again.",
                {"what": "attempt", "name": str(number)},
            )
        return self._kept[number]

    def forget(self, numbers: list[int]) -> None:
        """Delete attempts."""
        if numbers:
            self._journal.append({"forget": numbers})

    def _refresh(self) -> None:
        """Read the file, if it is another than it was: another page may have added to it."""
        size = self._journal.size
        if size == self._read_at:
            return
        kept: dict[int, KeptAttempt] = {}
        number = 0
        for entry in self._journal.read():
            if isinstance(entry.get("forget"), list):
                gone = [each for each in entry["forget"] if isinstance(each, int)]
                kept = {each: attempt for each, attempt in kept.items() if each not in gone}
            elif (found := _attempt(number + 1, entry)) is not None:
                number += 1
                kept[number] = found
        self._kept, self._read_at = kept, size


def _attempt(number: int, entry: Mapping[str, Any]) -> KeptAttempt | None:
    """Return a line as an attempt; None if somebody has changed it so that it is none."""
    score, seed = entry.get("score"), entry.get("seed")
    texts = [entry.get(name) for name in ("program", "source", "made")]
    fits = (
        all(isinstance(text, str) for text in texts)
        and isinstance(entry.get("seconds"), int | float)
        and (score is None or isinstance(score, int | float))
        and (seed is None or isinstance(seed, int))
        and all(_are_texts(entry.get(name)) for name in ("configuration", "versions"))
    )
    if not fits:
        return None
    attempt = Attempt(
        number=number,
        program=entry["program"],
        made=entry["made"],
        score=None if score is None else float(score),
        seconds=float(entry["seconds"]),
        seed=seed,
        configuration=entry["configuration"],
        versions=entry["versions"],
    )
    return KeptAttempt(attempt, entry["source"])


def _are_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
