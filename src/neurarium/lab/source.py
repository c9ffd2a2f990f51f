"""The source of what ran, read from the installed package: a lesson never shows a copy."""

import importlib
import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

from neurarium.lab.protocol import LabError

SHOWN = ("engine", "training", "data", "persist", "interop", "kernels", "lab.datasets")
"""The parts of the package whose source a learner may ask for: the library, not the lab's own machinery."""

_PACKAGE = "neurarium"
_FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Source:
    """The text of a module, class or function of the package."""

    symbol: str
    file: str  # below the package's folder, with forward slashes
    line: int  # of the first line of `code` in that file, counted from 1
    code: str


@cache
def read_source(symbol: str) -> Source:
    """Return the source of a name below the package.

    Parameters
    ----------
    symbol
        A dotted name without the package, such as ``engine.activations.Sigmoid.forward``.

    Raises
    ------
    LabError
        `not_found`, if there is no such module, class or function in the parts of the package that are shown.
    """
    found = _find(symbol)
    try:
        file = inspect.getsourcefile(found)
        lines, first = inspect.getsourcelines(found)
    except (OSError, TypeError):
        raise _not_found(symbol) from None
    path = Path(file or "").resolve()
    if not path.is_relative_to(_FOLDER):
        raise _not_found(symbol)
    # For a module inspect counts from 0.
    return Source(
        symbol, path.relative_to(_FOLDER).as_posix(), max(first, 1), textwrap.dedent("".join(lines))
    )


def _find(symbol: str) -> ModuleType | type | FunctionType:
    parts = symbol.split(".")
    is_shown = any(f"{symbol}.".startswith(f"{part}.") for part in SHOWN)
    if not is_shown or not all(part.isidentifier() and not part.startswith("__") for part in parts):
        raise _not_found(symbol)
    found: object = importlib.import_module(_PACKAGE)
    for part in parts:
        found = _member(found, part)
        # Each step stays inside the package: what a module imported from elsewhere is not its own.
        owner = found.__name__ if isinstance(found, ModuleType) else getattr(found, "__module__", "")
        if not (isinstance(owner, str) and owner.startswith(f"{_PACKAGE}.")):
            raise _not_found(symbol)
    if not isinstance(found, ModuleType | type | FunctionType):
        raise _not_found(symbol)
    return found


def _member(owner: object, name: str) -> object:
    if isinstance(owner, ModuleType):
        try:
            return importlib.import_module(f"{owner.__name__}.{name}")
        except ModuleNotFoundError:
            return getattr(owner, name, None)
    if isinstance(owner, type):
        member = inspect.getattr_static(owner, name, None)
        if isinstance(member, property):
            return member.fget
        if isinstance(member, staticmethod | classmethod):
            return member.__func__
        return member
    return None


def _not_found(symbol: str) -> LabError:
    return LabError(
        "not_found",
        f"There is no source to show for '{symbol[:100]}'.",
        f"Name a module, class or function below {', '.join(SHOWN)}.",
        {"what": "source", "name": symbol[:100]},
    )
