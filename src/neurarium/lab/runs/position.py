"""The position of a run."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Integer, Number
from neurarium.training import Trainer

RATES = Number(1e-7, 1000)
"""The learning rates that a run may have."""

MOST_STEPS = 30_000_000
"""500 epochs of MNIST, an image a step."""

MOST_PER_EPOCH = 60_000


@dataclass(frozen=True)
class RunPosition:
    """The position of a run between its first step and its last.

    It is part of the checkpoint: so a new process knows it before images and network are loaded.
    """

    step: Annotated[int, Integer(0, MOST_STEPS)]
    steps_per_epoch: Annotated[int, Integer(1, MOST_PER_EPOCH)]
    learning_rate: Annotated[float, Number(0, 1e6)]  # of the last step: by its schedule, it may be 0
    set_rate: Annotated[float, RATES]  # as the learner has set it, before its schedule

    @classmethod
    def of(cls, trainer: Trainer) -> "RunPosition":
        """Return the position of a trainer."""
        set_rate = trainer.config.optimizer.learning_rate
        return cls(trainer.step, trainer.steps_per_epoch, trainer.learning_rate, set_rate)

    @classmethod
    def before(cls, learning_rate: float) -> "RunPosition":
        """Return the position before the first step, when the number of steps is not known yet."""
        return cls(0, 1, learning_rate, learning_rate)

    @property
    def passes(self) -> float:
        """Passes through the training set so far, in fractions."""
        return self.step / self.steps_per_epoch
