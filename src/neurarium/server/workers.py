"""Threads that compute answers, shared fairly by all sessions."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_THREADS = 4
_LEAST_MS = 0.5
_LESS, _MORE = 0.9, 1.02


class Workers:
    """A few threads, and the time budget of each request in them.

    Each session has at most one request in work at a time, and waiting requests are taken in the order of
    their arrival: so sessions take turns. Work without a natural end (training while a page watches) gets so
    much time that every session is answered soon: a little less after each answer that was slow, for whatever
    reason, a little more after each that was not.

    Parameters
    ----------
    wait_ms
        Milliseconds that a session should wait for an answer, queueing included.
    work_ms
        The most milliseconds of work without a natural end, also when there is no other session.
    """

    def __init__(self, wait_ms: float, work_ms: float) -> None:
        self._wait_ms = wait_ms
        self._most_ms = work_ms
        self.budget_ms = work_ms
        self._pool = ThreadPoolExecutor(_THREADS, "neurarium-worker")

    async def run(self, work: Callable[[float], T]) -> T:
        """Return ``work(budget_ms)``, done in one of the threads."""
        asked = time.perf_counter()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, self.budget_ms)
        finally:
            self.adapt((time.perf_counter() - asked) * 1000)

    def adapt(self, waited_ms: float) -> None:
        """Adapt the budget after an answer that took `waited_ms`, queueing included."""
        change = _LESS if waited_ms > self._wait_ms else _MORE
        self.budget_ms = min(max(self.budget_ms * change, _LEAST_MS), self._most_ms)

    def close(self) -> None:
        """Drop requests that have not begun; others end soon by themselves, because their time is limited."""
        self._pool.shutdown(wait=False, cancel_futures=True)
