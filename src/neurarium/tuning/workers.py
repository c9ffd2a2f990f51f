"""Workers on this machine: processes that train one thread each, and end with the one that started them."""

import signal
import threading
from concurrent.futures import Executor
from os import _exit

from neurarium.kernels.cores import available_cores


def local_workers(n: int | None = None) -> Executor:
    """Return an executor with `n` processes; by default as many as this process may use cores.

    Each trains with one thread, so that the cores are not oversubscribed.
    """
    # A browser has no processes, and other commands do not wait for this.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(n or available_cores(), get_context("spawn"), _begin)


def _begin() -> None:
    """Leave Ctrl-C to the head, and end when it is gone: it may have been killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, name="head", daemon=True).start()


def _watch() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    head = parent_process()
    if head is not None:
        wait([head.sentinel])
        _exit(1)
