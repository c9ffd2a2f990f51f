"""Threads that compute answers, shared fairly by all sessions."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_THREADS = 4
_BUSY_SECONDS = 1.0


class Workers:
    """A few threads, and the share of their time that one request may have.

    Each session has at most one request in work at a time, and waiting requests are taken in the order they
    came: so sessions take turns. The more sessions are busy, the less time a request gets that could use any
    amount, so that each session's next picture still comes soon.

    Parameters
    ----------
    round_ms : float
        Milliseconds that one turn of all busy sessions may take together.
    """

    def __init__(self, round_ms: float) -> None:
        self._round_ms = round_ms
        self._pool = ThreadPoolExecutor(_THREADS, "neurarium-worker")
        self._last_seen: dict[object, float] = {}

    def share(self, session: object) -> float:
        """Note that a session is busy, and return the milliseconds that its request may take."""
        now = time.monotonic()
        self._last_seen[session] = now
        self._last_seen = {key: seen for key, seen in self._last_seen.items() if now - seen < _BUSY_SECONDS}
        return self._round_ms / len(self._last_seen)

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Drop what has not begun; what has begun ends by itself, soon, because its time is bounded."""
        self._pool.shutdown(wait=False, cancel_futures=True)
