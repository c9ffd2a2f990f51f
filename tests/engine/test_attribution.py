"""Attribution: the terms sum to the gap, and are what hand-made affine maps say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine import MLP, BatchNorm, Dense, Dropout, Network, ParameterError, Residual, ShapeError
from neurarium.engine.attribution import attribute, attribute_units, first_curved
from neurarium.engine.surgery import silenced

RELUS = st.sampled_from(["relu", "leaky_relu", "linear"])


def scrambled(network: Network, seed: int) -> Network:
    """Return the network with random parameters and statistics, biases included."""
    rng = np.random.default_rng(seed)
    network.theta[...] = rng.normal(size=network.theta.size)
    network.statistics[...] = rng.uniform(0.5, 2, size=network.statistics.size)
    return network


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a piecewise linear network of any of the layers."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=0, max_size=4))
    activations = draw(st.lists(RELUS, min_size=len(sizes), max_size=len(sizes)))
    network = MLP(
        [draw(st.integers(1, 6)), *sizes, draw(st.integers(2, 5))],
        activation=activations,
        output=draw(st.sampled_from(["softmax", "linear", "sigmoid"])),
        dropout=draw(st.sampled_from([0.0, 0.5])),
        batch_norm=draw(st.booleans()),
        residual=draw(st.booleans()),
        dtype=np.float64,
    )
    return scrambled(network, draw(st.integers(0, 1000)))


@given(networks(), st.integers(0, 1000), st.data())
def test_terms_sum_to_the_gap(network, seed, data):
    """Inputs, biases and paper together are the gap between any two logits, whatever the layers."""
    x = np.random.default_rng(seed).normal(size=network.n_in)
    a = data.draw(st.integers(0, network.n_out - 1))
    b = data.draw(st.one_of(st.none(), st.integers(0, network.n_out - 1)))
    blank = data.draw(st.sampled_from([0.0, -0.42]))
    found = attribute(network, x, a, b, blank=blank)
    logits = network.forward(x[None]).z[0]
    gap = logits[a] - (0 if b is None else logits[b])
    scale = np.abs(found.inputs).sum() + np.abs(found.biases).sum() + abs(found.blank)
    assert found.gap == gap
    assert found.total == pytest.approx(gap, rel=1e-5, abs=1e-9 * (1 + scale))


def test_a_network_by_hand():
    """Two units, of which one is off: only the other's weights and bias have a share."""
    network = MLP([2, 2, 2], activation="relu", dtype=np.float64)
    network.parameters[0]["W"][...] = [[1, -1], [2, -2]]
    network.parameters[0]["b"][...] = [0.5, 0.25]
    network.parameters[1]["W"][...] = [[3, 1], [5, 7]]
    network.parameters[1]["b"][...] = [0.1, 0.2]
    found = attribute(network, [1, 2], 0, 1)
    # z = (1 + 4 + 0.5, -1 - 4 + 0.25): the second unit is off. gap = (3 - 1) * 5.5 + 0.1 - 0.2
    np.testing.assert_allclose(found.slopes, [2 * 1, 2 * 2])
    np.testing.assert_allclose(found.inputs, [2, 8])
    np.testing.assert_allclose(found.biases, [2 * 0.5, -0.1])
    assert found.gap == pytest.approx(10.9)


@given(st.integers(0, 200), st.integers(1, 3), st.sampled_from([0.0, 0.01]))
def test_agrees_with_masked_matrices(seed, depth, alpha):
    """The slopes are the product of the weight matrices with the rows of units that are off struck out."""
    rng = np.random.default_rng(seed)
    activation = "leaky_relu" if alpha else "relu"
    network = scrambled(MLP([4, *[5] * depth, 3], activation=activation, dtype=np.float64), seed)
    x = rng.normal(size=4)
    slopes, constant, a = np.eye(4), np.zeros(4), x
    for i, layer in enumerate(network.parameters):
        slopes, constant = slopes @ layer["W"], constant @ layer["W"] + layer["b"]
        if i < depth:
            a = np.array([sum(a[j] * layer["W"][j, k] for j in range(len(a))) for k in range(5)]) + layer["b"]
            on = np.where(a > 0, 1.0, alpha)
            slopes, constant, a = slopes * on, constant * on, a * on
    found = attribute(network, x, 2, 0)
    np.testing.assert_allclose(found.slopes, slopes[:, 2] - slopes[:, 0], rtol=1e-9, atol=1e-12)
    assert found.biases.sum() == pytest.approx(constant[2] - constant[0], rel=1e-9, abs=1e-12)


