"""The code lab, attacked: it runs any program, so nobody but this machine's own page may come to it."""

import random
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_server import LabServer, running
from random_requests import RandomRequests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from neurarium.lab import Lab, Workspace
from neurarium.lab.encoding import decode, encode
from neurarium.lab.exhibit import operations
from neurarium.lab.exhibits.code import Code
from neurarium.lab.reception import NoSettings
from neurarium.lab.session import Session
from neurarium.server import ServerSettings
from neurarium.server.addresses import PublicAddress
from neurarium.server.jupyter import JupyterKernels
from neurarium.server.locks import FairLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kernels need Unix sockets")


@pytest.fixture(scope="module")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """Return a server that runs programs."""
    with running(tmp_path_factory.mktemp("attacked"), warm_up=False) as server:
        yield server


TOKEN = {"Authorization": f"Bearer {LabServer.token}"}


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("127.0.0.1", {}),
        ("127.0.0.1", {"Authorization": "Bearer wrong-token"}),
        ("127.0.0.1", {**TOKEN, "Origin": "https://example.org"}),
        ("127.0.0.1", {**TOKEN, "Origin": "http://127.0.0.1:1"}),
        ("127.0.0.1", {**TOKEN, "Origin": "null"}),
        ("example.org", TOKEN),
        ("192.0.2.7", TOKEN),
    ],
    ids=["no token", "wrong token", "other site", "other port", "no origin", "other name", "other address"],
)
def test_no_stranger_reaches_a_kernel(lab_server: LabServer, name: str, headers: dict[str, str]) -> None:
    """Without the token, from another site or under another name there is no session: no program runs."""
    with (
        socket.create_connection(("127.0.0.1", lab_server.port)) as way,
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://{name}:{lab_server.port}/ws", sock=way, additional_headers=headers, proxy=None),
    ):
        pass
    assert refused.value.response.status_code == 403
    assert not (lab_server.folder / "code" / "files").exists()  # a kernel makes it when it starts


@pytest.mark.parametrize(
    ("host", "url"), [("0.0.0.0", ""), ("192.0.2.7", ""), ("127.0.0.1", "https://example.org/lab/")]
)
def test_where_others_reach_the_lab_no_program_runs(tmp_path: Path, host: str, url: str) -> None:
    """Neither a run nor the check of a task starts a process, and both say why."""
    public = PublicAddress.parse(url) if url else None
    workspace = Workspace(tmp_path, FairLock)
    workspace.kernels = JupyterKernels.of(ServerSettings(host=host, public=public))
    lab = Lab(workspace)

    def ask(op: str, **params: object) -> Any:
        return lab.handle({"id": 1, "exhibit": "code", "op": op, "params": params})

    assert ask("open")["data"]["obstacle"]["reason"] == "not_local"
    for op, params in (("run", {"source": "1"}), ("examine", {"name": "sigmoid", "source": "1"})):
        error = ask(op, **params)["error"]
        assert (error["code"], error["data"]["reason"]) == ("kernel", "not_local")
    assert ask("verdict")["data"]["state"] == "none"
    assert ask("restart")["data"]["phase"] == "off"
    lab.close()
    assert not (tmp_path / "code" / "files").exists()


WITH_A_WAIT = {"variables", "complete", "examine", "restart"}
"""What waits for a process; `test_code_kernel.py` asks for these at random, too."""


def test_ten_thousand_messages_break_nothing(tmp_path: Path) -> None:
    """Right, nearly right and damaged messages are answered; no file lies outside the data folder."""
    outside = sorted(each.name for each in tmp_path.iterdir())
    workspace = Workspace(tmp_path / "data", FairLock)
    workspace.kernels = JupyterKernels()
    lab = Lab(workspace)
    session, requests, rng = Session(lab), RandomRequests(20261212), random.Random(12)
    session.answer(encode({"id": 0, "exhibit": "code", "op": "open", "params": {}}), 20)
    requests._targets = [
        ("code", op, each.params or NoSettings)
        for op, each in operations(Code).items()
        if op not in WITH_A_WAIT
    ]
    codes = set()
    for i in range(10_000):
        frame = bytearray(encode(requests.request()))
        if i % 3 == 0:
            for _ in range(rng.randint(1, 4)):
                frame[rng.randrange(len(frame))] = rng.randrange(256)
        reply: Any = decode(session.answer(bytes(frame), 20))
        codes.add("ok" if reply["ok"] else reply["error"]["code"])
    lab.close()
    workspace.kernels.close()
    assert "internal" not in codes
    assert {"ok", "bad_param", "bad_frame"} <= codes
    assert sorted(each.name for each in tmp_path.iterdir()) == [*outside, "data"]
    assert {each.name for each in (tmp_path / "data").iterdir()} <= {"code"}
