"""The settings of a run, as a link holds them, and the recipe that they make."""

from dataclasses import dataclass, replace
from typing import Annotated

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.engine.losses import LOSSES
from neurarium.engine.optimizers import OPTIMIZERS, Momentum, Optimizer
from neurarium.engine.schedules import SCHEDULES, OneCycle, Schedule
from neurarium.lab.params import Choice, Flag, Integer, List, Number
from neurarium.training import EarlyStopping, TrainConfig
from neurarium.training.presets import PRESETS
from neurarium.training.recipe import Recipe

PIXELS, DIGITS = 784, 10
IMAGES = 60_000
AUTO = "auto"
RATES = Number(1e-7, 1000)


@dataclass(frozen=True)
class TrainSettings:
    """A run to start. The defaults are those of the preset `classic`.

    `layers` holds the hidden layers' units. `init` is ``"auto"`` for what suits the activation;
    `early_stopping` is the patience, in epochs, 0 for no early stopping; `limit` is the
    number of training images to take, from the first one on.
    """

    layers: Annotated[tuple[int, ...], List(Integer(1, 1024), 0, 5)] = (128,)
    activation: Annotated[str, Choice("relu", "leaky_relu", "tanh", "sigmoid", "linear")] = "relu"
    loss: Annotated[str, Choice("cross_entropy", "mse")] = "cross_entropy"
    optimizer: Annotated[str, Choice(*OPTIMIZERS.names)] = "adam"
    learning_rate: Annotated[float, RATES] = 0.001
    momentum: Annotated[float, Number(0, 0.999)] = 0.9
    batch_size: Annotated[int, Integer(1, IMAGES)] = 128
    epochs: Annotated[int, Integer(1, 500)] = 5
    l1: Annotated[float, Number(0, 1)] = 0.0
    l2: Annotated[float, Number(0, 1)] = 0.0
    dropout: Annotated[float, Number(0, 0.9)] = 0.0
    batch_norm: Annotated[bool, Flag()] = False
    init: Annotated[str, Choice(AUTO, "xavier", "he", "normal", "uniform", "zeros")] = AUTO
    schedule: Annotated[str, Choice(*SCHEDULES.names)] = "constant"
    augmentation: Annotated[str, Choice(*AUGMENTATIONS)] = "none"
    early_stopping: Annotated[int, Integer(0, 100)] = 0
    standardize: Annotated[bool, Flag()] = False
    shuffle_labels: Annotated[bool, Flag()] = False
    limit: Annotated[int, Integer(100, IMAGES)] = IMAGES
    validation: Annotated[float, Number(0, 0.5)] = 0.2
    seed: Annotated[int, Integer(0, 2**31 - 1)] = 0

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, the pixels and the ten answers too."""
        return (PIXELS, *self.layers, DIGITS)


def recipe_of(settings: TrainSettings) -> Recipe:
    """Return the recipe that the settings describe.

    Raises
    ------
    ParameterError
        If they do not go together.
    """
    return Recipe(
        layers=settings.sizes,
        activation=settings.activation,
        init=None if settings.init == AUTO else settings.init,
        dropout=settings.dropout,
        batch_norm=settings.batch_norm,
        standardize=settings.standardize,
        validation=settings.validation,
        limit=None if settings.limit == IMAGES else settings.limit,
        shuffle_labels=settings.shuffle_labels,
        training=TrainConfig(
            loss=LOSSES.get(settings.loss),
            optimizer=_optimizer(settings),
            schedule=_schedule(settings),
            epochs=settings.epochs,
            batch_size=settings.batch_size,
            l1=settings.l1,
            l2=settings.l2,
            augmentation=AUGMENTATIONS[settings.augmentation],
            early_stopping=EarlyStopping(settings.early_stopping) if settings.early_stopping else None,
            seed=settings.seed,
        ),
    )


def settings_of(recipe: Recipe) -> TrainSettings:
    """Return the settings that make this recipe, as far as the lab can set what it has."""
    training = recipe.training
    optimizer = training.optimizer
    known = (name for name, augmentation in AUGMENTATIONS.items() if augmentation == training.augmentation)
    return TrainSettings(
        layers=recipe.layers[1:-1],
        activation=recipe.activation,
        loss=training.loss.name,
        optimizer=optimizer.name,
        learning_rate=optimizer.learning_rate,
        momentum=optimizer.momentum if isinstance(optimizer, Momentum) else 0.9,
        batch_size=training.batch_size or IMAGES,
        epochs=training.epochs,
        l1=training.l1,
        l2=training.l2,
        dropout=recipe.dropout,
        batch_norm=recipe.batch_norm,
        init=recipe.init or AUTO,
        schedule=training.schedule.name,
        augmentation=next(known, "none"),
        early_stopping=training.early_stopping.patience if training.early_stopping else 0,
        standardize=recipe.standardize,
        shuffle_labels=recipe.shuffle_labels,
        limit=recipe.limit or IMAGES,
        validation=recipe.validation,
        seed=recipe.seed,
    )


#: The command line's presets, as settings.
PRESET_SETTINGS = {name: settings_of(preset.recipe) for name, preset in PRESETS.items()}


def base_name(settings: TrainSettings) -> str:
    """Return the default name of a model: its preset's, or else one made from its layers."""
    for name, preset in PRESET_SETTINGS.items():
        if settings == preset:
            return name
    return "mlp-" + "-".join(map(str, settings.sizes))


def _optimizer(settings: TrainSettings) -> Optimizer:
    optimizer = replace(OPTIMIZERS.get(settings.optimizer), learning_rate=settings.learning_rate)
    return replace(optimizer, momentum=settings.momentum) if isinstance(optimizer, Momentum) else optimizer


def _schedule(settings: TrainSettings) -> Schedule:
    schedule = SCHEDULES.get(settings.schedule)
    # A short rise and a long fall, as in the preset `best`.
    return OneCycle(peak=0.1) if isinstance(schedule, OneCycle) else schedule
