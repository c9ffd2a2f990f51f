"""Whether it is Rosenblatt's rule."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.console.examination import Program, Wrong, as_array, near
from neurarium.data import gate
from neurarium.engine import Perceptron

Array = NDArray[Any]
EPOCHS = 12


def check_answers(program: Program) -> None:
    """Train it on two gates."""
    first, _ = _trained(program, np.array([[1.0, 2.0]]), np.array([0]), 1.0, 1)
    if near(first, 0):  # the row is answered by 1 at first, and changes both weights
        raise Wrong("nothing_yet", name="w")
    _look_for_known(program)
    for name in ("and", "or"):
        table = gate(name)
        X = table.X.astype(float)
        w, b = _trained(program, X, table.y, 1.0, EPOCHS)
        for x, target in zip(X, table.y, strict=True):
            got = int(x @ w + b >= 0)
            if got != target:
                row = f"({x[0]:.0f}, {x[1]:.0f})"
                raise Wrong("answers", epochs=EPOCHS, row=row, got=got, expected=target, gate=name.upper())


def check_rule(program: Program) -> None:
    """Compare with the engine, on ten tables that a line parts."""
    rng = np.random.default_rng(7)
    for i in range(10):
        X = rng.normal(size=(int(rng.integers(4, 12)), int(rng.integers(2, 5))))
        y = (X @ rng.normal(size=X.shape[1]) + 0.3 * rng.normal() > 0).astype(np.int64)
        rate, epochs = float(rng.choice([0.1, 0.5, 1.0])), 1 + i % 4
        w, b = _trained(program, X, y, rate, epochs)
        expected, bias = _engine(X, y, rate, epochs)
        if not near(w, expected) and near(w, expected / rate):
            raise Wrong("rate")
        if not near(w, expected) or not near(b, bias):
            raise Wrong("rule", epochs=epochs, got=w, expected=expected)


def _trained(program: Program, X: Array, y: Array, rate: float, epochs: int) -> tuple[Array, float]:
    got = program.call("train", X, y, rate, epochs)
    if not isinstance(got, tuple | list) or len(got) != 2:
        raise Wrong("two", got=type(got).__name__)
    w = as_array("train", got[0], (X.shape[1],))
    return w, float(as_array("train", np.squeeze(got[1]), ()))


def _engine(X: Array, y: Array, rate: float, epochs: int) -> tuple[Array, float]:
    neuron = Perceptron(X.shape[1], learning_rate=rate)
    neuron.fit(X, y, max_epochs=epochs)
    return neuron.w, float(neuron.b)


def _look_for_known(program: Program) -> None:
    """Refuse what comes of a mistake that is often made, on a table where each gives something else."""
    X = np.array([[2.0, 1.0, -1.0], [-1.0, 0.5, 2.0], [0.5, -2.0, 1.0], [1.0, 3.0, 0.5], [-2.0, 1.0, -0.5]])
    y = np.array([0, 1, 0, 1, 0])
    w, b = _trained(program, X, y, 1.0, 2)
    right, right_bias = _engine(X, y, 1.0, 2)
    if near(w, right) and near(b, right_bias):
        return
    for key, rule in _MISTAKES.items():
        wrong, bias = np.zeros(X.shape[1]), 0.0
        for _ in range(2):
            wrong, bias = rule(X, y, wrong, bias)
        if near(w, wrong) and near(b, bias):
            raise Wrong(key)


def _pass(X: Array, y: Array, w: Array, b: float, change: Any) -> tuple[Array, float]:
    for x, target in zip(X, y, strict=True):
        more, bias = change(x, target - int(x @ w + b >= 0))
        w, b = w + more, b + bias
    return w, b


def _batch(X: Array, y: Array, w: Array, b: float) -> tuple[Array, float]:
    errors = y - (X @ w + b >= 0)
    return w + errors @ X, b + float(errors.sum())


_MISTAKES = {
    "sign": lambda X, y, w, b: _pass(X, y, w, b, lambda x, error: (-error * x, -error)),
    "no_bias": lambda X, y, w, b: _pass(X, y, w, b, lambda x, error: (error * x, 0)),
    "no_input": lambda X, y, w, b: _pass(X, y, w, b, lambda _, error: (error, error)),
    "batch": _batch,
}
