"""Compile and load the kernels while the first page loads."""

import gc
import subprocess
import sys
from contextlib import suppress
from threading import Thread

from neurarium import kernels

_PROGRAM = "from neurarium import kernels; kernels.prepare()"


class WarmUp:
    """Compiles the kernels in a separate process, then loads them from the cache into this one.

    The compiler holds Python's global lock while it works: in this process it would block every page for
    seconds, the first time on a machine.
    """

    def __init__(self) -> None:
        self._compiler: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._work, name="neurarium-warm-up", daemon=True)

    def start(self) -> None:
        """Start in the background."""
        nothing = subprocess.DEVNULL
        command = [sys.executable, "-c", _PROGRAM]
        with suppress(OSError):  # then the first training compiles them
            self._compiler = subprocess.Popen(  # noqa: S603  (this Python, a constant program)
                command, stdin=nothing, stdout=nothing, stderr=nothing
            )
            self._thread.start()

    def stop(self) -> None:
        """Stop the compiler, if it still runs."""
        if self._compiler is not None:
            self._compiler.kill()
            self._compiler.wait()

    def _work(self) -> None:
        with kernels.compiling_elsewhere():
            compiled = self._compiler is not None and self._compiler.wait() == 0
            if compiled:
                # Without Numba there are no kernels; at the end of the process modules vanish meanwhile.
                # An error here only costs time: the first training then prepares the kernels.
                with suppress(Exception):
                    kernels.prepare()
                    # The compiler's many objects are never freed: scanning them again and again by the
                    # garbage collector would block every page for a tenth of a second each time.
                    gc.collect()
                    gc.freeze()
