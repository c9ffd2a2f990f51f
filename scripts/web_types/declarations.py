"""What a declaration in Python says: summaries, comments of fields, axes of arrays."""

import ast
import inspect
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import is_dataclass
from io import StringIO
from typing import Annotated, Any, get_args, get_origin

from neurarium.lab.values import Axes


def shapes(hint: Any) -> str:
    """Return the axes of the arrays in an annotation, as text."""
    if get_origin(hint) is Annotated:
        found = [note for note in get_args(hint)[1:] if isinstance(note, Axes)]
        return " or ".join(f"({', '.join(map(str, axes.names))})" for axes in found)
    return next(filter(None, map(shapes, get_args(hint))), "")


def summary(kind: type[Any]) -> str:
    """Return what a docstring says before its first heading."""
    return inspect.cleandoc(kind.__doc__ or "").split("\n\nAttributes\n")[0].split("\n\n")[0]


def comments(kind: type[Any]) -> dict[str, str]:
    """Return what is said of each field, in the docstring's `Attributes` or beside or above the field."""
    found: dict[str, str] = {}
    for base in reversed([base for base in kind.__mro__ if is_dataclass(base)]):
        found |= _beside(base)
        section = inspect.cleandoc(base.__doc__ or "").partition("\n\nAttributes\n----------\n")[2]
        for name, about in _attributes(section):
            found[name] = about
    return found


def _attributes(section: str) -> Iterator[tuple[str, str]]:
    names: list[str] = []
    for line in section.splitlines():
        if line and not line.startswith(" "):
            names, about = line.split(", "), ""
        elif line:
            about = f"{about} {line.strip()}".strip()
            yield from ((name, about) for name in names)


def _beside(kind: type[Any]) -> dict[str, str]:
    source = textwrap.dedent(inspect.getsource(kind))
    at = {
        node.target.id: (node.lineno, node.end_lineno or node.lineno)
        for node in ast.parse(source).body[0].body  # type: ignore[attr-defined]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    beside: dict[int, str] = {}
    above: dict[int, str] = {}
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            alone = token.line.strip() == token.string
            (above if alone else beside)[token.start[0]] = token.string.removeprefix("# ")
    at_or_above = {name: beside.get(last) or above.get(first - 1) for name, (first, last) in at.items()}
    return {name: said for name, said in at_or_above.items() if said}
