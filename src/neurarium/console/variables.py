"""The variables of a running program as a table, read without running anything of the learner's."""

import types
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

import numpy as np

MOST, LONGEST, CELLS = 100, 80, 24
"""Variables of a table, characters of a value, and cells on a side of an array's picture."""

Plain = dict[str, Any]
"""Plain data, as JSON has it."""


def table(names: Mapping[str, object], hidden: Collection[str], name: str | None = None) -> Plain:
    """Return the variables of a namespace.

    It is called from another thread while the program runs, so it calls no method that the learner may have
    written: a `__repr__` could take for ever.

    Parameters
    ----------
    names
        The namespace.
    hidden
        Names in it that are not the learner's.
    name
        Also return the picture of this variable, if it is an array.
    """
    own = [
        (key, value)
        for key, value in list(names.items())
        if isinstance(key, str)
        and not key.startswith("_")
        and (key not in hidden or key == name)
        and not isinstance(value, types.ModuleType)
    ]
    rows = [variable(key, value) for key, value in own[:MOST]]
    found = dict(own).get(name or "")
    picture = heat_map(found) if isinstance(found, np.ndarray) else None
    return {"variables": rows, "left_out": max(len(own) - MOST, 0), "name": name or "", "picture": picture}


def variable(name: str, value: object) -> Plain:
    """Return what the table says of one variable."""
    row: Plain = {"name": name, "type": type(value).__name__, "text": brief(value)}
    row |= {"shape": None, "dtype": "", "least": None, "mean": None, "most": None}
    if isinstance(value, np.ndarray):
        row |= {"shape": list(value.shape), "dtype": str(value.dtype), "text": ""}
        if value.size and value.dtype.kind in "biuf":
            row |= _numbers(value)
    return row


def _numbers(array: "np.ndarray[Any, Any]") -> Plain:
    # Of a huge array every k-th number: the table must not take the time of the program.
    step = max(array.size // 1_000_000, 1)
    flat = np.asarray(array).reshape(-1)[::step] if array.flags.c_contiguous else np.asarray(array).ravel()
    with np.errstate(all="ignore"):
        values = flat.min(), flat.mean(dtype=np.float64), flat.max()
    low, mean, high = (float(value) for value in values)
    return {"least": low, "mean": mean, "most": high, "sampled": step > 1}


def heat_map(array: "np.ndarray[Any, Any]") -> Plain | None:
    """Return an array of numbers as a picture of at most `CELLS` x `CELLS` cells.

    Vectors are one row; of arrays with more axes the first matrix is taken. Where it has more rows or columns
    than cells, each cell is the first number of its block.
    """
    if array.dtype.kind not in "biuf" or not array.size:
        return None
    plane = np.asarray(array)
    while plane.ndim > 2:
        plane = plane[0]
    plane = np.atleast_2d(plane)
    rows, columns = plane.shape
    shown = plane[:: -(-rows // CELLS), :: -(-columns // CELLS)].astype(np.float64)
    cells = [[value if np.isfinite(value) else None for value in row] for row in shown.tolist()]
    return {"rows": rows, "columns": columns, "cells": cells}


def brief(value: object, depth: int = 0) -> str:
    """Return a value as it would be written in Python, cut to `LONGEST` characters; other objects' type."""
    kind = type(value)
    text = f"<{kind.__name__}>"
    if value is None or kind in (bool, float, complex):
        text = repr(value)
    elif kind is int:
        assert isinstance(value, int)
        text = repr(value) if value.bit_length() < 1000 else "<a huge number>"
    elif kind in (str, bytes):
        assert isinstance(value, str | bytes)
        text = repr(value[: LONGEST + 1])
    elif isinstance(value, np.generic):
        text = str(value.item()) if value.dtype.kind in "biufc" else text
    elif isinstance(value, np.ndarray):
        text = f"array {value.shape}"
    elif isinstance(value, types.FunctionType):
        text = f"{value.__name__}({', '.join(value.__code__.co_varnames[: value.__code__.co_argcount])})"
    elif isinstance(value, type):
        text = f"class {value.__name__}"
    elif kind in _BRACKETS and depth < 2:
        text = _items(value, depth)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


_BRACKETS: dict[type, str] = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}


def _items(value: Any, depth: int) -> str:
    brackets = _BRACKETS[type(value)]
    try:
        parts = (
            [f"{brief(k, depth + 1)}: {brief(v, depth + 1)}" for k, v in islice(value.items(), 20)]
            if isinstance(value, dict)
            else [brief(item, depth + 1) for item in islice(value, 20)]
        )
    except RuntimeError:  # it was changed while it was read
        return f"<{type(value).__name__}>"
    more = ", …" if len(value) > 20 else "," if len(value) == 1 and isinstance(value, tuple) else ""
    return f"{brackets[0]}{', '.join(parts)}{more}{brackets[1]}"
