"""The events of a run."""

from dataclasses import dataclass
from typing import Literal

from neurarium.training.history import EpochRecord


@dataclass(frozen=True)
class Started:
    """The run starts, or resumes.

    Attributes
    ----------
    backend
        What computes: ``"numpy"`` or ``"compiled"``.
    why
        Why it is that one.
    epochs, steps_per_epoch, samples
        The length of the run, and the rows in an epoch.
    epoch
        Epochs already done (more than 0 when a run resumes).
    """

    backend: str
    why: str
    epochs: int
    steps_per_epoch: int
    samples: int
    epoch: int


@dataclass(frozen=True)
class Progress:
    """Some steps were taken.

    Attributes
    ----------
    step
        Steps taken since the start of the run.
    epoch
        The epoch they belong to, from 1.
    samples
        Rows seen so far in this epoch.
    loss, accuracy
        Means over the epoch so far; accuracy None for regression.
    learning_rate
        Of the last step.
    """

    step: int
    epoch: int
    samples: int
    loss: float
    accuracy: float | None
    learning_rate: float


@dataclass(frozen=True)
class EpochEnd:
    """An epoch is over."""

    step: int
    record: EpochRecord


@dataclass(frozen=True)
class Finished:
    """The run is over.

    Attributes
    ----------
    reason
        ``"epochs"``: all done. ``"early_stopping"``: patience ran out.
    best_epoch
        The epoch whose weights the network now has, if early stopping restored them; else the last.
    """

    reason: Literal["epochs", "early_stopping"]
    best_epoch: int


Event = Started | Progress | EpochEnd | Finished
