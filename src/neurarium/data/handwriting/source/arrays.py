"""Read a picture from a NumPy array of any sensible type."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.errors import UnreadableImage
from neurarium.data.handwriting.source.bands import bands, shrink_in_bands
from neurarium.data.handwriting.source.picture import Limits, Picture
from neurarium.data.handwriting.source.transparency import lay_on_ground

if TYPE_CHECKING:
    pass

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
    pixels = shrink_rows(lambda top, bottom: array[top:bottom], (width, height), limits.working_side)
    if pixels.ndim == 3 and pixels.shape[2] in (2, 4):
        colour, alpha = pixels[..., :-1], pixels[..., -1]
        pixels = lay_on_ground(np.broadcast_to(colour, (*alpha.shape, 3)), alpha)
    return Picture(np.ascontiguousarray(pixels), (width, height))


def shrink_rows(
    rows: Callable[[int, int], NDArray[Any]], size: tuple[int, int], longest: int
) -> NDArray[np.float32]:
    """Return a picture of numbers of any sensible type, averaged down, from 0 to 1.

    Parameters
    ----------
    rows
        Called with a first row and one past a last row: returns these rows, ``(n, w)`` or ``(n, w, c)``.
    size
        Width and height of the whole picture.
    longest
        Most pixels on the longer side of the result.

    Returns
    -------
    ndarray of shape (h', w'), or (h', w', c) if c > 1

    Raises
    ------
    UnreadableImage
        If the values are no picture's.
    """
    from PIL import Image

    width = size[0]
    white = _white(rows, size)
    channels = rows(0, 1).size // width

    def read(channel: int, first: int, last: int) -> Image.Image:
        values = rows(first, last).reshape(last - first, width, channels)[..., channel]
        return Image.fromarray((values / white).astype(np.float32))

    small = [np.asarray(shrink_in_bands(partial(read, c), size, longest)) for c in range(channels)]
    return small[0] if channels == 1 else np.stack(small, axis=2)


def _white(rows: Callable[[int, int], NDArray[Any]], size: tuple[int, int]) -> np.floating[Any]:
    """Return the value that stands for white, in the type to divide by."""
    kind = rows(0, 1).dtype
    if kind.kind not in "buif":
        raise UnreadableImage(
            f"An array of type {kind} is not a picture: expected numbers (uint8 from 0 to 255, say)."
        )
    if kind == np.bool_:
        return np.float32(1)
    width, height = size
    extremes = [(part.min(), part.max()) for part in (rows(*band) for band in bands(height, width))]
    low, high = np.min([low for low, _ in extremes]), np.max([high for _, high in extremes])
    if not (np.isfinite(low) and np.isfinite(high)):
        raise UnreadableImage(
            "The array holds NaN or infinity: expected numbers from 0 to 1, or from 0 to 255."
        )
    ranges = (1.0, 255.0) if kind.kind == "f" else (1.0, 255.0, 65535.0)
    white = next((white for white in ranges if high <= white), None)
    if low < 0 or white is None:
        raise UnreadableImage(
            f"The array's values run from {low:g} to {high:g}: expected 0 to 1 or 0 to 255 for floats, "
            "0 to 1, 0 to 255 or 0 to 65535 for integers."
        )
    divisor: np.floating[Any] = kind.type(white) if kind.kind == "f" else np.float32(white)
    return divisor
