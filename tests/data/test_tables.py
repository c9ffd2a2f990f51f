"""Truth tables and irises."""

import numpy as np
import pytest
from sklearn.datasets import load_iris

from neurarium.data import gate, iris
from neurarium.engine.errors import ParameterError


@pytest.mark.parametrize(
    ("name", "rule"),
    [("and", lambda a, b: a & b), ("or", lambda a, b: a | b), ("xor", lambda a, b: a ^ b)],
)
def test_gates_follow_pythons_operators(name: str, rule: object) -> None:
    """Each row's class is what Python's operator says of its two bits, and no pair is missing."""
    table = gate(name)
    assert {tuple(row) for row in table.X} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert [rule(int(a), int(b)) for a, b in table.X] == table.y.tolist()  # type: ignore[operator]
    assert (len(table), table.class_names) == (4, ("0", "1"))


def test_an_unknown_gate() -> None:
    """The error names the three that exist."""
    with pytest.raises(ParameterError, match="and, or, xor, got 'nand'"):
        gate("nand")


def test_iris_is_scikit_learns() -> None:
    """All 600 measurements, the classes and the names agree with the table in scikit-learn."""
    ours, theirs = iris(), load_iris()
    np.testing.assert_array_equal(ours.X, theirs.data.astype(np.float32))
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert [f"{name} (cm)" for name in ours.feature_names] == theirs.feature_names
    assert list(ours.class_names) == theirs.target_names.tolist()


def test_a_table_is_the_callers_own() -> None:
    """Changing one table does not change the next."""
    iris().X[:] = 0
    assert iris().X.min() > 0
