"""The code lab with a kernel: a session's programs, their attempts and curves, and the end of both."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_requests import RandomRequests
from waiting import eventually

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibit import operations, settings_type
from neurarium.lab.exhibits.code import Code
from neurarium.lab.exhibits.code.attempts import Attempts
from neurarium.lab.reception import NoSettings
from neurarium.server.jupyter import JupyterKernels
from neurarium.server.jupyter.kernel import JupyterKernel
from neurarium.server.locks import FairLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kernels need Unix sockets")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Return a workspace with kernels, for all tests of this file."""
    workspace = Workspace(tmp_path_factory.mktemp("code") / "data", FairLock)
    workspace.kernels = JupyterKernels()
    yield workspace
    workspace.kernels.close()


class Session:
    """A page's lab."""

    def __init__(self, workspace: Workspace) -> None:
        self.lab = Lab(workspace)
        self.since = 0

    def __call__(self, op: str, **params: object) -> Any:
        """Ask the code lab."""
        reply = self.lab.handle({"id": 1, "exhibit": "code", "op": op, "params": params})
        assert reply["ok"], reply
        return reply["data"]

    def run(self, source: str, **params: object) -> list[dict[str, Any]]:
        """Run a program to its end; return its events."""
        self.since = self("output", since=0)["next"]
        self("run", source=source, **params)
        eventually(lambda: self("output", since=self.since)["state"]["outcome"], "the end of a program")
        return list(self("output", since=self.since)["events"])


@pytest.fixture(scope="module")
def session(place: Workspace) -> Iterator[Session]:
    """Return a page whose kernel all tests of this file share."""
    session = Session(place)
    session("open", program="mlp")
    yield session
    session.lab.close()


def test_a_kernel_stays_when_another_program_is_opened(session: Session) -> None:
    """Settings change, the process does not; what it has said is told again to a page that comes back."""
    session.run("kept = 41")
    view = session("open", program="xor")
    assert view["obstacle"] is None
    assert view["kernel"]["phase"] == "ready"
    assert [event["text"] for event in session.run("kept + 1")] == ["42"]
    assert "42" in [event["text"] for event in session("output", since=0)["events"]]
    session("open", program="mlp")


def test_errors_of_a_part_name_the_line_of_the_whole(session: Session) -> None:
    """A selected part that is run is told of at the lines that it has in the program."""
    events = session.run("x = 1\n1 / 0\n", first_line=10)
    assert [event["error"]["line"] for event in events if event["error"]] == [11]
    events = session.run("def f(:\n", first_line=4)
    assert [event["error"]["line"] for event in events if event["error"]] == [4]
    assert [event["text"] for event in session.run("    n = 5\n    n + 1\n", first_line=3)] == ["6"]
    events = session.run("\n\n1 / 0")
    assert [event["error"]["line"] for event in events if event["error"]] == [3]


def test_a_run_that_tells_its_score_is_an_attempt(place: Workspace, session: Session) -> None:
    """It is kept once, with its program, seed, configuration and versions, before it is told of."""
    session("forget_all")
    source = (
        "import neurarium\nfor rate in (0.1, 0.01):\n    neurarium.attempt(1 - rate, seed=7, rate=rate)\n"
    )
    events = session.run(source)
    assert [event["attempt"]["score"] for event in events if event["attempt"]] == [0.9, 0.99]
    for _ in range(3):
        session("output", since=0)
    rows = session("attempts", program="mlp")["rows"]
    assert [(row["score"], row["seed"], row["configuration"]) for row in rows] == [
        (0.9, 7, {"rate": "0.1"}),
        (0.99, 7, {"rate": "0.01"}),
    ]
    assert rows[0]["versions"]["python"] == ".".join(map(str, sys.version_info[:3]))
    assert rows[0]["versions"]["numpy"] == np.__version__
    assert session("attempt", number=rows[0]["number"])["source"] == source
    session.run("import neurarium\nneurarium.attempt(float('nan'))")
    assert len(session("attempts", program="mlp")["rows"]) == 2
    assert len(Attempts(place).all("mlp")) == 2


def test_attempts_are_kept_when_the_page_goes(place: Workspace) -> None:
    """An attempt that no page has asked for is kept when the session ends."""
    page = Session(place)
    page("open", program="last")
    page("run", source="import neurarium\nneurarium.attempt(0.25)")
    kernel = page.lab._open["code"].desk.kernel  # type: ignore[attr-defined]
    eventually(lambda: kernel.state().outcome, "the end of a program")
    page.lab.close()
    assert [kept.attempt.score for kept in Attempts(place).all("last")] == [0.25]
    eventually(lambda: kernel.pid is None, "the end of the process")


