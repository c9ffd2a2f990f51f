"""Loss and accuracy of a network on rows that it is not trained on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from neurarium.engine.losses import BinaryCrossEntropy, CrossEntropy, Loss
from neurarium.engine.metrics import correct
from neurarium.engine.network import Network
from neurarium.engine.passes import Trace
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray
from neurarium.training.dataset import Rows

BATCH = 1000
"""Rows at a time: few enough for the processor's cache, enough to keep its threads busy."""


@dataclass(frozen=True)
class Evaluation:
    """The result: mean loss, and the share of right answers (None for regression)."""

    loss: float
    accuracy: float | None


Forward = Callable[[FloatArray], FloatArray]
"""Computes the last layer's z ``(n, n_out)`` for ready rows ``(n, n_in)``."""


def evaluate(
    network: Network,
    loss: Loss,
    x: Rows,
    y: Rows,
    scaling: Scaling | None = None,
    *,
    forward: Forward | None = None,
) -> Evaluation:
    """Compute loss and accuracy.

    Parameters
    ----------
    network, loss
        What is evaluated, and by which loss.
    x, y
        Rows ``(n, n_in)`` and targets.
    scaling
        Applied to the rows; None if they are ready.
    forward
        Computes the forward pass; by default `network` itself, in NumPy.
    """
    total, right = 0.0, 0
    counts = is_classification(loss, y)
    forward = forward or reference_forward(network)
    for rows, inputs in batches(x, scaling):
        with np.errstate(over="ignore", invalid="ignore"):  # a network that has diverged has a loss of NaN
            z = forward(inputs)
            outputs = network.output.forward(z)
            total += loss.value(z, outputs, y[rows]) * len(inputs)
        right += correct(outputs, y[rows]) if counts else 0
    return Evaluation(total / len(x), right / len(x) if counts else None)


def batches(x: Rows, scaling: Scaling | None, *, size: int = BATCH) -> Iterator[tuple[slice, FloatArray]]:
    """Yield the rows batch by batch: which rows they are, and the network's inputs ``(n, n_in)``."""
    for start in range(0, len(x), size):
        rows = slice(start, start + size)
        yield rows, x[rows] if scaling is None else scaling.apply(x[rows])


def reference_forward(network: Network) -> Forward:
    """Return the network's own forward pass, as in inference; its buffers are reused for each batch."""
    traces: dict[int, Trace] = {}

    def forward(inputs: FloatArray) -> FloatArray:
        n = len(inputs)
        traces[n] = network.forward(inputs, out=traces.get(n) or network.trace(n))
        return traces[n].z

    return forward


def is_classification(loss: Loss, y: Rows) -> bool:
    """Return whether the targets are classes, so that answers are right or wrong."""
    return y.dtype.kind in "iub" or isinstance(loss, CrossEntropy | BinaryCrossEntropy)
