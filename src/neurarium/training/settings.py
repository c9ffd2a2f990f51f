"""The settings of a run on MNIST, all on one level, as a command line or a form has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.augment import Augmentation
from neurarium.engine.errors import ParameterError
from neurarium.engine.losses import LOSSES
from neurarium.engine.optimizers import OPTIMIZERS, Momentum, Optimizer
from neurarium.engine.schedules import SCHEDULES, Constant, Schedule
from neurarium.training.config import TrainConfig
from neurarium.training.early_stopping import EarlyStopping
from neurarium.training.recipe import Recipe

NONE = {
    "init": "suits the activation",
    "learning_rate": "default",
    "batch_size": "all",
    "early_stopping": "never",
    "limit": "all",
}
"""What None means, setting by setting, in words."""


@dataclass(frozen=True)
class RunSettings:
    """The settings of a run; the defaults are those of the preset ``classic``.

    A `Recipe` says the same in the engine's own parts: `recipe` makes one, `of` reads one. What has no
    setting here (Adam's beta1, the threshold of early stopping) has its default in the recipe.

    Parameters
    ----------
    layers
        Inputs, hidden units of each layer, outputs.
    activation, init, batch_norm, dropout
        See `Recipe`.
    loss, optimizer
        Names.
    learning_rate, momentum
        None for the optimizer's default; momentum has an effect on the optimizers that know it only.
    batch_size
        Images per step; None for all.
    schedule, epochs, seed, l1, l2, augmentation, threads
        See `TrainConfig`.
    early_stopping
        The patience, in epochs; None for no early stopping.
    validation, standardize, shuffle_labels, limit
        See `Recipe`.

    Examples
    --------
    >>> RunSettings(optimizer="sgd").recipe().training.optimizer
    SGD(learning_rate=0.01)
    """

    layers: tuple[int, ...] = (784, 128, 10)
    activation: str = "relu"
    init: str | None = None
    batch_norm: bool = False
    loss: str = "cross_entropy"
    optimizer: str = "adam"
    learning_rate: float | None = None
    momentum: float | None = None
    schedule: Schedule = field(default_factory=Constant)
    batch_size: int | None = 128
    epochs: int = 5
    seed: int = 0
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    augmentation: Augmentation | None = None
    early_stopping: int | None = None
    validation: float = 0.2
    standardize: bool = False
    shuffle_labels: bool = False
    limit: int | None = None
    threads: int | None = None

    @classmethod
    def of(cls, recipe: Recipe) -> "RunSettings":
        """Return the settings that a recipe was made from, or could have been."""
        training = recipe.training
        optimizer, stopping = training.optimizer, training.early_stopping
        return cls(
            layers=recipe.layers,
            activation=recipe.activation,
            init=recipe.init,
            batch_norm=recipe.batch_norm,
            loss=training.loss.name,
            optimizer=optimizer.name,
            learning_rate=optimizer.learning_rate,
            momentum=optimizer.momentum if isinstance(optimizer, Momentum) else None,
            schedule=training.schedule,
            batch_size=training.batch_size,
            epochs=training.epochs,
            seed=recipe.seed,
            l1=training.l1,
            l2=training.l2,
            dropout=recipe.dropout,
            augmentation=training.augmentation,
            early_stopping=stopping.patience if stopping else None,
            validation=recipe.validation,
            standardize=recipe.standardize,
            shuffle_labels=recipe.shuffle_labels,
            limit=recipe.limit,
            threads=training.threads,
        )

    def changed(self, changes: Mapping[str, Any]) -> "RunSettings":
        """Return these settings with other values for some of them; schedules and augmentations have names.

        Another optimizer begins with its own learning rate and momentum, the same one keeps those it has.

        Raises
        ------
        ParameterError
            If a momentum is given for an optimizer that has none, or a name is unknown.
        """
        given = dict(changes)
        if "schedule" in given:
            given["schedule"] = SCHEDULES.get(given["schedule"])
        if isinstance(given.get("augmentation"), str):
            given["augmentation"] = _augmentation(given["augmentation"])
        optimizer = OPTIMIZERS.get(given.get("optimizer", self.optimizer))
        own_momentum = optimizer.momentum if isinstance(optimizer, Momentum) else None
        if given.get("momentum") is not None and own_momentum is None:
            raise ParameterError(
                f"momentum is for the optimizers momentum and nesterov, got {optimizer.name}: "
                "choose one of these, or leave it out"
            )
        own: dict[str, Any] = {}
        if optimizer.name != OPTIMIZERS.get(self.optimizer).name:
            own = {"learning_rate": optimizer.learning_rate, "momentum": own_momentum}
        return replace(self, **own | given)

    def recipe(self) -> Recipe:
        """Return the recipe that these settings describe.

        Raises
        ------
        ParameterError
            If a setting has a value that it cannot have.
        """
        return Recipe(
            layers=self.layers,
            activation=self.activation,
            init=self.init,
            dropout=self.dropout,
            batch_norm=self.batch_norm,
            standardize=self.standardize,
            validation=self.validation,
            limit=self.limit,
            shuffle_labels=self.shuffle_labels,
            training=TrainConfig(
                loss=LOSSES.get(self.loss),
                optimizer=self._optimizer(),
                schedule=self.schedule,
                epochs=self.epochs,
                batch_size=self.batch_size,
                l1=self.l1,
                l2=self.l2,
                augmentation=self.augmentation,
                early_stopping=self._early_stopping(),
                seed=self.seed,
                threads=self.threads,
            ),
        )

    def _early_stopping(self) -> EarlyStopping | None:
        return None if self.early_stopping is None else EarlyStopping(self.early_stopping)

    def _optimizer(self) -> Optimizer:
        optimizer = OPTIMIZERS.get(self.optimizer)
        if self.learning_rate is not None:
            optimizer = replace(optimizer, learning_rate=self.learning_rate)
        if self.momentum is not None and isinstance(optimizer, Momentum):
            optimizer = replace(optimizer, momentum=self.momentum)
        return optimizer


def _augmentation(name: str) -> Augmentation | None:
    if name not in AUGMENTATIONS:
        raise ParameterError(
            f"there is no augmentation named {name!r}; expected one of {', '.join(AUGMENTATIONS)}"
        )
    return AUGMENTATIONS[name]
