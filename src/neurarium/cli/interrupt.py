"""Ctrl-C and other signals to end, as a request that is handled between two steps, not within one."""

import os
import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Self

FORCE_AFTER = 1.0
"""Seconds after which one more Ctrl-C ends the command at once. Before that it counts as the same request:
keys repeat, and people press twice."""


class Interrupt:
    """A context manager that turns Ctrl-C into `requested`; another, a second later, ends the command.

    So do SIGTERM, with which the system ends a process, and SIGHUP, which comes when the terminal is closed;
    unless they are ignored, as by `nohup`.
    """

    def __init__(self) -> None:
        self.requested = False
        self._since = 0.0
        self._before: dict[int, Any] = {}
        self._terminals: list[int] = []  # of the output streams; asked for while they are there

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():  # other threads get no signals
            self._terminals = [stream for stream in (1, 2) if os.isatty(stream)]
            self._catch(signal.SIGINT)
            others = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]
            for number in others:
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._catch(number)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _catch(self, number: signal.Signals) -> None:
        self._before[number] = signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if sys.platform != "win32" and number == signal.SIGHUP:
            self._leave_terminals()
        if not self.requested:
            self.requested, self._since = True, time.monotonic()
        elif time.monotonic() - self._since > FORCE_AFTER:
            raise KeyboardInterrupt

    def _leave_terminals(self) -> None:
        """Write to nothing instead of a terminal that is gone: an error there would cost what was learned."""
        nothing = os.open(os.devnull, os.O_WRONLY)
        for stream in self._terminals:
            os.dup2(nothing, stream)
        os.close(nothing)
