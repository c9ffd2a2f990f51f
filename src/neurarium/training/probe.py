"""Measurements inside the network between epochs, at its gradients and its dead units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import ReLU
from neurarium.engine.layers import BatchNorm, Dense, Dropout, Layer, LayerTrace, Residual
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.types import FloatArray, Parameters
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
    silent_units
        ReLU units that no row of the probe switches on. Whether they are dead, `dead_units` tells.
    """

    loss: float
    gradient_norms: tuple[float, ...]
    silent_units: tuple[int, ...]


def probe(network: Network, data: Dataset, config: TrainConfig) -> Probe:
    """Measure the network on the first `PROBE_ROWS` rows of the training set, as in inference."""
    with np.errstate(over="ignore", invalid="ignore"), single_threaded_blas():
        x, y = _scaled(data, 0, PROBE_ROWS), data.y_train[:PROBE_ROWS]
        found = objective(network, config.loss, x, y, config.regularizers, gradient=True)
        assert found.gradient is not None
        norms = [
            float(np.linalg.norm(dL_dW.astype(np.float64))) / float(np.sqrt(dL_dW.size))
            for dL_dW in network.weights(found.gradient.vector)
        ]
        silent = _silent_units(network.layers, found.trace.layers)
    return Probe(found.value, tuple(norms), _counts(silent))


def dead_units(network: Network, data: Dataset) -> tuple[int, ...]:
    """Return how many ReLU units of each dense layer no training row switches on: no gradient reaches them.

    It reads rows while units are silent: nearly none where all units are alive, all rows where one is dead.
    """
    with np.errstate(over="ignore", invalid="ignore"), single_threaded_blas():
        trace = network.forward(_scaled(data, 0, PROBE_ROWS))
        silent = _silent_units(network.layers, trace.layers)
        for start in range(PROBE_ROWS, len(data), _BLOCK):
            if not any(mask.any() for mask in silent):
                break
            _wake(network, _scaled(data, start, start + _BLOCK), silent)
    return _counts(silent)


def _wake(network: Network, x: FloatArray, silent: list[BoolArray]) -> None:
    """Take the units that these rows switch on from the silent ones."""
    last = max(number for number, mask in enumerate(silent) if mask.any())
    if not all(isinstance(layer, Dense | Dropout) for layer in network.layers):
        also = _silent_units(network.layers, network.forward(x).layers)
        for mask, here in zip(silent, also, strict=True):
            np.logical_and(mask, here, out=mask)
        return
    # Up to the last layer with silent units, and of that only their columns: mostly a few of the first layer.
    for layer, parameters, mask in zip(network.dense_layers, _dense(network), silent, strict=True):
        if mask is silent[last]:
            columns = np.flatnonzero(mask)
            z = x @ parameters["W"][:, columns] + parameters["b"][columns]
            mask[columns] = ~np.any(z > 0, axis=0)
            return
        x = layer.activation.forward(x @ parameters["W"] + parameters["b"])
        np.logical_and(mask, np.all(x <= 0, axis=0), out=mask)


def _dense(network: Network) -> list[Parameters]:
    pairs = zip(network.layers, network.parameters, strict=True)
    return [parameters for layer, parameters in pairs if isinstance(layer, Dense)]


def _scaled(data: Dataset, start: int, stop: int) -> FloatArray:
    rows = data.x_train[start:stop]
    return rows if data.scaling is None else data.scaling.apply(rows)


def _counts(masks: Sequence[BoolArray]) -> tuple[int, ...]:
    return tuple(int(mask.sum()) for mask in masks)


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
