"""The position of a run."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.exhibits.train.settings import IMAGES, RATES, TrainSettings
from neurarium.lab.rules import Integer, Number
from neurarium.training import Trainer


@dataclass(frozen=True)
class RunPosition:
    """The position of a run between its first step and its last.

    It is part of the checkpoint: so a new process knows it before images and network are loaded.
    """

    step: Annotated[int, Integer(0, 500 * IMAGES)]
    steps_per_epoch: Annotated[int, Integer(1, IMAGES)]
    learning_rate: Annotated[float, Number(0, 1e6)]  # of the last step: by its schedule, it may be 0
    set_rate: Annotated[float, RATES]  # as the learner has set it, before its schedule

    @classmethod
    def of(cls, trainer: Trainer) -> "RunPosition":
        """Return the position of a trainer."""
        set_rate = trainer.config.optimizer.learning_rate
        return cls(trainer.step, trainer.steps_per_epoch, trainer.learning_rate, set_rate)

    @classmethod
    def before(cls, settings: TrainSettings) -> "RunPosition":
        """Return the position before the first step, when the number of steps is not known yet."""
        return cls(0, 1, settings.learning_rate, settings.learning_rate)

    @property
    def passes(self) -> float:
        """Passes through the training set so far, in fractions."""
        return self.step / self.steps_per_epoch
