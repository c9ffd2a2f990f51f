"""Where the sums of real networks lie: histograms of z, layer by layer, on real images."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.activations import Activation, ReLU
from neurarium.engine.network import Network
from neurarium.engine.passes import Trace
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.activations.curves import values
from neurarium.lab.values import Axes
from neurarium.training.flatness import count_flat, count_silent
from neurarium.training.flatness import slopes as slopes_by
from neurarium.training.gradient_flow import bends

IMAGES = 1000
FLAT = 0.1
"""A slope is called flat below this, on either side of 0."""

BINS = 64
_NEARLY_ALL = 0.995  # of the sums are on the picture
_REACHES = 2.0 ** np.arange(2, 14)


@dataclass(frozen=True, eq=False)
class LayerSums:
    """The sums of one layer over all images.

    Attributes
    ----------
    activation, units
        Of the layer.
    reach
        The histogram goes from -reach to reach: a power of two, so that most pictures share it.
    counts
        How many sums each of its bins holds.
    beyond
        How many lie outside.
    total
        All of them: images times units.
    flat
        How many lie where the slope is flat; None if the activation has no slope.
    silent
        How many ReLU units have a sum of 0 or less for every one of these images; None for other activations.
        Whether they are dead, the training images tell.
    z, a, slopes
        The activation over the range of the histogram.
    """

    activation: str
    units: int
    reach: float
    counts: Annotated[NDArray[np.int32], Axes(BINS)]
    beyond: int
    total: int
    flat: int | None
    silent: int | None
    z: Annotated[FloatArray, Axes("point")]
    a: Annotated[FloatArray, Axes("point")]
    slopes: Annotated[FloatArray, Axes("point")] | None


def layer_sums(network: Network, trace: Trace) -> list[LayerSums]:
    """Return the sums of each layer with an activation; `trace` is of a forward pass of `network`."""
    return [measure(layer.activation, t.z, t.a) for layer, t in bends(network.layers, trace.layers)]


def measure(activation: Activation, z: FloatArray, a: FloatArray) -> LayerSums:
    """Return what is shown of a layer's sums `z` and outputs `a`, both ``(n, units)``."""
    reach = _reach(z)
    counts, _ = np.histogram(z, BINS, (-reach, reach))
    slopes = slopes_by(activation, z, a)
    grid = np.linspace(-reach, reach, 4 * BINS + 1)
    curve, curve_slopes = values(activation, grid)
    return LayerSums(
        activation=activation.name,
        units=z.shape[1],
        reach=reach,
        counts=counts.astype(np.int32),
        beyond=int(z.size - counts.sum()),
        total=int(z.size),
        flat=None if slopes is None else count_flat(slopes, FLAT),
        silent=count_silent(z) if isinstance(activation, ReLU) else None,
        z=grid,
        a=curve,
        slopes=curve_slopes,
    )


def _reach(z: FloatArray) -> float:
    """Return the smallest power of two between whose negative and itself nearly all sums lie."""
    most = float(np.quantile(np.abs(z), _NEARLY_ALL))
    return float(_REACHES[min(int(np.searchsorted(_REACHES, most)), len(_REACHES) - 1)])
