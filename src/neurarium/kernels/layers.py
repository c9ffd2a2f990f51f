"""The dense layer's steps on a range of rows and columns: forward, and back through the activation.

Twin of: `Dense.forward`, `Dropout.forward` and `Layer.through_activation` in `neurarium.engine.layers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.activations import derivative, forward
from neurarium.kernels.compiling import FLOAT, compiled
from neurarium.kernels.plan import NOWHERE
from neurarium.kernels.product import product
from neurarium.kernels.vector_functions import where_at_least
from neurarium.kernels.vectors import WIDTH, load, load_bytes, load_some, spread, store

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Floats, Integers
    from neurarium.kernels.plan import Layer


@compiled
def pad_and_transpose(layer: Layer, theta: Floats, scratch: Floats, start: int, stop: int) -> None:
    """Copy rows start…stop of W where the products want them: with padded rows, and transposed."""
    if layer.W_padded != NOWHERE:
        for i in range(start, stop):
            for j in range(0, layer.n_out, WIDTH):
                w = load_some(theta, layer.W + i * layer.n_out + j, layer.n_out - j)
                store(scratch, layer.W_padded + i * layer.width + j, w)
    if layer.W_transposed != NOWHERE:
        step = -(-layer.n_in // WIDTH) * WIDTH
        # In blocks of 16 columns: each line of the transpose is filled while it is in the cache.
        for j0 in range(0, layer.n_out, WIDTH):
            for i in range(start, stop):
                for j in range(j0, min(j0 + WIDTH, layer.n_out)):
                    scratch[layer.W_transposed + j * step + i] = theta[layer.W + i * layer.n_out + j]


@compiled
def gather(
    x_bytes: Bytes, x_floats: Floats, shift: float, scale: float, order: Integers, o: int,
    n_in: int, scratch: Floats, x: int, x_row: int, start: int, stop: int,
) -> None:  # fmt: skip
    """Write x = (stored - shift) * scale for rows start…stop of a batch. Twin of: `Scaling.apply`."""
    for r in range(start, stop):
        source, target = order[o + r] * n_in, x + r * x_row
        if len(x_bytes):
            for j in range(0, n_in - WIDTH + 1, WIDTH):
                store(scratch, target + j, (load_bytes(x_bytes, source + j) - shift) * scale)
            for j in range(n_in - n_in % WIDTH, n_in):
                scratch[target + j] = (FLOAT(x_bytes[source + j]) - shift) * scale
        else:
            for j in range(0, n_in, WIDTH):
                stored = load_some(x_floats, source + j, n_in - j)
                store(scratch, target + j, (stored - shift) * scale)


@compiled
def matmul(layer: Layer, theta: Floats, scratch: Floats, start: int, stop: int) -> None:
    """Compute x W for rows start…stop."""
    n = stop - start
    x = layer.x + start * layer.x_row
    a = layer.a + start * layer.width
    if layer.W_padded == NOWHERE:
        product(
            scratch, x, layer.x_row, 1, theta, layer.W, layer.n_out, layer.n_in,
            scratch, a, layer.width, n, layer.width,
        )  # fmt: skip
    else:
        product(
            scratch, x, layer.x_row, 1, scratch, layer.W_padded, layer.width, layer.n_in,
            scratch, a, layer.width, n, layer.width,
        )  # fmt: skip


@compiled
def join_halves(layer: Layer, scratch: Floats, start: int, stop: int) -> None:
    """Add up the two halves of a first layer that is split in two, for rows start…stop."""
    for place in range(start * layer.width, stop * layer.width, WIDTH):
        store(scratch, layer.a + place, load(scratch, layer.a + place) + load(scratch, layer.half + place))


@compiled
def activate(
    layer: Layer, theta: Floats, scratch: Floats, uniforms: Floats, draw: int,
    start: int, stop: int, first: int, last: int,
) -> None:  # fmt: skip
    """Compute a = f(x W + b) in place, and silence the units that dropout drops."""
    code, alpha, rate = layer.activation, layer.alpha, layer.rate
    factor = 1 / (1 - rate)
    for r in range(start, stop):
        for j in range(first, last, WIDTH):
            place = layer.a + r * layer.width + j
            a = forward(code, alpha, load(scratch, place) + load_some(theta, layer.b + j, layer.n_out - j))
            if rate > 0:
                drawn = load_some(uniforms, draw + r * layer.n_out + j, layer.n_out - j)
                a = where_at_least(drawn, spread(rate), a * factor, spread(0))
            store(scratch, place, a)


@compiled
def deltas_below(
    layer: Layer, below: Layer, scratch: Floats, uniforms: Floats, draw: int, start: int, stop: int
) -> None:
    """Compute delta of the layer below, delta W.T * f'(z), for rows start…stop."""
    product(
        scratch, layer.delta + start * layer.width, layer.width, 1,
        scratch, layer.W_transposed, -(-layer.n_in // WIDTH) * WIDTH, layer.n_out,
        scratch, below.delta + start * below.width, below.width, stop - start, layer.n_in,
    )  # fmt: skip
    code, alpha, rate = below.activation, below.alpha, below.rate
    factor = 1 / (1 - rate)
    for r in range(start, stop):
        for j in range(0, below.width, WIDTH):
            place = r * below.width + j
            a = load(scratch, below.a + place)
            delta = load(scratch, below.delta + place)
            if rate > 0:
                # A silenced unit had no part in the loss; the others' outputs were scaled up by the factor.
                drawn = load_some(uniforms, draw + r * below.n_out + j, below.n_out - j)
                delta = where_at_least(drawn, spread(rate), delta * factor, spread(0))
                a = a * (1 - rate)
            store(scratch, below.delta + place, delta * derivative(code, alpha, a))
