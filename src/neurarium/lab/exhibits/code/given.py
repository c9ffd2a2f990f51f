"""The given programs: whole, short, and each explained step by step.

Each is a folder of `programs`: ``program.py``, which runs as it is, and ``text.en.md`` and ``text.zh.md``.
Its steps are the cells that lines ``# %% Title`` begin; the text has one section for each, in order. A file
``beside.txt`` names another program with the same steps, which says the same in other words.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from neurarium.lab.exhibits.code.words import Words, entitled, numbered, read_words

FOLDER = Path(__file__).parent / "programs"
CELL = re.compile(r"^# %% (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A step of a program.

    Attributes
    ----------
    first, last
        Its lines, from 1.
    """

    first: int
    last: int
    title: Words
    text: Words


@dataclass(frozen=True)
class Given:
    """A given program.

    Attributes
    ----------
    name
        Its name in addresses.
    text
        What it is about.
    beside
        The name of the program that is shown beside it; empty: none.
    """

    name: str
    title: Words
    source: str
    text: Words
    steps: tuple[Step, ...]
    beside: str


@cache
def given() -> dict[str, Given]:
    """Return the given programs by name, in order."""
    return {name: _read(name, folder) for name, folder in numbered(FOLDER).items()}


def missing_packages(source: str) -> tuple[str, ...]:
    """Return the packages that a program imports and that are not installed, sorted."""
    return tuple(name for name in _packages(source) if not find_spec(name))


@cache
def _packages(source: str) -> tuple[str, ...]:
    """Return the packages that a program imports, sorted."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return tuple(sorted({name.split(".")[0] for name in names}))


def _read(name: str, folder: Path) -> Given:
    source = (folder / "program.py").read_text(encoding="utf-8")
    words = read_words(folder, "text")
    about, *sections = (
        Words(en, zh)
        for en, zh in zip(
            *(re.split(r"^## ", text, flags=re.MULTILINE) for text in (words.en, words.zh)), strict=True
        )
    )
    title, text = entitled(about)
    steps = tuple(
        Step(first, last, *entitled(section))
        for (first, last), section in zip(cells(source), sections, strict=True)
    )
    other = folder / "beside.txt"
    beside = other.read_text(encoding="utf-8").strip() if other.exists() else ""
    return Given(name, title, source, text, steps, beside)


def cells(source: str) -> list[tuple[int, int]]:
    """Return the first and last line of each cell, from 1, without its mark and blank lines around."""
    lines = source.splitlines()
    marks = [i for i, line in enumerate(lines) if CELL.match(line)]
    found = []
    for start, end in zip(marks, [*marks[1:], len(lines)], strict=True):
        full = [i for i in range(start + 1, end) if lines[i].strip()]
        found.append((full[0] + 1, full[-1] + 1))
    return found
