"""Connections on which nothing more arrives."""

import asyncio
import socket
import time
from contextlib import suppress
from itertools import count

import pytest
from starlette.types import Message, Receive, Scope, Send
from waiting import LONGEST_WAIT, eventually
from websockets.exceptions import InvalidMessage

from neurarium.server.body import BodyLimit
from neurarium.server.settings import Limits

OF_THE_SERVER = 0.2
"""Seconds that the server waits for the rest of a request."""


@pytest.fixture
def server(start):
    return start(limits=Limits(request_seconds=OF_THE_SERVER))


def answer(server, request: str) -> bytes:
    """Send the beginning of a request, and return all that comes until the server closes the connection."""
    known = f"Host: 127.0.0.1:{server.settings.port}\r\nAuthorization: Bearer {server.settings.token}\r\n"
    while True:
        began, in_time, got = time.monotonic(), False, b""
        try:
            with socket.create_connection(
                ("127.0.0.1", server.settings.port), timeout=LONGEST_WAIT
            ) as connection:
                connection.sendall(request.replace("KNOWN\r\n", known).encode())
                in_time = time.monotonic() < began + OF_THE_SERVER
                with connection.makefile("rb") as stream:
                    got = stream.read()
        except ConnectionError:
            if in_time:
                raise
        if in_time:  # else this thread was held up, and the server may have closed the connection before
            return got


FORM = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("", b""),
        ("GET / HTT", b""),
        ("GET / HTTP/1.1\r\nKNOWN\r\nX: a", b""),
        ("GET /api/models HTTP/1.1\r\nKNOWN\r\n\r\nGET / HTTP/1.1\r\nX: a", b"HTTP/1.1 200"),
        ("POST /api/predict HTTP/1.1\r\nKNOWN\r\n" + FORM, b"HTTP/1.1 408"),
        ("POST /api/predict HTTP/1.1\r\nHost: evil.example\r\n" + FORM, b"HTTP/1.1 403"),
    ],
    ids=["nothing", "half a line", "half a head", "half a second head", "half a body", "a stranger's body"],
)
def test_it_is_closed(server, request_, status):
    """Whatever part of a request is missing, the server waits for a while and then closes the connection."""
    got = answer(server, request_)
    assert got.startswith(status)
    assert bool(got) == bool(status)


def test_a_body_that_drips_is_closed(start):
    """A body of which a little comes again and again, too slowly ever to end, is refused."""
    server = start(limits=Limits(request_seconds=0.5, body_bytes_per_second=1_000_000))
    head = f"POST /api/predict HTTP/1.1\r\nHost: 127.0.0.1:{server.settings.port}\r\n"
    head += f"Authorization: Bearer {server.settings.token}\r\n" + FORM.replace("1000", "1000000")
    with socket.create_connection(("127.0.0.1", server.settings.port), timeout=LONGEST_WAIT) as connection:
        connection.sendall(head.encode())
        connection.settimeout(0.05)
        answer = None
        while answer is None:  # each part comes long before the server would miss it
            connection.sendall(b"-")
            with suppress(TimeoutError):
                answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 408")


class SetByHand(asyncio.SelectorEventLoop):
    """An event loop whose clock can be put forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def test_a_body_that_comes_in_parts_is_read():
    """A body may take longer than the timeout if it comes fast enough, and is whole in the end."""

    async def receive() -> Message:
        asyncio.get_running_loop().ahead += 600
        return {"type": "http.request", "body": b"x" * 100, "more_body": next(parts) < 20}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            read.append(len(message["body"]))
            more = message["more_body"]

    parts, read = count(1), []
    scope = {"type": "http", "headers": [(b"content-length", b"2000")]}
    with asyncio.Runner(loop_factory=SetByHand) as runner:
        runner.run(BodyLimit(app, most=2000, timeout=1000, least_rate=0.1)(scope, receive, receive))
    assert sum(read) == 2000


def test_who_speaks_is_not_closed(server, ask):
    """A session may be silent for longer than a request may."""
    sessions = []

    def connected() -> bool:
        with suppress(InvalidMessage, OSError):  # if this thread was held up, it may have come too late
            sessions.append(server.connect())
        return bool(sessions)

    eventually(connected, "a connection that is made in time")
    with sessions[0] as session:
        assert ask(session, "lab", "model")["ok"]
        assert answer(server, "") == b""  # that took longer than the timeout
        assert ask(session, "lab", "model")["ok"]


def test_an_upload_that_is_broken_off(server, caplog):
    """A client that leaves in the middle of an upload is no error of the server's."""
    head = f"POST /api/predict HTTP/1.1\r\nHost: 127.0.0.1:{server.settings.port}\r\n"
    head += f"Authorization: Bearer {server.settings.token}\r\n"
    with socket.create_connection(("127.0.0.1", server.settings.port)) as connection:
        connection.sendall((head + FORM).encode())
    server.stop()
    assert not caplog.records
