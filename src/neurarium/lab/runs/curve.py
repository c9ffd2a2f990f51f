"""The running curve: finer than the epochs, and never too long to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.persist import TrainingState
from neurarium.training import EpochEnd, Progress

MOST_POINTS = 512


@dataclass(frozen=True)
class Points:
    """Means over stretches of steps, each at the step where its stretch ends; all ``(n,)``.

    `rows` are how many rows each is the mean of.
    """

    step: FloatArray
    rows: FloatArray
    loss: FloatArray
    accuracy: FloatArray


class Curve:
    """Collects loss and accuracy of a run's steps.

    When there are too many points, neighbours become one: a long run has a coarser curve, not a larger one.
    """

    def __init__(self, rows: Sequence[Sequence[float]] = ()) -> None:
        self._points = [list(row) for row in rows]  # each: last step, rows, sum of losses, right answers
        self._stretch = 0.0  # rows that make a point; shorter stretches are merged at once
        self._before = (0, 0.0, 0.0)  # rows, sum of losses and right answers of this epoch, as last reported

    def add(self, event: Progress | EpochEnd, rows_per_point: float = 0.0) -> None:
        """Add an event of the trainer.

        Parameters
        ----------
        event
            The event.
        rows_per_point
            How many rows a point should stand for, so that chance does not make the curve jump; with 0 each
            stretch that the trainer reports is a point.
        """
        if isinstance(event, EpochEnd):
            self._before = (0, 0.0, 0.0)
            return
        # A trainer reports means over the epoch so far: the last stretch is the difference of two sums.
        now = (event.samples, event.loss * event.samples, (event.accuracy or 0.0) * event.samples)
        rows, loss, right = (after - before for after, before in zip(now, self._before, strict=True))
        self._before = now
        last = self._points[-1] if self._points else None
        if last is not None and last[1] + rows <= max(self._stretch, rows_per_point):
            _merge(last, [event.step, rows, loss, right])
        else:
            self._points.append([event.step, rows, loss, right])
        if len(self._points) > MOST_POINTS:
            self._halve()

    def resume(self, state: TrainingState) -> None:
        """Continue in the middle of an epoch, at the position of a restored trainer."""
        values = state.values
        self._before = (int(values["position"]), float(values["loss_sum"]), float(values["correct"]))

    def points(self) -> Points:
        """Return the curve."""
        table = np.array(self._points, np.float64).reshape(-1, 4)
        step, rows = table[:, 0].copy(), table[:, 1].copy()
        return Points(step, rows, table[:, 2] / rows, table[:, 3] / rows)

    def rows(self) -> list[list[float]]:
        """Return the curve as plain data, from which another `Curve` can continue."""
        return [list(point) for point in self._points]

    def _halve(self) -> None:
        pairs = zip(self._points[::2], self._points[1::2], strict=False)
        odd = self._points[-1:] if len(self._points) % 2 else []
        self._points = [_merge(first, second) for first, second in pairs] + odd
        self._stretch = max(self._stretch, min(point[1] for point in self._points))


def _merge(point: list[float], other: Sequence[float]) -> list[float]:
    """Make `point` the stretch of both."""
    point[0] = other[0]
    for i in (1, 2, 3):
        point[i] += other[i]
    return point
