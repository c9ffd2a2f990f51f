"""Silencing units and cutting networks off."""

import numpy as np
import pytest

from neurarium.engine import (
    MLP,
    BatchNorm,
    Dense,
    Layer,
    Network,
    ParameterError,
    Residual,
    Scaling,
    Tanh,
    numerical_gradient,
)
from neurarium.engine.surgery import Silence, first_layers, merged, silenced, with_scaling_inside


def network(**options):
    made = MLP([3, 5, 4, 2], seed=1, dtype=np.float64, **options)
    made.theta[...] = np.random.default_rng(2).normal(size=made.theta.size)
    return made


def test_silencing_is_taking_the_unit_away():
    """A silenced unit gives 0, and the network answers as if its outgoing weights were 0."""
    whole = network()
    x = np.random.default_rng(3).normal(size=(6, 3))
    without = silenced(whole, {0: [1, 4], 1: [2]})
    cut = whole.copy()
    cut.parameters[1]["W"][[1, 4]] = 0
    cut.parameters[2]["W"][2] = 0
    np.testing.assert_allclose(without.predict(x), cut.predict(x))
    assert not np.allclose(without.predict(x), whole.predict(x))


def test_the_whole_network_stays_as_it_is():
    """Parameters are copied: what happens to the one does not happen to the other."""
    whole = network(batch_norm=True)
    whole.statistics[...] = 0.5
    kept = whole.theta.copy()
    twin = silenced(whole, {})
    np.testing.assert_array_equal(twin.theta, whole.theta)
    np.testing.assert_array_equal(twin.statistics, whole.statistics)
    twin.theta[...] = 0
    np.testing.assert_array_equal(whole.theta, kept)


def test_gradients_do_not_pass_a_silenced_unit():
    """Backpropagation through silence agrees with finite differences."""
    without = silenced(network(activation="tanh"), {0: [0], 1: [3]})
    x = np.random.default_rng(4).normal(size=(1, 3))
    up = np.array([[0.3, -1.2]])
    found = without.backward(without.forward(x), up).layers[0].x
    expected = numerical_gradient(lambda: float((without.forward(x).z * up).sum()), x.reshape(-1))
    np.testing.assert_allclose(found.ravel(), expected, rtol=1e-5, atol=1e-8)


def test_first_layers_answer_with_what_those_units_say():
    """A network cut off after n layers gives the activations of layer n."""
    whole = network(batch_norm=True)
    x = np.random.default_rng(5).normal(size=(4, 3))
    trace = whole.forward(x)
    for n in range(1, len(whole.layers) + 1):
        np.testing.assert_array_equal(first_layers(whole, n).predict(x), trace.layers[n - 1].a)


def test_what_is_not_there_cannot_be_silenced():
    """Layers and units that do not exist are refused."""
    with pytest.raises(ParameterError, match="layers from 0 to 2"):
        silenced(network(), {3: [0]})
    with pytest.raises(ParameterError, match="units from 0 to 4"):
        silenced(network(), {0: [5]})
    with pytest.raises(ParameterError, match="1 to 3 layers"):
        first_layers(network(), 4)
    with pytest.raises(ParameterError, match="units from 0 to 1"):
        Silence(2, (-1,))


@pytest.mark.parametrize("first", ["dense", "residual"])
@pytest.mark.parametrize("scaling", [Scaling(3.0, 0.25), Scaling((1.0, -2.0, 30.0), (2.0, 0.5, 0.1))])
def test_a_scaling_taken_in_changes_nothing(first: str, scaling: Scaling) -> None:
    """The network with the scaling inside says of raw values what the other says of scaled ones."""
    layers: list[Layer] = [Residual((Dense(3, 3, Tanh()),))] if first == "residual" else []
    network = Network([*layers, Dense(3, 4, Tanh()), BatchNorm(4), Dense(4, 2)], dtype=np.float64)
    rng = np.random.default_rng(0)
    network.theta[...] = rng.normal(size=network.theta.size)
    raw = rng.normal(0, 10, (6, 3))
    expected = network.predict(scaling.apply(raw))
    np.testing.assert_allclose(with_scaling_inside(network, scaling).predict(raw), expected, rtol=1e-5)


def test_two_linear_layers_in_one() -> None:
    """The merged layer says of any input what both say one after the other."""
    both = MLP([3, 5, 2], activation="linear", output="linear", bias=0.3, dtype=np.float64)
    one = MLP([3, 2], output="linear", dtype=np.float64)
    one.parameters[0]["W"][...], one.parameters[0]["b"][...] = merged(*both.parameters)
    x = np.random.default_rng(1).normal(size=(50, 3))
    np.testing.assert_allclose(one.predict(x), both.predict(x), rtol=1e-12, atol=1e-12)