def test_slopes_are_slopes():
    """Moving one input a little moves the gap by its slope."""
    network = scrambled(MLP([6, 8, 8, 4], dtype=np.float64), 3)
    x = np.random.default_rng(4).normal(size=6)
    found = attribute(network, x, 1, 3)
    for i in range(6):
        moved = x.copy()
        moved[i] += 1e-6
        assert attribute(network, moved, 1, 3).gap - found.gap == pytest.approx(
            1e-6 * found.slopes[i], rel=1e-3
        )


def test_float32_sums_to_rounding():
    """A float32 network of real size: the terms sum to the gap to float32's precision."""
    network = scrambled(MLP([784, 128, 10]), 5)
    x = np.random.default_rng(6).uniform(size=784).astype(np.float32)
    found = attribute(network, x, 4, 9)
    assert found.total == pytest.approx(found.gap, rel=1e-5, abs=1e-6 * float(np.abs(found.inputs).sum()))


def test_blank_inputs_have_no_share():
    """An input that says nothing does nothing, wherever the scale put its zero."""
    network = scrambled(MLP([3, 4, 2], dtype=np.float64), 7)
    found = attribute(network, [-0.42, 1, -0.42], 0, 1, blank=-0.42)
    assert found.inputs[0] == found.inputs[2] == 0
    assert found.total == pytest.approx(found.gap)


def test_silenced_units_have_no_share():
    """With a unit silenced, the terms sum to the gap of the network without it."""
    network = scrambled(MLP([3, 4, 2], dtype=np.float64), 8)
    network.parameters[0]["b"][...] = 20  # all units are on
    without = silenced(network, {0: [0, 2]})
    found = attribute(without, [1, 2, 3], 0, 1)
    assert found.total == pytest.approx(found.gap)
    assert found.gap != attribute(network, [1, 2, 3], 0, 1).gap


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_units_sum_to_the_gap(activation):
    """The last hidden layer's shares sum to the gap, however much the layers below bend."""
    network = scrambled(MLP([5, 7, 6, 3], activation=activation, dtype=np.float64), 9)
    x = np.random.default_rng(10).normal(size=5)
    found = attribute_units(network, x, 2, 1)
    trace = network.forward(x[None])
    W, b = network.parameters[-1]["W"], network.parameters[-1]["b"]
    by_hand = [trace.layers[-2].a[0, j] * (W[j, 2] - W[j, 1]) for j in range(6)]
    np.testing.assert_allclose(found.units, by_hand)
    np.testing.assert_array_equal(found.outputs, trace.layers[-2].a[0])
    np.testing.assert_array_equal(found.weights, W[:, [2, 1]])
    assert found.bias == b[2] - b[1]
    assert found.units.sum() + b[2] - b[1] == pytest.approx(trace.z[0, 2] - trace.z[0, 1])


@pytest.mark.parametrize("curve", ["sigmoid", "tanh", "step"])
def test_a_curved_network_is_refused(curve):
    """What is not piecewise linear has no exact shares, and says which activation it is."""
    for network in (
        MLP([2, 3, 2], activation=curve),
        Network([Dense(2, 2), Residual((Dense(2, 2, curve),))]),
        Network([Dense(2, 3), BatchNorm(3, curve), Dense(3, 2)]),
    ):
        curved = first_curved(network)
        assert curved is not None
        assert curved.name == curve
        with pytest.raises(ParameterError, match=curve):
            attribute(network, [1, 2], 0, 1)


def test_the_output_may_bend():
    """Only what lies below the logits counts: softmax and sigmoid outputs are no hindrance."""
    for output in ("softmax", "sigmoid", "tanh"):
        assert first_curved(MLP([2, 3, 2], output=output)) is None
    assert first_curved(Network([Dense(2, 2), Dropout(2)])) is None


def test_wrong_questions():
    """An output that is not there, or another number of inputs, is refused."""
    network = MLP([2, 3, 2])
    for ask in (attribute, attribute_units):
        with pytest.raises(ParameterError, match="from 0 to 1"):
            ask(network, [1, 2], 0, 2)
        with pytest.raises(ShapeError, match="shape"):
            ask(network, [1, 2, 3], 0, 1)
    with pytest.raises(ParameterError, match="dense"):
        attribute_units(Network([Dense(2, 2), Dropout(2)]), [1, 2], 0, 1)
