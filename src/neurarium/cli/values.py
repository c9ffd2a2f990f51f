"""Readers of option values; their errors say what was expected, what was given, and how to fix it."""

import difflib
import math
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import typer

from neurarium.engine.family import Family
from neurarium.persist import ModelError
from neurarium.persist.model import DIGITS, PIXELS
from neurarium.persist.store import check_name

MAX_UNITS = 100_000
PLOT_SUFFIXES = (".png", ".svg", ".pdf")


def whole(least: int) -> Callable[[str], int]:
    """Return a reader of whole numbers, `least` or more."""

    def read(text: str) -> int:
        expected = f"expected a whole number, {least} or more, such as {max(least, 1)}; got {text!r:.40}"
        try:
            value = int(text)
        except ValueError:
            raise typer.BadParameter(expected) from None
        if not least <= value < 2**63:
            raise typer.BadParameter(expected)
        return value

    return read


def number(least: float = 0.0, *, below: float | None = None, above: bool = False) -> Callable[[str], float]:
    """Return a reader of numbers from `least` on (with `above`: greater than it), and less than `below`."""
    span = f"above {least:g}" if above else f"{least:g} or more"
    span += "" if below is None else f" and less than {below:g}"

    def read(text: str) -> float:
        expected = f"expected a number {span}, such as {_example(least, below):g}; got {text!r:.40}"
        try:
            value = float(text)
        except ValueError:
            raise typer.BadParameter(expected) from None
        fits = math.isfinite(value) and (value > least if above else value >= least)
        if not fits or (below is not None and value >= below):
            raise typer.BadParameter(expected)
        return value

    return read


def _example(least: float, below: float | None) -> float:
    return least + (0.001 if below is None else (below - least) / 5)


def choice(names: Iterable[str]) -> Callable[[str], str]:
    """Return a reader of one of `names`; underscores, spaces and capitals are accepted."""
    names = tuple(names)

    def read(text: str) -> str:
        name = text.strip().lower().replace("_", "-").replace(" ", "-")
        if name in names:
            return name
        near = difflib.get_close_matches(name, names, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise typer.BadParameter(f"expected one of {', '.join(names)}; got {text!r:.40}{hint}")

    return read


def names_of(family: Family[Any]) -> tuple[str, ...]:
    """Return the names of a family as they are written on the command line: ``leaky-relu``."""
    return tuple(name.replace("_", "-") for name in family.names)


def sizes(text: str) -> tuple[int, ...]:
    """Read the sizes of a network's layers: ``784-128-10``."""
    expected = f"expected sizes with a dash between, such as 784-128-10; got {text!r:.40}"
    try:
        read = tuple(int(part) for part in text.strip().replace(",", "-").split("-"))
    except ValueError:
        raise typer.BadParameter(expected) from None
    if len(read) < 2 or any(not 1 <= n <= MAX_UNITS for n in read):
        raise typer.BadParameter(f"{expected}. Each layer has 1 to {MAX_UNITS:,} units")
    if (read[0], read[-1]) != (PIXELS, DIGITS):
        raise typer.BadParameter(
            f"expected {PIXELS} inputs (28x28 pixels) first and {DIGITS} outputs (the digits) last, "
            f"such as 784-{'-'.join(map(str, read[1:-1])) or 128}-10; got {text!r:.40}"
        )
    return read


def batch(text: str) -> int | str:
    """Read a batch size, or ``all`` for the whole training set."""
    if text.strip().lower() == "all":
        return "all"
    try:
        return whole(1)(text)
    except typer.BadParameter:
        raise typer.BadParameter(
            f"expected a whole number, 1 or more, such as 128, or 'all'; got {text!r:.40}"
        ) from None


def path(text: str) -> Path:
    """Read the path of a file or folder, existing or not."""
    if not text.strip() or "\0" in text:
        raise typer.BadParameter(f"expected the path of a file, got {text!r:.40}")
    return Path(text)


def folder(text: str) -> Path:
    """Read the path of a folder to write into; it is made if it does not exist."""
    place = path(text)
    if place.exists() and not place.is_dir():
        raise typer.BadParameter(f"expected a folder to write into, got the file {text!r}")
    return place


def new_file(text: str) -> Path:
    """Read the path of a file to write: its folder must exist, and it must not be a folder itself."""
    file = path(text)
    try:
        if file.is_dir():
            raise typer.BadParameter(f"expected a file to write, got the folder {text!r}: add a file name")
        if file.exists() and not file.is_file():
            raise typer.BadParameter(f"expected a file to write, got the device or pipe {text!r}")
        if not file.parent.is_dir():
            raise typer.BadParameter(
                f"expected a file in an existing folder, got {text!r}: make {str(file.parent)!r} first"
            )
    except OSError as error:
        raise typer.BadParameter(f"expected a file to write, got {text!r:.40}: {error.strerror}") from None
    return file


def plot_file(text: str) -> Path:
    """Read the path of a picture to draw; its suffix says the format."""
    file = new_file(text)
    if file.suffix.lower() not in PLOT_SUFFIXES:
        raise typer.BadParameter(
            f"expected a file that ends in {', '.join(PLOT_SUFFIXES)}; got {text!r}: "
            f"write {file.with_suffix('.png').name!r}"
        )
    return file


def model_name(text: str) -> str:
    """Read the name of a model: a valid file name on any system."""
    try:
        check_name(text)
    except ModelError as error:
        raise typer.BadParameter(str(error)) from None
    return text


def port(text: str) -> int:
    """Read the number of a port."""
    try:
        value = int(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 65535:
        raise typer.BadParameter(f"expected a port from 0 to 65535, such as 8731; got {text!r:.40}")
    return value


def token(text: str) -> str:
    """Read a token: text that can be part of a URL as it is."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,200}", text):
        raise typer.BadParameter(
            "expected a token of 8 to 200 letters, digits, dashes and underscores, "
            f"such as a-word-only-we-know; got {text!r:.40}"
        )
    return text
