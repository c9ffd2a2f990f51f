"""The network's gradients and dead units, measured between epochs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neurarium.engine.activations import ReLU
from neurarium.engine.layers import BatchNorm, Dense, Layer, LayerTrace, Residual
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.training.blas import single_threaded_blas
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset

PROBE_ROWS = 256


@dataclass(frozen=True)
class Probe:
    """What was measured, for each dense layer.

    Attributes
    ----------
    loss
        Of the probed rows, with the penalties.
    gradient_norms
        ``|dL/dW| / sqrt(size of W)``.
    dead_units
        ReLU units that are 0 for every probed row.
    """

    loss: float
    gradient_norms: tuple[float, ...]
    dead_units: tuple[int, ...]


def probe(network: Network, data: Dataset, config: TrainConfig) -> Probe:
    """Measure the network on the first rows of the training set, as in inference."""
    x, y = data.x_train[:PROBE_ROWS], data.y_train[:PROBE_ROWS]
    x = x if data.scaling is None else data.scaling.apply(x)
    with np.errstate(over="ignore", invalid="ignore"), single_threaded_blas():
        found = objective(network, config.loss, x, y, config.regularizers, gradient=True)
        assert found.gradient is not None
        norms = [
            float(np.linalg.norm(dL_dW.astype(np.float64))) / float(np.sqrt(dL_dW.size))
            for dL_dW in network.weights(found.gradient.vector)
        ]
    return Probe(found.value, tuple(norms), tuple(_dead_units(network.layers, found.trace.layers)))


def _dead_units(layers: Sequence[Layer], traces: Sequence[LayerTrace]) -> list[int]:
    """Return one number for each dense layer, with the units of a batch norm that follows it."""
    dead: list[int] = []
    for layer, trace in zip(layers, traces, strict=True):
        if isinstance(layer, Residual):
            dead += _dead_units(layer.layers, trace.inner)
            continue
        if isinstance(layer, Dense):
            dead.append(0)
        if isinstance(layer, Dense | BatchNorm) and isinstance(layer.activation, ReLU) and dead:
            dead[-1] = int(np.count_nonzero((trace.a <= 0).all(axis=0)))
    return dead
