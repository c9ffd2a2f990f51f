"""Metrics: how good a network's answers are."""

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ShapeError
from neurarium.engine.losses import Targets, same_shape
from neurarium.engine.types import FloatArray, IntArray


def classes(outputs: FloatArray) -> IntArray:
    """Return the predicted class of each row, ``(n,)``.

    With several outputs that is the largest one. A single output means 1 from 0.5 on, else 0.
    """
    if outputs.shape[1] == 1:
        return np.asarray(outputs[:, 0] >= 0.5, np.int64)
    greatest: IntArray = outputs.argmax(axis=1)
    return greatest


def true_classes(y: Targets) -> IntArray:
    """Return class numbers ``(n,)`` from class numbers, one-hot rows, or one column of 0 and 1."""
    if y.ndim == 1:
        return y.astype(np.int64)
    return classes(y)


def count_classes(numbers: IntArray, n_classes: int = 0) -> IntArray:
    """Return how often each class number occurs, ``(n,)``: at least up to `n_classes` - 1.

    `numpy.bincount` alone takes no wider whole numbers than the platform has: 32 bits in a browser.
    """
    return np.bincount(numbers.astype(np.intp, copy=False).ravel(), minlength=n_classes)


def correct(outputs: FloatArray, y: Targets) -> int:
    """Return for how many rows of `outputs` ``(n, k)`` the predicted class is the one in `y`.

    Raises
    ------
    ShapeError
        If there is not one target for each row.
    """
    if len(y) != len(outputs):
        raise ShapeError(f"expected {len(outputs)} targets, one for each row of outputs, got {len(y)}")
    return int(np.count_nonzero(classes(outputs) == true_classes(y)))


def accuracy(outputs: FloatArray, y: Targets) -> float:
    """Return the share of correct answers, 0 to 1."""
    return correct(outputs, y) / max(len(outputs), 1)


def confusion_matrix(predicted: npt.ArrayLike, true: npt.ArrayLike, n_classes: int) -> IntArray:
    """Count the answers: row the true class, column the predicted one, ``(n_classes, n_classes)``.

    Raises
    ------
    ShapeError
        If the two have different lengths, or a class number is not from 0 to ``n_classes - 1``.
    """
    predicted, true = np.asarray(predicted), np.asarray(true)
    if predicted.shape != true.shape or predicted.ndim != 1:
        raise ShapeError(f"expected two lists of one length, got shapes {predicted.shape} and {true.shape}")
    both = np.concatenate([predicted, true])
    if both.size and not (both.dtype.kind in "iub" and 0 <= both.min() <= both.max() < n_classes):
        raise ShapeError(
            f"expected whole class numbers from 0 to {n_classes - 1}, "
            f"got {both.min()} to {both.max()} of type {both.dtype}"
        )
    cell = true.astype(np.int64) * n_classes + predicted.astype(np.int64)
    return count_classes(cell, n_classes * n_classes).reshape(n_classes, n_classes)


def r2_score(outputs: FloatArray, y: Targets) -> float:
    """Return the share of the targets' variance that the outputs explain: at best 1.

    Several outputs count together, each by its variance.

    Raises
    ------
    ShapeError
        If `y` does not have the shape of `outputs` ``(n, k)``, or ``(n,)`` for one output.
    """
    y = same_shape(outputs, y)
    residual = float(((y - outputs) ** 2).sum())
    total = float(((y - y.mean(axis=0)) ** 2).sum())
    return 1 - residual / total if total else float(residual == 0)


def cross_entropies(probabilities: FloatArray, labels: IntArray) -> FloatArray:
    """Return minus the logarithm of what each label is given, ``(n,)``, of probabilities ``(n, k)``.

    A probability that float32 rounds to 0 counts as the smallest one that it has: at most about 87.
    """
    given = np.take_along_axis(probabilities, labels[:, None], axis=1)[:, 0]
    losses: FloatArray = -np.log(np.maximum(given, np.finfo(np.float32).tiny))
    return losses


def margins(probabilities: FloatArray, labels: IntArray) -> FloatArray:
    """Return each label's probability less the largest of the others, ``(n,)``: below 0 it is misread."""
    others = probabilities.copy()
    np.put_along_axis(others, labels[:, None], -1, axis=1)
    own = np.take_along_axis(probabilities, labels[:, None], axis=1)[:, 0]
    found: FloatArray = own - others.max(axis=1)
    return found
