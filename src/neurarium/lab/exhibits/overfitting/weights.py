"""The weights of the first layer, with and without penalties: a histogram, and images."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.values import Axes

BINS = 61
REACH = 0.3
"""The histogram goes so far from 0 on both sides; what lies beyond is counted in the last bin."""

TINY = 0.001
"""A weight nearer to 0 is as good as gone."""

MOST_IMAGES = 12


@dataclass(frozen=True, eq=False)
class Weights:
    """The first layer's weights.

    Attributes
    ----------
    counts
        Of the histogram.
    total, tiny
        How many weights there are, and how many are smaller than `TINY`.
    deviation
        The root of the mean of their squares.
    images
        From the pixels to the units with the largest weights, one image a unit.
    held
        The share of right answers among the images held back that the curves ask; None if there are none.
    """

    counts: Annotated[IntArray, Axes(BINS)]
    total: int
    tiny: int
    deviation: float
    images: Annotated[FloatArray, Axes("image", 784)]
    held: float | None


@dataclass(frozen=True, eq=False)
class WeightsView:
    """The same training twice.

    Attributes
    ----------
    done
        The part of both trainings that is done, 0 to 1.
    without, penalised
        Without L1 and L2, and with them as they are set; None until trained, and if none is set.
    """

    done: float
    without: Weights | None
    penalised: Weights | None


def weights_of(network: Network, held: float | None) -> Weights:
    """Return the weights of a network's first layer."""
    W = network.weights()[0]  # (784, n)
    edges = np.linspace(-REACH, REACH, BINS + 1)
    counts, _ = np.histogram(W.clip(-REACH, REACH), edges)
    largest = np.sort(np.argsort(-np.linalg.norm(W, axis=0), kind="stable")[:MOST_IMAGES])
    return Weights(
        counts=counts.astype(np.int32),
        total=W.size,
        tiny=int(np.count_nonzero(np.abs(W) < TINY)),
        deviation=float(np.sqrt(np.square(W, dtype=np.float64).mean())),
        images=np.ascontiguousarray(W[:, largest].T, np.float32),
        held=held,
    )
