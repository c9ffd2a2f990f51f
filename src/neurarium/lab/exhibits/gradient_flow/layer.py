"""One hidden layer, looked at: its activations, slopes and gradients, one for each unit and image."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.metrics import count_classes
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.gradient_flow.sizes import Pass
from neurarium.lab.values import Axes
from neurarium.training.flatness import slopes
from neurarium.training.gradient_flow import bends, flow, size

BINS = 40


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many values lie in each of equal parts of the range from `low` to `high`."""

    low: float
    high: float
    counts: Annotated[NDArray[np.int32], Axes(BINS)]


@dataclass(frozen=True)
class Measured:
    """The size of an array: its norm over the root of its number of entries."""

    norm: float
    entries: int
    size: float


@dataclass(frozen=True)
class LayerView:
    """A hidden layer.

    Attributes
    ----------
    layer
        Which, counted from 1.
    activations, slopes, gradients
        Histograms over all units and images; None if a value is no finite number.
    activation, gradient, weight, weight_gradient
        The sizes of its outputs, of how the loss changes with them, of its weights and of their gradient.
    slope
        The mean of the slopes.
    """

    layer: int
    activations: Histogram | None
    slopes: Histogram | None
    gradients: Histogram | None
    activation: Measured
    gradient: Measured
    weight: Measured
    weight_gradient: Measured
    slope: float


def measured(values: FloatArray) -> Measured:
    """Return the size of an array, and what it is made of."""
    found = size(values)
    return Measured(found * float(np.sqrt(values.size)), values.size, found)


def look(found: Pass, layer: int) -> LayerView:
    """Look at a hidden layer of a pass, counted from 1."""
    network = found.network
    with np.errstate(all="ignore"):
        signal = flow(network, found.trace, found.gradients)
        bend, t = list(bends(network.layers, found.trace.layers))[layer - 1]
        slope = slopes(bend.activation, t.z, t.a)
        assert slope is not None  # the step function is no choice here
        a, gradient = signal.activations[layer], signal.gradients[layer]
        return LayerView(
            layer=layer,
            activations=_histogram(a),
            slopes=_histogram(slope),
            gradients=_histogram(gradient),
            activation=measured(a),
            gradient=measured(gradient),
            weight=measured(network.weights()[layer - 1]),
            weight_gradient=measured(network.weights(found.gradients.vector)[layer - 1]),
            slope=float(slope.mean()),
        )


def _histogram(values: FloatArray) -> Histogram | None:
    """Return the histogram over a range that ends at the values, or is 1 wide if they are all one."""
    low, high = float(values.min()), float(values.max())
    if not np.isfinite(high - low):
        return None
    if high - low <= 1e-12 * max(abs(low), abs(high)) or low == high:
        low, high = low - 0.5, high + 0.5
    width = high - low
    place = np.clip(((values - low) * (BINS / width)).astype(np.int64), 0, BINS - 1)
    return Histogram(low, high, count_classes(place, BINS).astype(np.int32))
