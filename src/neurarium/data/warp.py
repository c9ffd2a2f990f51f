"""Warping of images: each new pixel is interpolated between four old ones."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ShapeError
from neurarium.engine.types import FloatArray

Coordinates = NDArray[np.float32]
"""Where each new pixel is read, ``(n, 2, side, side)``: row and column in the old image, counted from 0."""

_BLOCK = 32  # images at a time: the intermediate values stay in the processor's cache


def warp(images: NDArray[Any], coordinates: Coordinates, out: FloatArray | None = None) -> FloatArray:
    """Read each image at the given places, by bilinear interpolation. Around an image all is 0.

    Parameters
    ----------
    images
        Square images, ``(n, side * side)`` or ``(n, side, side)``, as bytes or as real numbers whose
        background is 0.
    coordinates
        For each new pixel the row and the column to read, ``(n, 2, side, side)``; it may lie outside the
        image.
    out
        Floating array of the shape of `images` for the result; may be `images` itself.

    Returns
    -------
    array
        Of the shape and in the units of `images`; float32 unless `out` is of another type.

    Raises
    ------
    ShapeError
        The images are not square, or the coordinates are not for them.
    """
    side = image_side(images)
    n = len(images)
    if coordinates.shape != (n, 2, side, side):
        raise ShapeError(f"Expected coordinates of shape {(n, 2, side, side)}, got {coordinates.shape}.")
    if out is None:
        out = np.empty(images.shape, dtype=np.float32)
    elif out.shape != images.shape:
        raise ShapeError(f"Expected out to have the shape of the images, {images.shape}, got {out.shape}.")
    squares = images.reshape(n, side, side)
    for start in range(0, n, _BLOCK):
        block = slice(start, start + _BLOCK)
        out[block] = _warp_block(squares[block], coordinates[block]).reshape(-1, *images.shape[1:])
    return out


def _warp_block(images: NDArray[Any], coordinates: Coordinates) -> NDArray[np.float32]:
    """Warp a block of images: ``(n, side, side)`` at ``(n, 2, side, side)`` -> ``(n, side²)``."""
    n, side, _ = images.shape
    # A frame of zeros, so that the four neighbours of every place exist: one pixel before, two after.
    width = side + 3
    framed = np.zeros((n, width, width), dtype=np.float32)
    framed[:, 1:-2, 1:-2] = images
    pixels = framed.reshape(-1)

    # Count from the frame's corner, and clip to the frame: outside it all is 0 as well.
    place = coordinates.reshape(n, 2, -1) + np.float32(1)
    np.clip(place, 0, side + 1, out=place)
    whole = np.floor(place)
    place -= whole
    down, right = place[:, 0], place[:, 1]  # the fractions, 0 <= f < 1; (n, side²)
    corner = (whole[:, 0] * width + whole[:, 1]).astype(np.intp)  # the neighbour above and to the left
    corner += np.arange(0, n * width * width, width * width)[:, None]

    upper = _between(pixels.take(corner), pixels[1:].take(corner), right)
    lower = _between(pixels[width:].take(corner), pixels[width + 1 :].take(corner), right)
    return _between(upper, lower, down)


def _between(
    a: NDArray[np.float32], b: NDArray[np.float32], part: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return a + part · (b - a), in b's memory."""
    b -= a
    b *= part
    b += a
    return b


def image_side(images: NDArray[Any]) -> int:
    """Return the side, in pixels, of square images given as rows or as squares."""
    side = math.isqrt(math.prod(images.shape[1:]))
    if side and images.shape[1:] in {(side * side,), (side, side)}:
        return side
    raise ShapeError(
        "Expected square images as an array (n, side * side) or (n, side, side), such as (n, 784); "
        f"got shape {images.shape}."
    )
