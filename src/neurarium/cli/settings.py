"""The options of `neurarium train` as settings of a run, and settings as text for people to read."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import typer

from neurarium.cli.text import sizes_text
from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.augment import Augmentation
from neurarium.engine.optimizers import OPTIMIZERS, Momentum
from neurarium.engine.schedules import SCHEDULES
from neurarium.training.settings import RunSettings

_NONE = {
    "init": "suits the activation",
    "learning_rate": "default",
    "batch_size": "all",
    "early_stopping": "never",
    "limit": "all",
}
"""What None means, setting by setting."""


def apply(settings: RunSettings, given: Mapping[str, Any]) -> RunSettings:
    """Return `settings` with the options that were given (those that are not None) in place of its values.

    Another optimizer begins with its own learning rate, the same one keeps the rate of `settings`.

    Raises
    ------
    typer.BadParameter
        If options do not go with each other.
    """
    names = {field.name for field in fields(RunSettings)}
    changes = {name: value for name, value in given.items() if value is not None and name in names}
    if changes.get("batch_size") == "all":
        changes["batch_size"] = None
    if "schedule" in changes:
        changes["schedule"] = SCHEDULES.get(changes["schedule"])
    if "augmentation" in changes:
        changes["augmentation"] = AUGMENTATIONS[changes["augmentation"]]
    return replace(settings, **_optimizer(settings, changes) | changes)


def _optimizer(settings: RunSettings, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the learning rate and the momentum that another optimizer begins with."""
    optimizer = OPTIMIZERS.get(changes.get("optimizer", settings.optimizer))
    if "momentum" in changes and not isinstance(optimizer, Momentum):
        raise typer.BadParameter(
            f"--momentum is for the optimizers momentum and nesterov, got {optimizer.name}: "
            "add --optimizer momentum, or leave it out"
        )
    if optimizer.name == settings.optimizer:
        return {}
    momentum = optimizer.momentum if isinstance(optimizer, Momentum) else None
    return {"learning_rate": optimizer.learning_rate, "momentum": momentum}


def describe(settings: RunSettings) -> dict[str, str]:
    """Return the options that say what `settings` say, each with its value as text.

    All but the number of threads, which changes nothing but the time, and a momentum that is not there.
    """
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    del values["threads"]
    if settings.momentum is None:
        del values["momentum"]
    return {_option(name): _text(name, value) for name, value in values.items()}


def differences(saved: RunSettings, wanted: RunSettings) -> list[str]:
    """Return how `wanted` differs from `saved`, option by option: ``"--epochs 9 (saved: 5)"``."""
    before, after = describe(saved), describe(wanted)
    return [
        f"--{name} {after.get(name, 'none')} (saved: {before.get(name, 'none')})"
        for name in before | after
        if before.get(name) != after.get(name)
    ]


def _option(name: str) -> str:
    return "augment" if name == "augmentation" else name.replace("_", "-")


def _text(name: str, value: Any) -> str:
    """Return the value of a setting as it is written on the command line."""
    if name == "augmentation":
        return _augmentation(value)
    if value is None:
        return _NONE[name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, tuple):
        return sizes_text(value)
    return str(getattr(value, "name", value)).replace("_", "-")


def _augmentation(value: Augmentation | None) -> str:
    """Return the name of an augmentation, or its settings if it has none."""
    return next((name for name, known in AUGMENTATIONS.items() if known == value), str(value))
