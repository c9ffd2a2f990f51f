"""How many steps of some work fit into a slice of time."""

_WEIGHT = 0.3  # of a new measurement in the average: single slices are noisy
_GROWTH = 2  # a slice has at most so many times the steps of the largest before it


class Pace:
    """Learns how long a step takes from the slices done so far.

    Attributes
    ----------
    seconds_per_step
        Moving average; None before the first slice.
    """

    def __init__(self) -> None:
        self.seconds_per_step: float | None = None
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
