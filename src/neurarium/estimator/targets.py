"""Targets of a regressor scaled to mean 0 and spread 1 for training, and the last layer scaled back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.mlp import MLP

Doubles = npt.NDArray[np.float64]

COARSE = 1e-3
"""float32 will not do for the outputs if its steps are wider than this share of the targets' spread."""

SQUARED = 2.0**20
"""How much larger than a target's square the sums may be that a step makes of it."""


@dataclass(frozen=True, eq=False)
class TargetScale:
    """Mean and spread of each output's targets.

    Attributes
    ----------
    mean, spread
        ``(n_outputs,)``, float64; the spread of targets that are all alike is 1.
    """

    mean: Doubles
    spread: Doubles

    @classmethod
    def of(cls, y: npt.NDArray[Any], weights: npt.NDArray[Any] | None = None) -> "TargetScale":
        """Measure targets ``(n, n_outputs)``, each row by its weight; in float64, whatever their type."""
        # Through the largest target, so that no square leaves the numbers, however large or small they are.
        largest = np.abs(y).max(axis=0).astype(np.float64)
        unit = np.where(largest > 0, largest, 1.0)
        scaled = y.astype(np.float64) / unit
        mean = np.average(scaled, axis=0, weights=weights)
        spread = np.sqrt(np.average((scaled - mean) ** 2, axis=0, weights=weights))
        alike = spread <= 4 * np.finfo(np.float64).eps
        return cls(mean * unit, np.where(alike, 1.0, spread * unit))

    @classmethod
    def none(cls, n_outputs: int) -> "TargetScale":
        """Return the scale that changes nothing."""
        return cls(np.zeros(n_outputs), np.ones(n_outputs))

    @property
    def changes_nothing(self) -> bool:
        """Whether targets stay as they are."""
        return not self.mean.any() and bool((self.spread == 1).all())

    def can_be_left_out(self, dtype: npt.DTypeLike) -> bool:
        """Whether the squared error of targets as they are can be calculated in `dtype`.

        Its steps must be fine enough to tell targets apart, and squares of targets must not leave its range.
        """
        info = np.finfo(np.dtype(dtype))
        size = np.abs(self.mean) + self.spread
        fine = size * float(info.eps) <= COARSE * self.spread
        # Roots are compared, for the squares themselves may be beyond float64.
        inside = (size < np.sqrt(float(info.max) / SQUARED)) & (self.spread > np.sqrt(float(info.tiny)))
        return bool((fine & inside).all())

    @property
    def needs_double(self) -> bool:
        """Whether outputs must be float64, because float32 could not tell targets apart."""
        size = np.abs(self.mean) + self.spread
        step = size * float(np.finfo(np.float32).eps)
        info = np.finfo(np.float32)
        inside = (size < float(info.max) / 16) & (self.spread > float(info.tiny) * 1e7)
        return bool((step > COARSE * self.spread).any() or not inside.all())

    def shrink(self, y: npt.NDArray[Any]) -> Doubles:
        """Return targets of mean 0 and spread 1, float64."""
        shrunk: Doubles = (y.astype(np.float64) - self.mean) / self.spread
        return shrunk

    def fold(self, network: MLP, dtype: npt.DTypeLike) -> MLP:
        """Return a copy of `network` in another type whose last layer gives targets as they were."""
        folded = network.copy(np.float64)
        last = folded.parameters[-1]
        last["W"] *= self.spread  # a W + b, times the spread, plus the mean
        last["b"] *= self.spread
        last["b"] += self.mean
        return folded.copy(dtype)

    def unfold(self, network: MLP, dtype: npt.DTypeLike) -> MLP:
        """Return a copy in another type whose last layer gives targets of mean 0 and spread 1 again."""
        unfolded = network.copy(np.float64)
        last = unfolded.parameters[-1]
        last["b"] -= self.mean
        last["b"] /= self.spread
        last["W"] /= self.spread
        return unfolded.copy(dtype)
