"""Metrics against scikit-learn's."""

from typing import Any

import numpy as np
import pytest
from sklearn import metrics as reference

from neurarium.engine import ShapeError, accuracy, confusion_matrix, one_hot, r2_score
from neurarium.engine.metrics import classes, correct, cross_entropies, margins, true_classes


def test_the_greatest_output_decides() -> None:
    """With several outputs the class is the greatest; of equals the first."""
    outputs = np.array([[0.1, 0.7, 0.2], [3.0, -1.0, 2.0], [1.0, 1.0, 0.0]])
    np.testing.assert_array_equal(classes(outputs), [1, 0, 0])


def test_a_single_output_decides_at_one_half() -> None:
    """One output means yes from 0.5 on."""
    np.testing.assert_array_equal(classes(np.array([[0.49], [0.5], [0.51]])), [0, 1, 1])


def test_targets_of_every_form_name_the_same_classes() -> None:
    """Class numbers, one-hot rows, and a column of 0 and 1."""
    labels = np.array([2, 0, 1], np.uint8)
    np.testing.assert_array_equal(true_classes(labels), labels)
    np.testing.assert_array_equal(true_classes(one_hot(labels, 3)), labels)
    np.testing.assert_array_equal(true_classes(np.array([[1.0], [0.0]])), [1, 0])


@pytest.mark.parametrize("k", [1, 2, 5])
def test_accuracy_agrees_with_scikit_learn(k: int) -> None:
    """The share of right answers, for one output and for several."""
    rng = np.random.default_rng(0)
    outputs, y = rng.random((40, k)), rng.integers(0, max(k, 2), 40)
    assert accuracy(outputs, y) == reference.accuracy_score(y, classes(outputs))
    assert accuracy(outputs, y) == correct(outputs, y) / 40


def test_accuracy_of_nothing_is_0() -> None:
    """No rows, no right answers, no division by 0."""
    assert accuracy(np.empty((0, 3)), np.empty(0, np.int64)) == 0


def test_accuracy_wants_one_target_a_row() -> None:
    """A single target is not stretched over all rows."""
    with pytest.raises(ShapeError, match="expected 3 targets, one for each row of outputs, got 1"):
        accuracy(np.ones((3, 2)), np.array([0]))


@pytest.mark.parametrize("dtype", [np.int64, np.uint8])
def test_confusion_matrix_agrees_with_scikit_learn(dtype: type[np.integer]) -> None:
    """Rows are true classes, columns predicted ones; a class that never occurs has its row too."""
    rng = np.random.default_rng(0)
    true, predicted = rng.integers(0, 17, 200).astype(dtype), rng.integers(0, 17, 200).astype(dtype)
    ours = confusion_matrix(predicted, true, 20)
    np.testing.assert_array_equal(ours, reference.confusion_matrix(true, predicted, labels=range(20)))
    assert ours.sum() == 200


def test_confusion_matrix_of_lists() -> None:
    """Two right zeros, and a one that was taken for a zero; or nothing at all."""
    np.testing.assert_array_equal(confusion_matrix([0, 0, 0], [0, 0, 1], 2), [[2, 0], [1, 0]])
    np.testing.assert_array_equal(confusion_matrix([], [], 2), np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("predicted", "true", "message"),
    [
        ([0, 1], [0], r"two lists of one length, got shapes \(2,\) and \(1,\)"),
        ([[0]], [[0]], "two lists of one length"),
        ([0, 2], [0, 1], "from 0 to 1, got 0 to 2"),
        ([0, -1], [0, 1], "from 0 to 1, got -1 to 1"),
        ([0.0, 0.5], [0, 1], "whole class numbers .* of type float64"),
    ],
)
def test_confusion_matrix_refuses_what_is_no_class(predicted: Any, true: Any, message: str) -> None:
    """Other lengths, numbers outside the classes and fractions are refused."""
    with pytest.raises(ShapeError, match=message):
        confusion_matrix(predicted, true, 2)


@pytest.mark.parametrize("k", [1, 3])
def test_r2_agrees_with_scikit_learn(k: int) -> None:
    """The share of variance explained, several outputs weighted by theirs; below 0 if worse than the mean."""
    rng = np.random.default_rng(0)
    y = rng.normal(5, [1, 2, 3][:k], (30, k))
    for noise in (0.1, 5.0):
        outputs = y + rng.normal(0, noise, y.shape)
        expected = reference.r2_score(y, outputs, multioutput="variance_weighted")
        assert r2_score(outputs, y) == pytest.approx(expected)
        if k == 1:
            assert r2_score(outputs, y[:, 0]) == pytest.approx(expected)


def test_r2_of_constant_targets() -> None:
    """Without variance to explain: 1 for a perfect answer, else 0, as in scikit-learn."""
    y = np.full((3, 1), 2.0)
    assert r2_score(y, y) == reference.r2_score(y, y) == 1
    assert r2_score(y + 1, y) == reference.r2_score(y, y + 1) == 0


def test_r2_wants_targets_of_the_outputs_shape() -> None:
    """A table lying on its side is refused, not read the wrong way."""
    with pytest.raises(ShapeError, match=r"expected shape \(3, 2\), got \(2, 3\)"):
        r2_score(np.ones((3, 2)), np.ones((2, 3)))


def test_loss_and_margin_of_each_row() -> None:
    """Minus the logarithm of the label's probability, and how far it is above the best of the others."""
    p = np.array([[0.7, 0.2, 0.1], [0.1, 0.5, 0.4], [1.0, 0.0, 0.0]], np.float32)
    y = np.array([0, 2, 1])
    losses, found = cross_entropies(p, y), margins(p, y)
    assert losses[:2] == pytest.approx([-np.log(0.7), -np.log(0.4)], rel=1e-6)
    assert 87 < losses[2] < 88  # as small as float32 goes
    assert found == pytest.approx([0.5, -0.1, -1.0], abs=1e-6)
