"""Prediction in compiled code: the forward pass alone, for one row as for thousands.

Threads share the rows; each takes some rows at a time through all layers. A first-layer input that is mostly
zeros (an image of a digit) is first listed, then only its non-zero elements are multiplied. Small networks
are computed in another way, as in training (see `small`).

Twin of: `Network.predict` in `neurarium.engine.network`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.engine import Linear, ShapeError
from neurarium.kernels.activations import forward
from neurarium.kernels.compiling import FLOAT, compiled, entry
from neurarium.kernels.cores import available_cores
from neurarium.kernels.losses import softmax_row
from neurarium.kernels.memory import aligned, flat, padded
from neurarium.kernels.plan import ACTIVATION_CODES, SOFTMAX, make_plan
from neurarium.kernels.product import ROWS, product
from neurarium.kernels.small import SMALL_CHUNK, is_small, predict_small_rows
from neurarium.kernels.sparse import WORTHWHILE, listed_product
from neurarium.kernels.team import Team, flush_denormals, restore_control, share
from neurarium.kernels.tuples import Matrix, Strided
from neurarium.kernels.vector_functions import first_lanes, lane_max, lowest_bit, nonzero
from neurarium.kernels.vectors import WIDTH, load, load_some, store, store_some

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurarium.engine import Network
    from neurarium.kernels.memory import Floats, Shorts
    from neurarium.kernels.plan import Layer

CHUNK = 8 * ROWS
"""Rows that go through all layers together: their activations stay in the nearest cache."""

ROWS_PER_THREAD = 64
"""Rows from which on a second thread saves time."""


@compiled
def finish_layer(layer: Layer, weights: Floats, scratch: Floats, n: int, last: bool) -> None:
    """Compute a = f(x W + b) in place for n rows."""
    for r in range(n):
        place = layer.a + r * layer.width
        top = FLOAT(-np.inf)
        for j in range(0, layer.n_out, WIDTH):
            z = load(scratch, place + j) + load(weights, layer.b + j)
            if last and layer.activation == SOFTMAX:
                top = max(top, lane_max(first_lanes(z, layer.n_out - j, -np.inf)))
            else:
                z = forward(layer.activation, layer.alpha, z)
            store(scratch, place + j, z)
        if last and layer.activation == SOFTMAX:
            softmax_row(scratch, place, layer.n_out, top)


@compiled
def list_row(x: Floats, start: int, n_in: int, most: int, indices: Shorts, values: Floats) -> int:
    """List the non-zero elements of a row; return how many there are, or some number above `most`."""
    count = 0
    for j in range(0, n_in, WIDTH):
        marks = nonzero(load_some(x, start + j, n_in - j))
        while marks != 0:
            column = j + lowest_bit(marks)
            indices[count] = column
            values[count] = x[start + column]
            count += 1
            marks &= marks - 1  # without the lowest one
        if count > most:
            break
    return count


@compiled
def first_layer(
    layer: Layer, weights: Floats, x: Floats, start: int, n: int, scratch: Floats,
    indices: Shorts, values: Floats,
) -> None:  # fmt: skip
    """Compute x W for rows start…start + n: the dense ones together, the sparse ones each by its list."""
    W = Matrix(weights, layer.W, layer.width)
    most = int(WORTHWHILE * layer.n_in)
    dense = 0  # rows up to r that are not sparse and not computed yet
    for r in range(n):
        count = list_row(x, (start + r) * layer.n_in, layer.n_in, most, indices, values)
        sparse = count <= most
        if sparse:
            a = Matrix(scratch, layer.a + r * layer.width, layer.width)
            listed_product(indices, values, count, W, a, layer.n_out)
        else:
            dense += 1
        if dense and (sparse or r == n - 1):
            first = r - dense if sparse else r - dense + 1
            X = Strided(x, (start + first) * layer.n_in, layer.n_in, 1)
            a = Matrix(scratch, layer.a + first * layer.width, layer.width)
            product(X, W, a, layer.n_in, dense, layer.n_out)
            dense = 0


@entry
def predict_rows(
    rank: int, n_threads: int, layers: Layer, weights: Floats, x: Floats, n: int,
    scratch: Floats, indices: Shorts, values: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write the network's outputs for n rows of x to `out` ``(n, n_out)``."""
    control = flush_denormals()
    n_layers = len(layers)
    begin, end = share(n, CHUNK, rank, n_threads)
    top = layers[n_layers - 1]
    for start in range(begin, end, CHUNK):
        here = min(CHUNK, end - start)
        first_layer(layers[0], weights, x, start, here, scratch, indices, values)
        finish_layer(layers[0], weights, scratch, here, n_layers == 1)
        for i in range(1, n_layers):
            layer = layers[i]
            a, W = Matrix(scratch, layer.a, layer.width), Matrix(weights, layer.W, layer.width)
            product(Strided(scratch, layer.x, layer.x_row, 1), W, a, layer.n_in, here, layer.n_out)
            finish_layer(layer, weights, scratch, here, i == n_layers - 1)
        for r in range(here):
            for j in range(0, top.n_out, WIDTH):
                a = load(scratch, top.a + r * top.width + j)
                store_some(out, (start + r) * top.n_out + j, a, top.n_out - j)
    restore_control(control)


