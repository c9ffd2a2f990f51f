"""The options of `neurarium train` as settings of a run, and settings as text for people to read."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import typer

from neurarium.cli.text import sizes_text
from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.augment import Augmentation
from neurarium.engine.errors import ParameterError
from neurarium.training.settings import NONE, RunSettings


def apply(settings: RunSettings, given: Mapping[str, Any]) -> RunSettings:
    """Return `settings` with the options that were given (those that are not None) in place of its values.

    Another optimizer begins with its own learning rate, the same one keeps the rate of `settings`.

    Raises
    ------
    typer.BadParameter
        If options do not go with each other.
    """
    changes = settings_among(given)
    try:
        return settings.changed(changes)
    except ParameterError as error:
        hint = " (add --optimizer momentum)" if "momentum" in changes else ""
        raise typer.BadParameter(f"{error}{hint}") from None


def settings_among(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the options that were given which are settings of a run."""
    names = {field.name for field in fields(RunSettings)}
    found = {name: value for name, value in given.items() if value is not None and name in names}
    if found.get("batch_size") == "all":
        found["batch_size"] = None
    return found


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
        return NONE[name]
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
