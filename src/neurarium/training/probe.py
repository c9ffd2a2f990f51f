"""A look inside the network between epochs, at its gradients and its dead units."""

from dataclasses import dataclass

import numpy as np

from neurarium.engine.layers import Layer, LayerTrace, Residual
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset

PROBE_ROWS = 256


@dataclass(frozen=True)
class Probe:
    """What was found, dense layer by dense layer.

    Attributes
    ----------
    gradient_norms
        ``|dL/dW| / sqrt(size of W)``.
    dead_units
        ReLU units that no row of the probe can switch on.
    """

    gradient_norms: tuple[float, ...]
    dead_units: tuple[int, ...]


def probe(network: Network, data: Dataset, config: TrainConfig) -> Probe:
    """Look at the network through the first rows of the training set, as in inference."""
    x, y = data.x_train[:PROBE_ROWS], data.y_train[:PROBE_ROWS]
    x = x if data.scaling is None else data.scaling.apply(x)
    with np.errstate(over="ignore", invalid="ignore"):
        found = objective(network, config.loss, x, y, config.regularizers, gradient=True)
    assert found.gradient is not None
    norms = [
        float(np.linalg.norm(dL_dW)) / float(np.sqrt(dL_dW.size))
        for dL_dW in network.weights(found.gradient.vector)
    ]
    dead: list[int] = []
    for layer, trace in zip(network.layers, found.trace.layers, strict=True):
        dead += _dead_units(layer, trace)
    return Probe(tuple(norms), tuple(dead))


def _dead_units(layer: Layer, trace: LayerTrace) -> list[int]:
    if isinstance(layer, Residual):
        inner = zip(layer.layers, trace.inner, strict=True)
        return [count for part, t in inner for count in _dead_units(part, t)]
    if layer.kind not in ("dense", "batch_norm"):
        return []
    if layer.activation.name != "relu":
        return [0] if layer.kind == "dense" else []
    return [int(np.count_nonzero((trace.a <= 0).all(axis=0)))]
