"""The options that say what a run is: those of `neurarium train`, for other commands that train as well."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import typer

from neurarium.cli.train import train
from neurarium.training.settings import RunSettings

F = TypeVar("F", bound=Callable[..., Any])

_SETTINGS = {"preset", *(field.name for field in fields(RunSettings))}


def taking_settings(*, without: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Return a decorator: the command takes the settings of a run too, in place of its ``**settings``.

    Parameters
    ----------
    without
        Settings that it does not take.
    """

    def give(command: F) -> F:
        own = list(inspect.signature(command, eval_str=True).parameters.values())
        kept = [parameter for parameter in own if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
        wanted = [
            parameter
            for name, parameter in inspect.signature(train, eval_str=True).parameters.items()
            if name in _SETTINGS and name not in without
        ]
        # Typer reads it.
        command.__signature__ = inspect.Signature(kept + wanted)  # type: ignore[attr-defined]
        return command

    return give


def reader_of(setting: str) -> Callable[[str], Any]:
    """Return what reads the value of a setting as it is written on the command line."""
    parameter = inspect.signature(train, eval_str=True).parameters[setting]
    (option,) = parameter.annotation.__metadata__
    return option.parser or _switch


def _switch(text: str) -> bool:
    answers = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
    if text.strip().lower() not in answers:
        raise typer.BadParameter(f"expected yes or no, got {text!r:.40}")
    return answers[text.strip().lower()]
