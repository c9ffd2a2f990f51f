"""A limit for the time that goes into anything but training."""

import time


class Throttle:
    """Limits how often something is done, so that it takes a small share of the time however slow it is.

    Parameters
    ----------
    seconds
        The shortest pause after each time.
    share
        The largest share of the time that it may take.
    """

    def __init__(self, seconds: float, share: float) -> None:
        self._seconds = seconds
        self._share = share
        self._next = 0.0

    @property
    def is_due(self) -> bool:
        """Whether it may be done again."""
        return time.perf_counter() >= self._next

    def note(self, began: float) -> None:
        """Remember that it has just been done, and that it `began` then, by `time.perf_counter`."""
        now = time.perf_counter()
        self._next = now + max(self._seconds, (now - began) / self._share)
