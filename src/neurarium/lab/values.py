"""Answers as plain values: what any transport can carry."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = np.ndarray[Any, Any]
ByteArray = npt.NDArray[np.uint8]


class Axes:
    """The axes of an array in an answer: a name for a length that varies, a number for a fixed one.

    An array of an answer is declared with them, ``Annotated[FloatArray, Axes("unit", 28, 28)]``; tests check
    that every array has its axes and that a name stands for one length throughout a dataclass. An array that
    may have either of two shapes has two of them.
    """

    def __init__(self, *names: str | int) -> None:
        self.names = names


ARRAY_DTYPES = ("|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<f4", "<f8")
"""The array types that both Python and a browser's typed arrays have."""


def plain(value: object) -> object:
    """Return an answer as None, bool, int, float, str, bytes, arrays, lists and maps with text keys.

    Dataclasses become maps, tuples lists, NumPy scalars Python numbers, and arrays of booleans bytes.

    Raises
    ------
    TypeError
        For anything else, arrays of other types included: an exhibit must choose what it sends.
    """
    if value is None or isinstance(value, bool | int | str | bytes):
        return value
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, float | np.generic):
        return value.item() if isinstance(value, np.generic) else value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"an answer holds a {type(value).__name__}; send plain values, dataclasses or arrays")


def _array(array: AnyArray) -> AnyArray:
    if array.dtype == np.bool_:
        return array.view(np.uint8)
    if array.dtype.str not in ARRAY_DTYPES:
        raise TypeError(f"an answer holds an array of {array.dtype}; a browser has {', '.join(ARRAY_DTYPES)}")
    return array


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"an answer holds a map with the key {key!r}; keys are texts")
    return key
