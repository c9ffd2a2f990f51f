"""How many steps to take before looking up again."""

import time

TARGET_SECONDS = 0.05
"""Short enough that Ctrl-C seems to act at once, long enough that looking up costs nothing."""


class Pace:
    """Learns how many training steps fit into a slice of time."""

    def __init__(self) -> None:
        self.steps = 1
        self._since = time.perf_counter()

    def start(self) -> int:
        """Begin a slice; return how many steps it should have."""
        self._since = time.perf_counter()
        return self.steps

    def stop(self, taken: int) -> None:
        """End a slice in which `taken` steps were taken."""
        seconds = max(time.perf_counter() - self._since, 1e-6)
        # At most four times as many as now: one quick slice may be an accident.
        self.steps = max(1, min(4 * self.steps, int(taken * TARGET_SECONDS / seconds)))
