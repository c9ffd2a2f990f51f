"""The dense layer's steps on a range of rows and columns: forward, and back through the activation.

Twin of: `Dense.forward`, `Dropout.forward` and `Layer.through_activation` in `neurarium.engine.layers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.activations import derivative, forward, gelu_derivative
from neurarium.kernels.compiling import FLOAT, compiled, inlined
from neurarium.kernels.plan import GELU_TANH, NOWHERE
from neurarium.kernels.product import product
from neurarium.kernels.tuples import Batch, Matrix, Span, Stored, plain
from neurarium.kernels.vector_functions import where_at_least
from neurarium.kernels.vectors import WIDTH, load, load_bytes, load_some, spread, store

if TYPE_CHECKING:
    from neurarium.kernels.memory import Floats
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
        stride = transposed_stride(layer)
        # In blocks of 16 columns: each line of the transpose is filled while it is in the cache.
        for j0 in range(0, layer.n_out, WIDTH):
            for i in range(start, stop):
                for j in range(j0, min(j0 + WIDTH, layer.n_out)):
                    scratch[layer.W_transposed + j * stride + i] = theta[layer.W + i * layer.n_out + j]


@inlined
def transposed_stride(layer: Layer) -> int:
    """Return the row stride of the transposed W: its inputs, rounded up to whole registers."""
    stride: int = -(-layer.n_in // WIDTH) * WIDTH
    return stride


@compiled
def gather(stored: Stored, batch: Batch, n_in: int, x: Matrix, start: int, stop: int) -> None:
    """Write x = (stored - shift) * scale for rows start…stop of a batch. Twin of: `Scaling.apply`."""
    shift, scale = stored.shift, stored.scale
    for r in range(start, stop):
        source, target = batch.order[batch.at + r] * n_in, x.at + r * x.stride
        if len(stored.bytes):
            for j in range(0, n_in - WIDTH + 1, WIDTH):
                store(x.data, target + j, (load_bytes(stored.bytes, source + j) - shift) * scale)
            for j in range(n_in - n_in % WIDTH, n_in):
                x.data[target + j] = (FLOAT(stored.bytes[source + j]) - shift) * scale
        else:
            for j in range(0, n_in, WIDTH):
                value = load_some(stored.floats, source + j, n_in - j)
                store(x.data, target + j, (value - shift) * scale)


@compiled
def matmul(layer: Layer, theta: Floats, scratch: Floats, start: int, stop: int) -> None:
    """Compute x W for rows start…stop."""
    x = plain(Matrix(scratch, layer.x + start * layer.x_row, layer.x_row))
    a = Matrix(scratch, layer.a + start * layer.width, layer.width)
    if layer.W_padded == NOWHERE:
        product(x, Matrix(theta, layer.W, layer.n_out), a, layer.n_in, stop - start, layer.width)
    else:
        product(x, Matrix(scratch, layer.W_padded, layer.width), a, layer.n_in, stop - start, layer.width)


@compiled
def join_halves(layer: Layer, scratch: Floats, start: int, stop: int) -> None:
    """Add up the two halves of the sums of a split first layer, for rows start…stop."""
    for place in range(start * layer.width, stop * layer.width, WIDTH):
        store(scratch, layer.a + place, load(scratch, layer.a + place) + load(scratch, layer.half + place))


@compiled
def activate(layer: Layer, theta: Floats, scratch: Floats, uniforms: Matrix, span: Span) -> None:
    """Compute a = f(x W + b) in place, and set the units that dropout chooses to 0.

    Parameters
    ----------
    uniforms
        Dropout's random numbers for this layer, ``(batch, n_out)``.
    """
    code, alpha, rate = layer.activation, layer.alpha, layer.rate
    factor = 1 / (1 - rate)
    for r in range(span.row, span.last_row):
        for j in range(span.column, span.last_column, WIDTH):
            place = layer.a + r * layer.width + j
            z = load(scratch, place) + load_some(theta, layer.b + j, layer.n_out - j)
            if layer.z != NOWHERE:
                store(scratch, layer.z + r * layer.width + j, z)
            a = forward(code, alpha, z)
            if rate > 0:
                u = load_some(uniforms.data, uniforms.at + r * uniforms.stride + j, layer.n_out - j)
                a = where_at_least(u, spread(rate), a * factor, spread(0))
            store(scratch, place, a)


@compiled
def deltas_below(
    layer: Layer, below: Layer, scratch: Floats, uniforms: Matrix, start: int, stop: int
) -> None:
    """Compute delta of the layer below, delta W.T * f'(z), for rows start…stop.

    Parameters
    ----------
    uniforms
        Dropout's random numbers for the layer below, ``(batch, below.n_out)``.
    """
    product(
        plain(Matrix(scratch, layer.delta + start * layer.width, layer.width)),
        Matrix(scratch, layer.W_transposed, transposed_stride(layer)),
        Matrix(scratch, below.delta + start * below.width, below.width),
        layer.n_out,
        stop - start,
        layer.n_in,
    )
    code, alpha, rate = below.activation, below.alpha, below.rate
    factor = 1 / (1 - rate)
    for r in range(start, stop):
        for j in range(0, below.width, WIDTH):
            place = r * below.width + j
            a = load(scratch, below.a + place)
            delta = load(scratch, below.delta + place)
            if rate > 0:
                # A unit set to 0 had no part in the loss; the others' outputs were scaled up by the factor.
                u = load_some(uniforms.data, uniforms.at + r * uniforms.stride + j, below.n_out - j)
                delta = where_at_least(u, spread(rate), delta * factor, spread(0))
                a = a * (1 - rate)
            if code == GELU_TANH:
                store(scratch, below.delta + place, delta * gelu_derivative(load(scratch, below.z + place)))
            else:
                store(scratch, below.delta + place, delta * derivative(code, alpha, a))
