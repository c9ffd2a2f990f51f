"""Checkpoint file from which another process can resume the run."""

import logging
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from neurarium.data.mnist import Mnist
from neurarium.engine.errors import NeurariumError
from neurarium.lab.exhibits.train.position import RunPosition
from neurarium.lab.exhibits.train.settings import TrainSettings
from neurarium.lab.exhibits.train.speed import Throttle
from neurarium.lab.params import read_params
from neurarium.lab.protocol import LabError
from neurarium.training import Trainer
from neurarium.training.recipe import Recipe

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunCard:
    """What the checkpoint holds besides network, trainer and recipe; plain data."""

    name: str
    number: int  # identifies the run, in another process too
    settings: dict[str, Any]
    position: dict[str, Any]
    playing: bool
    speed: str
    seconds: float
    curve: list[list[float]]
    test_accuracy: list[float | None]  # after each epoch; None where it was not tested
    finished: dict[str, Any] | None

    def read_settings(self) -> TrainSettings:
        """Return the settings, checked like a learner's.

        Raises
        ------
        LabError
            If this version of the lab does not have such settings.
        """
        return read_params(TrainSettings, self.settings)

    def read_position(self) -> RunPosition:
        """Return the position of the run, checked too.

        Raises
        ------
        LabError
            If it is not the position of a run.
        """
        return read_params(RunPosition, self.position)


class RunCheckpoint:
    """The checkpoint file of the run.

    Parameters
    ----------
    folder
        The workspace's.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "runs" / "train.safetensors"
        self._throttle = Throttle(seconds=1.0, share=0.03)

    @property
    def is_due(self) -> bool:
        """Whether the last save is so long ago that another one costs little."""
        return self._throttle.is_due

    def write(self, recipe: Recipe, trainer: Trainer, card: RunCard) -> None:
        """Save the run atomically: a process that is killed leaves the old file or the new one.

        A run that cannot be saved continues; the error is logged.
        """
        from neurarium.persist import save_model
        from neurarium.training.checkpoint import to_model

        before = time.perf_counter()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            now = replace(recipe, training=trainer.config)  # the learning rate may have been changed
            save_model(to_model(now, trainer, name=card.name, metrics={"run": asdict(card)}), self.path)
        except (NeurariumError, OSError):
            _log.warning("the run %s could not be written to %s", card.name, self.path, exc_info=True)
        self._throttle.note(before)

    def read_card(self) -> RunCard | None:
        """Return the card of the saved run; None if there is none that can be resumed."""
        from neurarium.persist import load_card

        if not self.path.exists():
            return None
        try:
            _, model_card = load_card(self.path)
            card = RunCard(**_mapping(model_card.metrics.get("run")))
            card.read_settings()
            card.read_position()
        except (NeurariumError, LabError, TypeError) as error:
            _log.warning("the run in %s cannot be resumed: %s", self.path, error)
            return None
        return card

    def read(self, images: Mnist) -> tuple[Recipe, Trainer]:
        """Return the saved run.

        Raises
        ------
        NeurariumError
            If the file is broken.
        """
        from neurarium.persist import load_model
        from neurarium.training.checkpoint import to_recipe, to_trainer

        model = load_model(self.path)
        return to_recipe(model), to_trainer(model, images)

    def forget(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("it holds no run of the lab")
    return value
