"""Where a run diverged and which learning rate mends it, as the front end hears of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DivergedAt:
    """Where the loss became NaN or infinite; step and epoch are counted from 1."""

    step: int
    epoch: int
    learning_rate: float


@dataclass(frozen=True)
class SmallerRate:
    """The answer to `smaller_rate`: a learning rate with which the same training does not diverge."""

    learning_rate: float
