"""Tasks and quiz questions: methods of an exhibit, checked by its one operation `check`.

The words are in the exhibit's lesson, section `{#try}`, under the method's name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from neurarium.lab.exhibit import op
from neurarium.lab.rules import Choice, Text, refuse


@dataclass(frozen=True)
class Check:
    """Parameters of `check`: a task, or a question with the learner's answer."""

    task: Annotated[str, Text(40)]
    answer: Annotated[str, Text(40)] = ""


@dataclass(frozen=True)
class Verdict:
    """Whether a task is done, or an answer right.

    Attributes
    ----------
    done
        The task is done; the answer is right.
    right
        The right answer to a question.
    values
        What the lesson's words about it are filled in with.
    missing
        What a task still lacks, by the name under which the lesson has words for it.
    """

    done: bool
    right: str = ""
    values: dict[str, float] = field(default_factory=dict)
    missing: str = ""


DONE = Verdict(True)
"""Nothing is missing."""

Method = TypeVar("Method", bound=Callable[..., Verdict])


def not_yet(missing: str, **values: float) -> Verdict:
    """Return what a task still lacks, with the values that its words are filled in with."""
    return Verdict(False, missing=missing, values=values)


def task(*missing: str) -> Callable[[Method], Method]:
    """Mark a method ``(self) -> Verdict`` of an exhibit as a task; `missing` is all that it may lack."""

    def mark(method: Method) -> Method:
        method.__dict__["is_task"] = True
        method.__dict__["missing"] = missing
        return method

    return mark


def question(method: Method) -> Method:
    """Mark a method ``(self, answer: str) -> Verdict`` of an exhibit as a quiz question."""
    method.__dict__["is_question"] = True
    return method


class Tasks:
    """A part of an exhibit: its tasks and questions, and the operation that checks them."""

    @op
    def check(self, params: Check) -> Verdict:
        """Check a task against the exhibit as it is, or the answer to a question."""
        kind = type(self)
        verdict: Verdict
        if params.task in question_names(kind):
            verdict = getattr(self, params.task)(params.answer)
            return verdict
        if params.task in task_names(kind):
            verdict = getattr(self, params.task)()
            return verdict
        raise refuse("task", Choice(*task_names(kind), *question_names(kind)), params.task)


def task_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of an exhibit's tasks, in alphabetical order: the lesson says in which they come."""
    return _marked(kind, "is_task")


def missing_names(kind: type[Any], name: str) -> tuple[str, ...]:
    """Return all that a task of an exhibit may lack."""
    missing: tuple[str, ...] = getattr(kind, name).missing
    return missing


def question_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of an exhibit's questions, in alphabetical order."""
    return _marked(kind, "is_question")


def number_of(answer: str) -> float:
    """Return a typed answer as a number; NaN, which is never right, if it is none."""
    try:
        return float(answer)
    except ValueError:
        return float("nan")


def _marked(kind: type[Any], mark: str) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if getattr(getattr(kind, name, None), mark, False))
