"""Finite differences against backpropagation, as the lab shows them."""

from dataclasses import dataclass

import numpy as np
import pytest

from neurarium.engine import L1, MLP, CrossEntropy, MeanSquaredError
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Budget
from neurarium.lab.proof import STEPS, TOLERANCE, prove, spread

X = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0]])
y = np.array([[0.25], [1.0], [-0.5]])


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "gelu"])
@pytest.mark.parametrize(("sizes", "loss", "targets"), [
    ([2, 4, 3, 1], MeanSquaredError(), y),
    ([2, 5, 3], CrossEntropy(), np.array([0, 2, 1])),
])  # fmt: skip
def test_every_parameter_agrees(activation, sizes, loss, targets):
    """Both gradients agree for every parameter, also of a float32 network, which stays as it is."""
    network = MLP(sizes, activation=activation, bias=0.1, seed=3)
    before = network.theta.copy()
    proof = prove(network, loss, X, targets)
    assert proof.agree
    assert proof.worst < TOLERANCE
    assert len(proof.checks) == proof.asked == proof.parameters == network.theta.size
    assert proof.rows == 3
    assert not any(check.bent for check in proof.checks)
    np.testing.assert_array_equal(network.theta, before)


def test_places():
    """Each check names its parameter: the second layer's third bias is b of layer 2 at (2,)."""
    network = MLP([2, 4, 3], dropout=0.5, batch_norm=True, seed=1)
    named = [
        (c.name, c.layer, c.index) for c in prove(network, CrossEntropy(), X, np.array([0, 1, 2])).checks
    ]
    assert named[:2] == [("W", 1, (0, 0)), ("W", 1, (0, 1))]
    assert ("gamma", 1, (3,)) in named
    assert named[-1] == ("b", 2, (2,))
    assert len(set(named)) == network.theta.size


@dataclass(frozen=True)
class ForgetfulError(MeanSquaredError):
    """Half the squared error with a common mistake: (a - y) without f'(z)."""

    def gradient(self, output, z, a, y, out=None) -> FloatArray:
        return (a - y) / len(a)


def test_a_wrong_gradient_is_found():
    """A gradient that forgets the slope of the output does not pass, for any parameter."""
    network = MLP([2, 3, 1], activation="tanh", output="tanh", bias=0.2, seed=2, dtype=np.float64)
    proof = prove(network, ForgetfulError(), X, y)
    assert not proof.agree
    assert proof.worst > 1e-2
    assert all(check.error > TOLERANCE for check in proof.checks)


def test_a_corner_is_no_disproof():
    """Where a unit of ReLU sits on its corner differences say nothing; that is told, and is not a failure."""
    network = MLP([1, 1, 1], activation="relu", output="linear", dtype=np.float64)
    network.theta[...] = [1.0, 0.0, 2.0, 0.5]  # z = 0 for x = 0
    proof = prove(network, MeanSquaredError(), [[0.0]], np.array([[1.0]]))
    assert [check.name for check in proof.checks if check.bent] == ["b"]
    assert proof.agree
    # The penalty |w| has its corner at w = 0.
    network.theta[0] = 1e-7
    bent = prove(network, MeanSquaredError(), [[1.0]], np.array([[1.0]]), regularizers=(L1(0.1),)).checks[0]
    assert bent.bent


def test_sharp_curves_and_large_losses():
    """A smaller step where the loss bends sharply, a wider floor where it is large: true gradients pass."""
    inputs = np.array([[36.0, 20.0], [30.0, -36.0]])  # squares of coordinates
    network = MLP([2, 4, 1], activation="tanh", output="tanh", seed=5, dtype=np.float64)
    network.theta *= 0.1
    proof = prove(network, MeanSquaredError(), inputs, np.array([[1.0], [-1.0]]))
    assert proof.agree
    assert {check.step for check in proof.checks} <= set(STEPS)
    linear = MLP([2, 1], output="linear", seed=5, dtype=np.float64)
    assert prove(linear, MeanSquaredError(), inputs * 1000, np.array([[1e5], [0.0]])).agree


def test_numbers_that_run_away():
    """Weights that overflow prove nothing, and are no crash."""
    network = MLP([2, 2, 1], activation="relu", output="linear", dtype=np.float64)
    network.theta[...] = 1e200
    proof = prove(network, MeanSquaredError(), np.abs(X), y)
    assert not proof.agree


def test_budget_and_going_on():
    """A used-up budget gives some; asked again from there, all come, each once."""
    network, seen = MLP([2, 6, 1], activation="tanh", seed=1), []
    while len(seen) < network.theta.size:
        part = prove(network, MeanSquaredError(), X, y, start=len(seen), budget=Budget(0))
        assert 0 < len(part.checks) < part.asked
        seen += part.checks
    assert len({(c.name, c.layer, c.index) for c in seen}) == len(seen) == network.theta.size


def test_a_sample_has_all_layers():
    """A sample takes some of each weight matrix and bias, in turn, without repeating one."""
    network = MLP([784, 32, 10])
    chosen = spread(network, 4)
    assert len(set(chosen.tolist())) == len(chosen) == 16
    parts = np.cumsum([784 * 32, 32, 32 * 10, 10])
    assert np.searchsorted(parts, chosen, side="right").tolist() == 4 * [0, 1, 2, 3]
