"""A reader of digits to judge the preparation by: it knows nothing of this package."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier

from neurarium.data import Mnist


@pytest.fixture(scope="session")
def reader(raw_mnist: Mnist) -> KNeighborsClassifier:
    """Nearest neighbours among 6,000 plain MNIST images: about 94.5 % right on the test images."""
    return KNeighborsClassifier(3).fit(raw_mnist.x_train[:6000], raw_mnist.y_train[:6000])


@pytest.fixture(scope="session")
def samples(raw_mnist: Mnist) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The first 60 test images, (60, 28, 28), and their digits."""
    return raw_mnist.x_test[:60].reshape(-1, 28, 28), raw_mnist.y_test[:60]
