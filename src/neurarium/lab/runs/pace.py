"""The pace of a run: how many steps are due."""

import time
from collections.abc import Iterator
from typing import Literal, get_args

from neurarium.training import EpochEnd, Progress, Trainer
from neurarium.training.pace import Pace

SLOWER = {"slow": 4.0, "medium": 40.0}
"""Steps a second for each speed but the full one."""

Speed = Literal["slow", "medium", "full"]
SPEEDS: tuple[Speed, ...] = get_args(Speed)


class RunPace(Pace):
    """How many steps of a run are due, at full speed or slower.

    Attributes
    ----------
    speed
        One of `SPEEDS`.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.speed: Speed = "full"
        self._last = -1e9  # when steps were last taken

    def due(self, budget_ms: float) -> int:
        """Return how many steps to take now, within a budget; 0 if the next one is still to wait for."""
        fit = self.fitting(budget_ms / 1000)
        rate = SLOWER.get(self.speed)
        if rate is None:
            return fit
        # A page that had no time for a while must not make up for it in one leap.
        return min(fit, int(min((time.perf_counter() - self._last) * rate, 0.2 * rate + 1)))

    def note(self, steps: int, seconds: float) -> None:
        """Learn from `steps` steps that took `seconds`."""
        super().note(steps, seconds)
        self._last = time.perf_counter()

    @property
    def steps_per_second(self) -> float | None:
        """Steps a second at the speed that is set; None before the first."""
        fastest = super().steps_per_second
        return None if fastest is None else min(fastest, SLOWER.get(self.speed, fastest))


def stretch(
    trainer: Trainer, pace: Pace, seconds: float, most: int | None = None
) -> Iterator[Progress | EpochEnd]:
    """Take as many steps as fit into `seconds`, but not beyond the end of the epoch; yield the events.

    At most `most` steps are taken, if that is given.
    """
    before, started = trainer.step, time.perf_counter()
    steps = pace.fitting(seconds)
    for event in trainer.advance(steps if most is None else min(steps, most)):
        if isinstance(event, Progress):
            pace.note(trainer.step - before, time.perf_counter() - started)
        yield event
