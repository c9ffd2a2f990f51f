"""What a set of images looks like: means, spread, and pixels that no image lights."""

import numpy as np
from numpy.typing import NDArray

_BLOCK = 256  # images at a time: sums of so many squares of bytes, below 2^24, are exact in float32

Images = NDArray[np.uint8]
"""Pixels 0 to 255, one image a row, ``(n, pixels)``."""


def class_means(images: Images, labels: NDArray[np.integer], n_classes: int) -> NDArray[np.float64]:
    """Return the mean image of each class, ``(n_classes, pixels)``; 0 for a class without images.

    ``m_k = sum_{i: y_i = k} x_i / n_k``, in the units of the pixels. A mean image is a picture again, because
    each pixel is averaged for itself.
    """
    of_class = (images[labels == k] for k in range(n_classes))
    return np.array([_sum(rows) / max(len(rows), 1) for rows in of_class])


def pixel_mean(images: Images) -> NDArray[np.float64]:
    """Return the mean of each pixel over all images, ``(pixels,)``."""
    return _sum(images) / len(images)


def pixel_spread(images: Images) -> NDArray[np.float64]:
    """Return the standard deviation of each pixel over all images, ``(pixels,)``.

    ``s_j = sqrt(mean(x_j^2) - mean(x_j)^2)``: with every sum exact.
    """
    variance = _sum(images, power=2) / len(images) - pixel_mean(images) ** 2
    spread: NDArray[np.float64] = np.sqrt(np.maximum(variance, 0))
    return spread


def never_lit(images: Images) -> NDArray[np.bool_]:
    """Return which pixels are 0 in every image, ``(pixels,)``: no network can learn anything from them."""
    dark: NDArray[np.bool_] = images.max(axis=0) == 0
    return dark


def _sum(images: Images, power: int = 1) -> NDArray[np.float64]:
    """Return the sum of each pixel, or of its square, over all images."""
    total = np.zeros(images.shape[1])
    for start in range(0, len(images), _BLOCK):
        block = images[start : start + _BLOCK].astype(np.float32) ** power
        total += np.ones(len(block), np.float32) @ block
    return total
