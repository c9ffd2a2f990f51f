"""Loss and accuracy of a network on rows that it does not learn from."""

from dataclasses import dataclass

import numpy as np

from neurarium.engine.losses import BinaryCrossEntropy, Loss
from neurarium.engine.metrics import correct
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.training.dataset import Rows

BATCH = 500
"""Rows at a time: their activations stay in the processor's cache."""


@dataclass(frozen=True)
class Evaluation:
    """The result: mean loss, and the share of right answers (None for regression)."""

    loss: float
    accuracy: float | None


def evaluate(network: Network, loss: Loss, x: Rows, y: Rows, scaling: Scaling | None = None) -> Evaluation:
    """Compute loss and accuracy.

    Parameters
    ----------
    network, loss
        What is evaluated, and by what measure.
    x, y
        Rows ``(n, n_in)`` and targets.
    scaling
        Applied to the rows; None if they are ready.
    """
    total, right = 0.0, 0
    counts = is_classification(loss, y)
    trace = network.trace(min(BATCH, len(x)))
    for start in range(0, len(x), BATCH):
        rows = slice(start, start + BATCH)
        inputs = x[rows] if scaling is None else scaling.apply(x[rows])
        if len(inputs) != len(trace):
            trace = network.trace(len(inputs))
        with np.errstate(over="ignore", invalid="ignore"):  # a network that has diverged has a loss of NaN
            network.forward(inputs, out=trace)
            total += loss.value(trace.z, trace.output, y[rows]) * len(inputs)
        right += correct(trace.output, y[rows]) if counts else 0
    return Evaluation(total / len(x), right / len(x) if counts else None)


def is_classification(loss: Loss, y: Rows) -> bool:
    """Say whether the targets are classes, so that answers are right or wrong."""
    return y.dtype.kind in "iub" or isinstance(loss, BinaryCrossEntropy)
