"""The functions on the chart: values, slopes, and the tangent at the point."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine import ACTIVATIONS
from neurarium.engine.activations import Activation, Softmax
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.activations.settings import CLASSES
from neurarium.lab.values import Axes
from neurarium.training.flatness import slopes as slopes_by

_POINTS = 241
_REACH = 4.0

PointArray = Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True, eq=False)
class Bend:
    """A function around the point that is followed.

    Attributes
    ----------
    output, slope
        f(z) and f'(z) at the point; no slope if the function has none.
    z, a, slopes
        The curve, and the curve of the slope.
    """

    name: str
    output: float
    slope: float | None
    z: PointArray
    a: PointArray
    slopes: PointArray | None


@dataclass(frozen=True)
class Tangent:
    """The line that touches the curve at the point: from (z[0], a[0]) to (z[1], a[1])."""

    z: tuple[float, float]
    a: tuple[float, float]


def values(f: Activation, z: FloatArray) -> tuple[FloatArray, FloatArray | None]:
    """Return f(z) and f'(z), both ``(n,)``; no slopes of a function that has none.

    Softmax is the probability of the first of ten scores: z and nine zeros.
    """
    sums = softmax_row(z) if isinstance(f, Softmax) else z
    a = f.forward(sums)
    slopes = slopes_by(f, sums, a)
    if isinstance(f, Softmax) and slopes is not None:
        return a[:, 0], slopes[:, 0]
    return a, slopes


def softmax_row(z: FloatArray) -> FloatArray:
    """Return ten scores for each z, ``(n, 10)``: z and nine zeros."""
    scores = np.zeros((len(z), CLASSES), z.dtype)
    scores[:, 0] = z
    return scores


def draw_bend(name: str, at: float) -> Bend:
    """Return a function as a curve, and its numbers at a point."""
    reach = _REACH if abs(at) <= _REACH else 1.25 * abs(at)
    grid = np.linspace(-reach, reach, _POINTS)
    f = ACTIVATIONS.get(name)
    a, slopes = values(f, grid)
    output, slope = values(f, np.array([at]))
    return Bend(name, output.item(), None if slope is None else slope.item(), grid, a, slopes)


def tangent(bend: Bend, at: float) -> Tangent | None:
    """Return the tangent at the point, an eighth of the chart to both sides, inside the chart."""
    if bend.slope is None:
        return None
    low, high = bend.z[0].item(), bend.z[-1].item()
    length = (high - low) / 8
    left, right = max(low, at - length), min(high, at + length)
    return Tangent(
        (left, right), (bend.output + (left - at) * bend.slope, bend.output + (right - at) * bend.slope)
    )
