"""Losses: each row's loss, whether it was answered rightly, and dL/dz of the last layer.

Twin of: `neurarium.engine.losses` and `neurarium.engine.metrics.correct`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neurarium.engine import BinaryCrossEntropy, CrossEntropy, Loss, MeanSquaredError
from neurarium.kernels.activations import derivative, forward
from neurarium.kernels.compiling import FLOAT, compiled
from neurarium.kernels.plan import SOFTMAX
from neurarium.kernels.vectors import (
    WIDTH,
    exp,
    first_lanes,
    load,
    load_some,
    peak,
    spread,
    store,
    total,
)

if TYPE_CHECKING:
    from neurarium.kernels.memory import Doubles, Floats, Integers
    from neurarium.kernels.plan import Layer

MSE, CROSS_ENTROPY, BINARY_CROSS_ENTROPY = range(3)
LOSS_CODES: dict[type[Loss], int] = {
    MeanSquaredError: MSE,
    CrossEntropy: CROSS_ENTROPY,
    BinaryCrossEntropy: BINARY_CROSS_ENTROPY,
}


@compiled
def softmax(scratch: Floats, z: int, k: int, top: float) -> float:
    """Turn the k scores at z, the greatest `top`, into probabilities; return ln(sum of e^(z - top))."""
    summed = FLOAT(0)
    for j in range(0, k, WIDTH):
        e = first_lanes(exp(load(scratch, z + j) - top), k - j, 0)
        summed += total(e)
        store(scratch, z + j, e)
    for j in range(0, k, WIDTH):
        store(scratch, z + j, load(scratch, z + j) / summed)
    return math.log(summed)


@compiled
def greatest(scratch: Floats, place: int, k: int) -> int:
    """Return which of k numbers is the greatest; the first of them if there are several."""
    best = 0
    for j in range(1, k):
        if scratch[place + j] > scratch[place + best]:
            best = j
    return best


@compiled
def answers(
    loss: int, layer: Layer, theta: Floats, scratch: Floats, labels: Integers, values: Floats,
    order: Integers, o: int, n: int, start: int, stop: int, row_losses: Doubles, row_right: Integers,
) -> None:  # fmt: skip
    """Finish rows start…stop of a batch of n: outputs a = f(z + b), loss, and delta = dL/dz / n.

    Targets are `labels`, one class number a row, or else `values`, k numbers a row.
    """
    k, code, alpha = layer.n_out, layer.activation, layer.alpha
    inverse = FLOAT(1) / FLOAT(n)
    for r in range(start, stop):
        z, delta, row = layer.a + r * layer.width, layer.delta + r * layer.width, order[o + r]

        # z = x W + b, and the targets as a row of k numbers, in delta's place for now.
        top = FLOAT(-math.inf)
        for j in range(0, k, WIDTH):
            sums = load(scratch, z + j) + load_some(theta, layer.b + j, k - j)
            store(scratch, z + j, sums)
            top = max(top, peak(first_lanes(sums, k - j, -math.inf)))
            if len(labels):
                store(scratch, delta + j, spread(0))
            else:
                store(scratch, delta + j, load_some(values, row * k + j, k - j))
        if len(labels):
            scratch[delta + labels[row]] = 1
            truth = labels[row]
        elif k == 1:
            truth = int(values[row] >= 0.5)
        else:
            truth = greatest(scratch, delta, k)

        # The row's loss where it is made of z, then a = f(z).
        value = 0.0
        if loss == CROSS_ENTROPY:
            for j in range(k):
                value -= scratch[delta + j] * (scratch[z + j] - top)
        elif loss == BINARY_CROSS_ENTROPY:
            for j in range(k):
                # ln(1 + e^z) - y z, without overflow
                score = scratch[z + j]
                value += max(score, FLOAT(0)) + math.log1p(math.exp(-abs(score))) - scratch[delta + j] * score
        if code == SOFTMAX:
            log_sum = softmax(scratch, z, k, top)
            if loss == CROSS_ENTROPY:
                for j in range(k):
                    value += scratch[delta + j] * log_sum
        else:
            for j in range(0, k, WIDTH):
                store(scratch, z + j, forward(code, alpha, load(scratch, z + j)))

        decision = int(scratch[z] >= FLOAT(0.5)) if k == 1 else greatest(scratch, z, k)
        row_right[r] = int(decision == truth)

        # delta = (a - y) / n; for the squared error also back through the activation.
        along = FLOAT(0)  # sum of a * dL/da, for softmax
        for j in range(0, k, WIDTH):
            a = load(scratch, z + j)
            error = first_lanes(a - load(scratch, delta + j), k - j, 0)
            gradient = error * inverse
            if loss == MSE:
                value += 0.5 * total(error * error)
                if code == SOFTMAX:
                    along += total(a * gradient)
                else:
                    gradient = gradient * derivative(code, alpha, a)
            store(scratch, delta + j, gradient)
        if loss == MSE and code == SOFTMAX:
            for j in range(0, k, WIDTH):
                a = load(scratch, z + j)
                store(scratch, delta + j, (load(scratch, delta + j) - along) * a)
        row_losses[r] = value
