"""The lab's one method, `handle`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import neurarium
from neurarium.lab import PROTOCOL_VERSION, Lab, Workspace
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.rules import Integer

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class CounterSettings:
    start: Annotated[int, Integer(0, 9)] = 0


class Counter(Exhibit):
    """An exhibit that counts, to see the frame at work."""

    id = "counter"

    def __init__(self, settings: CounterSettings, workspace: Workspace) -> None:
        if settings.start == 9:
            raise RuntimeError("a defect")
        self.count = settings.start

    def view(self) -> dict[str, object]:
        return {"count": self.count, "array": np.arange(3, dtype=np.float32), "flags": np.array([True])}

    @op
    def advance(self, params: Advance, budget: Budget) -> dict[str, object]:
        def count(steps: int) -> None:
            self.count += steps

        return {"steps": budget.at_most(params.budget_ms).run(count, params.steps), "count": self.count}

    @op
    def wrong(self) -> object:
        return np.arange(3)  # int64, which a browser lacks

    def hidden(self) -> None:
        raise AssertionError("not an operation")


@pytest.fixture
def counter(workspace: Workspace) -> Lab:
    return Lab(workspace, {"counter": Counter})


def send(lab: Lab, exhibit: str, name: str, **params: object) -> Any:
    return lab.handle({"id": 7, "exhibit": exhibit, "op": name, "params": params})


def test_hello(lab: Lab):
    """`hello` answers with versions, the menu and the model's status."""
    data = send(lab, "lab", "hello", protocol=PROTOCOL_VERSION)["data"]
    assert data == {
        "protocol": PROTOCOL_VERSION,
        "version": neurarium.__version__,
        "exhibits": list(EXHIBITS),
        "model": {"status": "not_trained", "name": None, "accuracy": None, "progress": None},
    }


def test_another_version_is_refused(lab: Lab):
    """A page that speaks another version of the protocol hears which one the lab speaks."""
    error = send(lab, "lab", "hello", protocol=99)["error"]
    assert error["code"] == "version_mismatch"
    assert error["data"] == {"expected": PROTOCOL_VERSION, "got": 99}


def test_snapshot(check_snapshot):
    """What the front end asks of the lab itself is answered as its readers expect."""
    symbols = ["engine.layers.Dense.forward", "engine.activations.Sigmoid"]
    check_snapshot(
        "lab",
        [
            ("hello", "hello", {"protocol": PROTOCOL_VERSION}),
            ("another version", "hello", {"protocol": 99}),
            ("not trained", "model", {}),
            ("source", "source", {"symbols": symbols}),
            ("no source", "source", {"symbols": ["os.path"]}),
        ],
        volatile=("version", "line", "code", "exhibits"),
    )


@pytest.mark.parametrize(
    ("message", "reply_id", "field"),
    [
        (None, None, "message"),
        ([], None, "message"),
        ({}, None, "id"),
        ({"id": True, "exhibit": "lab", "op": "model"}, None, "id"),
        ({"id": "1", "exhibit": "lab", "op": "model"}, None, "id"),
        ({"id": 1, "op": "model"}, 1, "exhibit"),
        ({"id": 1, "exhibit": "lab"}, 1, "op"),
        ({"id": 1, "exhibit": "lab", "op": "model", "params": [1]}, 1, "params"),
    ],
)
def test_broken_requests(lab: Lab, message, reply_id, field):
    """A message that is no request gets one error reply, with its id if it has one."""
    reply: Any = lab.handle(message)
    assert reply["id"] == reply_id
    assert reply["error"]["code"] == "bad_request"
    assert reply["error"]["data"]["param"] == field


def test_unknown_names(counter: Lab):
    """Unknown exhibits and operations are refused, with what there is; a mere method is no operation."""
    assert send(counter, "nope", "open")["error"]["code"] == "unknown_exhibit"
    assert send(counter, "counter", "advance")["error"]["code"] == "not_open"
    send(counter, "counter", "open")
    for name in ("hidden", "__init__", "view", "restore", "nope"):
        error = send(counter, "counter", name)["error"]
        assert error["code"] == "unknown_op"
        assert error["data"]["expected"] == "open, advance, wrong"


def test_open_builds_the_state_anew(counter: Lab):
    """`open` constructs the exhibit from its settings; two sessions share nothing."""
    assert send(counter, "counter", "open", start=5)["data"]["count"] == 5
    assert send(counter, "counter", "advance", steps=3)["data"] == {"steps": 3, "count": 8}
    assert send(counter, "counter", "open")["data"]["count"] == 0


