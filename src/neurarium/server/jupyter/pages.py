"""Pages that have kernels, and what they leave behind when they are loaded anew or lose their connection."""

import threading
from dataclasses import dataclass

from neurarium.lab.kernel import Held, PageIsHere

KEPT_SECONDS = 600.0
"""So long a kernel waits for its page. The code lab's lesson says so."""


@dataclass(frozen=True)
class _Left:
    held: Held
    timer: threading.Timer


class Pages:
    """Which pages are here, by name, and what those that have gone have left.

    Parameters
    ----------
    seconds
        How long it waits for them.
    """

    def __init__(self, seconds: float = KEPT_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._here: set[str] = set()
        self._left: dict[str, _Left] = {}
        self._closed = False

    def arrive(self, page: str) -> Held | None:
        """Note that a page is here; return what it left.

        Raises
        ------
        PageIsHere
            If there is a page of this name.
        """
        with self._lock:
            if page in self._here:
                raise PageIsHere
            self._here.add(page)
            left = self._left.pop(page, None)
        if left is None:
            return None
        left.timer.cancel()
        return left.held

    def leave(self, page: str, held: Held | None) -> None:
        """Note that a page has gone, and keep what it leaves for a while."""
        with self._lock:
            self._here.discard(page)
            if held is None:
                return
            if not self._closed:
                timer = threading.Timer(self._seconds, self._end, (page, held))
                timer.daemon = True
                self._left[page] = _Left(held, timer)
                timer.start()
                return
        held.close()

    def end_oldest(self) -> bool:
        """End what has waited longest; return whether anything waited."""
        with self._lock:
            page = next(iter(self._left), None)
            left = None if page is None else self._left.pop(page)
        if left is None:
            return False
        left.timer.cancel()
        left.held.close()
        return True

    def close(self) -> None:
        """End all that waits, and what will be left from now on."""
        with self._lock:
            self._closed = True
        while self.end_oldest():
            pass

    def _end(self, page: str, held: Held) -> None:
        """End what was left, if it still waits."""
        with self._lock:
            left = self._left.get(page)
            if left is None or left.held is not held:
                return
            del self._left[page]
        held.close()
