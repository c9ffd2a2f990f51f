"""Whether the gradients are those of the loss."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.console.examination import Program, Wrong, as_array, near
from neurarium.engine import MLP, CrossEntropy

Array = NDArray[Any]
NAMES = ("dL/dW1", "dL/db1", "dL/dW2", "dL/db2")


def networks() -> Iterator[tuple[MLP, Array, Array]]:
    """Yield ten networks, each with rows and classes."""
    rng = np.random.default_rng(6)
    for _ in range(10):
        n, n_in, hidden, classes = (int(rng.integers(2, most)) for most in (7, 5, 6, 5))
        network = MLP([n_in, hidden, classes], activation="tanh", dtype=np.float64, seed=0)
        network.theta[...] = rng.normal(0, 1, network.theta.size)
        yield network, rng.normal(size=(n, n_in)), rng.integers(0, classes, n)


def check_shapes(program: Program) -> None:
    """Ask for four gradients, each of its parameter's shape."""
    for network, X, y in networks():
        _gradients(program, network, X, y)


def check_second(program: Program) -> None:
    """Compare those of the last layer with finite differences."""
    network, X, y = next(networks())
    got, expected = _gradients(program, network, X, y), _slopes(network, X, y)
    if all(near(one, wanted * len(X)) for one, wanted in zip(got, expected, strict=True)):
        raise Wrong("summed", rows=len(X))
    if all(near(one, -wanted) for one, wanted in zip(got, expected, strict=True)):
        raise Wrong("sign")
    _compare(got, expected, (2, 3))


def check_first(program: Program) -> None:
    """Compare those of the hidden layer with finite differences."""
    network, X, y = next(networks())
    got, expected = _gradients(program, network, X, y), _slopes(network, X, y)
    output = network.forward(X).output
    flat = (output - np.eye(network.n_out)[y]) / len(X) @ network.parameters[1]["W"].T
    if near(got[0], X.T @ flat):
        raise Wrong("no_slope")
    _compare(got, expected, (0, 1))


def check_engine(program: Program) -> None:
    """Compare all with the engine's."""
    for network, X, y in networks():
        trace = network.forward(X)
        delta = CrossEntropy().gradient(network.output, trace.z, trace.output, y)
        layers = network.backward(trace, delta).layers
        expected = [layer.parameters[name] for layer in layers for name in ("W", "b")]
        _compare(_gradients(program, network, X, y), expected, (0, 1, 2, 3))


def _gradients(program: Program, network: MLP, X: Array, y: Array) -> list[Array]:
    values = _values(network)
    got = program.call("backward", X, np.eye(network.n_out)[y], *values)
    if not isinstance(got, tuple | list) or len(got) != 4:
        raise Wrong("four", got=type(got).__name__)
    if any(each is ... or each is None for each in got):
        raise Wrong("returns_nothing", name="backward")
    for name, one, value in zip(NAMES, got, values, strict=True):
        if np.shape(one) != value.shape:
            raise Wrong("gradient_shape", which=name, got=np.shape(one), expected=value.shape)
    return [as_array("backward", one, value.shape) for one, value in zip(got, values, strict=True)]


def _values(network: MLP) -> list[Array]:
    return [layer[name].copy() for layer in network.parameters for name in ("W", "b")]


def _slopes(network: MLP, X: Array, y: Array) -> list[Array]:
    """Return how fast the mean loss rises along each parameter, by central differences."""
    values, step = _values(network), 1e-6
    found = []
    for value in values:
        slopes = np.zeros_like(value)
        for place in np.ndindex(*value.shape):
            before = value[place]
            value[place] = before + step
            up = _loss(values, X, y)
            value[place] = before - step
            slopes[place] = (up - _loss(values, X, y)) / (2 * step)
            value[place] = before
        found.append(slopes)
    return found


def _loss(values: list[Array], X: Array, y: Array) -> float:
    W1, b1, W2, b2 = values
    z = np.tanh(X @ W1 + b1) @ W2 + b2
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))


def _compare(got: list[Array], expected: list[Array], which: tuple[int, ...]) -> None:
    for i in which:
        for mine, wanted in zip(got[i].flat, expected[i].flat, strict=True):
            if not near(mine, wanted):
                raise Wrong("slope", which=NAMES[i], got=mine, expected=wanted)
