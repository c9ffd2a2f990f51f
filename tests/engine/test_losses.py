"""Losses against hand-worked cases, scipy and scikit-learn; their gradients against finite differences."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import special
from sklearn.metrics import log_loss, mean_poisson_deviance

from neurarium.engine import (
    ACTIVATIONS,
    LOSSES,
    Activation,
    BinaryCrossEntropy,
    CrossEntropy,
    Exp,
    Linear,
    Loss,
    MeanSquaredError,
    ParameterError,
    Poisson,
    ReLU,
    ShapeError,
    Sigmoid,
    Softmax,
    Tanh,
    one_hot,
)

Array = npt.NDArray[Any]

PAIRS: list[tuple[Loss, Activation]] = [
    (MeanSquaredError(), Linear()),
    (MeanSquaredError(), Sigmoid()),
    (MeanSquaredError(), Tanh()),
    (MeanSquaredError(), Softmax()),
    (MeanSquaredError(), ReLU()),
    (CrossEntropy(), Softmax()),
    (BinaryCrossEntropy(), Sigmoid()),
    (Poisson(), Exp()),
]
LABELS = np.array([2, 0, 1, 1, 2])


def name(value: object) -> str:
    return repr(value)


def logits(shape: tuple[int, int] = (5, 3), seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(0, 2, shape)


def test_mse_by_hand() -> None:
    """Squared errors 1, 4, 4 and 9 in two rows: 18 / (2 * 2) = 4.5."""
    a = np.array([[1.0, 2.0], [3.0, 4.0]])
    y = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert MeanSquaredError().value(a, a, y) == 4.5
    np.testing.assert_array_equal(MeanSquaredError().gradient(Linear(), a, a, y), [[0.5, 1.0], [1.0, 1.5]])


def test_cross_entropy_by_hand() -> None:
    """Probabilities 0.7 and 0.5 for the true classes: the mean of -ln 0.7 and -ln 0.5."""
    a = np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]])
    z = np.log(a) + 3  # any constant may be added to a row of scores
    expected = -(math.log(0.7) + math.log(0.5)) / 2
    assert CrossEntropy().value(z, a, np.array([0, 2])) == pytest.approx(expected)
    np.testing.assert_allclose(
        CrossEntropy().gradient(Softmax(), z, a, np.array([0, 2])),
        [[-0.15, 0.1, 0.05], [0.125, 0.125, -0.25]],
    )


def test_binary_cross_entropy_by_hand() -> None:
    """Probability 3/4 of yes: -ln(3/4) if it was yes, -ln(1/4) if it was no."""
    z = np.full((2, 1), math.log(3))
    a = np.full((2, 1), 0.75)
    expected = -(math.log(0.75) + math.log(0.25)) / 2
    assert BinaryCrossEntropy().value(z, a, np.array([1, 0])) == pytest.approx(expected)
    np.testing.assert_allclose(
        BinaryCrossEntropy().gradient(Sigmoid(), z, a, np.array([1, 0])), [[-0.125], [0.375]]
    )


@pytest.mark.parametrize("seed", range(3))
def test_cross_entropies_agree_with_scikit_learn(seed: int) -> None:
    """Both cross-entropies are scikit-learn's log loss."""
    z = logits((50, 4), seed)
    y = np.random.default_rng(seed + 10).integers(0, 4, 50)
    a = special.softmax(z, axis=1)
    assert CrossEntropy().value(z, a, y) == pytest.approx(log_loss(y, a, labels=range(4)))
    z, y = z[:, :1], y % 2
    a = special.expit(z)
    assert BinaryCrossEntropy().value(z, a, y) == pytest.approx(log_loss(y, a[:, 0], labels=[0, 1]))


