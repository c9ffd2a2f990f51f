"""A lab to ask, and the snapshots that hold both sides of the protocol together.

The Python tests compare the lab's answers with ``tests/snapshots``; the web tests read them with the
generated readers.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from answers import answer_of, check_answer

from neurarium.lab import Lab, Workspace
from snapshots import compare, written

Exchange = tuple[str, str, dict[str, Any]]  # name, op, params


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return an empty workspace."""
    return Workspace(tmp_path / "data")


@pytest.fixture
def lab(workspace: Workspace) -> Lab:
    """Return a session's lab."""
    return Lab(workspace)


@pytest.fixture
def ask(lab: Lab) -> Callable[..., Any]:
    """Return ``ask(exhibit, op, **params)``, which returns the answer's data and fails on an error reply."""

    def ask(exhibit: str, op: str, **params: object) -> Any:
        reply = lab.handle({"id": 1, "exhibit": exhibit, "op": op, "params": params})
        assert reply["ok"], reply
        return reply["data"]

    return ask


@pytest.fixture
def refusal(lab: Lab) -> Callable[..., Any]:
    """Return ``refusal(exhibit, op, **params)``, which returns the error and fails if the lab answers."""

    def refusal(exhibit: str, op: str, **params: object) -> Any:
        reply = lab.handle({"id": 1, "exhibit": exhibit, "op": op, "params": params})
        assert not reply["ok"], reply
        return reply["error"]

    return refusal


@pytest.fixture
def check_snapshot(lab: Lab, workspace: Workspace, request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return ``check_snapshot(exhibit, exchanges, volatile=())``.

    It asks the lab, in order, checks each answer against its declaration (texts, axes of arrays), and
    compares it with the exhibit's snapshot (or writes it, with ``--update-snapshots``). Of the keys in
    `volatile`, such as times, only the type is compared.
    """

    def check(exhibit: str, exchanges: Iterable[Exchange], volatile: tuple[str, ...] = ()) -> None:
        seen: dict[str, Any] = {}
        for name, op, params in exchanges:
            reply = lab.handle({"id": 1, "exhibit": exhibit, "op": op, "params": params})
            if reply["ok"]:
                check_answer(answer_of(exhibit, op), reply["data"], f"{exhibit}.{op}")
            answer = {"data": reply["data"]} if reply["ok"] else {"error": reply["error"]}
            assert reply["ok"] or reply["error"]["code"] != "internal", name
            seen[name] = written({"op": op, "params": params, **answer}, workspace.folder)
        compare(exhibit, seen, update=request.config.getoption("--update-snapshots"), volatile=volatile)

    return check
