"""Small pictures, down to MNIST's own size."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier
from tests.data.handwriting.scenes import ink_of, likeness

from neurarium.data.handwriting import prepare

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]


def numerals(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return what is found in black ink on white."""
    return prepare(1 - ink).images


@pytest.mark.parametrize("invert", [False, True])
def test_mnists_own_images_come_back_as_they_are(samples: Samples, invert: bool) -> None:
    """An image of 28x28, the way it is in MNIST or inverted, is hardly changed: it was prepared before."""
    shown = 255 - samples[0] if invert else samples[0]
    alike = [
        likeness(a, prepare(b, off={"thickness"})[0].image) for a, b in zip(samples[0], shown, strict=True)
    ]
    assert np.median(alike) > 0.995
    assert min(alike) > 0.98


@pytest.mark.parametrize("height", [14, 30])
def test_small_pictures_are_read(reader: KNeighborsClassifier, samples: Samples, height: int) -> None:
    """Digits of a few pixels, as in thumbnails, keep their greys and are read."""
    images, labels = samples
    read = [reader.predict(numerals(np.pad(ink_of(i, height), 6))[:1].reshape(1, -1))[0] for i in images]
    assert np.mean(read == labels) > 0.88
