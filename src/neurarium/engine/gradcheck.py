"""Gradient check: compare backpropagation with finite differences."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ParameterError
from neurarium.engine.losses import Loss
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.regularizers import Regularizer
from neurarium.engine.types import FloatArray, IntArray


@dataclass(frozen=True)
class GradientCheck:
    """The two gradients.

    Attributes
    ----------
    indices
        Which parameters were checked, ``(k,)``.
    analytic, numeric
        dL/d(theta) by backpropagation and by finite differences, ``(k,)``.
    """

    indices: IntArray
    analytic: FloatArray
    numeric: FloatArray

    @property
    def relative_error(self) -> float:
        """``|analytic - numeric| / (|analytic| + |numeric|)``, in Euclidean norms; 0 if both are 0."""
        size = float(np.linalg.norm(self.analytic) + np.linalg.norm(self.numeric))
        return float(np.linalg.norm(self.analytic - self.numeric)) / size if size else 0.0


def numerical_gradient(
    f: Callable[[], float], x: FloatArray, indices: npt.ArrayLike | None = None, *, epsilon: float = 1e-5
) -> FloatArray:
    """Return df/dx by central differences: ``(f(x + eps) - f(x - eps)) / (2 eps)``, one entry at a time.

    Parameters
    ----------
    f
        Computes the value from the present content of `x`.
    x
        A flat float64 array; changed and restored, even if `f` fails.
    indices
        Which entries to differentiate by; all by default.
    epsilon
        The size of the step. The error falls with its square until rounding errors dominate.
    """
    chosen = np.arange(x.size) if indices is None else np.asarray(indices)
    gradient = np.empty(len(chosen))
    for k, i in enumerate(chosen):
        before = x[i]
        try:
            x[i] = before + epsilon
            above = f()
            x[i] = before - epsilon
            below = f()
        finally:
            x[i] = before
        gradient[k] = (above - below) / (2 * epsilon)
    return gradient


def check_gradient(
    network: Network,
    loss: Loss,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    regularizers: tuple[Regularizer, ...] = (),
    indices: npt.ArrayLike | None = None,
    training: bool = True,
    seed: int = 0,
    epsilon: float = 1e-5,
) -> GradientCheck:
    """Compare backpropagation with finite differences on a network.

    Parameters
    ----------
    network
        In float64; its parameters and statistics are restored afterwards.
    loss, regularizers
        What is differentiated.
    X, y
        Inputs ``(n, n_in)`` and targets.
    indices
        Which parameters to check; all by default.
    training, seed
        Whether dropout and batch norm act, and the seed that makes each pass draw the same dropout mask.
    epsilon
        Step of the differences.

    Raises
    ------
    ParameterError
        If the network is not float64: in float32 rounding hides the difference.
    """
    if network.dtype != np.float64:
        raise ParameterError("a gradient check needs float64: build the network with dtype=np.float64")
    y = np.asarray(y)
    statistics = network.statistics.copy()

    def forward() -> float:
        rng = np.random.default_rng(seed)
        value = objective(network, loss, X, y, regularizers, training=training, rng=rng).value
        network.statistics[...] = statistics
        return value

    rng = np.random.default_rng(seed)
    analytic = objective(
        network, loss, X, y, regularizers, training=training, rng=rng, gradient=True
    ).gradient
    network.statistics[...] = statistics
    chosen = np.arange(network.theta.size) if indices is None else np.asarray(indices)
    assert analytic is not None
    return GradientCheck(
        chosen,
        analytic.vector[chosen].copy(),
        numerical_gradient(forward, network.theta, chosen, epsilon=epsilon),
    )
