"""Weight initialization.

Too small, and signals vanish on their way through the layers; too large, and they explode or saturate; all
equal, and all units of a layer stay equal for ever. Biases start at 0 unless a layer says otherwise.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from neurarium.engine.family import Family, require
from neurarium.engine.types import FloatArray


class Initializer(ABC):
    """Draws a weight matrix."""

    name: ClassVar[str]
    formula: ClassVar[str]

    @abstractmethod
    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Return weights of shape ``(n_in, n_out)``, float64."""


@dataclass(frozen=True)
class Zeros(Initializer):
    """All 0: every unit of a layer computes the same and stays so (the symmetry is never broken)."""

    name: ClassVar[str] = "zeros"
    formula: ClassVar[str] = r"w = 0"

    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Return zeros."""
        return np.zeros((n_in, n_out))


@dataclass(frozen=True)
class Uniform(Initializer):
    """Uniform over [-limit, limit]."""

    name: ClassVar[str] = "uniform"
    formula: ClassVar[str] = r"w \sim U(-\ell, \ell)"

    limit: float = 0.5

    def __post_init__(self) -> None:
        require(0 <= self.limit < np.inf, f"uniform needs a finite limit of 0 or more, got {self.limit!r}")

    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Draw from U(-limit, limit)."""
        return rng.uniform(-self.limit, self.limit, (n_in, n_out))


@dataclass(frozen=True)
class Normal(Initializer):
    """Gaussian around 0 with standard deviation `scale`."""

    name: ClassVar[str] = "normal"
    formula: ClassVar[str] = r"w \sim N(0, s^2)"

    scale: float = 0.01

    def __post_init__(self) -> None:
        require(0 <= self.scale < np.inf, f"normal needs a finite scale of 0 or more, got {self.scale!r}")

    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Draw from N(0, scale²)."""
        return rng.normal(0.0, self.scale, (n_in, n_out))


@dataclass(frozen=True)
class Xavier(Initializer):
    """Glorot's choice: the same variance forward and backward, for tanh, sigmoid and linear layers.

    Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks"
    (AISTATS 2010), equation 16.
    """

    name: ClassVar[str] = "xavier"
    formula: ClassVar[str] = r"w \sim U(-\ell, \ell), \quad \ell = \sqrt{\frac{6}{n_{in} + n_{out}}}"

    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Draw from U(-l, l) with ``l = sqrt(6 / (n_in + n_out))``."""
        limit = np.sqrt(6 / (n_in + n_out))
        return rng.uniform(-limit, limit, (n_in, n_out))


@dataclass(frozen=True)
class He(Initializer):
    """He's choice for ReLU, which lets only half of the signal through: twice the variance.

    Source: He, Zhang, Ren & Sun, "Delving deep into rectifiers" (ICCV 2015), equation 10.
    """

    name: ClassVar[str] = "he"
    formula: ClassVar[str] = r"w \sim N\!\left(0, \frac{2}{n_{in}}\right)"

    def sample(self, rng: np.random.Generator, n_in: int, n_out: int) -> FloatArray:
        """Draw from N(0, 2 / n_in)."""
        return rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))


INITIALIZERS: Family[Initializer] = Family("initializer", Zeros, Uniform, Normal, Xavier, He)
