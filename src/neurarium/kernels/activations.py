"""Activation functions on registers, chosen by a run-time code.

Twin of: `neurarium.engine.activations`. Softmax is not here: it needs a whole row (see `losses`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import FLOAT, compiled, inlined
from neurarium.kernels.plan import LEAKY_RELU, RELU, SIGMOID, TANH
from neurarium.kernels.vector_functions import absolute, exp, maximum, where_at_least, where_positive
from neurarium.kernels.vectors import spread

if TYPE_CHECKING:
    from neurarium.kernels.vectors import Register


@compiled
def sigmoid(z: Register) -> Register:
    """Return 1 / (1 + e^-z); where e^-z overflows that is 1 / inf = 0."""
    return FLOAT(1) / (FLOAT(1) + exp(-z))


@compiled
def tanh(z: Register) -> Register:
    """Return tanh(z), to within 3 units in the last place.

    Around 0, where 1 - 2 / (e^2z + 1) would lose its digits, a polynomial in z² (Cephes' minimax fit).
    """
    square = z * z
    p = FLOAT(-5.70498872745e-3) * square + FLOAT(2.06390887954e-2)
    p = p * square + FLOAT(-5.37397155531e-2)
    p = p * square + FLOAT(1.33314422036e-1)
    p = p * square + FLOAT(-3.33332819422e-1)
    near = p * square * z + z
    size = absolute(z)
    far = FLOAT(1) - FLOAT(2) / (exp(size + size) + FLOAT(1))
    far = where_positive(z, far, -far)
    return where_at_least(size, spread(0.625), far, near)


@inlined
def forward(code: int, alpha: float, z: Register) -> Register:
    """Return a = f(z)."""
    if code == RELU:
        return maximum(z, spread(0))
    if code == TANH:
        return tanh(z)
    if code == SIGMOID:
        return sigmoid(z)
    if code == LEAKY_RELU:
        return where_positive(z, z, z * alpha)
    return z


@inlined
def derivative(code: int, alpha: float, a: Register) -> Register:
    """Return f'(z), expressed by a = f(z): every one of these functions allows it."""
    if code == RELU:
        return where_positive(a, spread(1), spread(0))
    if code == TANH:
        return FLOAT(1) - a * a
    if code == SIGMOID:
        return a * (FLOAT(1) - a)
    if code == LEAKY_RELU:
        return where_positive(a, spread(1), spread(alpha))
    return spread(1)
