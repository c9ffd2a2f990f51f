"""The network: its flat buffer, its passes against scalar sums and scikit-learn, and its errors."""

import copy
import math
import pickle
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier as SklearnMLP

from neurarium.engine import (
    L2,
    MLP,
    BatchNorm,
    CrossEntropy,
    Dense,
    Dropout,
    Network,
    ParameterError,
    Residual,
    ShapeError,
    objective,
)

Array = npt.NDArray[Any]


def varied(dtype: type[np.floating] = np.float64) -> Network:
    """A network with every kind of layer and random parameters."""
    network = Network(
        [
            Dense(4, 6, "tanh"),  # type: ignore[arg-type]
            BatchNorm(6, "leaky_relu"),  # type: ignore[arg-type]
            Dropout(6, 0.25),
            Residual((Dense(6, 6, "sigmoid"),)),  # type: ignore[arg-type]
            Dense(6, 3, "softmax"),  # type: ignore[arg-type]
        ],
        dtype=dtype,
    )
    network.theta[...] = np.random.default_rng(1).normal(0, 0.7, network.theta.size)
    return network


X = np.random.default_rng(0).normal(size=(8, 4))


def test_all_parameters_lie_in_one_buffer() -> None:
    """Writing theta changes W and b, writing into W changes theta, and together they fill it, in order."""
    network = MLP([3, 4, 2])
    flat = [array.ravel() for layer in network.parameters for array in layer.values()]
    np.testing.assert_array_equal(np.concatenate(flat), network.theta)
    assert all(np.shares_memory(array, network.theta) for array in flat)
    network.theta[...] = np.arange(network.theta.size)
    np.testing.assert_array_equal(network.parameters[0]["W"], np.arange(12).reshape(3, 4))
    np.testing.assert_array_equal(network.parameters[0]["b"], [12, 13, 14, 15])
    network.parameters[1]["b"][...] = -1
    np.testing.assert_array_equal(network.theta[-2:], [-1, -1])


def test_gradients_lie_in_one_buffer_of_the_same_layout() -> None:
    """Each named gradient is a view of the flat gradient, shaped like its parameter."""
    network = varied()
    trace = network.forward(X)
    gradients = network.backward(trace, np.ones((8, 3)))
    assert gradients.vector.shape == network.theta.shape
    for ours, parameters in zip(gradients.parameters, network.parameters, strict=True):
        assert {name: a.shape for name, a in ours.items()} == {
            name: a.shape for name, a in parameters.items()
        }
        assert all(np.shares_memory(a, gradients.vector) for a in ours.values())


def test_views_cut_any_vector_alike() -> None:
    """A vector laid out like theta is cut into named views; one of another size is refused."""
    network = MLP([3, 4, 2])
    vector = np.zeros_like(network.theta)
    network.views(vector)[1]["W"][...] = 1
    assert vector.sum() == 8
    with pytest.raises(ShapeError, match="expected a vector of 26 numbers"):
        network.views(vector[1:])


