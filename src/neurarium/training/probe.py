"""Measurements inside the network between epochs, at its gradients and its dead units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import ReLU
from neurarium.engine.layers import BatchNorm, Dense, Layer, LayerTrace, Residual
from neurarium.engine.network import Network, Trace
from neurarium.engine.objective import objective
from neurarium.training.blas import single_threaded_blas
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset

BoolArray = npt.NDArray[np.bool_]

PROBE_ROWS = 256
_BLOCK = 2048  # rows of the second look


@dataclass(frozen=True)
class Probe:
    """What was found, dense layer by dense layer.

    Attributes
    ----------
    loss
        With the penalties.
    gradient_norms
        ``|dL/dW| / sqrt(size of W)``.
    dead_units
        ReLU units that no training row switches on: no gradient reaches them.
    """

    loss: float
    gradient_norms: tuple[float, ...]
    dead_units: tuple[int, ...]


def probe(network: Network, data: Dataset, config: TrainConfig) -> Probe:
    """Measure the network on the first rows of the training set, as in inference.

    A unit that is silent on these is tested on the other rows too, until one switches it on.
    """
    x, y = data.x_train[:PROBE_ROWS], data.y_train[:PROBE_ROWS]
    x = x if data.scaling is None else data.scaling.apply(x)
    with np.errstate(over="ignore", invalid="ignore"), single_threaded_blas():
        found = objective(network, config.loss, x, y, config.regularizers, gradient=True)
        assert found.gradient is not None
        norms = [
            float(np.linalg.norm(dL_dW.astype(np.float64))) / float(np.sqrt(dL_dW.size))
            for dL_dW in network.weights(found.gradient.vector)
        ]
        dead = dead_units(network, data, found.trace)
    return Probe(found.value, tuple(norms), dead)


def dead_units(network: Network, data: Dataset, first: Trace) -> tuple[int, ...]:
    """Return how many units of each dense layer no training row switches on.

    `first` is the forward pass of the first `PROBE_ROWS` rows; the others are looked at only while units are
    silent.
    """
    silent = _silent_units(network.layers, first.layers)
    for start in range(PROBE_ROWS, len(data), _BLOCK):
        if not any(mask.any() for mask in silent):
            break
        rows = data.x_train[start : start + _BLOCK]
        trace = network.forward(rows if data.scaling is None else data.scaling.apply(rows))
        also = _silent_units(network.layers, trace.layers)
        silent = [before & here for before, here in zip(silent, also, strict=True)]
    return tuple(int(mask.sum()) for mask in silent)


def _silent_units(layers: Sequence[Layer], traces: Sequence[LayerTrace]) -> list[BoolArray]:
    """Return which units ``(n_units,)`` of each dense layer are ReLU units that no row switches on.

    The units of a batch norm behind a dense layer count as its own.
    """
    silent: list[BoolArray] = []
    for layer, trace in zip(layers, traces, strict=True):
        if isinstance(layer, Residual):
            silent += _silent_units(layer.layers, trace.inner)
            continue
        if isinstance(layer, Dense):
            silent.append(np.zeros(layer.n_out, np.bool_))
        if isinstance(layer, Dense | BatchNorm) and isinstance(layer.activation, ReLU) and silent:
            silent[-1] = np.all(trace.a <= 0, axis=0)
    return silent
