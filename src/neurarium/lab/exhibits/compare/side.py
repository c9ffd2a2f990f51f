"""One of the two networks that are looked at side by side: a point of the sweep, or a saved network."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any

import numpy as np

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.mnist import Mnist
from neurarium.engine.errors import ParameterError
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.digits import digits
from neurarium.lab.values import Axes
from neurarium.persist import Model
from neurarium.training.dataset import Rows
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings
from neurarium.tuning.knobs import as_text
from neurarium.tuning.trial import Training, Trial

EpochArray = Annotated[FloatArray, Axes("epoch")]

CURVES = {
    "train_loss": "train_loss",
    "held_loss": "validation_loss",
    "train_accuracy": "train_accuracy",
    "held_accuracy": "validation_accuracy",
}
"""The curves, each with its name in a history."""

_BLOCK = 2000  # images that are asked about at a time


@dataclass(frozen=True, eq=False)
class Curve:
    """The epochs of one training: mean losses, and shares of right answers, 0 to 1; NaN where unknown.

    Attributes
    ----------
    epoch
        Their numbers.
    diverged
        The step at which the loss was no number any more; None if it came to its end.
    """

    epoch: EpochArray
    train_loss: EpochArray
    held_loss: EpochArray
    train_accuracy: EpochArray
    held_accuracy: EpochArray
    diverged: int | None

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], diverged: int | None = None) -> "Curve":
        """Return the curves of a history, as plain data."""

        def column(name: str) -> FloatArray:
            values = [row.get(name) for row in rows]
            return np.array([np.nan if value is None else value for value in values], np.float32)

        named = {ours: column(name) for ours, name in CURVES.items()}
        return cls(epoch=column("epoch"), **named, diverged=diverged)


class Side(ABC):
    """A network to be compared.

    Attributes
    ----------
    number
        Of the point; -1 for a saved network.
    name
        Of the saved network; empty for a point.
    dataset
        The name of the learner's own data set that it learned; empty for MNIST.
    """

    number = -1
    name = ""
    dataset = ""

    @property
    def done(self) -> float:
        """The part of its training that is done, 0 to 1."""
        return 1.0

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Train for about so many seconds."""

    @abstractmethod
    def curve(self) -> Curve:
        """Return its epochs."""

    @abstractmethod
    def settings(self, images: Mnist | None) -> dict[str, str]:
        """Return how it was trained: settings by name, as they are written; empty if it does not say.

        Parameters
        ----------
        images
            What it learned from; None if that is not there.
        """

    @abstractmethod
    def answers(self, x: Rows) -> IntArray:
        """Return the class that it says of each row of raw pixels ``(n, 784)``."""


class PointSide(Side):
    """A point of the sweep, trained again with one seed."""

    def __init__(self, trial: Trial, number: int) -> None:
        self.number = number
        self.trial = trial
        self._training = Training(trial, digits(), record=True)

    @property
    def done(self) -> float:
        """The part of its training that is done, 0 to 1."""
        return self._training.done

    def advance(self, seconds: float) -> None:
        """Train for about so many seconds."""
        if not self._training.is_over:
            self._training.advance(seconds)

    def curve(self) -> Curve:
        """Return its epochs so far."""
        return Curve.of(self._training.trainer.history.rows(), self._training.diverged)

    def settings(self, images: Mnist | None) -> dict[str, str]:
        """Return how it is trained."""
        return texts_of(self.trial.recipe, images)

    def answers(self, x: Rows) -> IntArray:
        """Return the digit that it says of each row of raw pixels."""
        return self._training.answers(x)


class SavedSide(Side):
    """A saved network."""

    def __init__(self, name: str, model: Model) -> None:
        self.name = name
        self.model = model
        self.dataset = str(model.metrics.get("dataset", ""))

    def advance(self, seconds: float) -> None:
        """Do nothing: it is trained."""

    def curve(self) -> Curve:
        """Return the epochs that are saved with it."""
        return Curve.of(self.model.history)

    def settings(self, images: Mnist | None) -> dict[str, str]:
        """Return how it was trained, if its file says so."""
        config = self.model.config
        if isinstance(told := config.get("settings"), dict):
            return {str(name): str(value) for name, value in told.items()}
        try:
            return texts_of(Recipe.from_dict(config), images)
        except ParameterError:
            return {}

    def answers(self, x: Rows) -> IntArray:
        """Return the class that it says of each row of raw pixels."""
        found = []
        for start in range(0, len(x), _BLOCK):
            rows = x[start : start + _BLOCK]
            scaling = self.model.scaling
            inputs = rows.astype(np.float32) if scaling is None else scaling.apply(rows)
            found.append(self.model.network.predict(inputs).argmax(axis=1))
        answers: IntArray = np.concatenate(found)
        return answers


def texts_of(recipe: Recipe, images: Mnist | None) -> dict[str, str]:
    """Return the settings of a recipe, as they are written; and how many images it learns from."""
    settings = RunSettings.of(recipe)
    left_out = {"threads", "validation", "limit", "schedule", "augmentation"}
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    texts = {name: as_text(name, value) for name, value in values.items() if name not in left_out}
    names = [name for name, augmentation in AUGMENTATIONS.items() if augmentation == settings.augmentation]
    texts |= {"schedule": settings.schedule.name, "augmentation": names[0] if names else "own"}
    if images is not None:
        held = len(recipe.held_back(images)) if recipe.validation else 0
        texts["learned"] = str(len(images.y_train[: recipe.limit]) - held)
    return texts
