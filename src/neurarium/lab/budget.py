"""The time that one request may take: no request of one learner may hold up another's."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from neurarium.lab.rules import Integer, Number, Optional
from neurarium.training.pace import Pace

DEFAULT_MS = 50.0
"""Milliseconds of work that a request gets if its host names no other budget."""


@dataclass(frozen=True)
class Budget:
    """`ms` milliseconds from now."""

    ms: float = DEFAULT_MS
    started: float = field(default_factory=time.perf_counter)

    @property
    def left(self) -> float:
        """Milliseconds that are left; negative when the budget is overdrawn."""
        return self.ms - (time.perf_counter() - self.started) * 1000

    def at_most(self, ms: float | None) -> "Budget":
        """Return the same budget, cut to `ms` milliseconds (None: not cut)."""
        return self if ms is None else Budget(min(self.ms, ms), self.started)

    def run(self, advance: Callable[[int], None], steps: int) -> int:
        """Do at most `steps` steps of some work, and stop when the time is used up.

        Parameters
        ----------
        advance
            ``advance(k)`` does k steps.
        steps
            The number of steps after which to stop even if time is left.

        Returns
        -------
        int
            The number of steps that were done: at least 1, so that a late request still gets somewhere.
        """
        done, pace = 0, Pace()
        while done < steps and (done == 0 or self.left > 0):
            before = self.left
            chunk = min(pace.fitting(0.5 * before / 1000), steps - done)  # about half of what is left
            advance(chunk)
            done += chunk
            pace.note(chunk, (before - self.left) / 1000)
        return done


@dataclass(frozen=True)
class Advance:
    """Parameters of every `advance`: do `steps` steps, or as many as fit into `budget_ms`."""

    steps: Annotated[int, Integer(1, 1_000_000)] = 1_000_000
    budget_ms: Annotated[float | None, Optional(Number(0, 1000))] = None
