"""A limit to what one run prints: its beginning, its end, and how much was left out between."""

import threading
from collections import deque
from dataclasses import dataclass

FIRST, LAST = 150_000, 50_000
"""Characters of a run that are kept: so many from its beginning, and so many from its end."""


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
        Characters that are kept.
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
            room = self._first - self._sent
            head, rest = text[:room], text[room:] if room > 0 else text
            if room <= 0:
                head = ""
            self._sent += len(head)
            if rest:
                self._keep(rest[-self._last :], len(rest))
            return head

    def tail(self, most: int | None = None) -> Tail | None:
        """Return the end of what was printed, its last `most` characters; None if all was sent."""
        with self._lock:
            if not self._ends:
                return None
            self._is_new = False
            text = "".join(self._ends)
            shown = text[-(self._last if most is None else min(most, self._last)) :]
            return Tail(self._dropped + len(text) - len(shown), shown)

    def wants_telling(self, now: float, seconds: float) -> bool:
        """Return whether the end has changed since it was told, and that was so many seconds ago."""
        with self._lock:
            if not self._is_new or now - self._told < seconds:
                return False
            self._told = now
            return True

    def _keep(self, text: str, length: int) -> None:
        self._is_new = True
        self._dropped += length - len(text)
        self._ends.append(text)
        self._held += len(text)
        while self._held - len(self._ends[0]) >= self._last:
            gone = len(self._ends.popleft())
            self._held -= gone
            self._dropped += gone
        if len(self._ends) > 10_000:  # many short pieces: as one they take less room
            self._ends = deque(["".join(self._ends)])
