"""Running the server: starting, refusing to start, and ending."""

import re
import signal
import socket
import subprocess
import sys

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from neurarium.server import ServerError, serve

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
        with pytest.raises(ServerError, match=f"port {port}.*--port {port + 1}"):
            serve(port=port, open_browser=False, folder=tmp_path, static=tmp_path / "static")


@pytest.mark.parametrize("host", ["no-such-host.invalid", "256.1.1.1", "203.0.113.1"])
def test_an_address_that_is_not_ours(tmp_path, start, host):
    """An address that does not exist, or belongs to another machine, is an error and not a traceback."""
    with pytest.raises(ServerError, match=re.escape(host)):
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
