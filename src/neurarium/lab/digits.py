"""The digits that the exhibits share: MNIST, loaded once for the whole process."""

from functools import cache

from neurarium.data.mnist import Mnist, mnist

IMAGES, TEST_IMAGES = 60_000, 10_000
"""So many images MNIST has to learn from, and to test with."""


@cache
def digits() -> Mnist:
    """Return MNIST as bytes; its arrays are read-only.

    Raises
    ------
    MissingDataError
        If the images are not there.
    """
    images = mnist("raw")
    for array in (images.x_train, images.y_train, images.x_test, images.y_test):
        array.setflags(write=False)
    return images
