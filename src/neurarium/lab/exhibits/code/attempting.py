"""The operations on attempts: the table, two compared, deleted, exported."""

import csv
import difflib
import io
from dataclasses import dataclass
from typing import Annotated, Literal

from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.code.attempts import MOST_SHOWN, Attempt, Attempts, KeptAttempt
from neurarium.lab.rules import Integer, Text

_MOST = 2**31 - 1
_CONTEXT = 3


@dataclass(frozen=True)
class OfProgram:
    """Parameters of `attempts`, `csv` and `forget_all`: a program; the empty text stands for all of them."""

    program: Annotated[str, Text(60)] = ""


@dataclass(frozen=True)
class Numbered:
    """Parameters of `attempt` and `forget`: the number of an attempt."""

    number: Annotated[int, Integer(1, _MOST)]


@dataclass(frozen=True)
class TwoNumbers:
    """Parameters of `compare`: two attempts."""

    one: Annotated[int, Integer(1, _MOST)]
    other: Annotated[int, Integer(1, _MOST)]


@dataclass(frozen=True)
class AttemptTable:
    """The attempts of a program.

    Attributes
    ----------
    rows
        The newest, oldest first.
    left_out
        How many older ones there are.
    best
        The number of the one with the highest score; None if none told a score.
    problem
        Why the last attempts are not on the disk, in English; empty if they are.
    """

    rows: tuple[Attempt, ...]
    left_out: int
    best: int | None
    problem: str


@dataclass(frozen=True)
class DiffLine:
    """A line of the comparison: in both, only in the first (`less`), or only in the second (`more`).

    A `gap` stands for lines that are the same in both and not shown; `text` is how many.
    """

    kind: Literal["same", "less", "more", "gap"]
    text: str


@dataclass(frozen=True)
class Comparison:
    """Two attempts, and what the second program has changed."""

    one: Attempt
    other: Attempt
    lines: tuple[DiffLine, ...]


@dataclass(frozen=True)
class TextFile:
    """The text of a file."""

    text: str


class Attempting:
    """A part of the exhibit: the table of attempts."""

    kept: Attempts

    @op
    def attempts(self, params: OfProgram) -> AttemptTable:
        """Return the attempts of a program, and which is the best."""
        return self._table(params.program)

    @op
    def attempt(self, params: Numbered) -> KeptAttempt:
        """Return an attempt with its program."""
        return self.kept.get(params.number)

    @op
    def compare(self, params: TwoNumbers) -> Comparison:
        """Return what differs between the programs of two attempts."""
        one, other = self.kept.get(params.one), self.kept.get(params.other)
        return Comparison(one.attempt, other.attempt, difference(one.source, other.source))

    @op
    def forget(self, params: Numbered) -> AttemptTable:
        """Delete an attempt; return the table of its program."""
        program = self.kept.get(params.number).attempt.program
        self.kept.forget([params.number])
        return self._table(program)

    @op
    def forget_all(self, params: OfProgram) -> AttemptTable:
        """Delete all attempts of a program, or all."""
        self.kept.forget([kept.attempt.number for kept in self.kept.all(params.program)])
        return self._table(params.program)

    @op
    def csv(self, params: OfProgram) -> TextFile:
        """Return the table of attempts as a CSV file, with a column for each name of a configuration."""
        return TextFile(written([kept.attempt for kept in self.kept.all(params.program)]))

    def _table(self, program: str) -> AttemptTable:
        rows = [kept.attempt for kept in self.kept.all(program)]
        scored = [row for row in rows if row.score is not None]
        best = max(scored, key=lambda row: (row.score, -row.number), default=None)
        shown = tuple(rows[-MOST_SHOWN:])
        return AttemptTable(
            shown, len(rows) - len(shown), None if best is None else best.number, self.kept.problem
        )


def difference(one: str, other: str) -> tuple[DiffLine, ...]:
    """Return the lines of two programs side by side, without what is far from any change."""
    before, after = one.splitlines(), other.splitlines()
    found: list[DiffLine] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    blocks = matcher.get_opcodes()
    for i, (tag, first, last, start, end) in enumerate(blocks):
        if tag == "equal":
            found += _same(before[first:last], is_first=i == 0, is_last=i == len(blocks) - 1)
        else:
            found += [DiffLine("less", line) for line in before[first:last]]
            found += [DiffLine("more", line) for line in after[start:end]]
    return tuple(found)


def _same(lines: list[str], *, is_first: bool, is_last: bool) -> list[DiffLine]:
    head, tail = (0 if is_first else _CONTEXT), (0 if is_last else _CONTEXT)
    same = [DiffLine("same", line) for line in lines]
    hidden = len(lines) - head - tail
    if hidden < 2:  # a gap would take as much room
        return same
    return [*same[:head], DiffLine("gap", str(hidden)), *same[len(lines) - tail :]]


def written(rows: list[Attempt]) -> str:
    """Return attempts as CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row.configuration))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["number", "program", "made", "score", "seconds", "seed", *names, "versions"])
    for row in rows:
        versions = " ".join(f"{name}={version}" for name, version in row.versions.items())
        told = [row.configuration.get(name, "") for name in names]
        score, seed = ("" if value is None else value for value in (row.score, row.seed))
        writer.writerow([row.number, row.program, row.made, score, row.seconds, seed, *told, versions])
    return stream.getvalue()
