"""Plain data: what JSON can hold without a change."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from neurarium.persist.errors import ModelError

_MAX_DEPTH = 32
_MAX_BITS = 1024  # whole numbers: enough for the state of any random-number generator


def to_plain(value: Any, where: str, *, depth: int = 0) -> Any:
    """Return `value` as None, bool, int, float, str, lists and dicts, which JSON holds without a change.

    NumPy's numbers and arrays become Python's, tuples become lists. Whole numbers stay exact, however large.

    Parameters
    ----------
    value
        The data, nested up to 32 deep.
    where
        Its name, for messages: ``"metrics"``.
    depth
        The depth of `value` itself.

    Raises
    ------
    ModelError
        If JSON cannot hold something in it, such as NaN or infinity; the message says where it is.
    """
    if depth > _MAX_DEPTH:
        raise ModelError(f"{where} is nested too deeply: at most {_MAX_DEPTH} lists or dicts in one another")
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        if value.bit_length() > _MAX_BITS:
            raise ModelError(f"{where}: expected a whole number of at most {_MAX_BITS} bits")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ModelError(
                f"{where}: expected a finite number (None for one that is not there), got {value}"
            )
        return float(value)
    if isinstance(value, list | tuple):
        return [to_plain(item, f"{where}[{i}]", depth=depth + 1) for i, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {
            _key(key, where): to_plain(item, f"{where}.{key}", depth=depth + 1) for key, item in value.items()
        }
    raise ModelError(
        f"{where}: expected plain data (None, true or false, numbers, text, lists, dicts), "
        f"got {type(value).__name__}"
    )


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ModelError(f"{where}: expected text that UTF-8 can write, got {value!r}") from None
    return str(value)


def _key(key: Any, where: str) -> str:
    if not isinstance(key, str):
        raise ModelError(f"{where}: expected text as keys, got {key!r}")
    return _text(key, where)