def test_a_failed_open_keeps_the_old_state(counter: Lab):
    """Refused settings, or a defect while opening, leave what was open as it was."""
    send(counter, "counter", "open", start=5)
    assert send(counter, "counter", "open", start=50)["error"]["code"] == "bad_param"
    assert send(counter, "counter", "advance", steps=1)["data"]["count"] == 6


def test_a_defect_is_logged_and_answered(counter: Lab, caplog):
    """A defect in an exhibit is an `internal` error without details, and a traceback in the log."""
    send(counter, "counter", "open")
    for name, params, cause in (("open", {"start": 9}, "a defect"), ("wrong", {}, "int64")):
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            reply = send(counter, "counter", name, **params)
        assert reply["error"]["code"] == "internal"
        assert cause not in reply["error"]["message"]
        assert cause in caplog.text


def test_parameters_are_refused_where_there_are_none(counter: Lab):
    """An operation without parameters refuses all."""
    send(counter, "counter", "open")
    assert send(counter, "counter", "wrong", x=1)["error"]["code"] == "bad_param"


def test_answers_are_plain(counter: Lab):
    """Arrays of booleans travel as bytes; arrays of other kinds stay arrays."""
    data = send(counter, "counter", "open")["data"]
    assert data["flags"].dtype == np.uint8
    assert data["array"].dtype == np.float32


def test_the_budget_ends_a_request(counter: Lab):
    """`advance` without a number of steps ends when the request's budget does, having done something."""
    send(counter, "counter", "open")
    done = counter.handle({"id": 1, "exhibit": "counter", "op": "advance", "params": {}}, budget_ms=1)
    assert done["ok"]
    assert done["data"]["steps"] >= 1
    none = send(counter, "counter", "advance", budget_ms=0)
    assert none["data"]["steps"] == 1


def test_sessions_are_separate(workspace: Workspace):
    """Two sessions on one workspace do not see each other's exhibits."""
    one, other = Lab(workspace, {"counter": Counter}), Lab(workspace, {"counter": Counter})
    send(one, "counter", "open", start=3)
    assert send(other, "counter", "advance")["error"]["code"] == "not_open"


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_every_exhibit_opens_with_its_defaults(ask: Callable[..., Any], refusal, exhibit: str):
    """Every exhibit of the registry opens without settings, refuses unknown ones, and can check tasks."""
    ask(exhibit, "open")
    assert refusal(exhibit, "open", no_such_setting=1)["code"] == "bad_param"
    assert refusal(exhibit, "check")["code"] == "bad_param"  # a task must be named


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_every_exhibit_has_its_name_everywhere(exhibit: str):
    """The registry's id is the exhibit's own, and names its module, tests, snapshot and pages."""
    kind, module = EXHIBITS[exhibit], exhibit.replace("-", "_")
    assert kind.id == exhibit
    assert kind.__module__.split(".")[:4] == ["neurarium", "lab", "exhibits", module]
    component = "".join(word.capitalize() for word in exhibit.split("-"))
    for file in (
        f"tests/lab/exhibits/test_{module}.py",
        f"tests/snapshots/{exhibit}.json",
        f"tests/e2e/test_{module}.py",
        f"web/src/exhibits/{exhibit}/{component}.svelte",
        f"web/src/exhibits/{exhibit}/{exhibit}.en.md",
        f"web/src/exhibits/{exhibit}/{exhibit}.zh.md",
    ):
        assert (ROOT / file).is_file(), f"the exhibit '{exhibit}' lacks {file}"


def test_every_folder_of_the_front_end_is_an_exhibit():
    """The front end has no exhibit that the registry lacks."""
    folders = {path.name for path in (ROOT / "web/src/exhibits").iterdir() if path.is_dir()}
    assert folders == set(EXHIBITS)


names = st.sampled_from(["lab", *EXHIBITS, "", "nope"]) | st.text(max_size=5)
ops = st.sampled_from(["open", "check", "advance", "hello", "source", "model", "__init__"]) | st.text(
    max_size=5
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
requests = st.fixed_dictionaries(
    {
        "id": st.integers(),
        "exhibit": names,
        "op": ops,
        "params": st.dictionaries(st.text(max_size=8), values, max_size=3),
    }
)


@given(st.lists(requests | values, min_size=1, max_size=5))
def test_any_message_gets_one_reply(tmp_path_factory, messages):
    """Whatever is sent, in whatever order, the lab replies once and never with a defect of its own."""
    lab = Lab(Workspace(tmp_path_factory.getbasetemp() / "any"))
    for message in messages:
        reply = lab.handle(message, budget_ms=1)
        assert reply["ok"] or reply["error"]["code"] != "internal"
