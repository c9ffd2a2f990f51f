"""Curves and scores of several seeds: means with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.overfitting.training import CURVES
from neurarium.lab.runs.training_list import Result
from neurarium.lab.values import Axes
from neurarium.training.statistics import mean_interval, t_quantile

EpochArray = Annotated[FloatArray, Axes("epoch")]


@dataclass(frozen=True, eq=False)
class Curves:
    """The curves of one training; NaN where there is no such number."""

    epoch: EpochArray
    train_loss: EpochArray
    train_accuracy: EpochArray
    held_loss: EpochArray
    held_accuracy: EpochArray

    @classmethod
    def of(cls, result: Result) -> "Curves":
        """Return the curves of a result."""
        return cls(**{name: _array(result[name]) for name in ("epoch", *CURVES)})


@dataclass(frozen=True, eq=False)
class Band:
    """The mean over the seeds, and its 95 % interval (Student's t); NaN for an interval of one seed."""

    mean: EpochArray
    low: EpochArray
    high: EpochArray

    @classmethod
    def of(cls, rows: FloatArray) -> "Band":
        """Return the band of some curves ``(seed, epoch)``."""
        n = len(rows)
        mean = rows.mean(axis=0)
        reach = np.full_like(mean, np.nan)
        if n > 1:
            reach = t_quantile(n - 1) * rows.std(axis=0, ddof=1) / np.sqrt(n)
        return cls(mean, mean - reach, mean + reach)


@dataclass(frozen=True, eq=False)
class Bands:
    """The curves of several seeds together, as far as all of them go."""

    epoch: EpochArray
    train_loss: Band
    train_accuracy: Band
    held_loss: Band
    held_accuracy: Band

    @classmethod
    def of(cls, results: Sequence[Result]) -> "Bands":
        """Return the bands of some results; a seed that stopped early ends them."""
        curves = [Curves.of(result) for result in results]
        if not curves:
            curves = [Curves(*(np.empty(0),) * 5)]
        shared = min(len(each.epoch) for each in curves)
        # A last point beyond the common epochs belongs to one seed alone.
        while shared and len({each.epoch[shared - 1] for each in curves}) > 1:
            shared -= 1
        bands = {name: Band.of(np.array([getattr(c, name)[:shared] for c in curves])) for name in CURVES}
        return cls(curves[0].epoch[:shared], **bands)


@dataclass(frozen=True)
class Estimate:
    """Scores of several seeds: their mean, and its 95 % interval (Student's t)."""

    mean: float
    low: float
    high: float
    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[float]) -> "Estimate | None":
        """Return the estimate; None of fewer than two values."""
        if len(values) < 2:
            return None
        return cls(float(np.mean(values)), *mean_interval(values), tuple(values))


def _array(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values], np.float64)
