"""The lab inside a browser: what its worker calls, in Pyodide.

The worker (``web/src/worker``) hands over the frames that a server would receive, and gives long runs time
between them: so neither side knows that there is no server.
"""

from itertools import count
from pathlib import Path

from neurarium.data.mnist import MNIST_FILE
from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits import restore
from neurarium.lab.session import Session, encoded

Buffer = bytes | bytearray | memoryview

ANSWER_MS = 20.0
"""Milliseconds of work without a natural end, for one answer."""

SLICE_MS = 25.0
"""Milliseconds of a long run, before requests are looked at again."""


class Host:
    """The labs of all pages that share a worker.

    Parameters
    ----------
    folder
        The data folder; the worker keeps it in the browser's storage.

    Attributes
    ----------
    awaits_mnist
        Whether the images are on their way; the worker sets it to false if they cannot be loaded.
    """

    def __init__(self, folder: str) -> None:
        self._workspace = Workspace(Path(folder))
        self._sessions: dict[int, Session] = {}
        self._ids = count()
        self.awaits_mnist = not MNIST_FILE.is_file()
        if not self.awaits_mnist:
            restore(self._workspace)

    @property
    def left_runs(self) -> bool:
        """Whether an earlier visit left runs: they can be resumed, and shown, once MNIST is there."""
        runs = self._workspace.folder / "runs"
        return self.awaits_mnist and runs.is_dir() and any(runs.iterdir())

    def open(self) -> int:
        """Open a session for a page; return its number."""
        number = next(self._ids)
        self._sessions[number] = Session(Lab(self._workspace))
        return number

    def close(self, session: int) -> None:
        """End a page's session; its long runs go on."""
        self._sessions.pop(session).close()

    def answer(self, session: int, frame: Buffer) -> bytes | None:
        """Return the reply to a page's frame; None if it needs MNIST, which is still on its way.

        Then the worker asks again once `add_mnist` was called.
        """
        reply = self._sessions[session].reply(bytes(frame), ANSWER_MS)
        if not reply["ok"] and reply["error"]["code"] == "no_mnist" and self.awaits_mnist:
            return None
        return encoded(reply)

    def add_mnist(self, data: Buffer) -> None:
        """Put the images, once they have been loaded, where `neurarium.data.mnist` reads them."""
        MNIST_FILE.write_bytes(data)
        self.awaits_mnist = False
        restore(self._workspace)

    def advance(self) -> bool:
        """Give the next long run a slice of time; return whether there was one."""
        return self._workspace.runs.advance(SLICE_MS)
