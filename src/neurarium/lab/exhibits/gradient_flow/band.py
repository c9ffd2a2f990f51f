"""The same network with twenty seeds: the median, and where most of them lie."""

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
        """Return the spread of ``(n_seeds, n)``: each edge is the number of one of the seeds."""
        ordered = np.sort(np.array(rows), axis=0)
        last = len(ordered) - 1
        return cls(*(ordered[round(share * last)] for share in (0.5, LOW, HIGH)))


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