def test_weights_are_the_matrices_only() -> None:
    """`weights` gives every W, those in blocks too, and no bias, scale or shift."""
    network = varied()
    assert [W.shape for W in network.weights()] == [(4, 6), (6, 6), (6, 3)]
    assert all(np.shares_memory(W, network.theta) for W in network.weights())
    vector = np.zeros_like(network.theta)
    assert all(np.shares_memory(W, vector) for W in network.weights(vector))


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "linear"]),
    seed=st.integers(0, 1000),
)
def test_forward_and_backward_agree_with_scalar_sums(sizes: list[int], activation: str, seed: int) -> None:
    """Any dense network: every z, a, delta and gradient is what the chain rule gives, number by number."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, activation=activation, output="linear", dtype=np.float64)
    network.theta[...] = rng.normal(size=network.theta.size)
    x, g = rng.normal(size=sizes[0]), rng.normal(size=sizes[-1])
    z, a, delta, dW, db = scalar_pass(network, activation, x.tolist(), g.tolist())

    trace = network.forward(x[None, :])
    gradients = network.backward(trace, g[None, :])
    for i in range(len(sizes) - 1):
        np.testing.assert_allclose(trace.layers[i].z[0], z[i], atol=1e-9)
        np.testing.assert_allclose(trace.layers[i].a[0], a[i + 1], atol=1e-9)
        np.testing.assert_allclose(gradients.deltas[i][0], delta[i], atol=1e-9)
        np.testing.assert_allclose(gradients.parameters[i]["W"], dW[i], atol=1e-9)
        np.testing.assert_allclose(gradients.parameters[i]["b"], db[i], atol=1e-9)


Row = list[float]

SCALAR: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "linear": lambda z: z,
}
SLOPE: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: SCALAR["sigmoid"](z) * SCALAR["sigmoid"](-z),
    "tanh": lambda z: 1 / math.cosh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0 else 0.0,
    "linear": lambda z: 1.0,
}


def scalar_pass(
    network: Network, activation: str, x: Row, g: Row
) -> tuple[list[Row], list[Row], list[Row], list[list[Row]], list[Row]]:
    """One sample forward and back without arrays: all z, a and deltas, and dL/dW and dL/db."""
    f, slope = SCALAR[activation], SLOPE[activation]
    Ws = [layer["W"].tolist() for layer in network.parameters]
    bs = [layer["b"].tolist() for layer in network.parameters]
    last = len(Ws) - 1
    z: list[Row] = []
    a: list[Row] = [x]
    for i, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        z.append([sum(a[i][k] * W[k][j] for k in range(len(W))) + b[j] for j in range(len(b))])
        a.append([f(value) if i < last else value for value in z[i]])
    delta = [g]
    for i in range(last, 0, -1):
        back = [sum(w * d for w, d in zip(row, delta[0], strict=True)) for row in Ws[i]]
        delta.insert(0, [slope(z[i - 1][k]) * back[k] for k in range(len(back))])
    dW = [[[value * d for d in delta[i]] for value in a[i]] for i in range(len(Ws))]
    return z, a, delta, dW, delta


@pytest.mark.parametrize(("ours", "theirs"), [("relu", "relu"), ("tanh", "tanh"), ("sigmoid", "logistic")])
def test_probabilities_loss_and_gradient_agree_with_scikit_learn(ours: str, theirs: str) -> None:
    """With scikit-learn's weights we give its probabilities, its loss, and the gradient it steps by."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 5)), rng.integers(0, 3, 40)
    alpha = 0.1
    reference = SklearnMLP(
        (7, 6), activation=theirs, solver="sgd", learning_rate_init=1.0, momentum=0, alpha=alpha,
        batch_size=40, random_state=0,
    ).partial_fit(X, y, classes=[0, 1, 2])  # fmt: skip
    network = MLP([5, 7, 6, 3], activation=ours, dtype=np.float64)
    network.theta[...] = flat(reference)
    np.testing.assert_allclose(network.predict(X), reference.predict_proba(X))

    found = objective(network, CrossEntropy(), X, y, (L2(alpha / len(X)),), gradient=True)
    reference.partial_fit(X, y)  # one step of all rows with learning rate 1: the weights move by the gradient
    assert found.value == pytest.approx(reference.loss_)
    assert found.gradient is not None
    np.testing.assert_allclose(found.gradient.vector, network.theta - flat(reference), atol=1e-12)


def flat(reference: SklearnMLP) -> Array:
    """scikit-learn's weights and biases, in the order of theta."""
    pairs = zip(reference.coefs_, reference.intercepts_, strict=True)
    return np.concatenate([array.ravel() for pair in pairs for array in pair])


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_used_buffers_give_the_same_as_fresh_ones(training: bool, dtype: type[np.floating]) -> None:
    """A trace and gradients that held other numbers give bit for bit what new ones give."""
    network = varied(dtype)
    trace, gradients = network.trace(8), network.gradients(8)
    for values in (trace.layers, gradients.layers):
        for layer in values:
            for array in (a for a in vars(layer).values() if isinstance(a, np.ndarray)):
                array[...] = np.nan
    gradients.vector[...] = np.nan
    network.forward(np.full((8, 4), 7.0), training=training, rng=np.random.default_rng(9), out=trace)
    delta = np.random.default_rng(2).normal(size=(8, 3)).astype(dtype)

    statistics = network.statistics.copy()
    used = network.forward(X, training=training, rng=np.random.default_rng(3), out=trace)
    assert used is trace
    used_gradients = network.backward(used, delta, out=gradients)
    assert used_gradients is gradients
    network.statistics[...] = statistics
    fresh = network.forward(X, training=training, rng=np.random.default_rng(3))
    fresh_gradients = network.backward(fresh, delta)
    for one, other in zip(used.layers, fresh.layers, strict=True):
        np.testing.assert_array_equal(one.z, other.z)
        np.testing.assert_array_equal(one.a, other.a)
    np.testing.assert_array_equal(used_gradients.vector, fresh_gradients.vector)
    for ours, theirs in zip(used_gradients.layers, fresh_gradients.layers, strict=True):
        np.testing.assert_array_equal(ours.delta, theirs.delta)
        np.testing.assert_array_equal(ours.x, theirs.x)


def test_training_may_do_without_the_inputs_gradient() -> None:
    """With need_x=False every parameter's gradient is the same."""
    network = varied()
    trace = network.forward(X)
    delta = np.ones((8, 3))
    np.testing.assert_array_equal(
        network.backward(trace, delta, need_x=False).vector, network.backward(trace, delta).vector
    )