class Predictor:
    """The outputs of a network as it is now; later changes of its weights are not seen.

    Parameters
    ----------
    network
        One that `neurarium.kernels.why_not_network` has nothing against. Dropout does nothing here.
    threads
        At most so many; None for as many as the process may use.
    scores
        Whether to stop short of the last layer's activation: what is returned then is its z, from which a
        loss is computed.
    """

    def __init__(self, network: Network, *, threads: int | None = None, scores: bool = False) -> None:
        self._n_in = network.n_in
        self._outputs = (
            _SmallOutputs(network, scores) if is_small(network) else _Outputs(network, threads, scores)
        )

    def __call__(self, X: npt.NDArray[Any]) -> Floats:
        """Return the outputs ``(n, n_out)`` for inputs ``(n, n_in)``.

        Raises
        ------
        ShapeError
            If `X` is not ``(n, n_in)``.
        """
        X = np.asarray(X)
        if X.ndim != 2 or X.shape[1] != self._n_in:
            raise ShapeError(f"expected inputs of shape (n, {self._n_in}), got {X.shape}")
        return self._outputs(flat(X, np.float32), len(X))


class _Outputs:
    """The outputs for n rows ``x``, flat; a team shares them, each thread with its own room."""

    def __init__(self, network: Network, threads: int | None, scores: bool) -> None:
        self._n_out = network.n_out
        self._layers, self._weights = _copy_weights(network)
        if scores:
            self._layers[-1]["activation"] = ACTIVATION_CODES[Linear]
        cores = available_cores()
        self._team = Team(cores if threads is None else min(threads, cores))
        size = int(make_plan(network, CHUNK, training=False, gather=False).scratch_size)
        self._rooms = [
            (aligned(size), np.zeros(network.n_in + 1, np.uint16), np.zeros(network.n_in + 1, np.float32))
            for _ in range(self._team.size)
        ]

    def __call__(self, x: Floats, n: int) -> Floats:
        out = np.empty(n * self._n_out, np.float32)
        if n < 2 * ROWS_PER_THREAD:
            predict_rows(0, 1, self._layers, self._weights, x, n, *self._rooms[0], out)
        else:
            size = self._team.size
            self._team.run(
                lambda rank: predict_rows(
                    rank, size, self._layers, self._weights, x, n, *self._rooms[rank], out
                )
            )
        return out.reshape(n, self._n_out)


class _SmallOutputs:
    """The same for a network that is so small that the rows lie in the lanes; its weights need no padding."""

    def __init__(self, network: Network, scores: bool) -> None:
        plan = make_plan(network, SMALL_CHUNK, training=False, transposed=True)
        self._layers, self._inputs = plan.layers, plan.inputs
        self._theta: Floats = network.theta.copy()
        self._scratch: Floats = aligned(plan.scratch_size)
        self._output = Linear() if scores else network.output

    def __call__(self, x: Floats, n: int) -> Floats:
        out = np.empty((n, int(self._layers[-1]["n_out"])), np.float32)
        predict_small_rows(self._layers, self._theta, x, n, self._scratch, self._inputs, out.reshape(-1))
        return self._output.forward(out)


def _copy_weights(network: Network) -> tuple[Any, Floats]:
    """Copy all weights into one array in which every row is a whole number of registers."""
    plan = make_plan(network, CHUNK, training=False, gather=False)
    layers = plan.layers.copy()
    dense = [(p["W"], p["b"]) for p in network.parameters if p]
    weights = aligned(sum(padded(b.size) * (len(W) + 1) for W, b in dense))
    place = 0
    for layer, (W, b) in zip(layers, dense, strict=True):
        layer["W"], width = place, layer["width"]
        weights[place : place + W.shape[0] * width].reshape(-1, width)[:, : W.shape[1]] = W
        place += W.shape[0] * width
        layer["b"] = place
        weights[place : place + b.size] = b
        place += width
    return layers, weights
