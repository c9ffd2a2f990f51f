"""Ctrl-C as a request that is handled between two steps, not as an exception in the middle of one."""

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Self

FORCE_AFTER = 1.0
"""Seconds after which one more Ctrl-C ends the command at once. Before that it counts as the same request:
keys repeat, and people press twice."""


class Interrupt:
    """A context manager that turns Ctrl-C into `requested`; another, a second later, ends the command."""

    def __init__(self) -> None:
        self.requested = False
        self._since = 0.0
        self._before: Any = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # other threads get no signals
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self.requested:
            self.requested, self._since = True, time.monotonic()
        elif time.monotonic() - self._since > FORCE_AFTER:
            raise KeyboardInterrupt
