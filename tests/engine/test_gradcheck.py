"""Every gradient in the engine against finite differences, and the check itself against wrong gradients."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from neurarium.engine import (
    ACTIVATIONS,
    L1,
    L2,
    MLP,
    BatchNorm,
    BinaryCrossEntropy,
    CrossEntropy,
    Dense,
    Dropout,
    GradientCheck,
    Layer,
    LeakyReLU,
    Loss,
    MeanSquaredError,
    Network,
    NotDifferentiableError,
    ParameterError,
    Poisson,
    Regularizer,
    Residual,
    Tanh,
    check_gradient,
    numerical_gradient,
    one_hot,
)
from neurarium.engine.layers import LayerGradient, LayerTrace
from neurarium.engine.types import FloatArray, Parameters

N_IN, N_OUT, ROWS = 4, 3, 6
LIMIT = 1e-6
NOISE = 1e-9
"""Rounding in the differences, about 1e-11 each: all there is to see where nothing has a slope."""

TRAINABLE = [name for name in ACTIVATIONS.names if name != "step"]
BOUNDED = [name for name in TRAINABLE if name != "exp"]
"""An exponential of an exponential leaves the numbers that a difference can be taken of."""
PAIRS = [
    ("cross_entropy", "softmax"),
    ("binary_cross_entropy", "sigmoid"),
    ("poisson", "exp"),
    *(("mse", name) for name in TRAINABLE),
]
LOSSES: dict[str, Loss] = {
    "mse": MeanSquaredError(),
    "cross_entropy": CrossEntropy(),
    "binary_cross_entropy": BinaryCrossEntropy(),
    "poisson": Poisson(),
}


def randomized(network: Network, seed: int) -> Network:
    """Give every parameter and running statistic a random value: zero biases would sit on ReLU's kink."""
    rng = np.random.default_rng(seed)
    network.theta[...] = rng.normal(0, 0.8, network.theta.size) + 0.1
    network.statistics[...] = rng.uniform(0.5, 2, network.statistics.size)
    return network