def test_cross_entropy_takes_shares_too() -> None:
    """Targets that share a row out among classes weigh the logarithms: -sum(y ln a) / n."""
    z = logits()
    y = np.random.default_rng(1).dirichlet(np.ones(3), 5)
    expected = -(y * special.log_softmax(z, axis=1)).sum() / 5
    assert CrossEntropy().value(z, special.softmax(z, axis=1), y) == pytest.approx(expected)


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=name)
def test_class_numbers_count_as_one_hot_rows(loss: Loss, output: Activation) -> None:
    """Class numbers of any integer type mean the same as one-hot rows of any type."""
    z = logits()
    a = output.forward(z)
    rows = one_hot(LABELS, 3)
    value = loss.value(z, a, rows)
    gradient = loss.gradient(output, z, a, rows)
    for y in (LABELS, LABELS.astype(np.uint8), rows.astype(np.float64), rows.astype(np.int64)):
        assert loss.value(z, a, y) == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(loss.gradient(output, z, a, y), gradient, rtol=1e-12)


@pytest.mark.parametrize(("loss", "output"), [pair for pair in PAIRS if pair[1].name != "softmax"], ids=name)
def test_a_list_counts_as_a_column_for_one_output(loss: Loss, output: Activation) -> None:
    """For a single output, targets (n,) mean the same as (n, 1)."""
    z = logits((6, 1))
    a = output.forward(z)
    y = np.array([0, 1, 1, 0, 1, 0])
    assert loss.value(z, a, y) == loss.value(z, a, y[:, None])
    np.testing.assert_array_equal(loss.gradient(output, z, a, y), loss.gradient(output, z, a, y[:, None]))


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=name)
@pytest.mark.parametrize("as_labels", [True, False])
def test_gradient_agrees_with_finite_differences(loss: Loss, output: Activation, as_labels: bool) -> None:
    """dL/dz is how the loss changes when one weighted sum is moved."""
    z, h = logits(), 1e-6
    y = LABELS if as_labels else one_hot(LABELS, 3)
    expected = np.empty_like(z)
    for i in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[i] = h
        above = loss.value(z + step, output.forward(z + step), y)
        below = loss.value(z - step, output.forward(z - step), y)
        expected[i] = (above - below) / (2 * h)
    np.testing.assert_allclose(loss.gradient(output, z, output.forward(z), y), expected, atol=1e-8)


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=name)
@pytest.mark.parametrize("y", [LABELS, one_hot(LABELS, 3).astype(np.float64)], ids=["labels", "one-hot"])
def test_gradient_keeps_the_precision_and_uses_out(loss: Loss, output: Activation, y: Array) -> None:
    """float32 sums give a float32 gradient whatever the targets' type, in `out` if that is given."""
    z = logits().astype(np.float32)
    a = output.forward(z)
    kept = a.copy()
    fresh = loss.gradient(output, z, a, y)
    assert fresh.dtype == np.float32
    out = np.full_like(z, np.nan)
    assert loss.gradient(output, z, a, y, out=out) is out
    np.testing.assert_array_equal(out, fresh)
    np.testing.assert_array_equal(a, kept)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_give_finite_losses(dtype: type[np.floating]) -> None:
    """Scores of ±10,000, right or wrong, give losses of 0 or 10,000 or 20,000: no ln 0, no overflow."""
    z = np.array([[1e4, -1e4], [1e4, -1e4]], dtype)
    a = Softmax().forward(z)
    assert CrossEntropy().value(z, a, np.array([0, 0])) == 0
    assert CrossEntropy().value(z, a, np.array([0, 1])) == pytest.approx(1e4)
    z = z[:, :1]
    a = Sigmoid().forward(z)
    assert BinaryCrossEntropy().value(z, a, np.array([1, 1])) == 0
    assert BinaryCrossEntropy().value(-z, 1 - a, np.array([1, 0])) == pytest.approx(5e3)


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=name)
@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.array([0, 1, 2, 3, 0], np.int64), "from 0 to 2; got 5 of type int64, from 0 to 3"),
        (np.array([0, 1, 2, -1, 0]), "from -1 to 2"),
        (np.array([0, 1, 2]), "expected 5 class numbers"),
        (np.array([0.0, 1.0, 2.0, 1.0, 0.0]), "whole .* of type float64"),
        (np.array([], np.int64), "got 0 .* from nothing"),
        (np.zeros((5, 2)), r"expected shape \(5, 3\), got \(5, 2\)"),
        (np.zeros((1, 3)), r"expected shape \(5, 3\), got \(1, 3\)"),
    ],
)
def test_targets_that_do_not_fit_are_refused(loss: Loss, output: Activation, y: Array, message: str) -> None:
    """Value and gradient both say which targets were expected and which came."""
    z = logits()
    a = output.forward(z)
    with pytest.raises(ShapeError, match=message):
        loss.value(z, a, y)
    with pytest.raises(ShapeError, match=message):
        loss.gradient(output, z, a, y)


