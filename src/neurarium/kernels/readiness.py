"""Whether the kernels' machine code is still on its way.

The compiler holds Python's global lock while it works. So a host that must keep answering compiles in a
separate process, and says so here: until the code is ready, nothing in this process should ask for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_waiting = 0


def being_compiled() -> bool:
    """Return whether machine code is on its way, so that using the kernels now would compile them here."""
    return _waiting > 0


@contextmanager
def compiling_elsewhere() -> Iterator[None]:
    """Say, for as long as the context lasts, that the machine code is on its way."""
    global _waiting  # noqa: PLW0603  (one process has one set of kernels)
    with _lock:
        _waiting += 1
    try:
        yield
    finally:
        with _lock:
            _waiting -= 1
