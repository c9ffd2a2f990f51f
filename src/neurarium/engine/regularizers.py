"""Penalties on large weights, added to the loss. Biases and batch-norm scales have none."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neurarium.engine.family import Family, require
from neurarium.engine.types import FloatArray


class Regularizer(ABC):
    """A penalty on weights."""

    name: ClassVar[str]
    formula: ClassVar[str]
    gradient_formula: ClassVar[str]

    @abstractmethod
    def value(self, W: FloatArray, scratch: FloatArray | None = None) -> float:
        """Return the penalty of the weights `W` (any shape); `scratch`, of that shape, saves new memory."""

    @abstractmethod
    def gradient(self, W: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return its derivative, of the shape of `W`, in `out` if that is given."""


@dataclass(frozen=True)
class L1(Regularizer):
    """A penalty on the size of each weight: drives useless weights to exactly 0 (lasso)."""

    name: ClassVar[str] = "l1"
    formula: ClassVar[str] = r"\lambda \sum |w|"
    gradient_formula: ClassVar[str] = r"\lambda\, \mathrm{sign}(w)"

    rate: float = 0.001

    def __post_init__(self) -> None:
        require(0 <= self.rate < np.inf, f"l1 needs a finite rate of 0 or more, got {self.rate!r}")

    def value(self, W: FloatArray, scratch: FloatArray | None = None) -> float:
        """Return ``rate * sum(abs(W))``."""
        return self.rate * float(np.abs(W, out=scratch).sum())

    def gradient(self, W: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``rate * sign(W)``: the same pull on every weight."""
        return np.multiply(self.rate, np.sign(W, out=out), out=out)


@dataclass(frozen=True)
class L2(Regularizer):
    """A penalty on the square of each weight: shrinks large weights most (ridge, weight decay)."""

    name: ClassVar[str] = "l2"
    formula: ClassVar[str] = r"\frac{\lambda}{2} \sum w^2"
    gradient_formula: ClassVar[str] = r"\lambda w"

    rate: float = 0.001

    def __post_init__(self) -> None:
        require(0 <= self.rate < np.inf, f"l2 needs a finite rate of 0 or more, got {self.rate!r}")

    def value(self, W: FloatArray, scratch: FloatArray | None = None) -> float:
        """Return ``rate / 2 * sum(W**2)``."""
        return self.rate / 2 * float(np.vdot(W, W))

    def gradient(self, W: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """Return ``rate * W``: a pull in proportion to the weight."""
        return np.multiply(self.rate, W, out=out)


REGULARIZERS: Family[Regularizer] = Family("regularizer", L1, L2)
