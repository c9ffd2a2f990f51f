"""A server in a separate process."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from waiting import LONGEST_WAIT

_PROGRAM = """
import sys
from pathlib import Path
from neurarium.server import serve
port, folder, token, warm_up, url = sys.argv[1:]
serve(
    port=int(port),
    token=token,
    open_browser=False,
    url=url or None,
    folder=Path(folder),
    warm_up=warm_up == "True",
)
"""


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


class LabServer:
    """A server in a separate process, which can be ended, killed and started again on the same data."""

    token = "a-token-for-the-browser"

    def __init__(self, folder: Path, warm_up: bool = True, url: str = "") -> None:
        self.folder = folder
        self._warm_up = warm_up
        self.url = url  # as seen from outside
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None
        self.log = ""  # what the servers that have ended wrote to the terminal

    @property
    def origin(self) -> str:
        """The lab's address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it listens."""
        words = [str(self.port), str(self.folder), self.token, str(self._warm_up), self.url]
        command = [sys.executable, "-c", _PROGRAM, *words]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        line = self._process.stderr.readline()
        if (self.url or self.origin) not in line:
            pytest.fail("the server did not start: " + line + self._process.communicate()[1])

    def end(self, how: signal.Signals) -> None:
        """End the server with a signal and wait for it."""
        if self._process is not None:
            self._process.send_signal(how)
            self.log += self._process.communicate(timeout=LONGEST_WAIT)[1]
            self._process = None

    def stop(self) -> None:
        """End the server as Ctrl-C does."""
        self.end(signal.SIGINT)

    def kill(self) -> None:
        """End the server as a power failure does."""
        self.end(signal.SIGKILL)


@contextmanager
def running(folder: Path, warm_up: bool = True, url: str = "") -> Iterator[LabServer]:
    """Run a server; an exception in it fails the test."""
    server = LabServer(folder, warm_up, url)
    server.start()
    try:
        yield server
    finally:
        server.stop()
    assert "Traceback" not in server.log, server.log
