"""The settings of a run, as a link holds them, and the recipe that they make."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.engine.optimizers import OPTIMIZERS
from neurarium.engine.schedules import SCHEDULES, OneCycle
from neurarium.lab.digits import IMAGES
from neurarium.lab.rules import Choice, Flag, Integer, List, Number, Text
from neurarium.lab.runs.position import RATES
from neurarium.persist.model import DIGITS, PIXELS
from neurarium.training.presets import PRESETS
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings

MOST_PRODUCTS = 20_000_000_000
"""Products of weights and inputs in the forward pass of a step: a few seconds on a slow machine."""

AUTO = "auto"

ONE_CYCLE = OneCycle(peak=0.1)
"""A short rise and a long fall, as in the preset `best`."""


@dataclass(frozen=True)
class TrainSettings:
    """A run to start. The defaults are those of the preset `classic`.

    `layers` holds the hidden layers' units. `init` is ``"auto"`` for what suits the activation;
    `early_stopping` is the patience in epochs, 0 for no early stopping; `limit` is the number of training
    images to use, from the first one on. `dataset` is the name of one of the learner's own data sets, empty
    for MNIST.
    """

    layers: Annotated[tuple[int, ...], List(Integer(1, 1024), 0, 5)] = (128,)
    activation: Annotated[str, Choice("relu", "leaky_relu", "gelu", "tanh", "sigmoid", "linear")] = "relu"
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
    dataset: Annotated[str, Text(100)] = ""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of every layer, the pixels and the ten answers too."""
        return (PIXELS, *self.layers, DIGITS)

    @property
    def largest_batch(self) -> int:
        """The most images in a step, which cannot be divided: pause and stop wait for its end."""
        weights = sum(n_in * n_out for n_in, n_out in pairwise(self.sizes))
        return min(IMAGES, MOST_PRODUCTS // weights)


def recipe_of(settings: TrainSettings) -> Recipe:
    """Return the recipe that the settings describe.

    Raises
    ------
    ParameterError
        If they do not go together.
    """
    values = vars(settings) | {
        "layers": settings.sizes,
        "init": None if settings.init == AUTO else settings.init,
        "schedule": ONE_CYCLE if settings.schedule == ONE_CYCLE.name else SCHEDULES.get(settings.schedule),
        "augmentation": AUGMENTATIONS[settings.augmentation],
        "early_stopping": settings.early_stopping or None,
        "limit": None if settings.limit == IMAGES else settings.limit,
    }
    del values["dataset"]  # a recipe says what is done with images, whichever they are
    return RunSettings(**values).recipe()


def smaller_rate(settings: TrainSettings, learning_rate: float) -> float:
    """Return a learning rate that works where `learning_rate` let the loss run away.

    It is at most what the optimizer has by default, with which networks of every size here learn.
    """
    usual: float = OPTIMIZERS.get(settings.optimizer).learning_rate
    return max(RATES.low, min(usual, float(f"{learning_rate / 10:.3g}")))


def settings_of(recipe: Recipe) -> TrainSettings:
    """Return the settings that make this recipe, as far as the lab can set what it has."""
    run = RunSettings.of(recipe)
    names = (name for name, augmentation in AUGMENTATIONS.items() if augmentation == run.augmentation)
    values = vars(run) | {
        "layers": run.layers[1:-1],
        "init": run.init or AUTO,
        "momentum": TrainSettings.momentum if run.momentum is None else run.momentum,
        "schedule": run.schedule.name,
        "batch_size": run.batch_size or IMAGES,
        "augmentation": next(names, "none"),
        "early_stopping": run.early_stopping or 0,
        "limit": run.limit or IMAGES,
    }
    del values["threads"]  # they change nothing but the time
    return TrainSettings(**values)


PRESET_SETTINGS = {name: settings_of(preset.recipe) for name, preset in PRESETS.items()}
"""The command line's presets, as settings."""


def base_name(settings: TrainSettings) -> str:
    """Return the default name of a model: its preset's, or else one made from its layers."""
    for name, preset in PRESET_SETTINGS.items():
        if replace(settings, dataset="") == preset:
            return name
    return "mlp-" + "-".join(map(str, settings.sizes))
