"""The objective of training, loss plus penalties, and its gradient."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ShapeError
from neurarium.engine.losses import Loss, Targets
from neurarium.engine.network import Network
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.regularizers import Regularizer
from neurarium.engine.types import FloatArray


@dataclass(frozen=True)
class Objective:
    """One evaluation.

    Attributes
    ----------
    loss
        The mean loss of the rows.
    penalty
        What the regularizers add.
    trace, gradient
        The forward pass, and the backward pass if it was asked for.
    """

    loss: float
    penalty: float
    trace: Trace
    gradient: Gradients | None

    @property
    def value(self) -> float:
        """Loss and penalty together."""
        return self.loss + self.penalty


def objective(
    network: Network,
    loss: Loss,
    X: npt.ArrayLike,
    y: Targets,
    regularizers: tuple[Regularizer, ...] = (),
    *,
    training: bool = False,
    rng: np.random.Generator | None = None,
    gradient: bool = False,
    weights: FloatArray | None = None,
    trace: Trace | None = None,
    out: Gradients | None = None,
) -> Objective:
    """Evaluate the loss, the penalties and, if `gradient`, how both change with each parameter.

    Parameters
    ----------
    network, loss, regularizers
        What is evaluated.
    X, y
        Inputs ``(n, n_in)`` and targets.
    training, rng
        As in `Network.forward`.
    weights
        How much each row counts, ``(n,)``, as in `Loss.value`; None for all alike.
    trace, out
        Buffers to write into, as in `Network.forward` and `Network.backward`.

    Raises
    ------
    ParameterError
        If the loss does not fit the network's output activation.
    ShapeError
        If `X` or `y` does not fit the network, or there are no rows.
    """
    loss.check(network.output)
    trace = network.forward(X, training=training, rng=rng, out=trace)
    if not len(trace):
        raise ShapeError("the loss is a mean over the rows: expected at least one, got none")
    value = loss.value(trace.z, trace.output, y, weights)
    if not gradient:
        penalty = sum(r.value(W) for r in regularizers for W in network.weights())
        return Objective(value, penalty, trace, None)

    gradients = network.gradients(len(trace)) if out is None else out
    room = gradients.layers[-1].delta
    delta = loss.gradient(network.output, trace.z, trace.output, y, out=room)  # dL/dz of the last layer
    if weights is not None:
        delta *= (weights * (len(weights) / weights.sum()))[:, None]  # 1 / n becomes w / sum of w
    network.backward(trace, delta, out=gradients, need_x=False)
    penalty = 0.0
    if regularizers:
        views = (network.weights(vector) for vector in (network.theta, gradients.vector, gradients.penalty))
        for W, dL_dW, room in zip(*views, strict=True):
            for r in regularizers:
                penalty += r.value(W, room)
                np.add(dL_dW, r.gradient(W, out=room), out=dL_dW)
    return Objective(value, penalty, trace, gradients)
