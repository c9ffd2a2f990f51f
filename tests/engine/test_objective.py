"""The objective: loss plus penalties, and the gradient of both."""

import re

import numpy as np
import pytest

from neurarium.engine import (
    L1,
    L2,
    MLP,
    CrossEntropy,
    MeanSquaredError,
    Network,
    ParameterError,
    ShapeError,
    objective,
)

X = np.random.default_rng(0).normal(size=(6, 3))
Y = np.array([0, 1, 1, 0, 2, 2])
PENALTIES = (L1(0.03), L2(0.2))


def network() -> Network:
    built = MLP([3, 4, 3], batch_norm=True, dtype=np.float64)
    built.theta[...] = np.random.default_rng(1).normal(size=built.theta.size)
    return built


def test_the_value_is_loss_plus_penalties() -> None:
    """The loss is that of the outputs; the penalty is summed over all weight matrices, biases spared."""
    net = network()
    found = objective(net, CrossEntropy(), X, Y, PENALTIES)
    trace = net.forward(X)
    weights = np.concatenate([W.ravel() for W in net.weights()])
    assert found.loss == CrossEntropy().value(trace.z, trace.output, Y)
    assert found.penalty == pytest.approx(0.03 * np.abs(weights).sum() + 0.1 * (weights**2).sum())
    assert found.value == found.loss + found.penalty
    assert found.gradient is None
    np.testing.assert_array_equal(found.trace.output, trace.output)


def test_penalties_pull_on_weights_only() -> None:
    """The gradient is the loss's plus rate sign(W) plus rate W; biases, scales and shifts feel no pull."""
    net = network()
    with_them = objective(net, CrossEntropy(), X, Y, PENALTIES, gradient=True).gradient
    without = objective(net, CrossEntropy(), X, Y, gradient=True).gradient
    assert with_them is not None
    assert without is not None
    for layer, pulled, free in zip(net.parameters, with_them.parameters, without.parameters, strict=True):
        for name, array in layer.items():
            pull = 0.03 * np.sign(array) + 0.2 * array if name == "W" else np.zeros_like(array)
            np.testing.assert_allclose(pulled[name] - free[name], pull, atol=1e-12)


def test_without_penalties_there_is_none() -> None:
    """The penalty is 0 and the value is the loss."""
    found = objective(network(), CrossEntropy(), X, Y)
    assert found.penalty == 0
    assert found.value == found.loss


def test_it_writes_where_it_is_told() -> None:
    """A trace and gradients handed in are filled and handed back, with the same numbers as new ones."""
    net = network()
    trace, out = net.trace(6), net.gradients(6)
    found = objective(net, CrossEntropy(), X, Y, PENALTIES, gradient=True, trace=trace, out=out)
    assert found.trace is trace
    assert found.gradient is out
    fresh = objective(net, CrossEntropy(), X, Y, PENALTIES, gradient=True).gradient
    assert fresh is not None
    np.testing.assert_array_equal(out.vector, fresh.vector)


def test_training_mode_reaches_the_layers() -> None:
    """In training dropout silences and batch norm uses the batch; otherwise neither."""
    net = MLP([3, 8, 3], dropout=0.5, batch_norm=True, dtype=np.float64)
    rng = np.random.default_rng(0)
    losses = {objective(net, CrossEntropy(), X, Y, training=True, rng=rng).loss for _ in range(3)}
    assert len(losses) == 3
    assert len({objective(net, CrossEntropy(), X, Y).loss for _ in range(3)}) == 1


def test_a_loss_that_does_not_go_with_the_output_is_refused() -> None:
    """Cross-entropy's gradient a - y is only right behind a softmax: any other output is an error."""
    with pytest.raises(ParameterError, match="needs the output activation 'softmax', got 'sigmoid'"):
        objective(MLP([3, 4, 3], output="sigmoid"), CrossEntropy(), X, Y)


def test_rows_are_needed() -> None:
    """The mean over no rows does not exist, which is said instead of nan."""
    with pytest.raises(ShapeError, match="expected at least one, got none"):
        objective(network(), CrossEntropy(), X[:0], Y[:0])


def test_targets_must_fit() -> None:
    """Targets for another number of outputs are refused with both shapes."""
    with pytest.raises(ShapeError, match=re.escape("expected shape (6, 3), got (6, 2)")):
        objective(network(), MeanSquaredError(), X, np.zeros((6, 2)))


def test_weights_count_rows() -> None:
    """Value and gradient of a row with the weight 2 are those of that row twice; 0 leaves it out."""
    net = MLP([3, 4, 3], dtype=np.float64)
    weights = np.array([1.0, 2, 0, 1, 1, 1])
    rows = np.array([0, 1, 1, 3, 4, 5])
    weighted = objective(net, CrossEntropy(), X, Y, PENALTIES, gradient=True, weights=weights)
    repeated = objective(net, CrossEntropy(), X[rows], Y[rows], PENALTIES, gradient=True)
    assert weighted.value == pytest.approx(repeated.value)
    assert weighted.gradient is not None
    assert repeated.gradient is not None
    np.testing.assert_allclose(weighted.gradient.vector, repeated.gradient.vector, atol=1e-14)
