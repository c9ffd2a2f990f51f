"""Training steps and outputs of small networks: the batch lies in the lanes.

With a handful of units, a register filled with one row's units would be mostly empty. So the matrices are
transposed: a register holds one unit's numbers for sixteen rows of the batch, and weights are single
numbers that are spread over the lanes. There is one thread: a whole step takes less time than one barrier
of two threads.

Twin of: `objective`, `Optimizer.update` and `Network.predict` in `neurarium.engine`, like `steps` and
`predict`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neurarium.kernels.activations import derivative, forward, gelu_derivative
from neurarium.kernels.compiling import FLOAT, compiled, entry
from neurarium.kernels.losses import (
    BINARY_CROSS_ENTROPY,
    CROSS_ENTROPY,
    MSE,
    binary_cross_entropy,
    output_gradient,
)
from neurarium.kernels.optimizers import begin_step, update
from neurarium.kernels.plan import GELU_TANH, NOWHERE, SOFTMAX
from neurarium.kernels.team import flush_denormals, restore_control
from neurarium.kernels.tuples import Batch, Matrix, Params, Stored, Targets, params_block
from neurarium.kernels.vector_functions import (
    absolute,
    exp,
    first_lanes,
    lane_sum,
    log,
    maximum,
    where_at_least,
    where_positive,
)
from neurarium.kernels.vectors import WIDTH, load, spread, store

if TYPE_CHECKING:
    from neurarium.engine import Network
    from neurarium.kernels.memory import Bytes, Doubles, Floats, Integers
    from neurarium.kernels.optimizers import Rule
    from neurarium.kernels.plan import Job, Layer

MOST_PARAMETERS = 2048
MOST_UNITS = 32
"""Up to this many parameters and units of the widest layer, this layout is faster."""

SMALL_CHUNK = 8 * WIDTH
"""Rows of a prediction that go through all layers together: their activations stay in the nearest cache."""


def is_small(network: Network) -> bool:
    """Return whether the batch should lie in the lanes; networks with dropout are left to `steps`."""
    widest = max(layer.n_in for layer in network.layers)
    few = network.theta.size <= MOST_PARAMETERS and max(widest, network.n_out) <= MOST_UNITS
    return few and all(layer.kind == "dense" for layer in network.layers)


@compiled
def gather_transposed(stored: Stored, batch: Batch, n_in: int, x: Matrix) -> None:
    """Write input i of row r of the batch to x[i, r]; the lanes behind the last row are 0."""
    for i in range(n_in):
        lanes = x.at + i * x.stride
        for r in range(batch.n):
            place = batch.order[batch.at + r] * n_in + i
            value = FLOAT(stored.bytes[place]) if len(stored.bytes) else stored.floats[place]
            x.data[lanes + r] = (value - stored.shift) * stored.scale
        for r in range(batch.n, x.stride):
            x.data[lanes + r] = 0


@compiled
def targets_transposed(targets: Targets, batch: Batch, k: int, y: Matrix) -> None:
    """Write the target of output j for row r of the batch to y[j, r]; behind the last row there are 0."""
    labels = targets.labels
    for j in range(k):
        lanes = y.at + j * y.stride
        for r in range(batch.n):
            row = batch.order[batch.at + r]
            y.data[lanes + r] = FLOAT(labels[row] == j) if len(labels) else targets.values[row * k + j]
        for r in range(batch.n, y.stride):
            y.data[lanes + r] = 0


@compiled
def forward_transposed(layer: Layer, theta: Floats, scratch: Floats, p: int, n: int, top: bool) -> None:
    """Compute z = x W + b and, below the top layer, a = f(z)."""
    for v in range(0, n, WIDTH):
        for j in range(layer.n_out):
            z = spread(theta[layer.b + j])
            for i in range(layer.n_in):
                z = z + theta[layer.W + i * layer.n_out + j] * load(scratch, layer.x + i * p + v)
            if not top:
                if layer.z != NOWHERE:
                    store(scratch, layer.z + j * p + v, z)
                z = forward(layer.activation, layer.alpha, z)
            store(scratch, layer.a + j * p + v, z)


@compiled
def loss_and_delta_transposed(
    loss: int, layer: Layer, scratch: Floats, y: int, p: int, n: int, totals: Doubles
) -> None:
    """Finish the batch: outputs, losses and right answers (added to `totals`), and delta = dL/dz / n."""
    k, code, alpha = layer.n_out, layer.activation, layer.alpha
    inverse = FLOAT(1) / FLOAT(n)
    for v in range(0, n, WIDTH):
        z0, y0, delta0 = layer.a + v, y + v, layer.delta + v
        here = n - v  # rows in these lanes
        value = spread(0)

        # Outputs; and the loss where it is made of z.
        if code == SOFTMAX:
            top = load(scratch, z0)
            for j in range(1, k):
                top = maximum(top, load(scratch, z0 + j * p))
            summed = spread(0)
            for j in range(k):
                score = load(scratch, z0 + j * p) - top
                if loss == CROSS_ENTROPY:
                    value = value - load(scratch, y0 + j * p) * score
                e = exp(score)
                summed = summed + e
                store(scratch, z0 + j * p, e)
            log_sum = log(summed)
            for j in range(k):
                if loss == CROSS_ENTROPY:
                    value = value + load(scratch, y0 + j * p) * log_sum
                store(scratch, z0 + j * p, load(scratch, z0 + j * p) / summed)
        else:
            for j in range(k):
                z = load(scratch, z0 + j * p)
                if loss == BINARY_CROSS_ENTROPY:
                    value = value + binary_cross_entropy(z, load(scratch, y0 + j * p))
                store(scratch, z0 + j * p, forward(code, alpha, z))

        # Right answers: the first largest output against the first largest target.
        decision, truth = spread(0), spread(0)
        if k == 1:
            decision = where_at_least(load(scratch, z0), spread(0.5), spread(1), spread(0))
            truth = where_at_least(load(scratch, y0), spread(0.5), spread(1), spread(0))
        else:
            best, best_target = load(scratch, z0), load(scratch, y0)
            for j in range(1, k):
                a, target = load(scratch, z0 + j * p), load(scratch, y0 + j * p)
                decision = where_positive(a - best, spread(j), decision)
                truth = where_positive(target - best_target, spread(j), truth)
                best, best_target = maximum(best, a), maximum(best_target, target)
        wrong = where_positive(absolute(decision - truth), spread(1), spread(0))
        totals[1] += min(here, WIDTH) - lane_sum(first_lanes(wrong, here, 0))

        # delta = (a - y) / n; for the squared error also back through the activation.
        along = spread(0)
        for j in range(k):
            a = load(scratch, z0 + j * p)
            error = first_lanes(a - load(scratch, y0 + j * p), here, 0)
            if loss == MSE:
                value = value + FLOAT(0.5) * (error * error)
                if code == SOFTMAX:
                    along = along + a * (error * inverse)
            store(scratch, delta0 + j * p, output_gradient(loss, code, alpha, a, error * inverse))
        if loss == MSE and code == SOFTMAX:
            for j in range(k):
                place = delta0 + j * p
                store(scratch, place, (load(scratch, place) - along) * load(scratch, z0 + j * p))
        totals[0] += lane_sum(first_lanes(value, here, 0))


@compiled
def deltas_transposed(layer: Layer, below: Layer, theta: Floats, scratch: Floats, p: int, n: int) -> None:
    """Compute delta of the layer below, delta W.T * f'(z)."""
    for v in range(0, n, WIDTH):
        for i in range(layer.n_in):
            summed = spread(0)
            for j in range(layer.n_out):
                summed = summed + theta[layer.W + i * layer.n_out + j] * load(
                    scratch, layer.delta + j * p + v
                )
            a = load(scratch, below.a + i * p + v)
            if below.activation == GELU_TANH:
                slope = gelu_derivative(load(scratch, below.z + i * p + v))
            else:
                slope = derivative(below.activation, below.alpha, a)
            store(scratch, below.delta + i * p + v, summed * slope)


