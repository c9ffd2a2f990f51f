"""From the options of `neurarium train` to a recipe, and back to options for people to read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import typer

from neurarium.cli.text import sizes_text
from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.augment import Augmentation
from neurarium.engine.errors import ParameterError
from neurarium.engine.losses import LOSSES
from neurarium.engine.optimizers import OPTIMIZERS, Momentum, Optimizer
from neurarium.engine.schedules import SCHEDULES
from neurarium.training import EarlyStopping, TrainConfig
from neurarium.training.recipe import Recipe

Given = Mapping[str, Any]

_OF_RECIPE = (
    *("layers", "activation", "init", "dropout", "batch_norm"),
    *("standardize", "validation", "limit", "shuffle_labels"),
)
_OF_TRAINING = ("epochs", "l1", "l2", "seed", "threads")


def apply(recipe: Recipe, given: Given) -> Recipe:
    """Return `recipe` with the options that were given (those that are not None) in place of its own.

    Raises
    ------
    typer.BadParameter
        If options do not go with each other.
    """
    given = {name: value for name, value in given.items() if value is not None}
    training = {name: given[name] for name in _OF_TRAINING if name in given}
    if "batch_size" in given:
        training["batch_size"] = None if given["batch_size"] == "all" else given["batch_size"]
    if "loss" in given:
        training["loss"] = LOSSES.get(given["loss"])
    if "schedule" in given:
        training["schedule"] = SCHEDULES.get(given["schedule"])
    if "augment" in given:
        training["augmentation"] = AUGMENTATIONS[given["augment"]]
    if "early_stopping" in given:
        training["early_stopping"] = EarlyStopping(given["early_stopping"])
    training["optimizer"] = _optimizer(recipe.training.optimizer, given)
    try:
        return replace(
            recipe,
            **{name: given[name] for name in _OF_RECIPE if name in given},
            training=replace(recipe.training, **training),
        )
    except ParameterError as error:
        raise typer.BadParameter(str(error)) from None


def _optimizer(before: Optimizer, given: Given) -> Optimizer:
    """Return the optimizer: another one begins with its own settings, the same one keeps those it has."""
    name = given.get("optimizer", before.name).replace("-", "_")
    optimizer = before if name == before.name else OPTIMIZERS.get(name)
    if "learning_rate" in given:
        optimizer = replace(optimizer, learning_rate=given["learning_rate"])
    if "momentum" in given:
        if not isinstance(optimizer, Momentum):
            raise typer.BadParameter(
                f"--momentum is for the optimizers momentum and nesterov, got {optimizer.name}: "
                "add --optimizer momentum, or leave it out"
            )
        optimizer = replace(optimizer, momentum=given["momentum"])
    return optimizer


def describe(recipe: Recipe) -> dict[str, str]:
    """Return the options that say what `recipe` says, each with its value as text.

    All but the number of threads, which changes nothing but the time.
    """
    training = recipe.training
    return {
        "layers": sizes_text(recipe.layers),
        "activation": _dashed(recipe.activation),
        "init": _dashed(recipe.init or "suits the activation"),
        "batch-norm": _yes(recipe.batch_norm),
        "loss": _dashed(training.loss.name),
        **_describe_optimizer(training),
        "batch-size": str(training.batch_size or "all"),
        "epochs": str(training.epochs),
        "seed": str(recipe.seed),
        "l1": f"{training.l1:g}",
        "l2": f"{training.l2:g}",
        "dropout": f"{recipe.dropout:g}",
        "augment": _augmentation(training.augmentation),
        "early-stopping": str(training.early_stopping.patience) if training.early_stopping else "never",
        "validation": f"{recipe.validation:g}",
        "standardize": _yes(recipe.standardize),
        "shuffle-labels": _yes(recipe.shuffle_labels),
        "limit": str(recipe.limit or "all"),
    }


def _describe_optimizer(training: TrainConfig) -> dict[str, str]:
    optimizer = training.optimizer
    momentum = getattr(optimizer, "momentum", None)
    return {
        "optimizer": _dashed(optimizer.name),
        "learning-rate": f"{optimizer.learning_rate:g}",
        **({} if momentum is None else {"momentum": f"{momentum:g}"}),
        "schedule": _dashed(training.schedule.name),
    }


def differences(saved: Recipe, wanted: Recipe) -> list[str]:
    """Return what `wanted` has other than `saved`, option by option: ``"--epochs 9 (saved: 5)"``."""
    before, after = describe(saved), describe(wanted)
    names = [*before, *(name for name in after if name not in before)]
    return [
        f"--{name} {after.get(name, 'none')} (saved: {before.get(name, 'none')})"
        for name in names
        if before.get(name) != after.get(name)
    ]


def _augmentation(settings: Augmentation | None) -> str:
    """Return the name of an augmentation, or its settings if it has none."""
    for name, known in AUGMENTATIONS.items():
        if settings == known:
            return name
    return str(settings)


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