@pytest.mark.parametrize("rows", [[[0.5, 0.2, 0.1]] * 5, [[1, 0, 1]] * 5, [[0, 0, 0]] * 5])
def test_cross_entropy_refuses_rows_that_share_out_more_or_less_than_1(rows: Any) -> None:
    """There ``a - y`` would not be the gradient: it is refused, and told what takes such targets."""
    z = logits()
    a = Softmax().forward(z)
    with pytest.raises(ShapeError, match=r"row 0 sums to .* 'binary_cross_entropy'"):
        CrossEntropy().value(z, a, np.array(rows))
    with pytest.raises(ShapeError, match="sum to 1"):
        CrossEntropy().gradient(Softmax(), z, a, np.array(rows))


def test_cross_entropy_takes_shares_that_were_rounded() -> None:
    """Another network's float32 or float16 outputs do as targets."""
    y = Softmax().forward(logits()).astype(np.float16)
    z = logits(seed=1)
    assert CrossEntropy().value(z, Softmax().forward(z), y) > 0


def test_poisson_agrees_with_scikit_learn() -> None:
    """The value is half the mean Poisson deviance; a count of 0 has no logarithm."""
    z = logits((6, 1))
    y = np.array([0.0, 3, 1, 0, 2, 7])
    a = Exp().forward(z)
    expected = mean_poisson_deviance(y, a[:, 0]) / 2
    assert Poisson().value(z, a, y) == pytest.approx(expected)


def test_poisson_refuses_what_is_no_count() -> None:
    """A target below 0 is an error that says so."""
    with pytest.raises(ShapeError, match="expected targets of 0 or more, got -1"):
        Poisson().check_targets(np.array([1, -1]))


@pytest.mark.parametrize(("loss", "output"), PAIRS, ids=name)
def test_weights_count_rows(loss: Loss, output: Activation) -> None:
    """A row with the weight 2 counts as that row twice, one with the weight 0 not at all."""
    z, y = logits(), one_hot(LABELS, 3)
    a = output.forward(z)
    weights = np.array([1.0, 2, 0, 1, 1])
    rows = np.array([0, 1, 1, 3, 4])
    assert loss.value(z, a, y, weights) == pytest.approx(loss.value(z[rows], a[rows], y[rows]))


def test_a_loss_says_which_output_it_goes_with() -> None:
    """Cross-entropy takes softmax only, binary cross-entropy sigmoid only, MSE any output."""
    allowed = {
        loss: {output for output in ACTIVATIONS.names if _goes(LOSSES.get(loss), ACTIVATIONS.get(output))}
        for loss in LOSSES.names
    }
    assert allowed == {
        "mse": set(ACTIVATIONS.names),
        "cross_entropy": {"softmax"},
        "binary_cross_entropy": {"sigmoid"},
        "poisson": {"exp"},
    }
    with pytest.raises(ParameterError, match=r"'softmax', got 'relu': build .* output='softmax'"):
        CrossEntropy().check(ReLU())


def _goes(loss: Loss, output: Activation) -> bool:
    try:
        loss.check(output)
    except ParameterError:
        return False
    return True


def test_one_hot() -> None:
    """Each row is 1 at its class number and 0 elsewhere."""
    rows = one_hot([1, 0, 2], 3)
    np.testing.assert_array_equal(rows, [[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    assert rows.dtype == np.float32


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0], [0.5, 1.0], [[0], [1]], 1])
def test_one_hot_refuses_what_is_no_class_number(labels: Any) -> None:
    """Numbers outside the classes, fractions and other shapes are refused."""
    with pytest.raises(ShapeError, match="class numbers"):
        one_hot(labels, 3)
