"""The numbers of a network's parameters, layer by layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from neurarium.engine.layers import Dropout, Layer, Residual


@dataclass(frozen=True)
class Row:
    """One layer of the table.

    Attributes
    ----------
    layer
        What it is: ``"dense 784 -> 128, relu"``, ``"residual 16 -> 16, x + (batch_norm, dense relu)"``.
    weights, biases
        Numbers of parameters: of two dimensions (weights), and of one (biases; batch norm's scale and shift).
    sum
        The calculation, as text: ``"784 x 128 + 128"``.
    """

    layer: str
    weights: int
    biases: int
    sum: str

    @property
    def parameters(self) -> int:
        """Weights and biases together."""
        return self.weights + self.biases


@dataclass(frozen=True)
class Summary:
    """The table of a network's layers; ``str()`` of it is the table as text."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, layers: Sequence[Layer]) -> "Summary":
        """Return the table of `layers`."""
        return cls(tuple(_row(layer) for layer in layers))

    @property
    def weights(self) -> int:
        """All weights."""
        return sum(row.weights for row in self.rows)

    @property
    def biases(self) -> int:
        """All biases."""
        return sum(row.biases for row in self.rows)

    @property
    def parameters(self) -> int:
        """All parameters."""
        return self.weights + self.biases

    def __str__(self) -> str:
        width = max(len(row.layer) for row in self.rows)
        sums = max(len(row.sum) for row in self.rows)
        lines = [f"{r.layer:<{width}}  {r.sum:>{sums}} = {r.parameters:>9,}" for r in self.rows]
        total = f"{self.weights:,} weights + {self.biases:,} biases = {self.parameters:,} parameters"
        return "\n".join([*lines, total])


def _row(layer: Layer) -> Row:
    shapes = list(layer.shapes().values())
    return Row(
        layer=f"{layer.kind} {layer.n_in} -> {layer.n_out}, {_what_it_does(layer)}",
        weights=sum(prod(shape) for shape in shapes if len(shape) == 2),
        biases=sum(prod(shape) for shape in shapes if len(shape) == 1),
        sum=" + ".join(" x ".join(str(n) for n in shape) for shape in shapes) or "0",
    )


def _what_it_does(layer: Layer) -> str:
    if isinstance(layer, Dropout):
        return f"rate {layer.rate:g}"
    if isinstance(layer, Residual):
        inside = (f"{each.kind} {_what_it_does(each)}".removesuffix(" linear") for each in layer.layers)
        return f"x + ({', '.join(inside)})"
    return layer.activation.name
