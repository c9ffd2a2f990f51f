"""The interface of a backend, which computes the training steps."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from neurarium.engine.types import IntArray
from neurarium.training.evaluation import Forward


@dataclass
class Totals:
    """Sums over the rows of some steps.

    Attributes
    ----------
    loss
        Sum of the rows' losses, without penalties.
    correct
        Number of correct answers.
    rows
        Number of rows.
    penalty
        Sum of the steps' penalties, each with the weights before the step and times the step's rows.
    """

    loss: float = 0.0
    correct: int = 0
    rows: int = 0
    penalty: float = 0.0

    def add(self, other: "Totals") -> None:
        """Add the sums of further steps."""
        self.loss += other.loss
        self.correct += other.correct
        self.rows += other.rows
        self.penalty += other.penalty


@dataclass
class Streams:
    """The random numbers of a run, one generator for each use, so that none affects another."""

    shuffle: np.random.Generator
    dropout: np.random.Generator
    augment: np.random.Generator

    @classmethod
    def from_seed(cls, seed: int) -> "Streams":
        """Return the three streams of a run."""
        return cls(*(np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(3)))


@dataclass(frozen=True)
class StepPlan:
    """Steps to take in one call.

    Attributes
    ----------
    order
        The rows of the training set that these steps visit, one batch after the other.
    batch_size
        Rows of each batch; the last may be shorter.
    first_step
        Number of the first step, counted from 1 since the start of the run.
    scales
        Factor on the learning rate for each step, ``(n_steps,)``, float64.
    """

    order: IntArray
    batch_size: int
    first_step: int
    scales: np.ndarray[tuple[int], np.dtype[np.float64]]

    def batch(self, step: int) -> IntArray:
        """Return the rows of a step of this plan, counted from 0; the last one takes all that are left."""
        start, last = step * self.batch_size, step == len(self.scales) - 1
        return self.order[start:] if last else self.order[start : start + self.batch_size]


class LossNotFinite(Exception):  # noqa: N818  (caught by the trainer, which knows the epoch)
    """A step's loss was NaN or infinite."""

    def __init__(self, step: int, loss: float) -> None:
        super().__init__(step, loss)
        self.step = step
        self.loss = loss


class Backend(Protocol):
    """Takes training steps on a network, in place.

    It holds the network, the data, the settings and the optimizer's state, all given to its constructor.

    Attributes
    ----------
    name
        As in `Choice`.
    description
        The same for people.
    """

    name: str
    description: str

    def take(self, plan: StepPlan, streams: Streams) -> Totals:
        """Take all steps of `plan`.

        Raises
        ------
        LossNotFinite
            At the first step whose loss is NaN or infinite.
        """

    def forward(self) -> Forward:
        """Return what computes the forward pass, as in inference, with the weights as they are now."""
