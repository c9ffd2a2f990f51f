"""The points of a sweep: combinations of values, on a grid, at random, or by Sobol's sequence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np

from neurarium.engine.errors import ParameterError
from neurarium.tuning.knobs import Knob, Value, as_text

Sampler = Literal["grid", "random", "sobol"]

SAMPLERS: tuple[Sampler, ...] = ("grid", "random", "sobol")

MAX_POINTS = 10_000
"""More than this is surely a mistake: a grid of many knobs multiplies."""


@dataclass(frozen=True)
class Point:
    """One value for each knob, in the order of the knobs."""

    names: tuple[str, ...]
    values: tuple[Value, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the values by their names."""
        return dict(zip(self.names, self.values, strict=True))

    def __str__(self) -> str:
        pairs = zip(self.names, self.values, strict=True)
        return " ".join(f"{name.replace('_', '-')}={as_text(name, value)}" for name, value in pairs)


def grid(knobs: Sequence[Knob]) -> list[Point]:
    """Return all combinations, coarse before fine: whatever is done first covers the whole.

    Raises
    ------
    ParameterError
        If there are more than `MAX_POINTS`.
    """
    axes = [knob.grid() for knob in knobs]
    size = int(np.prod([len(axis) for axis in axes]))
    if size > MAX_POINTS:
        raise ParameterError(
            f"a grid of {' x '.join(str(len(axis)) for axis in axes)} has {size:,} points, "
            f"expected at most {MAX_POINTS:,}: take fewer values, or sampler 'sobol' with a budget"
        )
    names = tuple(knob.name for knob in knobs)
    depths = [_depths(len(axis)) for axis in axes]
    order = sorted(
        product(*(range(len(axis)) for axis in axes)),
        key=lambda place: (max(depth[i] for depth, i in zip(depths, place, strict=True)), place),
    )
    return [Point(names, tuple(axis[i] for axis, i in zip(axes, place, strict=True))) for place in order]


def drawn(knobs: Sequence[Knob], sampler: Sampler, n: int, seed: int = 0) -> list[Point]:
    """Return the first `n` points of a sequence that goes on; equal ones are taken once.

    Parameters
    ----------
    knobs
        What is varied.
    sampler
        "random": each point on its own. "sobol": spread more evenly than chance would.
    n
        How many are drawn.
    seed
        Of the draw.

    Notes
    -----
    Source: Sobol, "On the distribution of points in a cube and the approximate evaluation of integrals", USSR
    Computational Mathematics 7 (1967), with Owen's scrambling, from SciPy. That random points find more than
    a grid: Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13 (2012).
    """
    shares = _sobol(len(knobs), n, seed) if sampler == "sobol" else _random(len(knobs), n, seed)
    names = tuple(knob.name for knob in knobs)
    points = [
        Point(names, tuple(knob.at(float(share)) for knob, share in zip(knobs, row, strict=True)))
        for row in shares
    ]
    return list({str(point): point for point in points}.values())


def _random(dimensions: int, n: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(seed).random((n, dimensions))


def _sobol(dimensions: int, n: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        from scipy.stats import qmc
    except ModuleNotFoundError as error:
        raise ParameterError(
            "Sobol's sequence needs scipy, which is not installed: pip install 'neurarium[sklearn]', "
            "or take sampler 'random'"
        ) from error
    engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    # The sequence is balanced at powers of two: draw one, and take what is asked for.
    shares: np.ndarray[Any, np.dtype[np.float64]] = engine.random_base2(max(n - 1, 0).bit_length())[:n]
    return shares


def _depths(n: int) -> list[int]:
    """Return for each of `n` places how early it is visited: the ends at depth 0, the middle at 1."""
    depths = [0] * n
    spans, depth = [(0, n - 1)], 1
    while spans:
        halves = []
        for low, high in spans:
            if high - low > 1:
                middle = (low + high) // 2
                depths[middle] = depth
                halves += [(low, middle), (middle, high)]
        spans, depth = halves, depth + 1
    return depths