@compiled
def gradient_transposed(layer: Layer, scratch: Floats, p: int, n: int, gradient: Floats) -> None:
    """Compute dW = x.T @ delta and db = sum of delta, laid out like theta."""
    for j in range(layer.n_out):
        summed = spread(0)
        for v in range(0, n, WIDTH):
            summed = summed + load(scratch, layer.delta + j * p + v)
        gradient[layer.b + j] = lane_sum(summed)
        for i in range(layer.n_in):
            summed = spread(0)
            for v in range(0, n, WIDTH):
                summed = summed + load(scratch, layer.x + i * p + v) * load(scratch, layer.delta + j * p + v)
            gradient[layer.W + i * layer.n_out + j] = lane_sum(summed)


@compiled
def update_layer(layer: Layer, rule: Rule, params: Params, gradient: Floats) -> None:
    """Move one layer's parameters; the gradient is laid out as they are."""
    W, b = params_block(params, 0, layer.W), params_block(params, 0, layer.b)
    update(rule, W, Matrix(gradient, layer.W, 0), 1, layer.n_in * layer.n_out, layer.n_in * layer.n_out)
    update(rule, b, Matrix(gradient, layer.b, 0), 1, layer.n_out, 0)


@entry
def take_small_steps(
    jobs: Job, layers: Layer, rules: Rule, theta: Floats, first: Floats, second: Floats,
    x_bytes: Bytes, x_floats: Floats, labels: Integers, values: Floats,
    order: Integers, x_order: Integers, first_step: int, scales: Doubles,
    scratch: Floats, gradient: Floats, totals: Doubles,
) -> int:  # fmt: skip
    """Take one step for each of `scales`; see `steps.take_steps`."""
    job, rule = jobs[0], rules[0]
    control = flush_denormals()
    stored, targets = Stored(x_bytes, x_floats, job.shift, job.scale), Targets(labels, values)
    params = Params(theta, first, second, 0, 0)
    p, n_layers = job.transposed_stride, len(layers)
    x, y = Matrix(scratch, job.inputs, p), Matrix(scratch, job.targets, p)
    bottom, top = layers[0], layers[n_layers - 1]
    taken = o = 0
    for s in range(len(scales)):
        n = min(job.batch_size, len(order) - o)
        gather_transposed(stored, Batch(x_order, o, n), bottom.n_in, x)
        targets_transposed(targets, Batch(order, o, n), top.n_out, y)
        for i in range(n_layers):
            forward_transposed(layers[i], theta, scratch, p, n, i == n_layers - 1)
        before, right_before = totals[0], totals[1]
        loss_and_delta_transposed(job.loss, top, scratch, job.targets, p, n, totals)
        if not math.isfinite(totals[0]):
            totals[2], totals[0], totals[1] = totals[0] - before, before, right_before
            break
        for i in range(n_layers - 1, 0, -1):
            deltas_transposed(layers[i], layers[i - 1], theta, scratch, p, n)
        begin_step(rule, first_step + s, scales[s], n)
        for i in range(n_layers):
            gradient_transposed(layers[i], scratch, p, n, gradient)
            update_layer(layers[i], rule, params, gradient)
        o += n
        taken += 1
    restore_control(control)
    return taken


@entry
def predict_small_rows(
    layers: Layer, theta: Floats, x: Floats, n: int, scratch: Floats, inputs: int, out: Floats
) -> None:
    """Write the last layer's z for n rows of x to `out` ``(n, n_out)``."""
    control = flush_denormals()
    p, n_layers = SMALL_CHUNK, len(layers)
    n_in, top = layers[0].n_in, layers[n_layers - 1]
    for start in range(0, n, p):
        here = min(p, n - start)
        for i in range(n_in):
            for r in range(here):
                scratch[inputs + i * p + r] = x[(start + r) * n_in + i]
        for i in range(n_layers):
            forward_transposed(layers[i], theta, scratch, p, here, i == n_layers - 1)
        for j in range(top.n_out):
            for r in range(here):
                out[(start + r) * top.n_out + j] = scratch[top.a + j * p + r]
    restore_control(control)
