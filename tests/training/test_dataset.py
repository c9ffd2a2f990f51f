"""Data sets: checked when made, split in proportion."""

import numpy as np
import pytest

from neurarium.engine import ShapeError
from neurarium.training import Dataset


def test_a_split_keeps_the_classes_in_proportion() -> None:
    """A fifth is held back of each class, no row twice, the same one for the same seed."""
    y = np.repeat([0, 1, 2], [100, 200, 300])
    x = np.arange(600, dtype=np.float32)[:, None]
    data = Dataset.split(x, y, validation=0.2, seed=5)
    again = Dataset.split(x, y, validation=0.2, seed=5)
    assert np.bincount(data.y_validation).tolist() == [20, 40, 60]
    assert sorted([*data.x_train[:, 0], *data.x_validation[:, 0]]) == list(range(600))
    assert np.array_equal(data.x_train, again.x_train)


def test_no_validation_holds_nothing_back() -> None:
    """A share of 0 keeps all rows for training."""
    data = Dataset.split(np.zeros((5, 2)), np.zeros(5, int), validation=0)
    assert len(data) == 5
    assert data.x_validation is None


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.zeros((3, 2)), np.zeros(4)),
        (np.zeros(3), np.zeros(3)),
        (np.zeros((0, 2)), np.zeros(0)),
        (np.array([["a", "b"]]), np.zeros(1)),
        (np.array([[np.nan, 1.0]]), np.zeros(1)),
        (np.array([[np.inf, -np.inf]]), np.zeros(1)),
    ],
)
def test_rows_that_cannot_be_learned_from_are_refused(x: np.ndarray, y: np.ndarray) -> None:
    """Lengths that differ, no rows, text, NaN and infinity are refused."""
    with pytest.raises(ShapeError):
        Dataset(x, y)
