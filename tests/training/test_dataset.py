"""Data sets: checked when made, split in proportion."""

import numpy as np
import pytest

from neurarium.engine import ParameterError, ShapeError
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


def test_lists_and_tables_are_rows() -> None:
    """Whatever NumPy can make an array of will do; what it cannot is an error that says so."""
    data = Dataset([[1, 2], [3, 4]], [0, 1], [[5, 6]], [1])  # type: ignore[arg-type]
    assert data.x_train.shape == (2, 2)
    assert data.y_validation is not None

    class Table:
        """As a data frame: it has no shape of its own kind, but can become an array."""

        def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
            return np.ones((4, 3))

    data = Dataset.split(Table(), np.arange(4) % 2, validation=0.5)  # type: ignore[arg-type]
    assert data.x_train.shape == (2, 3)
    with pytest.raises(ShapeError, match="expected x_train to be an array"):
        Dataset([[1, 2], [3]], [0, 1])  # type: ignore[arg-type]
    with pytest.raises(ShapeError, match="must be numbers, got dtype object"):
        Dataset(np.array([["a", 1]], dtype=object), [0])  # type: ignore[arg-type]


def test_numbers_and_one_hot_rows_are_split_too() -> None:
    """Numbers are held back at random, one-hot rows with their classes in proportion."""
    x = np.arange(60.0)[:, None]
    numbers = Dataset.split(x, np.sin(x), validation=0.25, seed=1)
    assert (len(numbers.x_train), len(numbers.x_validation)) == (45, 15)
    np.testing.assert_array_equal(numbers.y_validation, np.sin(numbers.x_validation))
    one_hot = np.eye(3)[np.repeat([0, 1, 2], [10, 20, 30])]
    held = Dataset.split(x, one_hot, validation=0.2).y_validation
    assert held.sum(axis=0).tolist() == [2, 4, 6]
    with pytest.raises(ParameterError, match=r"got 2 rows\. Use more rows"):
        Dataset.split(x[:2], np.array([0.5, 1.5]), validation=0.1)


@pytest.mark.parametrize("make", [Dataset, Dataset.split])
@pytest.mark.parametrize(
    "given", [(None, [0, 1]), (np.eye(2), None), (np.eye(2), [0, 1, 0]), (3, [0])], ids=str
)
def test_rows_without_targets_are_no_data(make, given) -> None:
    """None, one number, or targets of another count are refused with the shapes that came."""
    with pytest.raises(ShapeError, match=r"expected training inputs \(n, n_in\) and as many targets"):
        make(*given)
