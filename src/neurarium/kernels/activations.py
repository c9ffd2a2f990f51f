"""Activation functions on registers, chosen by a run-time code.

Twin of: `neurarium.engine.activations`. Softmax is not here: it needs a whole row (see `losses`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import FLOAT, compiled, inlined
from neurarium.kernels.plan import GELU_TANH, LEAKY_RELU, RELU, SIGMOID, TANH
from neurarium.kernels.vector_functions import (
    absolute,
    exp,
    maximum,
    minimum,
    where_at_least,
    where_positive,
)
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


@compiled
def gelu_tanh(z: Register) -> Register:
    """Return tanh u with u = sqrt(2 / pi) (z + 0.044715 z³), which is 1 to the last digit beyond 10."""
    near = minimum(maximum(z, spread(-10)), spread(10))
    return tanh(FLOAT(0.7978845608) * near * (FLOAT(0.044715) * near * near + FLOAT(1)))


@compiled
def gelu(z: Register) -> Register:
    """Return z (1 + tanh u) / 2."""
    return FLOAT(0.5) * z * (gelu_tanh(z) + FLOAT(1))


@compiled
def gelu_derivative(z: Register) -> Register:
    """Return (1 + tanh u) / 2 + z / 2 (1 - tanh² u) du/dz, which takes z: two z can have the same a."""
    t = gelu_tanh(z)
    near = minimum(maximum(z, spread(-10)), spread(10))
    slope = FLOAT(0.7978845608) * (FLOAT(3 * 0.044715) * near * near + FLOAT(1))
    return FLOAT(0.5) * (t + FLOAT(1) + near * (FLOAT(1) - t * t) * slope)


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
    if code == GELU_TANH:
        return gelu(z)
    return z


@inlined
def derivative(code: int, alpha: float, a: Register) -> Register:
    """Return f'(z), expressed by a = f(z): every one of these functions but GELU allows it."""
    if code == RELU:
        return where_positive(a, spread(1), spread(0))
    if code == TANH:
        return FLOAT(1) - a * a
    if code == SIGMOID:
        return a * (FLOAT(1) - a)
    if code == LEAKY_RELU:
        return where_positive(a, spread(1), spread(alpha))
    return spread(1)
