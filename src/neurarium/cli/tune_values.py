"""Readers of what `neurarium tune` varies and how long it may take."""

import re
from typing import Any

import typer

from neurarium.cli import values
from neurarium.cli.run_options import reader_of
from neurarium.engine.errors import ParameterError
from neurarium.tuning.knobs import FIXED, HIDDEN, KNOBS, Knob, Range
from neurarium.tuning.sweeps import Budget

EXAMPLE = "hidden=16,32,64 or learning-rate=0.001..0.1:log:5"


def knob(text: str) -> Knob:
    """Read ``NAME=VALUE,VALUE``, or ``NAME=LOW..HIGH`` with ``:log`` and ``:COUNT`` if wanted."""
    name, sign, rest = text.partition("=")
    if not sign or not rest.strip():
        raise typer.BadParameter(f"expected a setting with its values, such as {EXAMPLE}; got {text!r:.60}")
    setting = _setting(name)
    try:
        if ".." in rest:
            return Knob(setting, _range(rest))
        read = _hidden if setting == HIDDEN else reader_of(setting)
        found = tuple(_none_if_all(read(part.strip())) for part in _parts(rest))
        return Knob(setting, found)
    except (ParameterError, typer.BadParameter) as error:
        raise typer.BadParameter(f"{name.strip()}: {error}") from None


def budget(text: str) -> Budget:
    """Read a number of trainings, ``200``, or a time, ``60s`` or ``5m``."""
    expected = f"expected a number of trainings, such as 200, or a time, such as 60s or 5m; got {text!r:.40}"
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smh]?)\s*", text, re.ASCII)
    if found is None or float(found[1]) <= 0:
        raise typer.BadParameter(expected)
    if found[2]:
        return Budget(seconds=float(found[1]) * {"s": 1, "m": 60, "h": 3600}[found[2]])
    if "." in found[1]:
        raise typer.BadParameter(expected)
    return Budget(trainings=int(found[1]))


def _setting(name: str) -> str:
    if name.strip() in FIXED:
        raise typer.BadParameter(f"{name.strip()} cannot be varied: {FIXED[name.strip()]}")
    options = tuple("augment" if knob == "augmentation" else knob.replace("_", "-") for knob in KNOBS)
    return Knob(values.choice(options)(name), (None,)).name


def _parts(text: str) -> list[str]:
    parts = text.split(",")
    if not all(part.strip() for part in parts):
        raise typer.BadParameter(f"expected values with a comma between, got {text!r:.60}")
    return parts


def _range(text: str) -> Range:
    bounds, *rest = text.split(":")
    low, _, high = bounds.partition("..")
    try:
        count, log = 5, False
        for part in rest:
            if part.strip().lower() == "log":
                log = True
            else:
                count = int(part)
        ends = _number(low), _number(high)
    except ValueError:
        raise typer.BadParameter(
            f"expected a range such as 0.001..0.1, 0.001..0.1:log or 16..256:log:5; got {text!r:.60}"
        ) from None
    return Range(*ends, count, log)


def _number(text: str) -> float:
    return int(text) if re.fullmatch(r"\s*\d+\s*", text) else float(text)


def _hidden(text: str) -> int | tuple[int, ...]:
    if text.lower() == "none":
        return ()
    read = values.whole(1)
    if not re.fullmatch(r"\s*\d+(\s*-\s*\d+)*\s*", text):
        raise typer.BadParameter(
            "expected a whole number, 1 or more, or several with a dash between, such as 64-32; "
            f"got {text!r:.40}"
        )
    sizes = tuple(read(part) for part in text.split("-"))
    if any(n > values.MAX_UNITS for n in sizes):
        raise typer.BadParameter(f"each layer has 1 to {values.MAX_UNITS:,} units, got {text!r:.40}")
    return sizes[0] if len(sizes) == 1 else sizes


def _none_if_all(value: Any) -> Any:
    return None if value == "all" else value
