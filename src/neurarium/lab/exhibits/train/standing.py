"""How far a run has come."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.exhibits.train.settings import IMAGES
from neurarium.lab.params import Integer, Number
from neurarium.training import Trainer


@dataclass(frozen=True)
class Standing:
    """The place of a run between its first step and its last.

    A kept run has it in its note: so a new process can tell it before images and network are loaded.
    """

    step: Annotated[int, Integer(0, 500 * IMAGES)]
    steps_per_epoch: Annotated[int, Integer(1, IMAGES)]
    learning_rate: Annotated[float, Number(0, 1e6)]  # by its schedule, it may be 0

    @classmethod
    def of(cls, trainer: Trainer) -> "Standing":
        """Return where a trainer stands."""
        return cls(trainer.step, trainer.steps_per_epoch, trainer.learning_rate)

    @property
    def passes(self) -> float:
        """Passes through the training set so far, in fractions."""
        return self.step / self.steps_per_epoch
