"""Threads that compute answers: shared fairly by all pages, and one more for programs."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_THREADS = 4
_LARGE_THREADS = 2
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
        self._large_pool = ThreadPoolExecutor(_LARGE_THREADS, "neurarium-large")

    async def run(self, work: Callable[[float], T], *, large: bool = False) -> T:
        """Return ``work(budget_ms)``, done in one of the threads.

        Large work, such as reading a photo, has separate threads: nobody else waits for it.
        """
        loop = asyncio.get_running_loop()
        if large:
            return await loop.run_in_executor(self._large_pool, work, self.budget_ms)
        asked = time.perf_counter()
        try:
            return await loop.run_in_executor(self._pool, work, self.budget_ms)
        finally:
            self.adapt((time.perf_counter() - asked) * 1000)

    def adapt(self, waited_ms: float) -> None:
        """Adapt the budget after an answer that took `waited_ms`, queueing included."""
        change = _LESS if waited_ms > self._wait_ms else _MORE
        self.budget_ms = min(max(self.budget_ms * change, _LEAST_MS), self._most_ms)

    def close(self) -> None:
        """Drop requests that have not begun; others end soon by themselves, because their time is limited."""
        for pool in (self._pool, self._large_pool):
            pool.shutdown(wait=False, cancel_futures=True)


class QueueFullError(Exception):
    """There is no place left in a queue."""


class RequestQueue:
    """One thread for the requests of programs, and a limit to how many there may be at a time.

    Pages never wait for programs: they have threads of their own.

    Parameters
    ----------
    most
        How many requests may be in work or waiting.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._pool = ThreadPoolExecutor(1, "neurarium-api")

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place while a request is being received and answered.

        Raises
        ------
        QueueFullError
            If there is none left.
        """
        if self._taken >= self._most:
            raise QueueFullError
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def run(self, work: Callable[[], T]) -> T:
        """Return ``work()``, done in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Drop requests that have not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