def test_a_pass_changes_neither_inputs_nor_parameters() -> None:
    """Forward and backward leave X, delta and theta as they were."""
    network = varied()
    theta, inputs, delta = network.theta.copy(), X.copy(), np.ones((8, 3))
    network.backward(network.forward(inputs, training=True, rng=np.random.default_rng(0)), delta)
    np.testing.assert_array_equal(network.theta, theta)
    np.testing.assert_array_equal(inputs, X)
    np.testing.assert_array_equal(delta, 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_everything_is_computed_in_the_networks_precision(dtype: type[np.floating]) -> None:
    """Whatever the inputs' type, sums, outputs and gradients have the network's."""
    network = varied(dtype)
    trace = network.forward([[1, 2, 3, 4]])
    gradients = network.backward(trace, np.ones((1, 3)))
    arrays = [network.theta, trace.z, trace.output, gradients.vector, *gradients.deltas]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    assert network.predict(X).dtype == dtype


def test_float32_agrees_with_float64() -> None:
    """The same parameters give the same outputs in both precisions, up to rounding."""
    np.testing.assert_allclose(varied(np.float32).predict(X), varied(np.float64).predict(X), atol=1e-6)


def test_rows_do_not_depend_on_one_another() -> None:
    """Prediction in pieces of any size gives one answer a row; no rows give no answers."""
    network = varied()
    whole = network.forward(X).output
    for batch_size in (1, 3, 8, 100):
        np.testing.assert_allclose(network.predict(X, batch_size=batch_size), whole, rtol=1e-12)
    assert network.predict(X[:0]).shape == (0, 3)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (np.zeros((2, 3)), r"expected inputs of shape \(n, 4\), one row a sample; got shape \(2, 3\)$"),
        (np.zeros(4), r"got shape \(4,\): for one sample, pass X\.reshape\(1, 4\)"),
        (np.zeros(3), r"got shape \(3,\)$"),
        (np.zeros((2, 2, 2)), r"got shape \(2, 2, 2\)$"),
        (np.zeros((0, 3)), r"got shape \(0, 3\)$"),
        (1.0, r"got shape \(\)$"),
    ],
)
def test_inputs_of_another_shape_are_refused(inputs: Any, message: str) -> None:
    """The error gives both shapes, and for a single sample the way out."""
    with pytest.raises(ShapeError, match=message):
        varied().forward(inputs)
    with pytest.raises(ShapeError, match=message):
        varied().predict(inputs)


def test_buffers_and_deltas_of_another_size_are_refused() -> None:
    """Buffers for another number of rows, or a delta that would be stretched to fit, is an error."""
    network = varied()
    with pytest.raises(ShapeError, match="expected a trace for 8 rows as out, got one for 5"):
        network.forward(X, out=network.trace(5))
    trace = network.forward(X)
    with pytest.raises(ShapeError, match="expected gradients for 8 rows as out, got some for 5"):
        network.backward(trace, np.ones((8, 3)), out=network.gradients(5))
    with pytest.raises(ShapeError, match=re.escape("expected a delta of shape (8, 3), got (3,)")):
        network.backward(trace, np.ones(3))


@pytest.mark.parametrize("dtype", [np.float16, np.int32, np.complex128])
def test_other_precisions_are_refused(dtype: npt.DTypeLike) -> None:
    """A network calculates in float32 or float64 only."""
    with pytest.raises(ParameterError, match="float32 or float64, got dtype"):
        MLP([2, 1], dtype=dtype)


