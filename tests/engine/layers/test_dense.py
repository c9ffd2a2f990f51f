"""The dense layer against sums written out term by term."""

from typing import Any

import numpy as np
import pytest

from neurarium.engine import Dense, He, Network, Normal, ParameterError, ReLU, Tanh, Xavier, Zeros


def layer(**settings: Any) -> Network:
    """One dense layer 3 -> 2 with random weights and biases, as a network."""
    network = Network([Dense(3, 2, **settings)], dtype=np.float64)
    network.theta[...] = np.random.default_rng(0).normal(size=network.theta.size)
    return network


X = np.random.default_rng(1).normal(size=(4, 3))


def test_forward_is_the_weighted_sum_through_the_activation() -> None:
    """Every z is sum(x w) + b, and a = f(z)."""
    network = layer(activation="tanh")
    W, b = network.parameters[0]["W"], network.parameters[0]["b"]
    trace = network.forward(X)
    for n in range(4):
        for j in range(2):
            z = sum(X[n, i] * W[i, j] for i in range(3)) + b[j]
            assert trace.z[n, j] == pytest.approx(z)
            assert trace.output[n, j] == pytest.approx(np.tanh(z))
    np.testing.assert_array_equal(trace.layers[0].x, X)


def test_backward_is_the_chain_rule_term_by_term() -> None:
    """dL/dw_ij = sum over rows of x_i delta_j, dL/db_j = sum of delta_j, dL/dx_i = sum of w_ij delta_j."""
    network = layer()
    delta = np.random.default_rng(2).normal(size=(4, 2))
    gradients = network.backward(network.forward(X), delta)
    np.testing.assert_array_equal(gradients.deltas[0], delta)
    np.testing.assert_allclose(gradients.parameters[0]["W"], np.einsum("ni,nj->ij", X, delta))
    np.testing.assert_allclose(gradients.parameters[0]["b"], np.einsum("nj->j", delta))
    np.testing.assert_allclose(
        gradients.layers[0].x, np.einsum("nj,ij->ni", delta, network.parameters[0]["W"])
    )


def test_settings_by_name_become_objects() -> None:
    """Activation and initialiser may be named; without an initialiser comes what suits the activation."""
    assert Dense(2, 2, "relu") == Dense(2, 2, ReLU(), He())  # type: ignore[arg-type]
    assert Dense(2, 2, "tanh") == Dense(2, 2, Tanh(), Xavier())  # type: ignore[arg-type]
    assert Dense(2, 2, init="zeros").init == Zeros()  # type: ignore[arg-type]
    assert Dense(2, 2, init=Normal(3)).init == Normal(3)


def test_biases_begin_where_asked() -> None:
    """All biases begin at `bias`, whatever the weights do."""
    network = Network([Dense(3, 2, bias=0.1)], dtype=np.float64)
    np.testing.assert_array_equal(network.parameters[0]["b"], [0.1, 0.1])
    assert np.unique(network.parameters[0]["W"]).size == 6


@pytest.mark.parametrize("sizes", [(0, 2), (2, -1), (2.5, 2), ("2", 2), (True, 2), (2, None)])
def test_sizes_must_be_whole_numbers(sizes: tuple[Any, Any]) -> None:
    """A layer without inputs or units, or with half of one, is refused."""
    with pytest.raises(ParameterError, match=r"whole number of (inputs|units), 1 or more, got"):
        Dense(*sizes)
