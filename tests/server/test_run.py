"""Running the server: starting, refusing to start, and ending."""

import re
import signal
import socket
import subprocess
import sys
import threading
import webbrowser

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from neurarium.server import ServerError, serve
from neurarium.server.run import leave_threads_behind, show

PROGRAM = """
import sys
from pathlib import Path
from neurarium.server import serve
port, folder, static = sys.argv[1:]
serve(port=int(port), token="t", open_browser=False, folder=Path(folder), static=Path(static))
"""


def test_a_taken_port(tmp_path, start):
    """A taken port is said to be taken, with the command that takes another."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ServerError, match=f"port {port}.*running already.*--port {port + 1}"):
            serve(port=port, open_browser=False, folder=tmp_path, static=tmp_path / "static")


@pytest.mark.parametrize(("port", "other"), [(-1, 8731), (65536, 8731), (99999999999, 8731)])
def test_impossible_ports(tmp_path, port, other):
    """A port that cannot be is refused like one that is taken."""
    with pytest.raises(ServerError, match=f"port {port}.*--port {other}"):
        serve(port=port, open_browser=False, folder=tmp_path)


@pytest.mark.parametrize("token", ["", " ", "a b", "a;b", "é", "a\n", "a/b"])
def test_impossible_tokens(tmp_path, start, token):
    """A token that an address cannot hold is refused; above all the empty one, which everybody has."""
    with pytest.raises(ServerError, match="token"):
        serve(port=0, token=token, open_browser=False, folder=tmp_path, static=tmp_path / "static")


def no_browser(url: str) -> bool:
    raise webbrowser.Error("could not locate runnable browser")


@pytest.mark.parametrize(
    ("opening", "lines"), [(lambda url: True, 0), (lambda url: False, 1), (no_browser, 1)]
)
def test_browsers(monkeypatch, opening, lines):
    """The lab is shown in the browser; where there is none, the person is asked to open the address."""
    opened, said = [], []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or opening(url))
    show("http://127.0.0.1:1/?token=t", said.append)
    assert opened == ["http://127.0.0.1:1/?token=t"]
    assert len(said) == lines
    assert all("yourself" in line for line in said)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "256.1.1.1", "203.0.113.1"])
def test_an_address_that_is_not_ours(tmp_path, start, host):
    """An address that does not exist, or belongs to another machine, is an error and not a traceback."""
    with pytest.raises(ServerError, match=f"{re.escape(host)}.*needs no --host"):
        serve(host, 0, open_browser=False, folder=tmp_path, static=tmp_path / "static")


def test_not_built(tmp_path):
    """Without the built front end the server does not start, and says how to build it."""
    with pytest.raises(ServerError, match="make lab"):
        serve(port=0, open_browser=False, folder=tmp_path, static=tmp_path / "nothing")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_at_once(tmp_path, start, stop):
    """A signal ends a server that has pages open, cleanly, and the pages hear of it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(port), str(tmp_path / "data"), str(tmp_path / "static")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert f"http://127.0.0.1:{port}/?token=t" in line
            with connect(
                f"ws://127.0.0.1:{port}/ws",
                additional_headers={"Authorization": "Bearer t"},
                open_timeout=60,
                proxy=None,
            ) as session:
                process.send_signal(stop)
                with pytest.raises(ConnectionClosed):
                    session.recv(timeout=60)
            rest = process.stderr.read()
            assert process.wait(60) in {0, -stop}
            assert "Traceback" not in rest
            assert "ERROR" not in rest
        finally:
            process.kill()


def test_threads_that_compute_are_left_behind():
    """A thread of the server that does not end in time does not keep the process."""
    go_on, ended = threading.Event(), []
    threads = [threading.Thread(target=go_on.wait, name=name, daemon=True) for name in ("neurarium-x", "y")]
    for thread in threads:
        thread.start()
    leave_threads_behind(0.01, ended.append)
    assert ended == [0]
    go_on.set()
    for thread in threads:
        thread.join()
    leave_threads_behind(60, ended.append)
    assert ended == [0]
