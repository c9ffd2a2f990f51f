"""Memory for the kernels: flat arrays that begin at a cache line, and matrices whose rows do."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

CACHE_LINE = 64  # bytes: one register of 16 float32 lanes
LANES = 16

Double = float
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.uint8]
Doubles = npt.NDArray[np.float64]


def flat(x: npt.NDArray[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return all elements of `x` in a row, in the memory of `x` if that is possible.

    Numba takes read-only arrays for another type and would compile everything a second time, so a read-only
    array is passed on as if it could be written to. No kernel writes into its inputs.
    """
    array = np.ascontiguousarray(x, dtype).reshape(-1)
    return array if array.flags.writeable else np.asarray(_Writable(array))


class _Writable:
    """The same memory without the flag that forbids writing."""

    def __init__(self, array: npt.NDArray[Any]) -> None:
        self.array = array
        self.__array_interface__ = {**array.__array_interface__, "data": (array.ctypes.data, False)}


def padded(n: int) -> int:
    """Return `n` rounded up to whole registers: the row stride of every matrix of the kernels' own."""
    return -(-n // LANES) * LANES


def aligned(n: int, dtype: npt.DTypeLike = np.float32) -> npt.NDArray[Any]:
    """Return `n` zeros that begin at a cache line, with one more line behind them that may be read."""
    size = n * np.dtype(dtype).itemsize
    raw = np.zeros(size + 2 * CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    return raw[start : start + size].view(dtype)
