"""Getting the compiled kernels ready while the first page loads."""

import gc
import subprocess
import sys
from contextlib import suppress
from threading import Thread

from neurarium import kernels

_PROGRAM = "from neurarium import kernels; kernels.prepare()"


class WarmUp:
    """Compiles the kernels in a process of its own, then loads them from the cache into this one.

    The compiler does not let go of Python while it works: in this process it would hold up every page, for
    seconds, the first time on a machine.
    """

    def __init__(self) -> None:
        self._compiler: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._work, name="neurarium-warm-up", daemon=True)

    def start(self) -> None:
        """Begin, in the background."""
        nothing = subprocess.DEVNULL
        command = [sys.executable, "-c", _PROGRAM]
        with suppress(OSError):  # then whoever trains first compiles
            self._compiler = subprocess.Popen(  # noqa: S603  (this Python, a constant program)
                command, stdin=nothing, stdout=nothing, stderr=nothing
            )
            self._thread.start()

    def stop(self) -> None:
        """End the compiler, if it is still at work."""
        if self._compiler is not None:
            self._compiler.kill()
            self._compiler.wait()

    def _work(self) -> None:
        with kernels.compiling_elsewhere():
            compiled = self._compiler is not None and self._compiler.wait() == 0
            if compiled:
                # Without Numba there are no kernels; a server that ends takes modules away under this thread.
                # What goes wrong here costs time, not the server: who trains first gets the kernels ready.
                with suppress(Exception):
                    kernels.prepare()
                    # The compiler's countless objects stay for good: to look through them for rubbish, now
                    # and then, would hold up every page for a tenth of a second each time.
                    gc.collect()
                    gc.freeze()
