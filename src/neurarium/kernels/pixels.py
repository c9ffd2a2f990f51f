"""Numbers that stand for pixels, turned back into bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import types

from neurarium.kernels.compiling import entry
from neurarium.kernels.memory import flat

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurarium.kernels.memory import Bytes

BLOCK = 1024
"""Rows that are read before it is asked whether they were pixels."""


def pixels_of(x: npt.NDArray[Any], scale: float) -> npt.NDArray[np.uint8] | None:
    """Return the bytes that, times `scale`, are the numbers ``(n, n_in)`` to rounding; None if none are.

    Parameters
    ----------
    x
        float32 or float64.
    scale
        What one step of a byte stands for.
    """
    pixels = np.empty(x.shape, np.uint8)
    tolerance = 4 * float(np.finfo(x.dtype).eps)
    for start in range(0, len(x), BLOCK):
        block = flat(x[start : start + BLOCK], x.dtype)
        if not write_pixels(block, scale, tolerance, pixels[start : start + BLOCK].reshape(-1)):
            return None
    return pixels


@entry
def write_pixels(values: Any, scale: float, tolerance: float, pixels: Bytes) -> bool:
    """Write the byte nearest to each value; say whether all values are bytes times `scale`, to rounding."""
    inverse, largest, wrong = 1 / scale, 255 * scale * (1 + tolerance), 0
    for i in range(len(values)):
        value = types.float64(values[i])
        inside = min(max(value, 0.0), largest)
        # Through int32, for which the processor has an instruction on several numbers at once.
        pixel = types.int32(inside * inverse + 0.5)
        pixels[i] = pixel
        wrong |= int(not abs(pixel * scale - value) <= tolerance * inside)
    return wrong == 0
