"""The tasks of the code lab: programs that a learner writes, and what is right about them.

Each is a folder of `tasks`: ``task.toml`` has the properties that its check looks at and the words for what
may be wrong, by name and in both languages; ``check.py`` the properties as functions; ``text.*.md`` what is
asked; ``starter.py`` and ``solution.py`` the beginning and the end; ``hints.*.md`` three hints, the last of
which explains the solution; ``mistakes/WORDS.py`` programs with a mistake, each named by the words it gets.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neurarium.lab.exhibits.code.words import Words, cut, entitled, numbered, read_words

FOLDER = Path(__file__).parent / "tasks"


@dataclass(frozen=True)
class Exercise:
    """A task.

    Attributes
    ----------
    name
        Its name in addresses.
    folder
        Where its check is.
    text
        What is asked.
    starter, solution
        Programs.
    hints
        Three; the last one holds the solution.
    properties
        What the check looks at, by name, in order.
    words
        What may be wrong, by name, with places for values; `passed` if nothing is.
    own_words
        The names of those that other tasks do not have.
    seconds
        How long the check may compute.
    """

    name: str
    folder: Path
    title: Words
    text: Words
    starter: str
    solution: str
    hints: tuple[Words, ...]
    properties: Mapping[str, Words]
    words: Mapping[str, Words]
    own_words: tuple[str, ...]
    seconds: int

    def say(self, key: str, values: Mapping[str, object]) -> Words:
        """Return the words of this name, filled in."""
        return self.words[key].map(lambda text: text.format_map(values))


@cache
def exercises() -> dict[str, Exercise]:
    """Return the tasks by name, in order."""
    return {name: _read(name, folder) for name, folder in numbered(FOLDER).items()}


def _read(name: str, folder: Path) -> Exercise:
    task, common = _toml(folder / "task.toml"), _toml(FOLDER / "common.toml")
    title, text = entitled(read_words(folder, "text"))
    starter, solution = (
        (folder / f"{which}.py").read_text(encoding="utf-8") for which in ("starter", "solution")
    )
    *hints, last = cut(read_words(folder, "hints"), "---")
    last = last.map(lambda hint: f"```python\n{solution}```\n\n{hint}")
    return Exercise(
        name,
        folder,
        title,
        text,
        starter,
        solution,
        (*hints, last),
        _words(task["properties"]),
        _words(common["words"]) | _words(task["words"]),
        tuple(task["words"]),
        task["seconds"],
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _words(table: Mapping[str, Mapping[str, str]]) -> dict[str, Words]:
    return {key: Words(**words) for key, words in table.items()}
