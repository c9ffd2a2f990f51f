"""Whether it is the forward pass of a network with one hidden layer."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.console.examination import Program, Wrong, near
from neurarium.engine import MLP

Arrays = tuple[NDArray[Any], ...]


def networks() -> Iterator[tuple[str, Arrays, Any]]:
    """Yield ten networks: their sizes, the arguments of `forward`, and what the engine answers."""
    rng = np.random.default_rng(5)
    for _ in range(10):
        n, n_in, hidden, classes = (int(rng.integers(2, most)) for most in (6, 8, 9, 6))
        network = MLP([n_in, hidden, classes], dtype=np.float64, seed=int(rng.integers(1000)))
        network.theta[...] = rng.normal(0, 1, network.theta.size)
        X = rng.normal(size=(n, n_in))
        first, second = network.parameters
        arguments = (X, first["W"].copy(), first["b"].copy(), second["W"].copy(), second["b"].copy())
        yield f"{n_in}-{hidden}-{classes}", arguments, network.forward(X).output.copy()


def check_shape(program: Program) -> None:
    """Ask for one row for each image, and one column for each class."""
    for _, arguments, expected in networks():
        program.array("forward", *arguments, shape=expected.shape)


def check_shares(program: Program) -> None:
    """Sum up each row: it is a distribution."""
    for _, arguments, expected in networks():
        got = program.array("forward", *arguments, shape=expected.shape)
        if not near(got.sum(axis=1), 1):
            if near(got.sum(axis=0), 1):
                raise Wrong("columns")
            raise Wrong("shares", got=got.sum(axis=1)[0])
        if got.min() < 0:
            raise Wrong("negative", got=got.min())


def check_values(program: Program) -> None:
    """Compare the numbers with the engine's."""
    for sizes, arguments, expected in networks():
        got = program.array("forward", *arguments, shape=expected.shape)
        if near(got, expected):
            continue
        X, W1, b1, W2, b2 = arguments
        if near(got, _softmax((X @ W1 + b1) @ W2 + b2)):
            raise Wrong("no_relu")
        if any(near(got, _softmax(np.maximum(0, X @ W1 + b1 * i) @ W2 + b2 * j)) for i, j in _SOME):
            raise Wrong("no_bias")
        raise Wrong("values", sizes=sizes, got=got[0], expected=expected[0])


def check_large(program: Program) -> None:
    """Ask for large sums, which are no reason for nan."""
    sizes, (X, W1, b1, W2, b2), _ = next(networks())
    W2 = W2 * 10_000
    expected = _softmax(np.maximum(0, X @ W1 + b1) @ W2 + b2)
    got = np.asarray(program.call("forward", X, W1, b1, W2, b2))
    if not np.isfinite(got).all():
        raise Wrong("overflow", sum=float(np.abs(np.maximum(0, X @ W1 + b1) @ W2 + b2).max()))
    if not near(got, expected):
        raise Wrong("values", sizes=sizes, got=got[0], expected=expected[0])


_SOME = ((0, 0), (0, 1), (1, 0))
"""Which biases are left in, where one is left out."""


def _softmax(z: NDArray[np.float64]) -> NDArray[np.float64]:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = e / e.sum(axis=1, keepdims=True)
    return shares
