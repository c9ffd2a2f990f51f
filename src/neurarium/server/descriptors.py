"""File descriptors: room for the training's own files, and no flood of messages when there are none left."""

import asyncio
import errno
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

WANTED = 4096
_QUIET_SECONDS = 60.0
_USED_UP = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_MESSAGE = (
    "Too many connections or files are open: new pages must wait until some are closed. "
    "Pages that are open and trainings continue."
)

_log = logging.getLogger(__name__)


def raise_limit(wanted: int = WANTED) -> int:
    """Raise the number of files that this process may open, as far as the system lets it; return it."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    possible = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < possible:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (possible, hard))
        except (OSError, ValueError):  # macOS has a further limit
            return soft
        return possible
    return wanted if soft == resource.RLIM_INFINITY else soft


class Shortage:
    """Says that descriptors have run out: in one line, and not again before it has been over for a minute.

    Parameters
    ----------
    clock
        Returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = float("-inf")

    def say(self) -> None:
        """Say it, unless it has been said."""
        now = self._clock()
        if now - self._last > _QUIET_SECONDS:
            _log.warning(_MESSAGE)
        self._last = now

    def on_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle an error in an event loop.

        When a connection cannot be accepted, asyncio reports it once for each place in the queue of the
        socket, with a traceback, rests for a second, and does so again.
        """
        error = context.get("exception")
        if "socket" in context and isinstance(error, OSError) and error.errno in _USED_UP:
            self.say()
        else:
            loop.default_exception_handler(context)


def with_connection_limit(protocol: type[H11Protocol], most: int, shortage: Shortage) -> type[H11Protocol]:
    """Return an HTTP protocol of which there are at most `most` connections; others are closed at once.

    So there are always descriptors left for the files of a training, and for pages.
    """

    class LimitedProtocol(protocol):  # type: ignore[misc, valid-type]
        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            if len(self.connections) > most:
                shortage.say()
                transport.close()

    return LimitedProtocol
