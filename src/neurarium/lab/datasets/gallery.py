"""All images of a data set under one number each: first those for training, then those for testing."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from neurarium.data.describe import class_means, never_lit, pixel_mean, pixel_spread
from neurarium.data.mnist import Mnist
from neurarium.data.neighbours import pixel_distances
from neurarium.engine.metrics import count_classes
from neurarium.engine.types import FloatArray
from neurarium.persist.model import DIGITS, PIXELS

_BLOCK = 500

MOST_IMAGES = 70_000
"""As many as MNIST has; more take more memory than a small machine has for them."""


@dataclass(frozen=True, eq=False)
class Portrait:
    """What the training images look like together.

    Attributes
    ----------
    class_means
        The mean image of each class, ``(classes, 784)``, 0 to 255.
    mean, spread
        Mean and standard deviation of each pixel, ``(784,)``.
    never_lit
        The pixels that are 0 in every image, ``(784,)``.
    overall_mean, overall_spread
        Over all pixels of all images together, as shares of 255.
    zeros
        The share of all pixels that are exactly 0.
    """

    class_means: NDArray[np.float32]
    mean: NDArray[np.float32]
    spread: NDArray[np.float32]
    never_lit: NDArray[np.bool_]
    overall_mean: float
    overall_spread: float
    zeros: float


@dataclass(frozen=True, eq=False)
class Gallery:
    """The images of a data set, with their labels.

    Attributes
    ----------
    name
        Of the data set; empty for MNIST.
    images
        Raw pixels and labels.
    classes
        What the labels stand for, in order.
    """

    name: str
    images: Mnist
    classes: tuple[str, ...]

    @cached_property
    def labels(self) -> NDArray[np.uint8]:
        """The label of every image, ``(n,)``."""
        return np.concatenate([self.images.y_train, self.images.y_test]).astype(np.uint8)

    @property
    def n_train(self) -> int:
        """How many images are for training: the number of the first test image."""
        return len(self.images.x_train)

    def __len__(self) -> int:
        return self.n_train + len(self.images.x_test)

    def rows(self, numbers: NDArray[np.integer]) -> NDArray[np.uint8]:
        """Return the pixels of the images of these numbers, ``(n, 784)``."""
        found = np.empty((len(numbers), PIXELS), np.uint8)
        train = numbers < self.n_train
        found[train] = self.images.x_train[numbers[train]]
        found[~train] = self.images.x_test[numbers[~train] - self.n_train]
        return found

    def select(self, part: str, label: int) -> NDArray[np.uint32]:
        """Return the numbers of the images of a part (``"train"``, ``"test"``, ``"all"``), ascending.

        With a `label` of 0 or more, only those of that label.
        """
        first = self.n_train if part == "test" else 0
        last = self.n_train if part == "train" else len(self)
        if label < 0:
            return np.arange(first, last, dtype=np.uint32)
        return (first + np.flatnonzero(self.labels[first:last] == label)).astype(np.uint32)

    @cached_property
    def distances(self) -> "Distances":
        """What tells how far images are from each other."""
        return Distances(self)

    @cached_property
    def counts(self) -> NDArray[np.int32]:
        """How many images each label has: for training and for testing, ``(2, classes)``."""
        parts = (self.images.y_train, self.images.y_test)
        return np.array([count_classes(y, len(self.classes)) for y in parts], np.int32)

    @cached_property
    def portrait(self) -> Portrait:
        """What the training images look like together."""
        x, y = self.images.x_train, self.images.y_train
        mean, spread = pixel_mean(x), pixel_spread(x)
        overall = float(mean.mean())
        square = float(np.mean(spread**2 + mean**2))  # mean of squares over all pixels
        return Portrait(
            class_means=class_means(x, y, len(self.classes)).astype(np.float32),
            mean=mean.astype(np.float32),
            spread=spread.astype(np.float32),
            never_lit=never_lit(x),
            overall_mean=overall / 255,
            overall_spread=(square - overall**2) ** 0.5 / 255,
            zeros=1 - np.count_nonzero(x) / x.size,
        )


class Distances:
    """All images laid out so that one is compared with all in a few hundredths of a second.

    Parameters
    ----------
    gallery
        The images. To lay them out takes a second or so, block by block.
    """

    def __init__(self, gallery: Gallery) -> None:
        self._gallery = gallery
        n = len(gallery)
        self._columns = np.empty((PIXELS, n), np.uint8)  # an image a column: few pixels of all read at once
        self._squares = np.empty(n)
        self._done = 0

    def lay_out(self, end: int) -> None:
        """Lay out the images before this number, as far as they are not yet."""
        for start in range(self._done, min(end, len(self._gallery)), _BLOCK):
            numbers = np.arange(start, min(start + _BLOCK, len(self._gallery)))
            rows = self._gallery.rows(numbers)
            self._columns[:, numbers[0] : numbers[-1] + 1] = rows.T
            wide = rows.astype(np.float64)
            self._squares[numbers] = np.einsum("ij,ij->i", wide, wide)
            self._done = max(self._done, int(numbers[-1]) + 1)  # another page may do the same at this moment

    def of(self, number: int) -> FloatArray:
        """Return the Euclidean distance of an image's pixels, 0 to 255, to those of every image, ``(n,)``."""
        self.lay_out(len(self._gallery))
        return pixel_distances(self._columns, self._squares, self._gallery.rows(np.array([number]))[0])


def mnist_gallery(images: Mnist) -> Gallery:
    """Return MNIST, whose labels stand for themselves."""
    return Gallery("", images, tuple(map(str, range(DIGITS))))