def test_a_kernel_waits_for_its_page(place: Workspace) -> None:
    """A page that is loaded anew finds variables, output and what still runs; another page finds nothing."""
    page = Session(place)
    page("open", program="waits")
    assert page("arrive", page="tab") == {"kernel": "new"}
    page.run("kept = 41\nprint(kept)")
    page("run", source="import neurarium, time\ntime.sleep(0.5)\nneurarium.attempt(0.5, late=True)")
    copy = Session(place)
    copy("open")
    assert copy("arrive", page="tab") == {"kernel": "taken"}
    page.lab.close()
    again = Session(place)
    again("open", program="waits")
    assert again("output", since=0)["events"] == []
    assert again("arrive", page="tab") == {"kernel": "back"}
    eventually(lambda: again("output", since=0)["state"]["outcome"], "the end of a program")
    assert "41\n" in [event["text"] for event in again("output", since=0)["events"]]
    assert [row["configuration"] for row in again("attempts", program="waits")["rows"]] == [{"late": "True"}]
    assert [event["text"] for event in again.run("kept + 1")] == ["42"]
    assert again("arrive", page="tab") == {"kernel": "back"}
    assert copy("arrive", page="another tab") == {"kernel": "new"}
    copy.lab.close()
    again("restart")
    kernel = again.lab._open["code"].desk.kernel  # type: ignore[attr-defined]
    again.lab.close()
    assert not kernel.is_closed
    place.kernels._pages.end_oldest()  # type: ignore[attr-defined]
    eventually(lambda: kernel.pid is None, "the end of the process")


def test_a_kernel_that_waits_makes_room_and_does_not_wait_for_ever(tmp_path: Path) -> None:
    """It ends when another page needs its place, when its time is over, and with the lab."""
    workspace = Workspace(tmp_path / "data", FairLock)

    def left(page: str) -> JupyterKernel:
        session = Session(workspace)
        session("open")
        session("arrive", page=page)
        session("run", source="1")
        kernel: JupyterKernel = session.lab._open["code"].desk.kernel  # type: ignore[attr-defined]
        session.lab.close()
        return kernel

    workspace.kernels = JupyterKernels(most=1)
    first, second = left("one"), left("two")
    assert first.is_closed
    assert not second.is_closed
    workspace.kernels.close()
    assert second.is_closed
    workspace.kernels = JupyterKernels(kept_seconds=0.01)
    third = left("three")
    eventually(lambda: third.is_closed, "the end of its time")
    workspace.kernels.close()


def test_a_curve_grows(session: Session) -> None:
    """Curves of one figure come together, in their last state; missing numbers are left out."""
    events = session.run(
        "import neurarium\n"
        "for n in range(1, 50):\n"
        "    neurarium.curve('loss', range(n), [1 / (i + 1) for i in range(n)])\n"
        "    neurarium.curve('gap', [0, 1], [float('nan'), 2.0])\n"
        "neurarium.curve('long', range(10_000), range(10_000), figure='other')\n"
    )
    shown = {event["display"]: event["curves"] for event in events if event["curves"]}
    loss, gap = next(curves for curves in shown.values() if len(curves) == 2)
    assert (loss["name"], len(loss["x"])) == ("loss", 49)
    np.testing.assert_allclose(loss["y"], 1 / np.arange(1, 50))
    assert np.isnan(gap["y"][0])
    (long,) = next(curves for curves in shown.values() if len(curves) == 1)
    assert 1000 <= len(long["x"]) <= 2000


def test_what_a_program_sends_in_our_name_is_checked(session: Session) -> None:
    """A program can send anything under our types; what is not as declared is not taken for it."""
    events = session.run(
        "from IPython.display import display\n"
        "A = 'application/vnd.neurarium.attempt+json'\nC = 'application/vnd.neurarium.curves+json'\n"
        "for data in ({'score': 'x'}, {}, [], 3, {'score': 1.0, 'seed': 's'}, {'configuration': {'a': 1}}):\n"
        "    display({A: data, 'text/plain': 'no'}, raw=True)\n"
        "for data in ({}, {'curves': 3}, {'curves': [{}]}, {'curves': [{'name': 1, 'x': 2, 'y': 'z'}]}):\n"
        "    display({C: data, 'text/plain': 'no'}, raw=True)\n"
        "display({'image/png': 'not base64!', 'text/plain': 'no'}, raw=True)\n"
    )
    assert [event["kind"] for event in events] == ["display"] * 11
    assert all(not event["curves"] and event["attempt"] is None for event in events)


def test_a_running_kernel_holds_nobody_up(place: Workspace, session: Session) -> None:
    """While one page's program floods, another page is answered, and what is kept stays small."""
    session("run", source="while True:\n    print('x' * 1000)")
    other = Session(place)

    def has_flooded() -> bool:
        output = session("output", since=session.since)
        session.since = output["next"]
        return any(event["kind"] == "tail" and event["left_out"] > 10**6 for event in output["events"])

    eventually(has_flooded, "the flood")
    assert other.lab.handle({"id": 1, "exhibit": "neuron", "op": "open", "params": {}})["ok"]
    assert sum(len(event["text"]) for event in session("output", since=0)["events"]) < 1_000_000
    session("stop")
    eventually(lambda: session("output", since=0)["state"]["outcome"], "the end of the flood")
    assert session("output", since=0)["state"]["outcome"] == "stopped"


def test_random_requests_are_answered(place: Workspace) -> None:
    """Hundreds of random requests to a kernel at work get an answer or a refusal in words."""
    requests, lab = RandomRequests(20261201), Lab(place)
    targets = [("open", settings_type(Code))]
    targets += [(name, each.params or NoSettings) for name, each in operations(Code).items()]
    requests._targets = [("code", op, kind) for op, kind in targets if op not in ("variables", "complete")]
    codes = set()
    for _ in range(600):
        reply = lab.handle(requests.request())
        codes.add("ok" if reply["ok"] else reply["error"]["code"])
    lab.close()
    assert "internal" not in codes
    assert {"ok", "bad_param", "kernel"} <= codes