@pytest.mark.parametrize(
    "copied",
    [Network.copy, copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_copies_are_whole_and_independent(copied: Any) -> None:
    """A copy has the same numbers in a separate buffer, and its W is a view of that buffer."""
    network = varied()
    network.forward(X, training=True, rng=np.random.default_rng(0))  # moves the running statistics
    twin = copied(network)
    assert type(twin) is type(network)
    assert twin.layers == network.layers
    np.testing.assert_array_equal(twin.predict(X), network.predict(X))
    before = network.predict(X)
    twin.theta[...] = 0
    twin.statistics[...] = 1
    assert all((array == 0).all() for layer in twin.parameters for array in layer.values())
    assert all((array == 1).all() for layer in twin.layer_statistics for array in layer.values())
    np.testing.assert_array_equal(network.predict(X), before)


def test_a_copy_of_an_mlp_is_an_mlp() -> None:
    """Copying keeps the class and what it prints."""
    assert repr(MLP([3, 4, 2]).copy()) == "MLP(3-4-2, 26 parameters)"


def test_the_seed_decides_the_first_weights() -> None:
    """One seed, one network; a generator may be handed in; `initialize` starts over."""
    network = MLP([5, 4, 3], seed=7)
    np.testing.assert_array_equal(network.theta, MLP([5, 4, 3], seed=7).theta)
    np.testing.assert_array_equal(network.theta, MLP([5, 4, 3], seed=np.random.default_rng(7)).theta)
    assert (network.weights()[0] != MLP([5, 4, 3], seed=8).weights()[0]).all()
    first = network.theta.copy()
    network.theta[...] = 0
    network.initialize(7)
    np.testing.assert_array_equal(network.theta, first)


def test_initialize_resets_the_statistics() -> None:
    """Starting over forgets what batch normalization has seen."""
    network = varied()
    fresh = network.statistics.copy()
    network.forward(X, training=True, rng=np.random.default_rng(0))
    assert (network.statistics != fresh).any()
    network.initialize(0)
    np.testing.assert_array_equal(network.statistics, fresh)


def test_sizes_and_output_are_those_of_the_ends() -> None:
    """Inputs come from the first layer, outputs and their activation from the last."""
    network = varied()
    assert (network.n_in, network.n_out, network.output.name) == (4, 3, "softmax")
    assert [(d.n_in, d.n_out) for d in network.dense_layers] == [(4, 6), (6, 6), (6, 3)]
    assert repr(network) == "Network(4-6-6-3, 105 parameters)"


def test_a_trace_knows_its_rows_and_shows_every_layer() -> None:
    """Each layer's x is the layer before's a; z and output are the last layer's."""
    network = varied()
    trace = network.forward(X)
    assert len(trace) == 8
    np.testing.assert_array_equal(trace.layers[0].x, X)
    for before, after in pairwise(trace.layers):
        np.testing.assert_array_equal(after.x, before.a)
    assert trace.z is trace.layers[-1].z
    assert trace.output is trace.layers[-1].a
    assert len(network.backward(trace, np.ones((8, 3)))) == 8


def test_dense_traces_belong_to_the_dense_layers() -> None:
    """Each is what that layer's weights and biases make of its input, inside a residual block too."""
    network = varied()
    traces = network.dense_traces(network.forward(X))
    assert len(traces) == len(network.dense_layers) == 3
    biases = [b for layer in network.parameters for name, b in layer.items() if name.endswith("b")]
    for t, W, b in zip(traces, network.weights(), biases, strict=True):
        np.testing.assert_allclose(t.z, t.x @ W + b, rtol=1e-5)


def test_assigning_writes_into_the_networks_own_memory() -> None:
    """After `theta = …` and `parameters[i]["W"] = …` all views still show, and train, the same numbers."""
    network = MLP([3, 4, 2], seed=1)
    theta, W = network.theta, network.parameters[0]["W"]
    network.theta = np.arange(theta.size)
    assert network.theta is theta
    np.testing.assert_array_equal(W.ravel(), np.arange(12))
    network.parameters[0]["W"] = np.full((3, 4), 7.0)  # type: ignore[index]
    assert network.parameters[0]["W"] is W
    np.testing.assert_array_equal(theta[:12], 7)
    network.theta -= 1
    np.testing.assert_array_equal(W, 6)


@pytest.mark.parametrize(
    "assign",
    [
        lambda network: setattr(network, "theta", np.zeros(3)),
        lambda network: network.parameters[0].__setitem__("W", np.zeros((4, 3))),
        lambda network: network.parameters[0].__setitem__("V", np.zeros(1)),
        lambda network: network.parameters[0].pop("W"),
        lambda network: setattr(network, "statistics", np.zeros(1)),
    ],
)
def test_assigning_what_does_not_fit_is_refused(assign: Callable[[Network], object]) -> None:
    """A wrong shape or name is an error that says so, and nothing has changed."""
    network = MLP([3, 4, 2], seed=1)
    before = network.theta.copy()
    with pytest.raises(ShapeError, match=r"expected|cannot be taken out"):
        assign(network)
    np.testing.assert_array_equal(network.theta, before)
    assert list(network.parameters[0]) == ["W", "b"]


def test_running_statistics_may_be_assigned() -> None:
    """Assigned statistics are those of the layers."""
    network = MLP([3, 4, 2], batch_norm=True)
    network.statistics = np.arange(8)
    np.testing.assert_array_equal(network.layer_statistics[1]["variance"], np.arange(4, 8))


def test_a_copy_may_calculate_in_another_type() -> None:
    """The copy has the same numbers in the other type, and its views are of its buffer."""
    network = varied(np.float64)
    twin = network.copy(np.float32)
    assert twin.dtype == twin.theta.dtype == twin.statistics.dtype == np.float32
    np.testing.assert_array_equal(twin.theta, network.theta.astype(np.float32))
    twin.theta[...] = 0
    assert not twin.parameters[0]["W"].any()
    assert network.theta.any()
    with pytest.raises(ParameterError, match="float32 or float64"):
        network.copy(np.float16)
