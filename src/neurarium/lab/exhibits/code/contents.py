"""What there is to open in the code lab: given programs, and tasks with their checks."""

from dataclasses import dataclass
from typing import Annotated, Literal

from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.code.examiner import Examiner, Report
from neurarium.lab.exhibits.code.exercises import Exercise, exercises
from neurarium.lab.exhibits.code.given import Given, Step, given, missing_packages
from neurarium.lab.exhibits.code.requests import LONGEST_SOURCE
from neurarium.lab.exhibits.code.words import Words
from neurarium.lab.rules import Choice, Text, refuse

Kind = Literal["given", "task"]


@dataclass(frozen=True)
class Called:
    """Parameters of `program`."""

    name: Annotated[str, Text(60)]


@dataclass(frozen=True)
class Written:
    """Parameters of `examine`: a task, and the learner's program."""

    name: Annotated[str, Text(60)]
    source: Annotated[str, Text(LONGEST_SOURCE)]


@dataclass(frozen=True)
class Entry:
    """A line of the list of programs.

    Attributes
    ----------
    missing
        Packages that it needs and that are not installed.
    """

    name: str
    kind: Kind
    title: Words
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Entries:
    """The given programs and the tasks, in order."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ProgramView:
    """A given program, or a task. Texts are Markdown, without TeX.

    Attributes
    ----------
    source
        The program as given: what a task begins with.
    text
        What it is about, or what is asked.
    steps
        Of a given program, in order; none of a task.
    hints
        Three of a task, the last with the solution; none of a given program.
    properties
        What a task's check looks at, in order.
    beside
        The name of the given program with the same steps that is shown beside it; empty: none.
    """

    name: str
    kind: Kind
    title: Words
    source: str
    text: Words
    steps: tuple[Step, ...] = ()
    hints: tuple[Words, ...] = ()
    properties: tuple[Words, ...] = ()
    beside: str = ""


class Contents:
    """A part of the exhibit: the programs and tasks, and the check of the latter."""

    examiner: Examiner

    @op
    def programs(self) -> Entries:
        """Return what there is to open, in order."""
        listed = [
            Entry(each.name, "given", each.title, missing_packages(each.source)) for each in given().values()
        ]
        tasks = [
            Entry(each.name, "task", each.title, missing_packages(each.solution))
            for each in exercises().values()
        ]
        return Entries((*listed, *tasks))

    @op
    def program(self, params: Called) -> ProgramView:
        """Return a given program or a task."""
        found: Given | Exercise | None = given().get(params.name) or exercises().get(params.name)
        if found is None:
            raise refuse("name", Choice(*given(), *exercises()), params.name)
        if isinstance(found, Given):
            return ProgramView(
                found.name,
                "given",
                found.title,
                found.source,
                found.text,
                steps=found.steps,
                beside=found.beside,
            )
        return ProgramView(
            found.name,
            "task",
            found.title,
            found.starter,
            found.text,
            hints=found.hints,
            properties=tuple(found.properties.values()),
        )

    @op
    def examine(self, params: Written) -> Report:
        """Begin to check a program in a process of its own; a check that is at work is given up."""
        if params.name not in exercises():
            raise refuse("name", Choice(*exercises()), params.name)
        self.examiner.begin(exercises()[params.name], params.source)
        return self.examiner.report()

    @op
    def verdict(self) -> Report:
        """Return what has come of the last check; ask a few times a second while it runs."""
        return self.examiner.report()
