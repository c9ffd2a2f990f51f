"""The history of a run: losses to draw, and weights to return to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from neurarium.engine.types import FloatArray

MOST_MOMENTS = 400
"""So many moments are kept; when they are full, every second one is given up."""


@dataclass(frozen=True, eq=False)
class Moment:
    """The network at one time of the run."""

    epoch: int
    step: int
    theta: FloatArray
    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None


@dataclass
class History:
    """Moments of a run, evenly spread, and how often a weight was set by hand."""

    moments: list[Moment] = field(default_factory=list)
    stride: int = 1
    edits: int = 0

    def add(self, moment: Moment) -> None:
        """Keep a moment; the newest is always kept."""
        if len(self.moments) >= 2 and self.moments[-1].epoch - self.moments[-2].epoch < self.stride:
            self.moments.pop()  # the last one was only kept for being the newest
        self.moments.append(moment)
        if len(self.moments) > MOST_MOMENTS:
            self.moments = self.moments[::2]
            self.stride = max(2 * self.stride, self.moments[1].epoch - self.moments[0].epoch)

    def nearest(self, epoch: int) -> Moment:
        """Return the moment nearest to an epoch."""
        return min(self.moments, key=lambda moment: abs(moment.epoch - epoch))

    def forget_after(self, epoch: int) -> None:
        """Give up all moments later than `epoch`."""
        self.moments = [moment for moment in self.moments if moment.epoch <= epoch]

    def columns(self, names: Sequence[str]) -> FloatArray:
        """Return some numbers of every moment, ``(n_names, n_moments)`` float64; what is None becomes NaN."""
        rows = list(map(attrgetter(*names), self.moments))
        return np.ascontiguousarray(np.array(rows, np.float64).T)  # float64 makes NaN of None
