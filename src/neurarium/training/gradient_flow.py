"""How large signals and gradients are, from layer to layer: whether they vanish or explode."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from neurarium.engine.layers import BatchNorm, Dense, Layer, LayerTrace, Residual
from neurarium.engine.network import Network
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.types import FloatArray


def size(values: FloatArray) -> float:
    """Return the size of an array: its norm over the root of its number of entries.

    So arrays of different shapes compare. It is the same as the root of the mean square.

    Parameters
    ----------
    values
        Of any shape, with one entry at least. Divided by the largest of them first: squares overflow early.
    """
    largest = float(np.max(np.abs(values)))
    if largest == 0 or not np.isfinite(largest):
        return largest
    scaled = values / largest
    return largest * float(np.linalg.norm(scaled)) / float(np.sqrt(values.size))


@dataclass(frozen=True)
class Flow:
    """The signal at each station of a network: its inputs, the outputs of each block, the logits.

    A block is a layer with its activation, with what normalises it and what is added past it.

    Attributes
    ----------
    activations
        The signal itself, station by station: ``(n, units)`` each.
    gradients
        How the loss changes with it, of the same shapes.
    """

    activations: list[FloatArray]
    gradients: list[FloatArray]


def flow(network: Network, trace: Trace, gradients: Gradients) -> Flow:
    """Return signals and gradients of one pass, forward and backward (with `need_x`)."""
    first = [i for i, layer in enumerate(network.layers) if isinstance(layer, Dense | Residual)]
    return Flow(
        [*(trace.layers[i].x for i in first), trace.z],
        [*(gradients.layers[i].x for i in first), gradients.layers[-1].delta],
    )


def bends(layers: Sequence[Layer], traces: Sequence[LayerTrace]) -> Iterator[tuple[Layer, LayerTrace]]:
    """Yield the layers whose sums go through an activation: a dense layer, or the batch norm behind it."""
    for i, (layer, trace) in enumerate(zip(layers, traces, strict=True)):
        if isinstance(layer, Residual):
            yield from bends(layer.layers, trace.inner)
        elif isinstance(layer, BatchNorm) or (isinstance(layer, Dense) and not _is_normalised(layers, i)):
            yield layer, trace


def _is_normalised(layers: Sequence[Layer], i: int) -> bool:
    return i + 1 < len(layers) and isinstance(layers[i + 1], BatchNorm)