def rows(network: Network, seed: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    rng = np.random.default_rng(seed + 1)
    return rng.normal(size=(ROWS, network.n_in)), rng.integers(0, network.n_out, ROWS)


def is_smooth(network: Network, X: npt.NDArray[Any], *, training: bool, seed: int = 0) -> bool:
    """Say whether finite differences can be trusted here.

    Not if a difference would step over a kink (a sum in a ReLU, or a weight under L1, near 0), nor where the
    loss bends sharply: batch norm divides by the spread of the mini-batch, which may be tiny.
    """
    trace = network.copy().forward(X, training=training, rng=np.random.default_rng(seed))
    traces = _traces(network.layers, trace.layers)
    kinked = [t.z for layer, t in traces if layer.activation.name.endswith("relu")]
    stretch = [t.extras["inverse_std"] for layer, t in traces if isinstance(layer, BatchNorm)]
    return all(np.abs(values).min() > 1e-3 for values in (*kinked, *network.weights())) and all(
        values.max() < 10 for values in stretch
    )


def _traces(layers: Any, traces: Any) -> list[tuple[Layer, LayerTrace]]:
    found = []
    for layer, t in zip(layers, traces, strict=True):
        found.append((layer, t))
        if isinstance(layer, Residual):
            found += _traces(layer.layers, t.inner)
    return found


def errors(network: Network, check: GradientCheck) -> dict[str, float]:
    """The relative error of each parameter array by itself, so that a large one cannot hide a small one."""
    found = {}
    analytic, numeric = network.views(check.analytic), network.views(check.numeric)
    for i, (ours, theirs) in enumerate(zip(analytic, numeric, strict=True)):
        for name, array in ours.items():
            part = replace(check, analytic=array.ravel(), numeric=theirs[name].ravel())
            is_noise = float(np.linalg.norm(part.analytic - part.numeric)) < NOISE
            found[f"{i}.{name}"] = 0.0 if is_noise else part.relative_error
    return found


def assert_right(
    network: Network, loss: Loss, *, regularizers: tuple[Regularizer, ...] = (), training: bool = True
) -> None:
    """The first seed that gives a smooth place with a slope must pass, array by array and as a whole."""
    for seed in range(50):
        X, y = rows(randomized(network, seed), seed)
        targets = y if network.n_out > 1 else np.arange(ROWS) % 2
        check = check_gradient(network, loss, X, targets, regularizers=regularizers, training=training)
        if is_smooth(network, X, training=training) and np.abs(check.numeric).max() > 1e-2:
            break
    else:
        pytest.fail("no seed gives a smooth place with a slope")
    assert check.relative_error < LIMIT
    assert max(errors(network, check).values()) < LIMIT


def double(*layers: Layer) -> Network:
    return Network(layers, dtype=np.float64)


def dense(n_in: int, n_out: int, activation: Any = "tanh") -> Dense:
    return Dense(n_in, n_out, activation)


HIDDEN_LAYERS: dict[str, list[Layer]] = {
    "dense": [dense(5, 5)],
    "dropout": [Dropout(5, 0.4)],
    "batch_norm": [BatchNorm(5, Tanh(), epsilon=1e-3)],
    "batch_norm then dropout": [BatchNorm(5, LeakyReLU()), Dropout(5, 0.2)],
    "residual": [Residual((dense(5, 7), dense(7, 5, "sigmoid")))],
    "residual of all kinds": [Residual((dense(5, 5, "linear"), BatchNorm(5, Tanh()), Dropout(5, 0.3)))],
    "residual in residual": [Residual((dense(5, 5), Residual((dense(5, 5),)), dense(5, 5)))],
}


@pytest.mark.parametrize("training", [True, False], ids=["training", "inference"])
@pytest.mark.parametrize("kind", HIDDEN_LAYERS)
def test_every_layer(kind: str, training: bool) -> None:
    """Each kind of layer in the middle of a network, in training and in inference."""
    network = double(dense(N_IN, 5), *HIDDEN_LAYERS[kind], dense(5, N_OUT, "softmax"))
    assert_right(network, CrossEntropy(), training=training)


@pytest.mark.parametrize("first", ["dropout", "batch_norm", "residual"])
def test_every_layer_in_front(first: str) -> None:
    """Layers that meet the inputs themselves."""
    layer = {"dropout": Dropout(4, 0.3), "batch_norm": BatchNorm(4), "residual": Residual((dense(4, 4),))}
    assert_right(double(layer[first], dense(4, N_OUT, "softmax")), CrossEntropy())


@pytest.mark.parametrize("last", ["batch_norm", "residual", "dropout"])
def test_every_layer_at_the_end(last: str) -> None:
    """Layers that give the outputs themselves."""
    block = Residual((dense(3, 3),))
    layer = {"dropout": Dropout(3, 0.3), "batch_norm": BatchNorm(3, Tanh()), "residual": block}
    assert_right(double(dense(4, 3), layer[last]), MeanSquaredError())


@pytest.mark.parametrize("activation", TRAINABLE)
def test_every_activation(activation: str) -> None:
    """Each activation in two hidden layers."""
    assert_right(MLP([N_IN, 5, 4, N_OUT], activation=activation, dtype=np.float64), CrossEntropy())


@pytest.mark.parametrize(("loss", "output"), PAIRS)
@pytest.mark.parametrize("n_out", [1, N_OUT])
def test_every_loss_with_every_output_it_goes_with(loss: str, output: str, n_out: int) -> None:
    """Each loss, for one output and for several (a softmax of one output is always 1, and has no slope)."""
    network = MLP([N_IN, 5, n_out], activation="tanh", output=output, dtype=np.float64)
    if (output, n_out) == ("softmax", 1):
        X, _ = rows(randomized(network, 0), 0)
        check = check_gradient(network, LOSSES[loss], X, np.ones((ROWS, 1)))
        np.testing.assert_array_equal(check.analytic, 0)
        np.testing.assert_array_equal(check.numeric, 0)
    else:
        assert_right(network, LOSSES[loss])


@pytest.mark.parametrize("regularizers", [(L1(0.1),), (L2(0.1),), (L1(0.05), L2(0.2))], ids=repr)
def test_every_regularizer(regularizers: tuple[Regularizer, ...]) -> None:
    """Penalties alone and together, on plain and nested weights."""
    network = double(dense(N_IN, 4), Residual((dense(4, 4),)), dense(4, N_OUT, "softmax"))
    assert_right(network, CrossEntropy(), regularizers=regularizers)


@given(
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5),
    activation=st.sampled_from(BOUNDED),
    pair=st.sampled_from([pair for pair in PAIRS if pair[1] != "exp"]),
    dropout=st.sampled_from([0.0, 0.3]),
    batch_norm=st.booleans(),
    residual=st.booleans(),
    penalty=st.sampled_from([(), (L1(0.1),), (L2(0.1),)]),
    training=st.booleans(),
    seed=st.integers(0, 10_000),
)
def test_random_architectures(
    sizes: list[int],
    activation: str,
    pair: tuple[str, str],
    dropout: float,
    batch_norm: bool,
    residual: bool,
    penalty: tuple[Regularizer, ...],
    training: bool,
    seed: int,
) -> None:
    """Any network that the settings can describe, away from kinks, where a derivative exists."""
    loss, output = LOSSES[pair[0]], pair[1]
    network = MLP(
        sizes,
        activation=activation,
        output=output,
        dropout=dropout,
        batch_norm=batch_norm,
        residual=residual,
        dtype=np.float64,
    )
    X, y = rows(randomized(network, seed), seed)
    assume(is_smooth(network, X, training=training, seed=seed))
    check = check_gradient(
        network, loss, X, one_hot(y, sizes[-1]), regularizers=penalty, training=training, seed=seed
    )
    assert check.relative_error < LIMIT or np.linalg.norm(check.analytic - check.numeric) < NOISE


