"""A lock that is given in the order of asking."""

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """A re-entrant lock, first come, first served.

    Python's own lock is not fair: a thread that releases and takes it in a loop (the background runner) would
    keep other threads (a page that asks for a view) waiting.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()  # guards the three below
        self._owner: int | None = None
        self._depth = 0
        self._waiting: deque[tuple[int, threading.Event]] = deque()

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._mutex:
            if self._owner in {None, me}:
                self._owner = me
                self._depth += 1
                return
            turn = threading.Event()
            self._waiting.append((me, turn))
        turn.wait()  # the thread that leaves makes this one the owner

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._mutex:
            self._depth -= 1
            if self._depth:
                return
            if self._waiting:
                self._owner, turn = self._waiting.popleft()
                self._depth = 1
                turn.set()
            else:
                self._owner = None
