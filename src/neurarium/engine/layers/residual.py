"""The residual block: a skip connection around some layers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import Activation, Linear
from neurarium.engine.errors import ShapeError
from neurarium.engine.layers.base import Layer, LayerGradient, LayerTrace, Mode, Shape
from neurarium.engine.layers.chain import check_chain
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True)
class Residual(Layer):
    """Adds its input to the output of the layers inside: ``a = x + F(x)``. Gradients also flow past F.

    Source: He, Zhang, Ren & Sun, "Deep residual learning for image recognition" (CVPR 2016).

    Parameters
    ----------
    layers
        The layers of F; the last must have as many outputs as the first has inputs.
    """

    kind: ClassVar[str] = "residual"

    layers: tuple[Layer, ...]
    n_in: int = field(init=False)
    n_out: int = field(init=False)
    activation: Activation = field(init=False, default=Linear())

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        check_chain(self.layers)
        object.__setattr__(self, "n_in", self.layers[0].n_in)
        object.__setattr__(self, "n_out", self.layers[-1].n_out)
        if self.n_in != self.n_out:
            raise ShapeError(
                "a residual block adds its input to its output, so both need the same size: "
                f"expected {self.n_in} outputs, got {self.n_out}"
            )

    def shapes(self) -> dict[str, Shape]:
        """Return the shapes of the parameters inside, named ``"0.W"``, ``"0.b"``, ``"1.W"``, …."""
        return _numbered([layer.shapes() for layer in self.layers])

    def statistics(self) -> dict[str, Shape]:
        """Return the shapes of the statistics inside."""
        return _numbered([layer.statistics() for layer in self.layers])

    def initialize(self, parameters: Parameters, statistics: Parameters, rng: np.random.Generator) -> None:
        """Initialise the layers inside."""
        for i, layer in enumerate(self.layers):
            layer.initialize(_of(parameters, i), _of(statistics, i), rng)

    def trace(self, n: int, dtype: np.dtype[np.floating]) -> LayerTrace:
        """Return buffers for the pass and for those of the layers inside."""
        t = super().trace(n, dtype)
        t.z = t.a
        t.inner = tuple(layer.trace(n, dtype) for layer in self.layers)
        return t

    def gradient(self, n: int, dtype: np.dtype[np.floating], parameters: Parameters) -> LayerGradient:
        """Return buffers for the backward pass and for those of the layers inside."""
        g = super().gradient(n, dtype, parameters)
        g.inner = tuple(layer.gradient(n, dtype, _of(parameters, i)) for i, layer in enumerate(self.layers))
        return g

    def forward(
        self, parameters: Parameters, statistics: Parameters, x: FloatArray, t: LayerTrace, mode: Mode
    ) -> FloatArray:
        """Compute ``a = x + F(x)``."""
        t.x = inner = x
        for i, layer in enumerate(self.layers):
            inner = layer.forward(_of(parameters, i), _of(statistics, i), inner, t.inner[i], mode)
        return np.add(x, inner, out=t.a)

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Go back through F, and add the gradient of the skip connection: ``dL/dx = delta + F'(delta)``."""
        grad_a = g.delta
        for i, layer in reversed(list(enumerate(self.layers))):
            layer.through_activation(t.inner[i], grad_a, g.inner[i])
            layer.backward(_of(parameters, i), t.inner[i], g.inner[i], need_x=need_x or i > 0)
            grad_a = g.inner[i].x
        if need_x:
            np.add(g.delta, grad_a, out=g.x)


def _numbered(shapes: Sequence[dict[str, Shape]]) -> dict[str, Shape]:
    return {f"{i}.{name}": shape for i, inner in enumerate(shapes) for name, shape in inner.items()}


def _of(arrays: Parameters, i: int) -> Parameters:
    """Return the arrays of inner layer `i`, under their own names."""
    prefix = f"{i}."
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
