"""Images of any size as MNIST has them: 28x28 bytes, ink high."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.tools.resample import area_matrix
from neurarium.lab.datasets.errors import refused

SIDE = 28
MOST_SIDE = 1024

FULL = (1, 16, 255)
"""What full ink may be: shares or black and white, the digits of scikit-learn, bytes."""

Bytes = NDArray[np.uint8]


def as_images(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array of grey pictures as ``(n, h, w)``; rows of a square number of pixels become squares.

    Raises
    ------
    LabError
        `bad_data`, if its shape is none of pictures.
    """
    if array.ndim == 4 and array.shape[-1] == 1:
        array = array[..., 0]
    if array.ndim == 2:
        side = round(array.shape[1] ** 0.5)
        if side * side == array.shape[1]:
            array = array.reshape(len(array), side, side)
    if array.ndim != 3 or not all(1 <= side <= MOST_SIDE for side in array.shape[1:]):
        raise refused(
            "shape",
            "Expected images of shape (n, height, width), or rows of a square number of pixels; "
            f"got {array.shape}.",
            got=" x ".join(map(str, array.shape)),
        )
    return array


def full_ink(arrays: Sequence[NDArray[Any]]) -> int:
    """Return the value of full ink: the smallest of 1, 16 and 255 that no pixel of all these exceeds.

    Raises
    ------
    LabError
        `bad_data`, if a pixel is below 0 or above 255, or they are no numbers.
    """
    for array in arrays:
        if array.dtype.kind not in "buif":
            raise refused(
                "values", f"Expected pixels to be numbers, got {array.dtype}.", got=str(array.dtype)
            )
    least = min(float(array.min()) for array in arrays)
    most = max(float(array.max()) for array in arrays)
    if not (least >= 0 and most <= FULL[-1]):  # NaN fails both
        raise refused(
            "values",
            f"Expected pixels from 0 to 255, from 0 to 16 or from 0 to 1, got {least:g} to {most:g}.",
            got=f"{least:g} – {most:g}",
        )
    return next(full for full in FULL if most <= full)


def as_bytes(images: NDArray[Any], full: int) -> Bytes:
    """Return pixels of 0 to `full` as bytes of 0 to 255."""
    if full == FULL[-1] and images.dtype == np.uint8:
        return images
    found: Bytes = np.rint(images.astype(np.float64) * (255 / full)).astype(np.uint8)
    return found


def fit(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a picture, ``(h, w)``, by area to 28 pixels along its longer side, in the middle of 28x28.

    What is beside it gets the brightness of its edge, so that no frame appears.
    """
    height, width = image.shape
    scale = SIDE / max(height, width)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))
    small = area_matrix(height, rows) @ image @ area_matrix(width, columns).T
    edge = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    framed = np.full((SIDE, SIDE), np.median(edge), np.float32)
    top, left = (SIDE - rows) // 2, (SIDE - columns) // 2
    framed[top : top + rows, left : left + columns] = small
    return framed


def ink_high(images: Bytes) -> tuple[Bytes, bool]:
    """Return the images with dark ground, and whether they had to be inverted for it.

    Paper is what most of the border's pixels are, over all images.
    """
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    if np.median(border) > 127:
        return 255 - images, True
    return images, False
