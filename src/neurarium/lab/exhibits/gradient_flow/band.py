"""The same network with twenty seeds: the median, and where most of them lie."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.gradient_flow.sizes import Sizes
from neurarium.lab.gradient_size import verdict_on
from neurarium.lab.values import Axes

SEEDS = 20
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True, eq=False)
class Spread:
    """Of some numbers for each seed: the median, and the edges of the band from 5 to 95 %."""

    median: Annotated[FloatArray, Axes("place")]
    low: Annotated[FloatArray, Axes("place")]
    high: Annotated[FloatArray, Axes("place")]

    @classmethod
    def of(cls, rows: Sequence[FloatArray]) -> "Spread":
        """Return the spread of ``(n_seeds, n)``."""
        ordered = np.sort(np.array(rows), axis=0)
        return cls(*(quantile(ordered, share) for share in (0.5, LOW, HIGH)))


def quantile(ordered: FloatArray, share: float) -> FloatArray:
    """Return a quantile of each column of ``(n_seeds, n)``, sorted upwards, at ``share (n_seeds - 1)``.

    Between two seeds it is interpolated linearly, so the median of twenty is the mean of the tenth and the
    eleventh. `numpy.quantile` is the same, but makes NaN of two infinities; here a NaN is what lies beyond
    them, as `sort` has it.
    """
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    low, high, part = ordered[below], ordered[math.ceil(place)], place - below
    with np.errstate(all="ignore"):
        found: FloatArray = np.where(low == high, low, low + part * (high - low))
    return found


@dataclass(frozen=True, eq=False)
class Band:
    """All seeds so far.

    Attributes
    ----------
    seeds
        How many there are.
    gradients, activations
        At the inputs, after each hidden layer, at the logits.
    updates
        Size of the update over that of the weights, matrix by matrix; NaN where the weights are 0.
    ratio, lowest, highest
        The gradient at the inputs, as a multiple of that at the logits: median and band.
    vanishing, normal, exploding
        How many seeds have which verdict.
    """

    seeds: int
    gradients: Spread
    activations: Spread
    updates: Spread
    ratio: float
    lowest: float
    highest: float
    vanishing: int
    normal: int
    exploding: int


def band_of(found: Sequence[Sizes], learning_rate: float) -> Band:
    """Return the band of the seeds that were found."""
    ratios = Spread.of([np.array([one.ratio]) for one in found])
    verdicts = [verdict_on(one.ratio) for one in found]
    return Band(
        seeds=len(found),
        gradients=Spread.of([one.gradients for one in found]),
        activations=Spread.of([one.activations for one in found]),
        updates=Spread.of([updates(one, learning_rate) for one in found]),
        ratio=ratios.median.item(),
        lowest=ratios.low.item(),
        highest=ratios.high.item(),
        vanishing=verdicts.count("vanishing"),
        normal=verdicts.count("normal"),
        exploding=verdicts.count("exploding"),
    )


def updates(found: Sizes, learning_rate: float) -> FloatArray:
    """Return the size of the update over that of the weights; NaN where these are 0."""
    with np.errstate(all="ignore"):
        share = learning_rate * found.weight_gradients / found.weights
    return np.where(found.weights > 0, share, np.nan)
