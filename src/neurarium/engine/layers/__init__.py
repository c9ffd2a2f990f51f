"""The layers, one a file."""

from collections.abc import Iterator, Sequence

from neurarium.engine.layers.base import Layer, LayerGradient, LayerTrace, Mode, Shape
from neurarium.engine.layers.batch_norm import BatchNorm
from neurarium.engine.layers.chain import check_chain
from neurarium.engine.layers.dense import Dense
from neurarium.engine.layers.dropout import Dropout
from neurarium.engine.layers.residual import Residual

__all__ = [
    "LAYERS",
    "BatchNorm",
    "Dense",
    "Dropout",
    "Layer",
    "LayerGradient",
    "LayerTrace",
    "Mode",
    "Residual",
    "Shape",
    "check_chain",
    "shape_of",
    "walk",
]

LAYERS: dict[str, type[Layer]] = {layer.kind: layer for layer in (Dense, Dropout, BatchNorm, Residual)}
"""The layers by their `kind`."""


def shape_of(layers: Sequence[Layer]) -> str:
    """Return inputs, units of each dense layer, outputs: ``"784-128-10"``."""
    units = [layer.n_out for layer in walk(layers) if isinstance(layer, Dense)]
    return "-".join(map(str, [layers[0].n_in, *units]))


def walk(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Yield every layer, those inside residual blocks too."""
    for layer in layers:
        yield layer
        if isinstance(layer, Residual):
            yield from walk(layer.layers)
