"""Learning-rate schedules: the factor on the learning rate at each step."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from neurarium.engine.family import Family, is_whole, require


class Schedule(ABC):
    """How the learning rate changes over a run."""

    name: ClassVar[str]
    formula: ClassVar[str]

    @abstractmethod
    def factor(self, step: int, total: int) -> float:
        """Return the factor for `step` (counted from 0) of a run of `total` steps, 0 to 1."""


@dataclass(frozen=True)
class Constant(Schedule):
    """The same at every step."""

    name: ClassVar[str] = "constant"
    formula: ClassVar[str] = r"\eta_t = \eta"

    def factor(self, step: int, total: int) -> float:
        """Return 1."""
        return 1.0


@dataclass(frozen=True)
class StepDecay(Schedule):
    """Multiplied by `decay` at each of `drops` equally spaced steps of the run."""

    name: ClassVar[str] = "step"
    formula: ClassVar[str] = r"\eta_t = \eta\, \gamma^{\lfloor t (k + 1) / T \rfloor}"

    drops: int = 2
    decay: float = 0.1

    def __post_init__(self) -> None:
        require(
            is_whole(self.drops) and self.drops >= 1,
            f"step needs a whole number of drops, 1 or more, got {self.drops!r}",
        )
        require(0 < self.decay <= 1, f"step needs 0 < decay <= 1, got {self.decay!r}")

    def factor(self, step: int, total: int) -> float:
        """Return ``decay ** (drops so far)``."""
        return float(self.decay ** min(self.drops, step * (self.drops + 1) // max(total, 1)))


@dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine wave from 1 down to `floor`.

    Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts" (ICLR 2017), eq. 5.
    """

    name: ClassVar[str] = "cosine"
    formula: ClassVar[str] = r"\eta_t = \eta \left( c + \frac{1 - c}{2} (1 + \cos \frac{\pi t}{T}) \right)"

    floor: float = 0.0

    def __post_init__(self) -> None:
        require(0 <= self.floor <= 1, f"cosine needs 0 <= floor <= 1, got {self.floor!r}")

    def factor(self, step: int, total: int) -> float:
        """Return ``floor + (1 - floor) (1 + cos(pi step / total)) / 2``."""
        return self.floor + (1 - self.floor) * (1 + math.cos(math.pi * min(step / max(total, 1), 1.0))) / 2


@dataclass(frozen=True)
class WarmUp(Schedule):
    """Rises in a straight line over the first `fraction` of the run, then stays."""

    name: ClassVar[str] = "warm_up"
    formula: ClassVar[str] = r"\eta_t = \eta\, \min\left(1, \frac{t + 1}{p\,T}\right)"

    fraction: float = 0.1

    def __post_init__(self) -> None:
        require(0 <= self.fraction <= 1, f"warm_up needs a fraction from 0 to 1, got {self.fraction!r}")

    def factor(self, step: int, total: int) -> float:
        """Return ``(step + 1) / (fraction * total)``, but never more than 1."""
        rise = self.fraction * total
        return 1.0 if step + 1 >= rise else (step + 1) / rise


@dataclass(frozen=True)
class OneCycle(Schedule):
    """Up from `start` to 1 over the first `peak` of the run, then down to `end`, both along cosines.

    Source: Smith & Topin, "Super-convergence" (2018), arXiv 1708.07120.
    """

    name: ClassVar[str] = "one_cycle"
    formula: ClassVar[str] = (
        r"\eta_t = \eta\, (u + (v - u) \tfrac{1 - \cos \pi s}{2}), \; s \in [0, 1] \text{ in each half}"
    )

    peak: float = 0.3
    start: float = 0.04
    end: float = 1e-4

    def __post_init__(self) -> None:
        require(0 < self.peak < 1, f"one_cycle needs 0 < peak < 1, got {self.peak!r}")
        require(0 <= self.start <= 1, f"one_cycle needs 0 <= start <= 1, got {self.start!r}")
        require(0 <= self.end <= 1, f"one_cycle needs 0 <= end <= 1, got {self.end!r}")

    def factor(self, step: int, total: int) -> float:
        """Return the height of the cycle at this step."""
        progress = min(step / max(total - 1, 1), 1.0)
        if progress < self.peak:
            return _ease(self.start, 1.0, progress / self.peak)
        return _ease(1.0, self.end, (progress - self.peak) / (1 - self.peak))


def _ease(start: float, end: float, progress: float) -> float:
    return start + (end - start) * (1 - math.cos(math.pi * progress)) / 2


SCHEDULES: Family[Schedule] = Family("schedule", Constant, StepDecay, Cosine, WarmUp, OneCycle)
