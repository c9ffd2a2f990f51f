"""Tensors as the bytes of a safetensors file, and back.

Twin of: `safetensors.numpy.save` and `load` (the tests compare them), for the types that models have. It is
here because that library is machine code, which a browser's Python need not have; this is NumPy alone.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.persist.errors import ModelError

LENGTH_BYTES = 8
METADATA = "__metadata__"

DTYPES = {
    name: np.dtype(kind)
    for name, kind in (
        ("I64", "<i8"),
        ("F64", "<f8"),
        ("F32", "<f4"),
        ("I32", "<i4"),
        ("U8", "u1"),
        ("BOOL", "?"),
    )
}
"""The format's names of the types; tensors lie in files in this order, those of one type by name."""

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_ORDER = list(DTYPES)


def save(tensors: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, str]) -> bytes:
    """Return the bytes of a file: tensors of `DTYPES`, row after row, and texts beside them."""
    names = sorted(tensors, key=lambda name: (_ORDER.index(_NAMES[tensors[name].dtype]), name))
    header: dict[str, Any] = {METADATA: dict(metadata)}
    place = 0
    for name in names:
        tensor = tensors[name]
        header[name] = {
            "dtype": _NAMES[tensor.dtype],
            "shape": tensor.shape,
            "data_offsets": [place, place + tensor.nbytes],
        }
        place += tensor.nbytes
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the tensors begin at a multiple of 8 bytes
    length = len(text).to_bytes(LENGTH_BYTES, "little")
    return b"".join([length, text, *(tensors[name].tobytes() for name in names)])


def load(header: Mapping[str, Any], data: bytes) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors that a file's header describes; its metadata must be out of it.

    Parameters
    ----------
    header
        For each tensor, its type, its shape and where it lies.
    data
        The bytes behind the header.

    Raises
    ------
    ModelError
        If the tensors do not lie one behind the other, or one is not as its entry says.
    """
    tensors = {}
    end = 0
    for name, entry in sorted(header.items(), key=_begin):
        dtype, shape, (begin, after) = _read_entry(name, entry)
        if begin != end or after - begin != math.prod(shape) * dtype.itemsize or after > len(data):
            raise ModelError(
                f"its tensors cannot be read: {name!r}, {dtype} of shape {shape}, does not fit bytes "
                f"{begin:,} to {after:,}"
            )
        tensor = np.frombuffer(data, dtype, math.prod(shape), begin)
        tensors[name] = tensor.reshape(shape).copy()
        end = after
    return tensors


def _begin(item: tuple[str, Any]) -> int:
    return _read_entry(*item)[2][0]


def _read_entry(name: str, entry: Any) -> tuple[np.dtype[Any], tuple[int, ...], tuple[int, int]]:
    """Return the type, the shape, and the first byte and the one behind the last of a tensor."""
    try:
        dtype, shape, (begin, after) = entry["dtype"], entry["shape"], entry["data_offsets"]
    except (TypeError, KeyError, ValueError):
        raise ModelError(
            f"its tensors cannot be read: {name!r} has no type, shape and place (data_offsets)"
        ) from None
    if dtype not in _ORDER:
        known = ", ".join(_ORDER)
        raise ModelError(f"the tensor {name!r} is of type {dtype}, expected one of {known}")
    if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in (*shape, begin, after)):
        raise ModelError(f"its tensors cannot be read: {name!r} has a shape or place that is no size")
    return DTYPES[dtype], tuple(shape), (begin, after)
