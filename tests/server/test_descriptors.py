"""A server that has used up its file descriptors."""

import asyncio
import errno
import logging
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress

import pytest
from waiting import LONGEST_WAIT

from neurarium.server.descriptors import Shortage, raise_limit
from neurarium.server.settings import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")

PROGRAM = """
import resource, sys
from pathlib import Path
import neurarium.server.run as run
from neurarium.server.settings import Limits
connections, folder, static = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80))
settings = run.ServerSettings
run.ServerSettings = lambda *a, **k: settings(*a, limits=Limits(connections=int(connections) or None), **k)
run.serve(port=0, token="t", open_browser=False, folder=Path(folder), static=Path(static))
"""


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def used_up(number: int = errno.EMFILE) -> dict[str, object]:
    """Return what asyncio reports when it cannot accept a connection."""
    return {
        "message": "socket.accept() out of system resource",
        "exception": OSError(number, ""),
        "socket": 1,
    }


def test_a_shortage_is_said_once(caplog):
    """However often a connection cannot be accepted, one line says so; again when it comes back later."""
    clock = Clock()
    shortage, loop = Shortage(clock), asyncio.new_event_loop()
    with caplog.at_level(logging.WARNING):
        for _ in range(5000):
            clock.now += 0.03
            shortage.on_error(loop, used_up())
        assert len(caplog.records) == 1
        assert caplog.records[0].exc_info is None
        clock.now += 61
        shortage.on_error(loop, used_up(errno.ENFILE))
        assert len(caplog.records) == 2
    loop.close()


def test_other_errors_are_shown_in_full(caplog):
    """What else goes wrong in the event loop is reported as ever, with its traceback."""
    loop = asyncio.new_event_loop()
    for context in ({"message": "x", "exception": OSError(errno.EMFILE, "")}, used_up(errno.EINVAL)):
        Shortage().on_error(loop, context)
    loop.close()
    assert len(caplog.records) == 2
    assert all(record.exc_info for record in caplog.records)


def test_the_limit_is_raised_as_far_as_it_goes(monkeypatch):
    """A process may open as many files as are wanted or the system lets it, and is not given fewer."""
    import resource

    limits = [256, 1000]
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(limits))
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.__setitem__(slice(None), new))
    assert raise_limit(500) == 500
    assert limits == [500, 1000]
    assert raise_limit(4000) == 1000
    assert raise_limit(100) == 1000
    limits[:] = [resource.RLIM_INFINITY] * 2
    assert raise_limit(4000) == 4000


def knock(port: int, stack: ExitStack, times: int) -> None:
    """Open connections and say nothing on them."""
    for _ in range(times):
        stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT))


@pytest.mark.parametrize("connections", ["0", "10000"], ids=["a limit to connections", "no such limit"])
def test_a_flood_of_connections_leaves_one_line(tmp_path, start, connections):
    """A process that may open 80 files survives more connections; one line says so, and pages come again."""
    command = [sys.executable, "-c", PROGRAM, connections, str(tmp_path / "data"), str(tmp_path / "static")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())[1])
            process.stderr.readline()
            with ExitStack() as stack:
                knock(port, stack, 100)
                assert "Too many connections" in process.stderr.readline()
            request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer t\r\n\r\n"
            answer = b""
            while not answer:  # until those that have gone are noticed
                with suppress(ConnectionResetError), socket.create_connection(("127.0.0.1", port)) as client:
                    client.sendall(request.encode())
                    answer = client.recv(15)
            assert answer == b"HTTP/1.1 200 OK"
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == ""
            assert process.wait(LONGEST_WAIT) in {0, -signal.SIGINT}
        finally:
            process.kill()


def test_pages_that_are_open_go_on(start, ask):
    """Beyond the limit new connections are closed at once; who is there already is still answered."""
    server = start(limits=Limits(connections=3))
    with server.connect() as session, ExitStack() as stack:
        knock(server.settings.port, stack, 2)
        with socket.create_connection(("127.0.0.1", server.settings.port), timeout=LONGEST_WAIT) as late:
            assert late.recv(1) == b""
        assert ask(session, "lab", "model")["ok"]
