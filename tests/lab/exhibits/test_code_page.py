"""The code lab as its page sees it: the lesson's tasks, and what every operation answers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.kernel.output import Completions, Event, KernelState, Output, RunError, Variables

READY = KernelState("ready", run=1, outcome="done", starts=1)
INTERRUPT = RunError("interrupted", {}, "KeyboardInterrupt", "", 1, 0, (), "")
MISSPELT = RunError("name", {"name": "toatl"}, "NameError", "name 'toatl' is not defined", 1, 0, (), "")
PRINTED = Event(1, 1, "out", "sum 3\n")
FIGURE = Event(2, 1, "display", png=np.array([137, 80], dtype=np.uint8))


class RecordedKernel:
    """A kernel that has said something and says no more."""

    def __init__(self, state: KernelState, events: tuple[Event, ...]) -> None:
        self._state, self._events = state, events

    def run(self, source: str) -> int:
        return self._state.run

    def stop(self) -> None: ...

    def restart(self) -> None: ...

    def close(self) -> None: ...

    def state(self) -> KernelState:
        return self._state

    def output(self, since: int) -> Output:
        events = tuple(event for event in self._events if event.number > since)
        return Output(self._state, events, len(self._events))

    def complete(self, source: str, cursor: int) -> Completions:
        return Completions(True, 0, cursor)

    def variables(self, name: str) -> Variables:
        return Variables(True)


class RecordedKernels:
    """Where such kernels come from."""

    def __init__(self, state: KernelState, *events: Event) -> None:
        self._kernel = RecordedKernel(state, events)

    def obstacle(self) -> None:
        return None

    def new(self, folder: Path) -> RecordedKernel:
        return self._kernel

    def arrive(self, page: str) -> None: ...

    def leave(self, page: str, held: object) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("state", "events", "task", "missing"),
    [
        (READY, [PRINTED], "first_run", ""),
        (READY, [], "first_run", "silent"),
        (replace(READY, outcome="error"), [PRINTED], "first_run", "failed"),
        (replace(READY, phase="running", outcome=""), [PRINTED], "first_run", "running"),
        (READY, [replace(PRINTED, run=0)], "first_run", "silent"),
        (READY, [Event(1, 1, "error", error=MISSPELT)], "mend", ""),
        (replace(READY, outcome="error"), [Event(1, 1, "error", error=MISSPELT)], "mend", "mended"),
        (READY, [Event(1, 1, "error", error=INTERRUPT)], "mend", "error"),
        (READY, [Event(1, 1, "error", error=INTERRUPT)], "endless", ""),
        (READY, [PRINTED], "endless", "loop"),
        (READY, [PRINTED, FIGURE], "draw", ""),
        (READY, [PRINTED], "draw", "figure"),
    ],
)
def test_what_a_task_lacks(
    workspace: Workspace,
    ask: Callable[..., Any],
    state: KernelState,
    events: list[Event],
    task: str,
    missing: str,
) -> None:
    """Tasks look at the last run, or at all that was kept of what the kernel said."""
    workspace.kernels = RecordedKernels(state, *events)
    ask("code", "open")
    ask("code", "run", source="1")
    verdict = ask("code", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


def test_the_shapes_that_are_asked_for(ask: Callable[..., Any]) -> None:
    """NumPy says which sizes remain."""
    x, w = np.ones((3, 4)), np.ones((4, 2))
    ask("code", "open")
    outer = ask("code", "check", task="predict_product", answer="outer")
    assert outer["done"] == ((x @ w).shape == (x.shape[0], w.shape[1]))
    columns = ask("code", "check", task="predict_sum", answer="columns")
    assert columns["done"] == (x.sum(axis=0).shape == (x.shape[1],))


def test_snapshot(workspace: Workspace, lab: Lab, check_snapshot: Callable[..., None]) -> None:
    """What every operation answers, as the front end reads it."""
    workspace.kernels = RecordedKernels(READY, PRINTED, FIGURE, Event(3, 1, "error", error=MISSPELT))
    kept = Attempts(workspace)
    for source, score in (("a = 1\n", 0.9), ("a = 2\n", 0.95)):
        told = {"hidden": "(128,)"}
        kept.add("mine", source, 1.5, score=score, seed=3, configuration=told, versions={"numpy": "2.1"})
    try:
        check_snapshot(
            "code",
            [
                ("default", "open", {}),
                ("list", "programs", {}),
                ("given", "program", {"name": "forward"}),
                ("task", "program", {"name": "sigmoid"}),
                ("arrived", "arrive", {"page": "tab"}),
                ("run", "run", {"source": "print('sum', toatl)"}),
                ("said", "output", {"since": 0}),
                ("names", "complete", {"source": "pri", "cursor": 3}),
                ("variables", "variables", {}),
                ("stopped", "stop", {}),
                ("restarted", "restart", {}),
                ("first task", "check", {"task": "first_run"}),
                ("nothing checked", "verdict", {}),
                ("check begun", "examine", {"name": "sigmoid", "source": "1"}),
                ("saved", "save", {"name": "mine", "source": "1\n"}),
                ("kept", "drafts", {}),
                ("draft", "draft", {"name": "mine"}),
                ("discarded", "discard", {"name": "mine"}),
                ("notebook", "to_notebook", {"source": "1\n"}),
                ("file", "from_file", {"name": "a.py", "file": b"1\n"}),
                ("attempts", "attempts", {"program": "mine"}),
                ("attempt", "attempt", {"number": 1}),
                ("compared", "compare", {"one": 1, "other": 2}),
                ("forgotten", "forget", {"number": 1}),
                ("csv", "csv", {"program": "other"}),
                ("all forgotten", "forget_all", {"program": "mine"}),
            ],
            volatile=("changed", "made", "missing"),
        )
    finally:
        lab.close()  # ends the check
