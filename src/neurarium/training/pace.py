"""How many steps of some work fit into a slice of time."""

_WEIGHT = 0.3  # of a new measurement in the average: single slices are noisy
_GROWTH = 2  # a slice has at most so many times the steps of the largest before it


class Pace:
    """Learns how long a step takes from the slices done so far.

    Attributes
    ----------
    seconds_per_step
        Moving average; None before the first slice.
    seconds
        Spent on steps so far.
    """

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds_per_step: float | None = None
        self.seconds = seconds
        self._most = 1

    def fitting(self, seconds: float) -> int:
        """Return how many steps fit into `seconds`; at least one."""
        fit = 1 if self.seconds_per_step is None else int(seconds / self.seconds_per_step)
        return max(1, min(fit, self._most))

    def note(self, steps: int, seconds: float) -> None:
        """Learn from a slice: `steps` steps, at least one, took `seconds`."""
        now = max(seconds, 1e-7) / steps
        before = now if self.seconds_per_step is None else self.seconds_per_step
        self.seconds_per_step = (1 - _WEIGHT) * before + _WEIGHT * now
        self._most = max(self._most, _GROWTH * steps)
        self.seconds += seconds

    @property
    def steps_per_second(self) -> float | None:
        """Steps a second; None before the first slice."""
        return None if self.seconds_per_step is None else 1 / self.seconds_per_step

    def seconds_left(self, steps: int, ends: int, seconds_per_end: float) -> float | None:
        """Return how long so many steps and ends of epochs will take; None before the first slice."""
        per_second = self.steps_per_second
        return None if per_second is None else steps / per_second + ends * seconds_per_end
