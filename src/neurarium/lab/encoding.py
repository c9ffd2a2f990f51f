"""Messages as bytes: MessagePack, with one extension type for arrays.

An array travels as extension 1, whose payload is MessagePack again: ``[dtype, shape, bytes]``, the bytes in C
order and little-endian. The twin on the other side is ``web/src/transport/frames.ts``.
"""

import math
from typing import Any, TypeVar

import msgpack
import numpy as np

from neurarium.lab.protocol import LabError
from neurarium.lab.values import ARRAY_DTYPES

Container = TypeVar("Container", list[Any], dict[Any, Any])

ARRAY = 1
_MOST_AXES = 4
_MOST_ITEMS = 200_000
"""Over all lists and maps of a message together; an array counts as one item. Without a limit, a frame of
17 MB could become 17 million objects and block every session while it is decoded."""


def encode(message: object) -> bytes:
    """Return a message of plain values and arrays as bytes."""
    encoded: bytes = msgpack.packb(message, default=_pack_array)
    return encoded


def decode(frame: bytes) -> object:
    """Return the message in `frame`.

    Raises
    ------
    LabError
        `bad_frame`, if the bytes are not one whole message of this protocol.
    """
    counter = _Counter()
    try:
        message: object = msgpack.unpackb(
            frame,
            ext_hook=_unpack_extension,
            list_hook=counter.count,
            object_hook=counter.count,
            max_array_len=_MOST_ITEMS,
            max_map_len=_MOST_ITEMS,
        )
    except LabError:
        raise
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise _bad_frame(str(error) or type(error).__name__) from None
    return message


class _Counter:
    """Counts the items of a message while it is read."""

    def __init__(self) -> None:
        self._left = _MOST_ITEMS

    def count(self, container: Container) -> Container:
        """Count a list or map that has been read, or refuse the message."""
        self._left -= 1 + len(container)
        if self._left < 0:
            raise _bad_frame(f"it holds more than {_MOST_ITEMS} items")
        return container


def _pack_array(value: object) -> msgpack.ExtType:
    if not isinstance(value, np.ndarray):
        raise TypeError(f"cannot send a {type(value).__name__}")
    return msgpack.ExtType(ARRAY, msgpack.packb([value.dtype.str, value.shape, value.tobytes()]))


def _unpack_extension(code: int, payload: bytes) -> np.ndarray[Any, Any]:
    if code != ARRAY:
        raise _bad_frame(f"extension type {code} is unknown")
    # An array holds no further extensions, so nothing can be nested here.
    parts = msgpack.unpackb(payload, ext_hook=_refuse_extension, max_array_len=_MOST_AXES, max_map_len=0)
    if not isinstance(parts, list) or len(parts) != 3:
        raise _bad_frame("an array is [dtype, shape, bytes]")
    dtype, shape, data = parts
    if dtype not in ARRAY_DTYPES:
        raise _bad_frame(f"an array's dtype is one of {', '.join(ARRAY_DTYPES)}")
    if not isinstance(shape, list) or not all(type(size) is int and size >= 0 for size in shape):
        raise _bad_frame("an array's shape is a list of sizes")
    if not isinstance(data, bytes) or len(data) != math.prod(shape) * np.dtype(dtype).itemsize:
        raise _bad_frame(f"an array of {dtype} and shape {shape} does not have that many bytes")
    return np.frombuffer(data, dtype).reshape(shape)  # read-only, and a view: nothing is copied


def _refuse_extension(code: int, payload: bytes) -> object:  # noqa: ARG001
    raise _bad_frame("an array holds no extensions")


def _bad_frame(reason: str) -> LabError:
    return LabError(
        "bad_frame",
        f"The message cannot be read: {reason[:200]}.",
        "Reload the page; it may be older than the lab.",
        {"reason": reason[:200]},
    )
