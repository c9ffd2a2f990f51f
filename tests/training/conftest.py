"""Small data that training can be tested on in an instant."""

import numpy as np
import pytest

from neurarium.training import Dataset


def blobs(n: int = 200, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return points around three centres, float32 ``(n, 2)``, and which centre each belongs to."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    centres = np.array([[0, 2], [-2, -1], [2, -1]])
    return (centres[y] + rng.normal(0, 0.6, (n, 2))).astype(np.float32), y


@pytest.fixture
def data() -> Dataset:
    """150 points to learn from, 50 held back."""
    x, y = blobs()
    return Dataset(x[:150], y[:150], x[150:], y[150:])
