"""Batch normalization: keep every unit's sums at mean 0 and variance 1 over the mini-batch."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import ACTIVATIONS, Activation, Linear
from neurarium.engine.family import require
from neurarium.engine.layers.base import Layer, LayerGradient, LayerTrace, Mode, Shape, check_size
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Brings each unit to mean 0 and variance 1 over the mini-batch, then scales and shifts it.

    In inference the running averages of mean and variance are used instead of the mini-batch's.

    Parameters
    ----------
    n_in
        Number of units.
    activation
        The activation after it: ``a = f(gamma x̂ + beta)``.
    momentum
        How much of the running averages each training step keeps.
    epsilon
        Added to the variance before the root.

    Notes
    -----
    Source: Ioffe & Szegedy, "Batch normalization" (ICML 2015), algorithms 1 and 2.
    """

    kind: ClassVar[str] = "batch_norm"

    n_in: int
    activation: Activation = field(default_factory=Linear)
    momentum: float = 0.9
    epsilon: float = 1e-5
    n_out: int = field(init=False)

    def __post_init__(self) -> None:
        check_size("inputs", self.n_in)
        require(0 <= self.momentum < 1, f"batch_norm needs 0 <= momentum < 1, got {self.momentum!r}")
        require(0 < self.epsilon < np.inf, f"batch_norm needs a finite epsilon above 0, got {self.epsilon!r}")
        object.__setattr__(self, "activation", ACTIVATIONS.get(self.activation))
        object.__setattr__(self, "n_out", self.n_in)

    def shapes(self) -> dict[str, Shape]:
        """Return the shapes of `gamma` and `beta`."""
        return {"gamma": (self.n_in,), "beta": (self.n_in,)}

    def statistics(self) -> dict[str, Shape]:
        """Return the shapes of the running mean and variance."""
        return {"mean": (self.n_in,), "variance": (self.n_in,)}

    def initialize(self, parameters: Parameters, statistics: Parameters, rng: np.random.Generator) -> None:
        """Start with the identity: gamma = 1, beta = 0."""
        parameters["gamma"][...] = 1
        parameters["beta"][...] = 0
        statistics["mean"][...] = 0
        statistics["variance"][...] = 1

    def trace(self, n: int, dtype: np.dtype[np.floating]) -> LayerTrace:
        """Return buffers for the pass, the normalised values and their scale."""
        t = super().trace(n, dtype)
        t.extras = {
            "x_hat": np.empty((n, self.n_in), dtype),
            "inverse_std": np.empty(self.n_in, dtype),
            "batch": np.zeros((), dtype),
        }
        return t

    def forward(
        self, parameters: Parameters, statistics: Parameters, x: FloatArray, t: LayerTrace, mode: Mode
    ) -> FloatArray:
        """Compute ``x̂ = (x - mean) / sqrt(variance + epsilon)``, ``z = gamma x̂ + beta``, ``a = f(z)``."""
        t.x = x
        x_hat, inverse_std = t.extras["x_hat"], t.extras["inverse_std"]
        t.extras["batch"][...] = mode.training
        mean = x.mean(axis=0) if mode.training else statistics["mean"]  # (n, n_in) -> (n_in,)
        np.subtract(x, mean, out=x_hat)
        if mode.training:
            n = len(x)
            variance = np.einsum("ij,ij->j", x_hat, x_hat) / n
            for name, now in (("mean", mean), ("variance", variance * (n / max(n - 1, 1)))):
                statistics[name][...] *= self.momentum
                statistics[name][...] += (1 - self.momentum) * now
        else:
            variance = statistics["variance"]
        inverse_std[...] = 1 / np.sqrt(variance + self.epsilon)
        x_hat *= inverse_std
        np.multiply(x_hat, parameters["gamma"], out=t.z)
        t.z += parameters["beta"]
        return self.activation.forward(t.z, out=t.a)

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Compute the gradients of gamma and beta, and dL/dx.

        In training the mini-batch's own mean and variance depend on every x, which gives two more terms:
        ``dL/dx = gamma / std * (delta - mean(delta) - x̂ mean(delta x̂))``.
        """
        x_hat, inverse_std = t.extras["x_hat"], t.extras["inverse_std"]
        np.einsum("ij,ij->j", g.delta, x_hat, out=g.parameters["gamma"])
        np.sum(g.delta, axis=0, out=g.parameters["beta"])
        if need_x:
            scale = parameters["gamma"] * inverse_std
            if t.extras["batch"]:
                n = len(x_hat)
                np.multiply(x_hat, g.parameters["gamma"] / -n, out=g.x)
                g.x -= g.parameters["beta"] / n
                g.x += g.delta
                g.x *= scale
            else:
                np.multiply(g.delta, scale, out=g.x)
