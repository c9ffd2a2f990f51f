"""Augmentation: images that are a little different each time, so that they cannot be memorised.

Affine and elastic distortions are those of P. Y. Simard, D. Steinkraus and J. C. Platt, "Best practices for
convolutional neural networks applied to visual document analysis", ICDAR 2003, and of D. C. Cireşan et al.,
"Deep, big, simple neural nets for handwritten digit recognition", Neural Computation 22 (2010).
"""

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.warp import Coordinates, image_side, warp
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_number
from neurarium.engine.types import FloatArray

MOST = 1000
"""No setting is larger: beyond it nothing of an image would be left."""


@dataclass(frozen=True)
class Augmentation:
    """How much images may be changed at random; 0 everywhere changes nothing.

    All changes together are one map from each new pixel to a place in the old image, so that an image is
    interpolated only once. Each image gets its own change, drawn uniformly from the ranges.

    Parameters
    ----------
    shift
        Up to this many pixels up, down, left and right.
    rotate
        Up to this many degrees either way, about the image's centre; at most 180.
    scale
        Width and height each by a factor from 1 - scale to 1 + scale; below 1.
    shear
        Slant: up to this many pixels sideways for each pixel of height.
    elastic
        Strength of the elastic distortion: each pixel is displaced by this many pixels times uniform noise
        from -1 to 1, smoothed. Typical displacements are elastic / (6 · smoothness) pixels.
    smoothness
        Standard deviation of the smoothing Gaussian, in pixels; above 0. A small one distorts single pixels,
        a large one moves whole strokes.
    """

    shift: float = 0.0
    rotate: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    smoothness: float = 4.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not is_number(value) or not 0 <= value < math.inf:
                raise ParameterError(
                    f"Expected {field.name} of an augmentation to be 0 or more, got {value!r}."
                )
            if value > MOST:
                raise ParameterError(f"Expected {field.name} to be at most {MOST}, got {value!r}.")
        if self.rotate > 180:
            raise ParameterError(f"Expected rotate to be at most 180 degrees, got {self.rotate!r}.")
        if self.scale >= 1:
            raise ParameterError(f"Expected scale to be below 1, as in 0.15 for 15%, got {self.scale!r}.")
        if self.smoothness <= 0:
            raise ParameterError(f"Expected smoothness to be above 0 pixels, got {self.smoothness!r}.")

    def apply(
        self, images: NDArray[Any], rng: np.random.Generator, out: FloatArray | None = None
    ) -> FloatArray:
        """Return the images, each changed at random.

        Parameters
        ----------
        images
            Square images, ``(n, side * side)`` or ``(n, side, side)``, whose background is 0: bytes, or
            pixels from 0 to 1.
        rng
            Source of all randomness.
        out
            Floating array of the shape of `images` for the result; may be `images` itself.

        Returns
        -------
        array
            Of the shape and in the units of `images`; float32 unless `out` is of another type.
        """
        return warp(images, self.draw(len(images), image_side(images), rng), out)

    def draw(self, n: int, side: int, rng: np.random.Generator) -> Coordinates:
        """Draw at random where each pixel of `n` new images is read, for `warp`."""
        turn, wide, high, slant, down, right = rng.uniform(-1, 1, (6, n))
        matrix = inverse_affine(
            np.deg2rad(self.rotate * turn),
            1 + self.scale * high,
            1 + self.scale * wide,
            self.shear * slant,
        )
        # old = matrix @ (new - centre - shift) + centre, for all pixels as one product
        centre = (side - 1) / 2
        origin = centre + self.shift * np.stack([down, right], axis=1)  # (n, 2): where the centre moves to
        offset = centre - np.einsum("nij,nj->ni", matrix, origin)
        affine = np.concatenate([matrix, offset[..., None]], axis=2).astype(np.float32)  # (n, 2, 3)
        places = affine.reshape(-1, 3) @ _grid(side)  # (2n, 3) @ (3, side²) -> (2n, side²)
        coordinates: Coordinates = places.reshape(n, 2, side, side)
        if self.elastic:
            noise = rng.random((n, 2, side, side), dtype=np.float32)
            noise *= 2
            noise -= 1
            # A Gaussian is separable: smooth along the rows, then along the columns.
            blur = gaussian_matrix(side, self.smoothness)
            field = np.matmul(blur, noise @ blur, out=noise)  # (side, side) @ (n, 2, side, side)
            field *= np.float32(self.elastic)
            coordinates += field
        return coordinates


PRESETS: dict[str, Augmentation | None] = {
    "none": None,
    "shift": Augmentation(shift=2),
    "affine": Augmentation(shift=1.5, rotate=12, scale=0.12, shear=0.12),
    "elastic": Augmentation(shift=1.5, rotate=10, scale=0.12, shear=0.1, elastic=34, smoothness=4.5),
}
"""What ``--augment`` offers, by name."""


def inverse_affine(
    angle: NDArray[np.float64],
    high: NDArray[np.float64],
    wide: NDArray[np.float64],
    slant: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the matrices, ``(n, 2, 2)`` for (row, column), that invert: scale, then shear, then rotation.

    Parameters
    ----------
    angle
        Of the rotation, counter-clockwise on the screen, in radians.
    high, wide
        Factors of the height and of the width.
    slant
        Columns to the right for each row upwards.
    """
    cos, sin = np.cos(angle), np.sin(angle)
    # (row, column) -> invert the rotation:  (cos r + sin c,  cos c - sin r)
    #               -> invert the shear:     (r,  c + slant r), for rows count downwards
    #               -> invert the scale:     (r / high,  c / wide)
    rows = np.stack([cos / high, sin / high], axis=1)
    columns = np.stack([(slant * cos - sin) / wide, (slant * sin + cos) / wide], axis=1)
    return np.stack([rows, columns], axis=1)


@lru_cache(maxsize=8)
def gaussian_matrix(side: int, sigma: float) -> NDArray[np.float32]:
    """Return the symmetric matrix, ``(side, side)``, that smooths `side` values, with zeros around them."""
    distance = np.arange(side)
    reach = np.arange(-8 * math.ceil(sigma), 8 * math.ceil(sigma) + 1)
    total = np.exp(-0.5 * (reach / sigma) ** 2).sum()
    weights = np.exp(-0.5 * ((distance[:, None] - distance) / sigma) ** 2) / total
    return _frozen(weights.astype(np.float32))


@lru_cache(maxsize=8)
def _grid(side: int) -> NDArray[np.float32]:
    """Return row, column and 1 of every pixel: ``(3, side²)``."""
    row, column = np.indices((side, side), dtype=np.float32).reshape(2, -1)
    return _frozen(np.stack([row, column, np.ones_like(row)]))


def _frozen(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """Make a shared array read-only."""
    array.setflags(write=False)
    return array
