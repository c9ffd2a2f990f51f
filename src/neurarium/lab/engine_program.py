"""Programs for the code lab, written of Neurarium's own parts."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from textwrap import fill, indent
from typing import Any

import neurarium
from neurarium.engine.network import Network

WIDTH = 96
"""Characters of a line, if it can be broken."""

ALWAYS = ("loss", "optimizer", "learning_rate", "epochs", "batch_size")
"""Settings that are written even if they are the defaults: what a learner will want to change first."""

Rows = Sequence[Sequence[float]]
Matrices = Sequence[tuple[Rows, Sequence[float]]]
"""W and b of each layer, as lists of numbers."""


class EngineProgram:
    """A program, cell by cell; what it uses is imported.

    Parameters
    ----------
    about
        What it does, in a sentence.
    """

    def __init__(self, about: str) -> None:
        self._about = about
        self._imports: dict[str, set[str]] = {}
        self._cells: list[str] = []

    def use(self, thing: Any) -> str:
        """Import a class or a function, from `neurarium` itself if it is there; return its name."""
        name: str = thing.__name__
        home: str = thing.__module__
        package = ".".join(home.split(".")[:2])
        if name in neurarium.__all__ and getattr(neurarium, name) is thing:
            home = "neurarium"
        elif getattr(sys.modules[package], name, None) is thing:
            home = package
        self._imports.setdefault(home, set()).add(name)
        return name

    def cell(self, title: str, *lines: str) -> None:
        """Add a cell."""
        self._cells.append("\n".join((f"# %% {title}", *lines)))

    def made(self, part: Any) -> str:
        """Return the call that makes a part: a loss, an optimizer, a configuration.

        Defaults are left out, but for those in `ALWAYS`.
        """
        if not is_dataclass(part) or isinstance(part, type):
            return repr(part)
        set_otherwise = {
            field.name: self.made(value)
            for field in fields(part)
            if (value := getattr(part, field.name)) != _default(field) or field.name in ALWAYS
        }
        return call(self.use(type(part)), **set_otherwise)

    @property
    def text(self) -> str:
        """The program."""
        lines = [
            _import(module, sorted(names, key=_order)) for module, names in sorted(self._imports.items())
        ]
        standard = [line for line in lines if not line.startswith("from neurarium")]
        own = [line for line in lines if line.startswith("from neurarium")]
        groups = [standard, ["import numpy as np"], own]
        imports = "\n\n".join("\n".join(group) for group in groups if group)
        return "\n\n".join((f'"""{self._about}"""', f"# %% Imports\n{imports}", *self._cells)) + "\n"


def call(name: str, *arguments: str, **named: str) -> str:
    """Return a call; one argument a line, if it is long."""
    parts = [*arguments, *(f"{key}={value}" for key, value in named.items())]
    line = f"{name}({', '.join(parts)})"
    if len(line) <= WIDTH and "\n" not in line:
        return line
    return f"{name}(\n" + "".join(indent(part, "    ") + ",\n" for part in parts) + ")"


def numbers(values: Sequence[float]) -> str:
    """Return a list of numbers; several lines, if it is long."""
    line = listed(values)
    if len(line) <= WIDTH:
        return line
    lines = fill(line[1:-1], WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return f"[\n{lines}\n]"


def matrices_of(network: Network) -> Matrices:
    """Return W and b of each layer of a network of dense layers alone."""
    return [(layer["W"].tolist(), layer["b"].tolist()) for layer in network.parameters]


def named_numbers(x: Rows, matrices: Matrices) -> str:
    """Return the lines that name a network's numbers: x, W1, b1, W2, b2 and so on."""
    lines = [f"x = {listed(x)}"]
    for k, (W, b) in enumerate(matrices, start=1):
        lines += [f"W{k} = {listed(W)}", f"b{k} = {listed(b)}"]
    return "\n".join(lines)


def set_numbers(layers: int) -> list[str]:
    """Return the lines that set W1, b1, W2, b2, … in `network`, of dense layers alone."""
    W, b = (", ".join(f"{name}{k}" for k in range(1, layers + 1)) for name in "Wb")
    return [
        f"for layer, W, b in zip(network.parameters, [{W}], [{b}], strict=True):",
        '    layer["W"][:] = W',
        '    layer["b"][:] = b',
    ]


def printing() -> str:
    """Return the line that has arrays printed as the exhibits write numbers: few digits, no powers of ten."""
    return f"np.set_printoptions(precision=6, suppress=True, linewidth={WIDTH})"


def row(number: int) -> str:
    """Return the slice that takes one row of an array, as a batch of one."""
    return f"{number}:{number + 1}"


def listed(values: Rows | Sequence[float]) -> str:
    """Return numbers, or rows of numbers, as a list that reads back to the last bit."""
    return "[" + ", ".join(repr(v) if isinstance(v, float | int) else listed(v) for v in values) + "]"


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _order(name: str) -> tuple[bool, str]:
    """Return where a name stands in an import: names in capitals come first."""
    return not name.isupper(), name


def _import(module: str, used: Iterable[str]) -> str:
    names = sorted(used, key=_order)
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"
