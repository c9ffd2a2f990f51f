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
    larger,
    load,
    load_some,
    log,
    magnitude,
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
def softmax(scratch: Floats, z: int, k: int, top: float, y: int) -> float:
    """Turn the k scores at z, the greatest of them `top`, into probabilities; return the cross-entropy.

    With the targets y, k numbers at y, that is
    - sum of y ln a = (sum of y) ln(sum of e^(z - top)) - sum of y (z - top).
    """
    summed = wanted = certain = FLOAT(0)
    for j in range(0, k, WIDTH):
        score = load(scratch, z + j) - top
        e = first_lanes(exp(score), k - j, 0)
        target = first_lanes(load(scratch, y + j), k - j, 0)
        summed += total(e)
        wanted += total(target * first_lanes(score, k - j, 0))
        certain += total(target)
        store(scratch, z + j, e)
    for j in range(0, k, WIDTH):
        store(scratch, z + j, load(scratch, z + j) / summed)
    surprise: float = certain * FLOAT(math.log(summed)) - wanted
    return surprise


@compiled
def greatest(scratch: Floats, place: int, k: int) -> int:
    """Return which of k numbers is the greatest; the first of them if there are several."""
    top = FLOAT(-math.inf)
    for j in range(0, k, WIDTH):
        top = max(top, peak(first_lanes(load(scratch, place + j), k - j, -math.inf)))
    for j in range(k):
        if scratch[place + j] == top:
            return j
    return 0


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
        value = FLOAT(0)
        if loss == CROSS_ENTROPY:
            value = softmax(scratch, z, k, top, delta)
        elif code == SOFTMAX:
            softmax(scratch, z, k, top, delta)
        else:
            for j in range(0, k, WIDTH):
                sums = load(scratch, z + j)
                if loss == BINARY_CROSS_ENTROPY:
                    # ln(1 + e^z) - y z, without overflow
                    y = load(scratch, delta + j)
                    terms = larger(sums, spread(0)) + log(FLOAT(1) + exp(-magnitude(sums))) - y * sums
                    value += total(first_lanes(terms, k - j, 0))
                store(scratch, z + j, forward(code, alpha, sums))

        decision = int(scratch[z] >= FLOAT(0.5)) if k == 1 else greatest(scratch, z, k)
        row_right[r] = int(decision == truth)

        # delta = (a - y) / n; for the squared error also back through the activation.
        along = FLOAT(0)  # sum of a * dL/da, for softmax
        for j in range(0, k, WIDTH):
            a = load(scratch, z + j)
            error = first_lanes(a - load(scratch, delta + j), k - j, 0)
            gradient = error * inverse
            if loss == MSE:
                value += FLOAT(0.5) * total(error * error)
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
