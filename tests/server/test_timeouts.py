"""Connections on which nothing more arrives."""

import socket
import time
from contextlib import suppress

import pytest
from waiting import PATIENCE, eventually
from websockets.exceptions import InvalidMessage

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
                ("127.0.0.1", server.settings.port), timeout=PATIENCE
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
    """Whoever goes away in the middle of an upload is no error of the server's."""
    head = f"POST /api/predict HTTP/1.1\r\nHost: 127.0.0.1:{server.settings.port}\r\n"
    head += f"Authorization: Bearer {server.settings.token}\r\n"
    with socket.create_connection(("127.0.0.1", server.settings.port)) as connection:
        connection.sendall((head + FORM).encode())
    server.stop()
    assert not caplog.records
