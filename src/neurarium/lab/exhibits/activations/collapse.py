"""Two linear layers are one; with a bend between them they are not."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.surgery import merged
from neurarium.engine.types import FloatArray
from neurarium.lab.values import Axes

_SIZES = (2, 3, 2)
ROWS = 1000
_REACH = 3.0
_POINTS = 241


@dataclass(frozen=True, eq=False)
class Collapse:
    """Two layers, and one layer with the product of their matrices.

    Attributes
    ----------
    first, first_bias, second, second_bias
        W1, b1, W2 and b2 of the two layers.
    product, bias
        W = W1 W2 and b = b1 W2 + b2.
    difference
        The largest difference between both outputs of both ways, on `ROWS` random inputs.
    x, two, one
        The first output of both ways while x1 moves and x2 is 0.
    """

    first: Annotated[FloatArray, Axes(2, 3)]
    first_bias: Annotated[FloatArray, Axes(3)]
    second: Annotated[FloatArray, Axes(3, 2)]
    second_bias: Annotated[FloatArray, Axes(2)]
    product: Annotated[FloatArray, Axes(2, 2)]
    bias: Annotated[FloatArray, Axes(2)]
    difference: float
    x: Annotated[FloatArray, Axes("point")]
    two: Annotated[FloatArray, Axes("point")]
    one: Annotated[FloatArray, Axes("point")]


@lru_cache(maxsize=8)
def collapse(draw: int, *, bend: bool) -> Collapse:
    """Multiply two layers into one, and compare both ways.

    Parameters
    ----------
    draw
        Which random weights; they have one decimal, so that products can be followed by hand.
    bend
        Whether there is a ReLU between the two layers.
    """
    rng = np.random.default_rng(draw)
    two = MLP(_SIZES, activation="relu" if bend else "linear", output="linear", dtype=np.float64)
    two.theta = np.round(rng.uniform(-1.5, 1.5, two.theta.size), 1)
    first, second = two.parameters
    one = MLP((_SIZES[0], _SIZES[-1]), output="linear", dtype=np.float64)
    product, bias = merged(first, second)
    one.parameters[0]["W"][...], one.parameters[0]["b"][...] = product, bias
    X = rng.uniform(-_REACH, _REACH, (ROWS, 2))
    line = np.zeros((_POINTS, 2))
    line[:, 0] = np.linspace(-_REACH, _REACH, _POINTS)
    return Collapse(
        first["W"],
        first["b"],
        second["W"],
        second["b"],
        product,
        bias,
        float(np.abs(two.forward(X).output - one.forward(X).output).max()),
        line[:, 0].copy(),
        two.forward(line).output[:, 0].copy(),
        one.forward(line).output[:, 0].copy(),
    )
