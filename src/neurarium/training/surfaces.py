"""Surfaces to watch optimizers on: a loss of two parameters, with the slope beside the height.

The lowest point of each is 0. A surface is the mean loss of `SAMPLES` samples: that of sample i is the
surface, tilted by the sample's own t_i, and the t_i sum to 0. So a step that looks at all samples sees the
surface itself, and one that looks at a few of them sees it tilted a little: real mini-batches.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import numpy as np

from neurarium.engine.family import Family
from neurarium.engine.types import FloatArray, IntArray

SAMPLES = 64

Numbers = TypeVar("Numbers", float, FloatArray)


@dataclass(frozen=True)
class Surface(ABC):
    """A height over the plane of two parameters x and y.

    Attributes
    ----------
    formula, slope_formulas
        The height, and its slopes along x and y, as LaTeX.
    code
        The height as an expression in ``x`` and ``y``, the same in Python, Keras and PyTorch.
    centre, reach
        The square that is drawn: from centre - reach to centre + reach along both axes.
    start
        Where a race begins.
    tilt
        The standard deviation of the samples' tilts along each axis.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    slope_formulas: ClassVar[tuple[str, str]]
    code: ClassVar[str]
    centre: ClassVar[tuple[float, float]] = (0.0, 0.0)
    reach: ClassVar[float]
    start: ClassVar[tuple[float, float]]
    tilt: ClassVar[float]

    @abstractmethod
    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return the loss at points; `x` and `y` have one shape, or are numbers."""

    @abstractmethod
    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return how much the loss grows along x and along y."""


@dataclass(frozen=True)
class Bowl(Surface):
    """Round: the slope points straight away from the lowest point."""

    name: ClassVar[str] = "bowl"
    formula: ClassVar[str] = r"f(x, y) = \tfrac12 x^2 + \tfrac12 y^2"
    slope_formulas: ClassVar[tuple[str, str]] = ("x", "y")
    code: ClassVar[str] = "0.5 * x**2 + 0.5 * y**2"
    reach: ClassVar[float] = 5.0
    start: ClassVar[tuple[float, float]] = (-4.0, 3.0)
    tilt: ClassVar[float] = 1.0

    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return x² / 2 + y² / 2."""
        return 0.5 * x**2 + 0.5 * y**2

    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return (x, y)."""
        return x, y


@dataclass(frozen=True)
class Ravine(Surface):
    """Twenty times as steep along y as along x: the slope points at the other wall."""

    name: ClassVar[str] = "ravine"
    formula: ClassVar[str] = r"f(x, y) = 0.05\, x^2 + y^2"
    slope_formulas: ClassVar[tuple[str, str]] = (r"0.1\, x", r"2\, y")
    code: ClassVar[str] = "0.05 * x**2 + y**2"
    reach: ClassVar[float] = 5.0
    start: ClassVar[tuple[float, float]] = (-4.5, 2.0)
    tilt: ClassVar[float] = 0.2

    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return 0.05 x² + y²."""
        return 0.05 * x**2 + y**2

    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return (0.1 x, 2 y)."""
        return 0.1 * x, 2 * y


@dataclass(frozen=True)
class Saddle(Surface):
    """At (0, 0) a valley along x and a ridge along y: flat, and yet no minimum. Those are at (0, ±2)."""

    name: ClassVar[str] = "saddle"
    formula: ClassVar[str] = r"f(x, y) = \tfrac12 x^2 + \tfrac1{16} (y^2 - 4)^2"
    slope_formulas: ClassVar[tuple[str, str]] = ("x", r"\tfrac14\, y\, (y^2 - 4)")
    code: ClassVar[str] = "0.5 * x**2 + (y**2 - 4)**2 / 16"
    reach: ClassVar[float] = 4.0
    start: ClassVar[tuple[float, float]] = (-3.0, 0.001)
    tilt: ClassVar[float] = 0.2

    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return x² / 2 + (y² - 4)² / 16."""
        return 0.5 * x**2 + (y**2 - 4) ** 2 / 16

    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return (x, y (y² - 4) / 4)."""
        return x, 0.25 * y * (y * y - 4)


