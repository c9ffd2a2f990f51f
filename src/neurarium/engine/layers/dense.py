"""The dense layer: every input goes to every unit."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import ACTIVATIONS, Activation, Linear
from neurarium.engine.initializers import INITIALIZERS, Initializer
from neurarium.engine.layers.base import Layer, LayerGradient, LayerTrace, Mode, Shape, check_size
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True)
class Dense(Layer):
    """Every input to every unit: ``z = x W + b``, ``a = f(z)``.

    Parameters
    ----------
    n_in, n_out
        Numbers of inputs and of units.
    activation
        A name or an `Activation`.
    init
        Of `W` ``(n_in, n_out)``: a name, an `Initializer`, or None for the one that suits the activation.
    bias
        Initial value of `b` ``(n_out,)``.
    """

    kind: ClassVar[str] = "dense"

    n_in: int
    n_out: int
    activation: Activation = field(default_factory=Linear)
    init: Initializer | None = None
    bias: float = 0.0

    def __post_init__(self) -> None:
        check_size("inputs", self.n_in)
        check_size("units", self.n_out)
        object.__setattr__(self, "activation", ACTIVATIONS.get(self.activation))
        object.__setattr__(self, "init", INITIALIZERS.get(self.init or self.activation.initializer))

    def shapes(self) -> dict[str, Shape]:
        """Return the shapes of `W` and `b`."""
        return {"W": (self.n_in, self.n_out), "b": (self.n_out,)}

    def initialize(self, parameters: Parameters, statistics: Parameters, rng: np.random.Generator) -> None:
        """Draw `W`; set `b`."""
        assert self.init is not None
        parameters["W"][...] = self.init.sample(rng, self.n_in, self.n_out)
        parameters["b"][...] = self.bias

    def forward(
        self,
        parameters: Parameters,
        statistics: Parameters,
        x: FloatArray,
        t: LayerTrace,
        mode: Mode,
    ) -> FloatArray:
        """Compute ``z = x W + b`` and ``a = f(z)``."""
        t.x = x
        np.matmul(x, parameters["W"], out=t.z)  # (n, n_in) @ (n_in, n_out) -> (n, n_out)
        t.z += parameters["b"]
        return self.activation.forward(t.z, out=t.a)

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Compute ``dL/dW = xᵀ delta``, ``dL/db = sum of delta``, ``dL/dx = delta Wᵀ``."""
        np.matmul(t.x.T, g.delta, out=g.parameters["W"])  # (n_in, n) @ (n, n_out) -> (n_in, n_out)
        np.sum(g.delta, axis=0, out=g.parameters["b"])  # (n, n_out) -> (n_out,)
        if need_x:
            np.matmul(g.delta, parameters["W"].T, out=g.x)  # (n, n_out) @ (n_out, n_in) -> (n, n_in)
