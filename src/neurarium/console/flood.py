"""A limit to what one run prints: its beginning, its end, and how much was left out between."""

import threading
from collections import deque
from dataclasses import dataclass

FIRST, LAST = 50_000, 50_000
"""Bytes, in UTF-8, of a run that are kept: so many from its beginning, and so many from its end."""


@dataclass(frozen=True)
class Tail:
    """The end of what was printed, and the number of characters between it and the beginning."""

    left_out: int
    text: str


class Flood:
    """Counts what a run prints. It is written to by any thread.

    Parameters
    ----------
    first, last
        Bytes that are kept.
    """

    def __init__(self, first: int = FIRST, last: int = LAST) -> None:
        self._first, self._last = first, last
        self._lock = threading.Lock()
        self.start()

    def start(self) -> None:
        """Begin to count anew: another run begins."""
        with self._lock:
            self._sent = 0
            self._dropped = 0
            self._ends: deque[str] = deque()
            self._held = 0
            self._is_new = False
            self._told = 0.0

    def take(self, text: str) -> str:
        """Count a text; return that part of it that still belongs to the beginning."""
        with self._lock:
            head = text[: _fitting(text, self._first - self._sent)]
            rest = text[len(head) :]
            if rest:
                self._sent = self._first  # what comes later is no beginning, however short it is
                self._keep(rest)
            else:
                self._sent += _size(head)
            return head

    def tail(self, most: int | None = None) -> Tail | None:
        """Return the end of what was printed, its last `most` bytes; None if all was sent."""
        with self._lock:
            if not self._ends:
                return None
            self._is_new = False
            text = "".join(self._ends)
            shown = _end(text, self._last if most is None else min(most, self._last))
            return Tail(self._dropped + len(text) - len(shown), shown)

    def wants_telling(self, now: float, seconds: float) -> bool:
        """Return whether the end has changed since it was told, and that was so many seconds ago."""
        with self._lock:
            if not self._is_new or now - self._told < seconds:
                return False
            self._told = now
            return True

    def _keep(self, text: str) -> None:
        self._is_new = True
        end = _end(text, self._last)
        if end != text:  # it is the end by itself
            self._dropped += sum(map(len, self._ends)) + len(text) - len(end)
            self._ends.clear()
            self._held = 0
        self._ends.append(end)
        self._held += _size(end)
        while self._held - _size(self._ends[0]) >= self._last:
            gone = self._ends.popleft()
            self._held -= _size(gone)
            self._dropped += len(gone)
        if len(self._ends) > 10_000:  # many short pieces: as one they take less room
            self._ends = deque(["".join(self._ends)])


def _size(text: str) -> int:
    """Return how many bytes a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def _fitting(text: str, room: int) -> int:
    """Return how many characters of the beginning take no more than `room` bytes."""
    if text.isascii():
        return min(len(text), room)
    return len(text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore"))


def _end(text: str, room: int) -> str:
    """Return as much of the end as takes no more than `room` bytes."""
    if text.isascii():
        return text[-room:]
    held = text.encode("utf-8", "replace")[-room:].decode("utf-8", "ignore")
    return text[len(text) - len(held) :]