@dataclass(frozen=True)
class TwoMinima(Surface):
    """A shallow minimum at (2, 0), the loss there is 4/3, and the deep one at (-2, 0) behind a pass."""

    name: ClassVar[str] = "two_minima"
    formula: ClassVar[str] = (
        r"f(x, y) = \tfrac1{16} x^4 - \tfrac1{24} x^3 - \tfrac12 x^2 + \tfrac12 x + \tfrac53 + \tfrac12 y^2"
    )
    slope_formulas: ClassVar[tuple[str, str]] = (r"\tfrac14 (x + 2)(x - \tfrac12)(x - 2)", "y")
    code: ClassVar[str] = "x**4 / 16 - x**3 / 24 - x**2 / 2 + x / 2 + 5 / 3 + y**2 / 2"
    reach: ClassVar[float] = 4.0
    start: ClassVar[tuple[float, float]] = (3.4, 2.5)
    tilt: ClassVar[float] = 0.3

    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return the integral of the slope, 0 at (-2, 0)."""
        return x**4 / 16 - x**3 / 24 - x**2 / 2 + x / 2 + 5 / 3 + y**2 / 2

    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return ((x + 2) (x - 1/2) (x - 2) / 4, y)."""
        return 0.25 * (x + 2) * (x - 0.5) * (x - 2), y


@dataclass(frozen=True)
class Rosenbrock(Surface):
    """A curved, nearly flat valley to (1, 1) between steep walls.

    Source: Rosenbrock, "An automatic method for finding the greatest or least value of a function" (1960).
    """

    name: ClassVar[str] = "rosenbrock"
    formula: ClassVar[str] = r"f(x, y) = (1 - x)^2 + 100\, (y - x^2)^2"
    slope_formulas: ClassVar[tuple[str, str]] = (
        r"-2\, (1 - x) - 400\, x\, (y - x^2)",
        r"200\, (y - x^2)",
    )
    code: ClassVar[str] = "(1 - x)**2 + 100 * (y - x**2)**2"
    centre: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 2.0
    start: ClassVar[tuple[float, float]] = (-1.2, 1.0)
    tilt: ClassVar[float] = 1.0

    def height(self, x: Numbers, y: Numbers) -> Numbers:
        """Return (1 - x)² + 100 (y - x²)²."""
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def slope(self, x: float, y: float) -> tuple[float, float]:
        """Return (-2 (1 - x) - 400 x (y - x²), 200 (y - x²))."""
        above = y - x * x
        return -2 * (1 - x) - 400 * x * above, 200 * above


SURFACES: Family[Surface] = Family("surface", Bowl, Ravine, Saddle, TwoMinima, Rosenbrock)


class SampledSurface:
    """A surface as the mean loss of `SAMPLES` samples.

    Attributes
    ----------
    tilts
        The samples' own tilts t_i, ``(SAMPLES, 2)``; they sum to 0.
    """

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        tilts = np.random.default_rng(0).normal(size=(SAMPLES, 2))
        tilts -= tilts.mean(axis=0)
        self.tilts: FloatArray = tilts * (surface.tilt / tilts.std(axis=0))
        self._last: tuple[IntArray, FloatArray] | None = None  # all racers ask for the same rows in turn

    def loss(self, theta: FloatArray) -> float:
        """Return the mean loss of all samples at `theta` ``(2,)``."""
        x, y = theta.tolist()
        return float(self.surface.height(x, y))

    def tilt(self, rows: IntArray | None) -> FloatArray:
        """Return the mean tilt of some samples ``(2,)``; of all of them (None) it is 0."""
        if rows is None:
            return np.zeros(2)
        if self._last is None or self._last[0] is not rows:
            self._last = rows, self.tilts[rows].mean(axis=0)
        return self._last[1]

    def gradient(self, theta: FloatArray, rows: IntArray | None) -> FloatArray:
        """Return the gradient ``(2,)`` of the mean loss of the samples `rows`; None: of all of them."""
        x, y = theta.tolist()
        slope = np.array(self.surface.slope(x, y))
        return slope if rows is None else slope + self.tilt(rows)
