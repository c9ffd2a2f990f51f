"""Real servers on free ports of this machine, to use and to attack."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from waiting import LONGEST_WAIT, eventually
from websockets.sync.client import ClientConnection, connect

from neurarium.lab import Workspace
from neurarium.lab.encoding import decode, encode
from neurarium.server import ServerSettings
from neurarium.server.locks import FairLock
from neurarium.server.run import make_server

TOKEN = "a-token-for-tests"
PAGE = "<!doctype html><title>Neurarium</title><script type=module src=/assets/main-1a2b.js></script>"


def write_front_end(folder: Path) -> Path:
    """Write a front end of three files."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "assets" / "main-1a2b.js").write_text("// nothing\n" * 200)
    return folder


@dataclass(frozen=True)
class Running:
    """A real server."""

    settings: ServerSettings
    workspace: Workspace
    stop: Callable[[], None]

    @contextmanager
    def client(self, known: bool = True) -> Iterator[httpx.Client]:
        """Return a browser that has exchanged the token for its cookie, or a stranger."""
        with httpx.Client(base_url=self.settings.origin, timeout=LONGEST_WAIT, trust_env=False) as client:
            if known:
                assert client.get("/", params={"token": TOKEN}).status_code == 200
            yield client

    def connect(self, path: str = "/ws", **headers: str) -> ClientConnection:
        """Open a session, by default as a program that sends the token."""
        headers = headers or {"Authorization": f"Bearer {TOKEN}"}
        return connect(
            self.settings.origin.replace("http://", "ws://") + path,
            additional_headers=headers,
            compression=None,
            max_size=None,
            open_timeout=LONGEST_WAIT,
            proxy=None,
        )


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[Running]:
    """Run a server in a thread of this process."""
    listener = socket.create_server(("127.0.0.1", 0))
    options.setdefault("static", folder / "static")
    settings = ServerSettings(port=listener.getsockname()[1], token=TOKEN, **options)
    workspace = Workspace(folder / "data", FairLock)
    server = make_server(workspace, settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)

    def stop() -> None:
        server.should_exit = True
        thread.join()

    thread.start()
    try:
        eventually(lambda: server.started or not thread.is_alive(), "the start of the server")
        assert thread.is_alive(), "the server ended while starting"
        yield Running(settings, workspace, stop)
    finally:
        stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a server that the tests of a module share."""
    folder = tmp_path_factory.mktemp("server")
    write_front_end(folder / "static")
    with running(folder) as server:
        yield server


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Return a function that starts a separate server for one test, with its own settings."""
    contexts: list[Any] = []

    def start(**options: Any) -> Running:
        context = running(tmp_path, **options)
        contexts.append(context)
        server: Running = context.__enter__()
        return server

    write_front_end(tmp_path / "static")
    yield start
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def stranger(server: Running) -> Iterator[httpx.Client]:
    """Return a client that knows the address but not the token."""
    with server.client(known=False) as client:
        yield client


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    """Return a client with the cookie."""
    with server.client() as client:
        yield client


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Return ``ask(session, exhibit, op, **params)``, which sends a request and returns its reply."""

    def ask(session: ClientConnection, exhibit: str, op: str, **params: object) -> Any:
        session.send(encode({"id": 1, "exhibit": exhibit, "op": op, "params": params}))
        frame = session.recv(timeout=LONGEST_WAIT)
        assert isinstance(frame, bytes)
        return decode(frame)

    return ask
