"""Layers: each one forward and, right below it, backward.

A layer is a frozen description (sizes and settings, no arrays). Its parameters are views of the network's
flat buffer, handed in by name; what one pass computes is in a `LayerTrace`, what backpropagation computes
in a `LayerGradient`. Rows are samples: ``x`` is ``(n, n_in)``, ``a`` is ``(n, n_out)``.

Backpropagation through any layer takes two steps, which are two methods here:

1. `Layer.through_activation`:  dL/dz = dL/da * f'(z)
2. `Layer.backward`:            dL/dz -> dL/d(parameters) and dL/dx
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import Activation
from neurarium.engine.family import is_whole, require
from neurarium.engine.types import FloatArray, Parameters

Shape = tuple[int, ...]


@dataclass
class LayerTrace:
    """What one layer computed in the forward pass.

    Attributes
    ----------
    x, z, a
        Input ``(n, n_in)``, weighted sums and outputs, both ``(n, n_out)``.
    extras
        Whatever else backward needs: a dropout mask, normalised values.
    inner
        The traces of the layers inside (residual block only).
    """

    x: FloatArray
    z: FloatArray
    a: FloatArray
    extras: dict[str, FloatArray] = field(default_factory=dict)
    inner: tuple["LayerTrace", ...] = ()


@dataclass
class LayerGradient:
    """What backpropagation computed at one layer.

    Attributes
    ----------
    delta
        dL/dz, ``(n, n_out)``: how the loss changes with each weighted sum.
    x
        dL/dx, ``(n, n_in)``: what the layer before gets.
    parameters
        dL/dW, dL/db, …: views of the flat gradient.
    inner
        The gradients of the layers inside (residual block only).
    """

    delta: FloatArray
    x: FloatArray
    parameters: Parameters
    inner: tuple["LayerGradient", ...] = ()


@dataclass(frozen=True)
class Mode:
    """Whether the pass is for training, and the random numbers that training layers draw from."""

    training: bool = False
    rng: np.random.Generator | None = None


class Layer(ABC):
    """One step of the network."""

    kind: ClassVar[str]
    n_in: int
    n_out: int
    activation: Activation

    def shapes(self) -> dict[str, Shape]:
        """Return the names and shapes of the parameters, in the order of the buffer."""
        return {}

    def statistics(self) -> dict[str, Shape]:
        """Return the names and shapes of the running statistics: saved, but not trained by gradient."""
        return {}

    def initialize(  # noqa: B027  (a layer without parameters has nothing to write)
        self, parameters: Parameters, statistics: Parameters, rng: np.random.Generator
    ) -> None:
        """Write the initial values of the parameters and statistics."""

    def trace(self, n: int, dtype: np.dtype[np.floating]) -> LayerTrace:
        """Return buffers for a forward pass of `n` rows."""
        return LayerTrace(
            x=np.empty((0, self.n_in), dtype),
            z=np.empty((n, self.n_out), dtype),
            a=np.empty((n, self.n_out), dtype),
        )

    def gradient(self, n: int, dtype: np.dtype[np.floating], parameters: Parameters) -> LayerGradient:
        """Return buffers for a backward pass of `n` rows, which writes into the views `parameters`."""
        return LayerGradient(np.empty((n, self.n_out), dtype), np.empty((n, self.n_in), dtype), parameters)

    @abstractmethod
    def forward(
        self, parameters: Parameters, statistics: Parameters, x: FloatArray, t: LayerTrace, mode: Mode
    ) -> FloatArray:
        """Compute ``t.z`` and ``t.a`` from `x`; return ``t.a``."""

    def through_activation(self, t: LayerTrace, grad_a: FloatArray, g: LayerGradient) -> None:
        """Compute ``g.delta = grad_a * f'(z)``."""
        self.activation.backward(t.z, t.a, grad_a, out=g.delta)

    @abstractmethod
    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Compute the parameters' gradients and, if `need_x`, ``g.x``, from ``g.delta``."""


def check_size(what: str, size: int) -> None:
    """Raise `ParameterError` unless `size` is a whole number, 1 or more."""
    require(
        is_whole(size) and size >= 1,
        f"a layer needs a whole number of {what}, 1 or more, got {size!r}",
    )