@dataclass(frozen=True)
class WrongTanh(Tanh):
    """Tanh whose derivative forgot the square."""

    def derivative(self, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
        return np.subtract(1, a, out=out)


@dataclass(frozen=True)
class ForgetfulDense(Dense):
    """A dense layer whose bias gradient is the mean where it should be the sum."""

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        super().backward(parameters, t, g, need_x=need_x)
        g.parameters["b"][...] /= len(g.delta)


@dataclass(frozen=True)
class WrongSquaredError(MeanSquaredError):
    """Half the squared error whose gradient kept the 2."""

    def gradient(self, *args: Any, **kwargs: Any) -> FloatArray:
        gradient = super().gradient(*args, **kwargs)
        return np.multiply(2, gradient, out=gradient)


@dataclass(frozen=True)
class WrongL2(L2):
    """A penalty whose gradient has the wrong sign."""

    def gradient(self, W: FloatArray, out: FloatArray | None = None) -> FloatArray:
        return np.negative(super().gradient(W, out=out), out=out)


@pytest.mark.parametrize(
    ("layers", "loss", "regularizers"),
    [
        ([dense(4, 5, WrongTanh()), dense(5, 3)], MeanSquaredError(), ()),
        ([dense(4, 5), ForgetfulDense(5, 3)], MeanSquaredError(), ()),
        ([dense(4, 5), dense(5, 3)], WrongSquaredError(), ()),
        ([dense(4, 5), dense(5, 3)], MeanSquaredError(), (WrongL2(0.1),)),
    ],
    ids=["activation", "layer", "loss", "regularizer"],
)
def test_a_wrong_gradient_is_found(
    layers: list[Layer], loss: Loss, regularizers: tuple[Regularizer, ...]
) -> None:
    """A mistake in any one part fails the check by orders of magnitude."""
    network = randomized(double(*layers), 0)
    X, _ = rows(network, 0)
    y = np.random.default_rng(5).normal(size=(ROWS, 3))
    assert check_gradient(network, loss, X, y, regularizers=regularizers).relative_error > 1e-3


def test_step_cannot_be_checked() -> None:
    """A network with a step inside has no gradient to check, and says so."""
    network = MLP([2, 3, 1], activation="step", dtype=np.float64)
    with pytest.raises(NotDifferentiableError, match="cannot be trained by gradient"):
        check_gradient(network, BinaryCrossEntropy(), [[0.0, 1.0]], [1])


def test_float32_is_refused() -> None:
    """In float32 rounding drowns the difference: the error says how to build the network."""
    with pytest.raises(ParameterError, match=r"dtype=np\.float64"):
        check_gradient(MLP([2, 1]), BinaryCrossEntropy(), [[0.0, 1.0]], [1])


def test_the_network_is_put_back() -> None:
    """Parameters and running statistics are bit for bit what they were."""
    network = randomized(double(dense(4, 5), BatchNorm(5), Dropout(5), dense(5, 3, "softmax")), 0)
    theta, statistics = network.theta.copy(), network.statistics.copy()
    X, y = rows(network, 0)
    check_gradient(network, CrossEntropy(), X, y)
    np.testing.assert_array_equal(network.theta, theta)
    np.testing.assert_array_equal(network.statistics, statistics)


def test_some_parameters_only() -> None:
    """With `indices` those parameters are checked, in that order."""
    network = randomized(double(dense(4, 5), dense(5, 3, "softmax")), 0)
    X, y = rows(network, 0)
    whole = check_gradient(network, CrossEntropy(), X, y)
    some = check_gradient(network, CrossEntropy(), X, y, indices=[7, 0, 30])
    np.testing.assert_array_equal(some.indices, [7, 0, 30])
    np.testing.assert_array_equal(some.analytic, whole.analytic[[7, 0, 30]])
    np.testing.assert_array_equal(some.numeric, whole.numeric[[7, 0, 30]])


def test_numerical_gradient_of_a_polynomial() -> None:
    """d/dx of x0² + 3 x0 x1 at (2, -1) is (2 x0 + 3 x1, 3 x0) = (1, 6)."""
    x = np.array([2.0, -1.0])
    gradient = numerical_gradient(lambda: float(x[0] ** 2 + 3 * x[0] * x[1]), x)
    np.testing.assert_allclose(gradient, [1, 6], atol=1e-9)
    np.testing.assert_array_equal(x, [2, -1])
    np.testing.assert_allclose(numerical_gradient(lambda: float(x[0] * x[1]), x, [1]), [2], atol=1e-9)


def test_a_failing_function_leaves_the_numbers_alone() -> None:
    """If the function fails in the middle, the entry it was moved by is put back."""
    x = np.array([2.0, -1.0])

    def f() -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        numerical_gradient(f, x)
    np.testing.assert_array_equal(x, [2, -1])


def test_relative_error_by_hand() -> None:
    """|(3, 4) - (0, 0)| / (5 + 0) = 1; equal gradients give 0, and so do two that are 0."""
    zero, some = np.zeros(2), np.array([3.0, 4.0])
    indices = np.arange(2)
    assert GradientCheck(indices, some, zero).relative_error == 1
    assert GradientCheck(indices, some, some).relative_error == 0
    assert GradientCheck(indices, zero, zero).relative_error == 0
    assert GradientCheck(indices, some, 3 * some).relative_error == pytest.approx(0.5)
