"""What one pass through a network computed, forward or backward."""

from dataclasses import dataclass

from neurarium.engine.layers import LayerGradient, LayerTrace
from neurarium.engine.types import FloatArray, Parameters


@dataclass
class Trace:
    """Everything that one forward pass computed, layer by layer."""

    layers: list[LayerTrace]

    @property
    def z(self) -> FloatArray:
        """The last layer's weighted sums, ``(n, n_out)``: the logits."""
        return self.layers[-1].z

    @property
    def output(self) -> FloatArray:
        """The last layer's outputs, ``(n, n_out)``."""
        return self.layers[-1].a

    def __len__(self) -> int:
        return len(self.output)


@dataclass
class Gradients:
    """Everything that one backward pass computed.

    Attributes
    ----------
    vector
        dL/d(theta), ``(n_parameters,)``: one number for each parameter.
    layers
        Layer by layer: ``delta`` (dL/dz), ``x`` (dL/dx) and ``parameters`` (views of `vector`).
    penalty
        Buffer for what the regularizers add, ``(n_parameters,)``.
    """

    vector: FloatArray
    layers: list[LayerGradient]
    penalty: FloatArray

    @property
    def deltas(self) -> list[FloatArray]:
        """dL/dz of each layer, ``(n, n_out)``."""
        return [layer.delta for layer in self.layers]

    @property
    def parameters(self) -> list[Parameters]:
        """Each layer's gradients by name."""
        return [layer.parameters for layer in self.layers]

    def __len__(self) -> int:
        return len(self.layers[-1].delta)
