"""Memory aligned to the processor's cache lines."""

import numpy as np
import numpy.typing as npt

from neurarium.engine.types import FloatArray

CACHE_LINE = 64  # bytes


def zeros(n: int, dtype: npt.DTypeLike) -> FloatArray:
    """Return `n` zeros that start at the first byte of a cache line.

    Threads that work on neighbouring columns of a weight matrix then never write into the same line, which
    would move between their cores at every step.
    """
    raw = np.zeros(n * np.dtype(dtype).itemsize + CACHE_LINE, np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    numbers: FloatArray = raw[start : start + n * np.dtype(dtype).itemsize].view(dtype)
    return numbers
