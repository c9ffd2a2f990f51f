"""Whether the network learns, and for the right reasons."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.console.examination import Program, Wrong, as_array, near

Array = NDArray[Any]
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
SHAPES = ((2, 4), (4,), (4, 1), (1,))


def check_direction(program: Program) -> None:
    """Take a small step against the gradients, and see what becomes of the loss."""
    parameters = _some_parameters()
    found = _arrays("gradients", program.call("gradients", X, Y, *parameters))
    before = _loss(parameters)
    after = _loss([value - 1e-3 * gradient for value, gradient in zip(parameters, found, strict=True)])
    if after >= before:
        raise Wrong("direction", before=f"{before:.6f}", after=f"{after:.6f}")


def check_mean(program: Program) -> None:
    """Ask for the gradients of the same rows, three times over."""
    parameters, times = _some_parameters(), 3
    once = _arrays("gradients", program.call("gradients", X, Y, *parameters))
    more = (np.tile(X, (times, 1)), np.tile(Y, (times, 1)))
    thrice = _arrays("gradients", program.call("gradients", *more, *parameters))
    for one, other in zip(once, thrice, strict=True):
        if not near(one, other, 1e-8):
            raise Wrong("mean", times=times)


def check_start(program: Program) -> None:
    """Look at the first weights of some seeds."""
    for seed in range(3):
        W1, _, W2, _ = _arrays("first_weights", program.call("first_weights", np.random.default_rng(seed)))
        if near(W1, W1[:, :1]) and near(W2, W2[:1]):
            raise Wrong("alike")
        spread = float(np.std(np.concatenate([W1.ravel(), W2.ravel()])))
        if spread < 0.2:
            raise Wrong("start", got=spread)


def check_descends(program: Program) -> None:
    """Take one step with the learner's own parts: who has written the answer down is found here."""
    start = _arrays("first_weights", program.call("first_weights", np.random.default_rng(3)))
    slopes = _arrays("gradients", program.call("gradients", X, Y, *start))
    found = _arrays("train", program.call("train", 3, 0.1, 1))
    if not all(near(a, b - 0.1 * slope) for a, b, slope in zip(found, start, slopes, strict=True)):
        raise Wrong("descends")


def check_learns(program: Program) -> None:
    """Train with five seeds."""
    for seed in range(1, 6):
        W1, b1, W2, b2 = _arrays("train", program.call("train", seed))
        right = int(np.sum((np.tanh(X @ W1 + b1) @ W2 + b2 > 0) == Y))
        if right < 4:
            raise Wrong("learns", seed=seed, right=right)


def _some_parameters() -> list[Array]:
    rng = np.random.default_rng(8)
    return [rng.normal(0, 1, shape) for shape in SHAPES]


def _arrays(name: str, answer: Any) -> list[Array]:
    """Return the four arrays that a function answers."""
    parts = answer if isinstance(answer, tuple | list) and len(answer) == 4 else [answer] * 4
    return [as_array(name, part, shape) for part, shape in zip(parts, SHAPES, strict=True)]


def _loss(parameters: list[Array]) -> float:
    W1, b1, W2, b2 = parameters
    output = 1 / (1 + np.exp(-(np.tanh(X @ W1 + b1) @ W2 + b2)))
    return float(-np.mean(Y * np.log(output) + (1 - Y) * np.log(1 - output)))
