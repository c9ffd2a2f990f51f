"""Losses: each row's loss, whether it was answered rightly, and dL/dz of the last layer.

Twin of: `neurarium.engine.losses` and `neurarium.engine.metrics.correct`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neurarium.engine import BinaryCrossEntropy, CrossEntropy, Loss, MeanSquaredError
from neurarium.kernels.activations import derivative, forward
from neurarium.kernels.compiling import FLOAT, compiled, inlined
from neurarium.kernels.plan import SOFTMAX
from neurarium.kernels.tuples import Batch, Targets
from neurarium.kernels.vector_functions import (
    absolute,
    exp,
    first_lanes,
    lane_is,
    lane_max,
    lane_of,
    lane_sum,
    log,
    maximum,
)
from neurarium.kernels.vectors import WIDTH, load, load_some, spread, store

if TYPE_CHECKING:
    from neurarium.kernels.memory import Doubles, Floats, Integers
    from neurarium.kernels.plan import Layer
    from neurarium.kernels.vectors import Register

MSE, CROSS_ENTROPY, BINARY_CROSS_ENTROPY = range(3)
LOSS_CODES: dict[type[Loss], int] = {
    MeanSquaredError: MSE,
    CrossEntropy: CROSS_ENTROPY,
    BinaryCrossEntropy: BINARY_CROSS_ENTROPY,
}


@inlined
def target(targets: Targets, row: int, j: int, k: int) -> Register:
    """Return the targets of outputs j to j + 16 of a row: one-hot for class numbers, 0 beyond the k-th."""
    if len(targets.labels):
        return lane_is(targets.labels[row] - j)
    return load_some(targets.values, row * k + j, k - j)


@inlined
def binary_cross_entropy(z: Register, y: Register) -> Register:
    """Return ln(1 + e^z) - y z, lane by lane and without overflow."""
    return maximum(z, spread(0)) + log(FLOAT(1) + exp(-absolute(z))) - y * z


@inlined
def output_gradient(loss: int, code: int, alpha: float, a: Register, error: Register) -> Register:
    """Return dL/dz of the outputs a, given (a - y) / n.

    For the squared error on softmax it is still dL/da: the step back through softmax needs a whole row.
    """
    if loss == MSE and code != SOFTMAX:
        return error * derivative(code, alpha, a)
    return error


@compiled
def softmax_row(scratch: Floats, z: int, k: int, top: float) -> float:
    """Turn the k scores at z, the greatest of them `top`, into probabilities; return sum of e^(z - top)."""
    summed = FLOAT(0)
    for j in range(0, k, WIDTH):
        e = first_lanes(exp(load(scratch, z + j) - top), k - j, 0)
        summed += lane_sum(e)
        store(scratch, z + j, e)
    inverse = FLOAT(1) / summed
    for j in range(0, k, WIDTH):
        store(scratch, z + j, load(scratch, z + j) * inverse)
    whole: float = summed
    return whole


@inlined
def running_argmax(best: float, at_best: int, value: Register, j: int, k: int) -> tuple[float, int]:
    """Return the greatest number so far and its place, having seen 16 more numbers that begin at place j."""
    inside = first_lanes(value, k - j, -math.inf)
    here = lane_max(inside)
    if here > best:
        return here, j + lane_of(inside, here)
    return best, at_best


@compiled
def loss_and_delta(
    loss: int, layer: Layer, theta: Floats, scratch: Floats, targets: Targets, batch: Batch,
    start: int, stop: int, row_losses: Doubles, row_right: Integers,
) -> None:  # fmt: skip
    """Finish rows start…stop of a batch of n: outputs a = f(z + b), loss, and delta = dL/dz / n."""
    k, code, alpha = layer.n_out, layer.activation, layer.alpha
    inverse = FLOAT(1) / FLOAT(batch.n)
    for r in range(start, stop):
        z, delta = layer.a + r * layer.width, layer.delta + r * layer.width
        row = batch.order[batch.at + r]

        # z = x W + b, and what the loss takes from z.
        top, value, certain = FLOAT(-math.inf), FLOAT(0), FLOAT(0)
        for j in range(0, k, WIDTH):
            sums = load(scratch, z + j) + load_some(theta, layer.b + j, k - j)
            store(scratch, z + j, sums)
            if code == SOFTMAX:
                top = max(top, lane_max(first_lanes(sums, k - j, -math.inf)))
            if loss == CROSS_ENTROPY:
                y = target(targets, row, j, k)
                value -= lane_sum(y * first_lanes(sums, k - j, 0))
                certain += lane_sum(y)
            elif loss == BINARY_CROSS_ENTROPY:
                terms = binary_cross_entropy(sums, target(targets, row, j, k))
                value += lane_sum(first_lanes(terms, k - j, 0))

        # a = f(z); with softmax the cross-entropy is - sum of y (z - top - ln(sum of e^(z - top))).
        if code == SOFTMAX:
            summed = softmax_row(scratch, z, k, top)
            if loss == CROSS_ENTROPY:
                value += certain * (top + FLOAT(math.log(summed)))
        else:
            for j in range(0, k, WIDTH):
                store(scratch, z + j, forward(code, alpha, load(scratch, z + j)))

        # delta = (a - y) / n; for the squared error also back through the activation.
        best_a = best_y = FLOAT(-math.inf)
        decision = truth = 0
        along = FLOAT(0)  # sum of a * dL/da, for softmax
        for j in range(0, k, WIDTH):
            a, y = load(scratch, z + j), target(targets, row, j, k)
            best_a, decision = running_argmax(best_a, decision, a, j, k)
            best_y, truth = running_argmax(best_y, truth, y, j, k)
            error = first_lanes(a - y, k - j, 0)
            if loss == MSE:
                value += FLOAT(0.5) * lane_sum(error * error)
                if code == SOFTMAX:
                    along += lane_sum(a * (error * inverse))
            store(scratch, delta + j, output_gradient(loss, code, alpha, a, error * inverse))
        if loss == MSE and code == SOFTMAX:
            for j in range(0, k, WIDTH):
                a = load(scratch, z + j)
                store(scratch, delta + j, (load(scratch, delta + j) - along) * a)
        row_losses[r] = value
        if k == 1:  # a single output decides between 0 and 1
            row_right[r] = int((best_a >= FLOAT(0.5)) == (best_y >= FLOAT(0.5)))
        else:
            row_right[r] = int(decision == truth)
