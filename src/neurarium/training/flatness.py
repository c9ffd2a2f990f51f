"""How much of a layer's sums lies where its activation is flat: there, hardly any gradient comes back."""

import numpy as np

from neurarium.engine.activations import Activation, Softmax, Step
from neurarium.engine.types import FloatArray


def slopes(activation: Activation, z: FloatArray, a: FloatArray) -> FloatArray | None:
    """Return the slope of each output by its own sum, of the shape of `z`; None if there is no slope.

    Parameters
    ----------
    activation
        Of the layer. Of softmax's Jacobian it is the diagonal; the step function has no slope.
    z, a
        Sums and outputs, of one shape; ``(n, k)`` for softmax.
    """
    if isinstance(activation, Step):
        return None
    slope = activation.derivative(z, a)
    return slope.diagonal(axis1=1, axis2=2) if isinstance(activation, Softmax) else slope


def count_flat(slope: FloatArray, limit: float) -> int:
    """Return how many slopes are smaller than `limit`, on either side of 0."""
    return int(np.count_nonzero(np.abs(slope) < limit))


def count_silent(z: FloatArray) -> int:
    """Return how many units have no positive sum in any row of `z` ``(n, units)``: a ReLU is silent there."""
    return int(np.all(z <= 0, axis=0).sum())
