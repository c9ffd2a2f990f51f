"""Whole networks that learn, with nothing but the engine and a loop."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from neurarium.engine import (
    L2,
    MLP,
    SGD,
    Adam,
    BinaryCrossEntropy,
    Constant,
    Loss,
    MeanSquaredError,
    Momentum,
    Network,
    OneCycle,
    Optimizer,
    Regularizer,
    Schedule,
    accuracy,
    objective,
)

Array = npt.NDArray[Any]

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0, 1, 1, 0])


def learn(
    network: Network,
    loss: Loss,
    X: Array,
    y: Array,
    optimizer: Optimizer,
    steps: int,
    regularizers: tuple[Regularizer, ...] = (),
    schedule: Schedule | None = None,
) -> float:
    """Gradient descent on all rows at once; return the loss before the last step."""
    schedule = schedule or Constant()
    state = optimizer.init(network.theta)
    trace, gradients = network.trace(len(X)), network.gradients(len(X))
    rng = np.random.default_rng(0)
    for step in range(1, steps + 1):
        found = objective(
            network,
            loss,
            X,
            y,
            regularizers,
            training=True,
            rng=rng,
            gradient=True,
            trace=trace,
            out=gradients,
        )
        optimizer.update(network.theta, gradients.vector, state, step, schedule.factor(step - 1, steps))
    return found.loss


@pytest.mark.parametrize("seed", range(6))
def test_one_hidden_layer_solves_xor(seed: int) -> None:
    """A 2-4-1 network answers all four rows rightly, from whatever weights it begins."""
    network = MLP([2, 4, 1], activation="tanh", seed=seed)
    assert learn(network, BinaryCrossEntropy(), SQUARE, XOR, Adam(0.05), 500) < 0.05
    assert accuracy(network.predict(SQUARE), XOR) == 1


def test_no_hidden_layer_cannot_solve_xor() -> None:
    """Without a hidden layer the best is to shrug: one half for every row, a loss of ln 2."""
    network = MLP([2, 1], seed=0)
    assert learn(network, BinaryCrossEntropy(), SQUARE, XOR, Adam(0.05), 1000) == pytest.approx(np.log(2))
    np.testing.assert_allclose(network.predict(SQUARE), 0.5, atol=1e-3)


def spirals(n: int = 97) -> tuple[Array, Array]:
    """Two spirals of one turn and a half, the one the other turned by half a turn."""
    r = np.linspace(0.1, 1, n)
    angle = 3 * np.pi * r
    arm = np.column_stack([r * np.sin(angle), r * np.cos(angle)])
    return np.vstack([arm, -arm]), np.repeat([0, 1], n)


@pytest.mark.parametrize("seed", range(2))
def test_two_spirals_are_fitted(seed: int) -> None:
    """A 2-16-16-1 network tells the points of two wound-up spirals apart, every one."""
    X, y = spirals()
    network = MLP([2, 16, 16, 1], seed=seed)
    learn(network, BinaryCrossEntropy(), X, y, Adam(0.02), 1000, schedule=OneCycle())
    assert accuracy(network.predict(X), y) == 1


@pytest.mark.parametrize("extras", [{"batch_norm": True}, {"residual": True}, {"dropout": 0.1}], ids=repr)
def test_spirals_with_every_kind_of_layer(extras: dict[str, Any]) -> None:
    """Batch norm, skip connections and dropout take part in learning; in use, nearly every point is right."""
    X, y = spirals()
    network = MLP([2, 24, 24, 1], seed=0, **extras)
    learn(network, BinaryCrossEntropy(), X, y, Adam(0.02), 600, schedule=OneCycle())
    assert accuracy(network.predict(X), y) > 0.95


def regression() -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    return X, X @ np.array([[1.0, -1.0], [2.0, 0.5], [-0.5, 0.0]]) + 0.7 + rng.normal(0, 0.1, (60, 2))


def test_a_linear_layer_finds_the_least_squares_solution() -> None:
    """Gradient descent on MSE ends where linear algebra says the minimum is."""
    X, y = regression()
    network = MLP([3, 2], output="linear", dtype=np.float64)
    learn(network, MeanSquaredError(), X, y, SGD(0.3), 500)
    solution = np.linalg.lstsq(np.hstack([X, np.ones((60, 1))]), y, rcond=None)[0]
    np.testing.assert_allclose(network.parameters[0]["W"], solution[:3], atol=1e-8)
    np.testing.assert_allclose(network.parameters[0]["b"], solution[3], atol=1e-8)


def test_l2_finds_the_ridge_solution() -> None:
    """With an L2 price on W, not on b, the minimum is ridge regression's: (XᵀX + n rate I)⁻¹ Xᵀy, centred."""
    X, y = regression()
    rate = 0.3
    network = MLP([3, 2], output="linear", dtype=np.float64)
    learn(network, MeanSquaredError(), X, y, Momentum(0.1), 500, regularizers=(L2(rate),))
    Xc, yc = X - X.mean(axis=0), y - y.mean(axis=0)
    W = np.linalg.solve(Xc.T @ Xc + len(X) * rate * np.eye(3), Xc.T @ yc)
    np.testing.assert_allclose(network.parameters[0]["W"], W, atol=1e-8)
    np.testing.assert_allclose(network.parameters[0]["b"], y.mean(axis=0) - X.mean(axis=0) @ W, atol=1e-8)


def test_equal_weights_stay_equal() -> None:
    """Begun with all zeros, the units of a hidden layer never differ: the symmetry is not broken."""
    network = MLP([2, 4, 1], activation="sigmoid", init="zeros", bias=0.1)
    learn(network, BinaryCrossEntropy(), SQUARE, np.array([0, 1, 1, 1]), Adam(0.05), 200)
    W = network.weights()[0]
    assert np.abs(W).max() > 0.1
    np.testing.assert_allclose(W, W[:, :1] * np.ones((1, 4)), rtol=1e-4)


def test_the_same_seed_learns_the_same_bits() -> None:
    """Two runs from the same seeds, with dropout, end at the same weights."""
    X, y = spirals()

    def run() -> Array:
        network = MLP([2, 8, 1], dropout=0.2, batch_norm=True, seed=3)
        learn(network, BinaryCrossEntropy(), X, y, Adam(), 30)
        return network.theta

    np.testing.assert_array_equal(run(), run())
