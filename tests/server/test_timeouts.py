"""Connections on which nothing more arrives."""

import socket

import pytest

from neurarium.server.settings import Limits


@pytest.fixture
def server(start):
    return start(limits=Limits(request_seconds=0.2))


def answer(server, request: str) -> bytes:
    """Send the beginning of a request, and return all that comes until the server closes the connection."""
    known = f"Host: 127.0.0.1:{server.settings.port}\r\nAuthorization: Bearer {server.settings.token}\r\n"
    with socket.create_connection(("127.0.0.1", server.settings.port), timeout=60) as connection:
        connection.sendall(request.replace("KNOWN\r\n", known).encode())
        with connection.makefile("rb") as stream:
            return stream.read()


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
    with server.connect() as session:
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
