"""Optimizer updates: what a finished block of the gradient does to the parameters it belongs to.

The gradient never exists as a whole: each block is used up while it is in the cache (see `gradients`).
Twin of: `neurarium.engine.optimizers` and `neurarium.engine.regularizers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype

from neurarium import engine
from neurarium.kernels.compiling import FLOAT, TYPES, compiled
from neurarium.kernels.tuples import Matrix, Params
from neurarium.kernels.vector_functions import absolute, first_lanes, lane_sum, sign, sqrt
from neurarium.kernels.vectors import WIDTH, load, load_some, spread, store_some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurarium.kernels.memory import Double

SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW = range(6)
OPTIMIZER_CODES: dict[type[engine.Optimizer], int] = {
    engine.SGD: SGD,
    engine.Momentum: MOMENTUM,
    engine.Nesterov: NESTEROV,
    engine.RMSprop: RMSPROP,
    engine.Adam: ADAM,
    engine.AdamW: ADAMW,
}

RULE = np.dtype(
    [
        ("kind", np.int64),
        ("learning_rate", np.float64),
        ("momentum", np.float32),
        ("keep1", np.float32),  # beta1 of Adam
        ("blend1", np.float32),  # 1 - beta1
        ("keep2", np.float32),  # beta2 of Adam, rho of RMSprop
        ("blend2", np.float32),
        ("beta1", np.float64),
        ("beta2", np.float64),
        ("epsilon", np.float64),
        ("epsilon_hat", np.int64),  # 1 if Adam's epsilon is added before the correction
        ("weight_decay", np.float64),
        ("l1_rate", np.float64),
        ("l2_rate", np.float64),
        ("per_row", np.int64),  # 1 if these two are divided by the step's rows
        # The numbers of the current step.
        ("rate", np.float32),
        ("floor", np.float32),  # what is added to the root of the second average
        ("shrink", np.float32),  # AdamW's factor on the parameters
        ("l1", np.float32),
        ("l2", np.float32),
        ("rows", np.int64),
        # The sum of the steps' penalties, each times the step's rows, of the weights before the step.
        ("penalty", np.float64),
        ("apart", np.float64, 8),  # no thread writes into a cache line that another one reads
    ],
    align=True,
)
"""An optimizer's settings, rounded to float32 where the engine's array arithmetic rounds them."""

Rule = Any
TYPES["Rule"] = from_dtype(RULE)

TINY = 1e-30  # see `neurarium.engine.optimizers`: it keeps averages out of the denormal numbers


@compiled
def begin_step(rule: Rule, step: int, scale: Double, rows: int) -> None:
    """Compute the numbers that all parameters share in this step (counted from 1)."""
    rate = rule.learning_rate * scale
    rule.rows = rows
    part = 1.0 / rows if rule.per_row != 0 else 1.0
    rule.l1 = rule.l1_rate * part
    rule.l2 = rule.l2_rate * part
    rule.floor = rule.epsilon
    rule.shrink = 1.0
    if rule.kind in (ADAM, ADAMW):
        if rule.kind == ADAMW:
            rule.shrink = 1 - rate * rule.weight_decay
        correction = np.sqrt(1 - rule.beta2**step)
        if not rule.epsilon_hat:
            rule.floor = rule.epsilon * correction
        rate *= correction / (1 - rule.beta1**step)
    rule.rate = rate


@compiled
def update(rule: Rule, params: Params, gradient: Matrix, n_rows: int, n: int, weights: int) -> None:
    """Move a block of parameters, ``(n_rows, n)``, against its gradient, row by row.

    Parameters
    ----------
    weights
        How many of the columns are weights, which L1 and L2 act on: none of biases. What is behind them fills
        up a panel, and counts for nothing.
    """
    kind, rate, floor, shrink = rule.kind, rule.rate, rule.floor, rule.shrink
    mu, l1, l2 = rule.momentum, rule.l1, rule.l2
    keep1, blend1, keep2, blend2 = rule.keep1, rule.blend1, rule.keep2, rule.blend2
    penalties = weights > 0 and (l1 > 0 or l2 > 0)
    tiny = FLOAT(TINY)
    theta, first, second = params.theta, params.first, params.second
    half, penalty = FLOAT(0.5) * l2, spread(0)
    for r in range(n_rows):
        for j in range(0, n, WIDTH):
            i, left = params.at + r * params.stride + j, n - j
            grad = load(gradient.data, gradient.at + r * gradient.stride + j)
            w = load_some(theta, i, left)
            if penalties:
                grad = grad + l1 * sign(w) + l2 * w
                these = l1 * absolute(w) + half * (w * w)
                penalty = penalty + (these if weights - j >= WIDTH else first_lanes(these, weights - j, 0))
            if kind == SGD:
                w = w - rate * grad
            elif kind == RMSPROP:
                s = keep2 * load_some(first, i, left) + (blend2 * (grad * grad) + tiny)
                store_some(first, i, s, left)
                w = w - rate * (grad / (sqrt(s) + floor))
            elif kind in (MOMENTUM, NESTEROV):
                v = mu * load_some(first, i, left) + grad
                store_some(first, i, v, left)
                w = w - rate * (v if kind == MOMENTUM else mu * v + grad)
            else:
                m = keep1 * load_some(first, i, left) + (blend1 * grad + tiny)
                v = keep2 * load_some(second, i, left) + (blend2 * (grad * grad) + tiny)
                store_some(first, i, m, left)
                store_some(second, i, v, left)
                w = shrink * w - rate * (m / (sqrt(v) + floor))
            store_some(theta, i, w, left)
    if penalties:
        rule.penalty += rule.rows * lane_sum(penalty)


def rule_of(
    optimizer: engine.Optimizer, regularizers: Sequence[engine.Regularizer], *, per_row: bool
) -> np.ndarray[Any, np.dtype[np.void]]:
    """Return the record of an optimizer's and the penalties' settings."""
    rule = np.zeros((), RULE)
    rule["per_row"] = per_row
    rule["kind"] = OPTIMIZER_CODES[type(optimizer)]
    rule["learning_rate"] = optimizer.learning_rate
    if isinstance(optimizer, engine.Momentum):
        rule["momentum"] = optimizer.momentum
    if isinstance(optimizer, engine.RMSprop):
        rule["keep2"], rule["blend2"] = optimizer.rho, 1 - optimizer.rho
        rule["epsilon"] = optimizer.epsilon
    if isinstance(optimizer, engine.Adam):
        rule["beta1"], rule["beta2"] = optimizer.beta1, optimizer.beta2
        rule["keep1"], rule["blend1"] = optimizer.beta1, 1 - optimizer.beta1
        rule["keep2"], rule["blend2"] = optimizer.beta2, 1 - optimizer.beta2
        rule["epsilon"], rule["epsilon_hat"] = optimizer.epsilon, optimizer.epsilon_hat
    if isinstance(optimizer, engine.AdamW):
        rule["weight_decay"] = optimizer.weight_decay
    for regularizer in regularizers:
        if isinstance(regularizer, engine.L1 | engine.L2):
            rule[f"{regularizer.name}_rate"] += regularizer.rate
    return rule
