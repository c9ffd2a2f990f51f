"""Read a picture from a NumPy array of any sensible type."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import UnreadableImage
from neurarium.data.handwriting.source.picture import Limits, Picture
from neurarium.data.handwriting.source.transparency import lay_on_ground
from neurarium.data.handwriting.tools.resample import shrink

KINDS = "grey (h, w), grey with alpha (h, w, 2), RGB (h, w, 3) or RGBA (h, w, 4)"


def picture_from_array(array: NDArray[Any], limits: Limits) -> Picture:
    """Read a picture from an array.

    Parameters
    ----------
    array
        Grey ``(h, w)`` or ``(h, w, 1)``, grey with alpha ``(h, w, 2)``, RGB ``(h, w, 3)`` or RGBA
        ``(h, w, 4)``. Booleans; floats from 0 to 1 or from 0 to 255; integers from 0 to 1
        (black and white), to 255, or to 65535 (16 bits).

    Raises
    ------
    UnreadableImage
        If shape or values are none of these.
    ImageTooSmall, ImageTooLarge
    """
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 2, 3, 4)):
        raise UnreadableImage(
            f"An array of shape {array.shape} is not a picture: expected {KINDS}. "
            "Reshape it; a flat MNIST image, for example, by .reshape(28, 28)."
        )
    height, width = array.shape[:2]
    limits.check_size(width, height)
    values = _to_unit(array)
    planes = np.atleast_3d(values)  # (h, w, 1 to 4)
    small = np.stack([shrink(plane, limits.working_side) for plane in np.moveaxis(planes, 2, 0)], axis=2)
    if small.shape[2] in (2, 4):
        colour, alpha = small[..., :-1], small[..., -1]
        small = lay_on_ground(np.broadcast_to(colour, (*alpha.shape, 3)), alpha)
    pixels = small[..., 0] if small.shape[2] == 1 else small
    return Picture(np.ascontiguousarray(pixels), (width, height))


def _to_unit(array: NDArray[Any]) -> NDArray[np.float32]:
    """Return the values as numbers from 0 to 1."""
    if array.dtype.kind not in "buif":
        raise UnreadableImage(
            f"An array of type {array.dtype} is not a picture: expected numbers (uint8 from 0 to 255, say)."
        )
    if array.dtype == np.bool_:
        return array.astype(np.float32)
    low, high = array.min(), array.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        raise UnreadableImage(
            "The array holds NaN or infinity: expected numbers from 0 to 1, or from 0 to 255."
        )
    ranges = (1.0, 255.0) if array.dtype.kind == "f" else (1.0, 255.0, 65535.0)
    top = next((top for top in ranges if high <= top), None)
    if low < 0 or top is None:
        raise UnreadableImage(
            f"The array's values run from {low:g} to {high:g}: expected 0 to 1 or 0 to 255 for floats, "
            "0 to 1, 0 to 255 or 0 to 65535 for integers."
        )
    return (array / array.dtype.type(top) if array.dtype.kind == "f" else array / np.float32(top)).astype(
        np.float32
    )
