"""Where kernels come from: who may have one, how many there are, and the end of all."""

import importlib.util
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from neurarium.lab.kernel import Held, Kernel
from neurarium.lab.kernel.output import Obstacle
from neurarium.server.addresses import LOOPBACK_NAMES
from neurarium.server.jupyter.pages import KEPT_SECONDS, Pages
from neurarium.server.settings import ServerSettings

if TYPE_CHECKING:
    from neurarium.server.jupyter.kernel import JupyterKernel

MOST = 4
"""Kernels at a time: each is a Python with NumPy, and more when it computes."""

_NEEDED = ("ipykernel", "jupyter_client")


class JupyterKernels:
    """The kernels of a server.

    Parameters
    ----------
    why_not
        Why there can be none; None if there can.
    most
        How many there may be at a time. Those that wait for their pages make room for others.
    kept_seconds
        How long one waits for its page.
    """

    def __init__(
        self, why_not: Obstacle | None = None, most: int = MOST, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        self._why_not = why_not or _missing()
        self._most = most
        self._lock = threading.Lock()
        self._kernels: list[JupyterKernel] = []
        self._pages = Pages(kept_seconds)
        self._closed = False

    @classmethod
    def of(cls, settings: ServerSettings) -> "JupyterKernels":
        """Return the kernels of a server: none, if others than this machine can reach it.

        What runs is any program at all, with the rights of the person who started the lab. A port that is
        forwarded to this person's own machine, ``--url http://localhost:9000/``, is local too.
        """
        public = settings.public
        if not settings.is_loopback:
            return cls(Obstacle("not_local", settings.host))
        if public is not None and public.host not in LOOPBACK_NAMES:
            return cls(Obstacle("not_local", public.host))
        return cls()

    def obstacle(self) -> Obstacle | None:
        """Return why there can be no kernel here; None if there can."""
        return self._why_not

    def new(self, folder: Path) -> Kernel:
        """Return a kernel that is off yet and will work in `folder`.

        Raises
        ------
        LabError
            `kernel`, if there can be none, or as many as may be are in use.
        """
        if self._why_not is not None:
            raise self._why_not.error()
        from neurarium.server.jupyter.kernel import JupyterKernel

        with self._lock:
            while self._closed or self._count() >= self._most:
                if not self._pages.end_oldest():
                    raise Obstacle("too_many", str(self._most)).error()
            kernel = JupyterKernel(folder)
            self._kernels.append(kernel)
        return kernel

    def arrive(self, page: str) -> Held | None:
        """Note that a page of this name is here; return what it left when it went."""
        return self._pages.arrive(page)

    def leave(self, page: str, held: Held | None) -> None:
        """Note that a page has gone; what it leaves is ended after a while, if it does not come back."""
        self._pages.leave(page, held)

    def close(self) -> None:
        """End all kernels, and wait until they have ended."""
        self._pages.close()
        with self._lock:
            self._closed = True
            kernels = self._kernels
        for kernel in kernels:
            kernel.close()
        for kernel in kernels:
            kernel.join()

    def _count(self) -> int:
        self._kernels = [kernel for kernel in self._kernels if not kernel.is_closed]
        return len(self._kernels)


def _missing() -> Obstacle | None:
    """Return what this machine lacks."""
    if sys.platform == "win32":
        return Obstacle("system", "Windows")
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    return Obstacle("not_installed", ", ".join(missing)) if missing else None
