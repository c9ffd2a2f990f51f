"""The residual block: x + F(x), its gradients, and blocks within blocks."""

import numpy as np
import pytest

from neurarium.engine import BatchNorm, Dense, Dropout, Layer, Network, Residual, ShapeError


def network_of(*layers: Layer) -> Network:
    network = Network(layers, dtype=np.float64)
    network.theta[...] = np.random.default_rng(0).normal(0, 0.5, network.theta.size)
    return network


X = np.random.default_rng(1).normal(size=(5, 3))


def block() -> Residual:
    return Residual((Dense(3, 4, "tanh"), Dense(4, 3, "sigmoid")))  # type: ignore[arg-type]


def plain(network: Network) -> Network:
    """Return the layers inside a single block as a network of their own, with the same parameters."""
    (layer,) = network.layers
    assert isinstance(layer, Residual)
    inside = Network(layer.layers, dtype=np.float64)
    inside.theta[...] = network.theta  # both lay the same parameters out in the same order
    return inside


def test_forward_adds_the_input() -> None:
    """The output is x plus what the layers inside give when they stand alone."""
    network = network_of(block())
    np.testing.assert_allclose(network.forward(X).output, X + plain(network).forward(X).output)


def test_backward_adds_the_short_cut() -> None:
    """Parameter gradients are those of F alone; dL/dx is F's plus the delta itself."""
    network = network_of(block())
    inside = plain(network)
    delta = np.random.default_rng(2).normal(size=X.shape)
    gradients = network.backward(network.forward(X), delta)

    trace = inside.forward(X)
    a = trace.output
    alone = inside.backward(trace, delta * a * (1 - a))  # through the sigmoid that ends F
    np.testing.assert_allclose(gradients.vector, alone.vector)
    np.testing.assert_allclose(gradients.layers[0].x, alone.layers[0].x + delta)


def test_with_zero_weights_it_is_the_identity() -> None:
    """A block that adds nothing hands signal and gradient on unchanged: why deep stacks still learn."""
    network = network_of(*[Residual((Dense(3, 3),)) for _ in range(30)])
    network.theta[...] = 0
    trace = network.forward(X)
    np.testing.assert_array_equal(trace.output, X)
    np.testing.assert_array_equal(network.backward(trace, X).layers[0].x, X)


def test_blocks_nest() -> None:
    """A block inside a block: x + (h + G(h)) with h = F(x), and every parameter has its own name."""
    inner = Residual((Dense(3, 3, "tanh"),))
    network = network_of(Residual((Dense(3, 3, "tanh"), inner)))  # type: ignore[arg-type]
    assert list(network.parameters[0]) == ["0.W", "0.b", "1.0.W", "1.0.b"]
    p = network.parameters[0]
    h = np.tanh(X @ p["0.W"] + p["0.b"])
    expected = X + h + np.tanh(h @ p["1.0.W"] + p["1.0.b"])
    np.testing.assert_allclose(network.forward(X).output, expected)


def test_more_than_ten_layers_inside_do_not_mix() -> None:
    """Layer 1 and layer 10 of a block keep their own parameters."""
    network = network_of(Residual(tuple(Dense(2, 2, "tanh") for _ in range(12))))  # type: ignore[arg-type]
    x = h = np.array([[0.3, -0.4]])
    for i in range(12):
        h = np.tanh(h @ network.parameters[0][f"{i}.W"] + network.parameters[0][f"{i}.b"])
    np.testing.assert_allclose(network.forward(x).output, x + h)


def test_training_layers_act_inside() -> None:
    """Dropout and batch normalization within a block see training, randomness and their statistics."""
    network = network_of(Residual((Dense(3, 3), BatchNorm(3), Dropout(3, 0.5))))
    assert list(network.layer_statistics[0]) == ["1.mean", "1.variance"]
    before = network.statistics.copy()
    added = network.forward(X, training=True, rng=np.random.default_rng(0)).output - X
    assert (added == 0).any()
    assert (network.statistics != before).all()
    np.testing.assert_array_equal(network.forward(X).output, network.forward(X).output)


def test_the_sizes_must_close() -> None:
    """A block whose last layer does not fit its input, or whose layers do not fit, is refused."""
    with pytest.raises(ShapeError, match="expected 3 outputs, got 2"):
        Residual((Dense(3, 2),))
    with pytest.raises(ShapeError, match=r"layer 0 \(dense\) gives 2 outputs, but layer 1 \(dense\) takes 4"):
        Residual((Dense(3, 2), Dense(4, 3)))
    with pytest.raises(ShapeError, match="at least one layer"):
        Residual(())
