"""Answers of the lab, checked against what the exhibits declare of them."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from neurarium.lab.exhibit import Exhibit, operations
from neurarium.lab.exhibits import EXHIBITS
from neurarium.lab.reception import Reception
from neurarium.lab.rules import ReadingRule
from neurarium.lab.values import Axes

KINDS: dict[str, type[Exhibit]] = {Reception.id: Reception, **EXHIBITS}


def answer_of(exhibit: str, op: str) -> Any:
    """Return the annotation of what an operation answers."""
    kind = KINDS[exhibit]
    assert op == "open" or op in operations(kind)
    return get_type_hints(kind.view if op == "open" else getattr(kind, op), include_extras=True)["return"]


def check_answer(hint: Any, value: Any, path: str) -> None:
    """Fail if a plain answer is not as declared: its parts, its texts, the axes of its arrays."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        _check_noted(arguments[0], arguments[1:], value, path)
    elif origin in (Union, UnionType):
        if value is not None:
            (item,) = (part for part in arguments if part is not NoneType)
            check_answer(item, value, path)
        assert value is not None or NoneType in arguments, path
    elif origin is Literal:
        assert value in arguments, f"{path} is {value!r}, declared as one of {arguments}"
    elif origin is list or (origin is tuple and arguments[-1] is Ellipsis):
        assert isinstance(value, list), path
        for i, item in enumerate(value):
            check_answer(arguments[0], item, f"{path}[{i}]")
    elif origin is tuple:
        assert len(value) == len(arguments), path
        for i, (each, item) in enumerate(zip(arguments, value, strict=True)):
            check_answer(each, item, f"{path}[{i}]")
    elif is_dataclass(hint):
        _check_record(hint, value, path)
    elif hint in (int, float, str, bool):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        assert number if hint in (int, float) else isinstance(value, hint), f"{path} is {value!r}"


def _check_noted(hint: Any, notes: tuple[Any, ...], value: Any, path: str) -> None:
    axes = [note for note in notes if isinstance(note, Axes)]
    if axes:
        assert isinstance(value, np.ndarray), path
        fits = [a for a in axes if len(a.names) == value.ndim and all(map(_fits, a.names, value.shape))]
        assert fits, f"{path} has the shape {value.shape}, declared as {[a.names for a in axes]}"
    for rule in (note for note in notes if isinstance(note, ReadingRule)):
        rule.read(value, path)


def _fits(name: str | int, length: int) -> bool:
    return isinstance(name, str) or name == length


def _check_record(kind: Any, value: Any, path: str) -> None:
    assert value.keys() == {field.name for field in fields(kind)}, path
    lengths: dict[str, int] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        check_answer(hint, value[name], f"{path}.{name}")
        for axes in (note for note in getattr(hint, "__metadata__", ()) if isinstance(note, Axes)):
            if len(axes.names) == value[name].ndim:
                for axis, length in zip(axes.names, value[name].shape, strict=True):
                    known = lengths.setdefault(str(axis), length)
                    assert known == length, f"{path}.{name}: the axis {axis} has {length} places, not {known}"
