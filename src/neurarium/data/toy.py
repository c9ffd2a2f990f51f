"""Points in the plane: the six data sets of the best-known 2-D playground.

Facts from the behaviour of A Neural Network Playground (D. Smilkov and S. Carter, 2016). All points lie
in [-6, 6] x [-6, 6]. `noise` goes from 0 to 0.5; U(a, b) is a number drawn uniformly between a and b.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_whole

DOMAIN = (-6.0, 6.0)
"""The range of both coordinates."""


@dataclass(frozen=True, eq=False)
class Points:
    """Points and their targets.

    Attributes
    ----------
    X
        Coordinates x and y, ``(n, 2)``, float32.
    y
        ``(n, 1)``, float32: +1 or -1 (classification), or a number from about -1 to 1 (regression).
    """

    X: NDArray[np.float32]
    y: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.X)

    def split(self, ratio: float, rng: np.random.Generator) -> "tuple[Points, Points]":
        """Shuffle, then cut at floor(n · ratio).

        Parameters
        ----------
        ratio
            Share of the first part, from 0 to 1.
        rng
            Source of the order.

        Returns
        -------
        train, test
            The two parts.
        """
        if not 0 <= ratio <= 1:
            raise ParameterError(f"Expected ratio to be from 0 to 1, got {ratio!r}.")
        order = rng.permutation(len(self))
        cut = math.floor(len(self) * ratio + 1e-9)  # 0.29 of 100 is 28.999999999999996 in binary
        parts = order[:cut], order[cut:]
        train, test = (Points(self.X[rows], self.y[rows]) for rows in parts)
        return train, test


def circle(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make a disc of radius 2.5 (+1), and a ring from 3.5 to 5 around it (-1), half of the points each.

    The label is that of the point moved by U(-5, 5) · noise along each axis, but the point stays.
    """
    inner = n // 2
    r = np.concatenate([rng.uniform(0, 2.5, inner), rng.uniform(3.5, 5, inner)])
    angle = rng.uniform(0, 2 * np.pi, 2 * inner)
    X = np.column_stack([r * np.sin(angle), r * np.cos(angle)])
    moved = X + rng.uniform(-5, 5, X.shape) * noise
    return _points(X, np.where(np.hypot(moved[:, 0], moved[:, 1]) < 2.5, 1, -1))


def xor(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make four squares, +1 where x and y have the same sign, with gaps of 0.3 along both axes.

    The label is that of the point moved by U(-5, 5) · noise along each axis, but the point stays.
    """
    X = rng.uniform(-5, 5, (n, 2))
    X += np.where(X > 0, 0.3, -0.3)
    moved = X + rng.uniform(-5, 5, X.shape) * noise
    return _points(X, np.where(moved[:, 0] * moved[:, 1] >= 0, 1, -1))


def gauss(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make two clouds: about (2, 2) is +1, about (-2, -2) is -1; half of the points each.

    Each axis is normal with a variance that grows from 0.5 without noise to 4 with noise 0.5.
    """
    half = n // 2
    sign = np.repeat([1, -1], half)
    deviation = math.sqrt(0.5 + 7 * noise)
    return _points(2 * sign[:, None] + deviation * rng.standard_normal((2 * half, 2)), sign)


def spiral(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make two arms of 1.75 turns, from the centre to radius 5; the second, -1, is half a turn ahead.

    Each point is moved by U(-1, 1) · noise along each axis.
    """
    half = n // 2
    part = np.arange(half) / half
    r = np.tile(5 * part, 2)
    angle = np.tile(1.75 * 2 * np.pi * part, 2) + np.repeat([0, np.pi], half)
    X = np.column_stack([r * np.sin(angle), r * np.cos(angle)])
    return _points(X + rng.uniform(-1, 1, X.shape) * noise, np.repeat([1, -1], half))


def reg_plane(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make a slope, (x + y) / 10.

    The label is that of the point moved by U(-6, 6) · noise along each axis, but the point stays.
    """
    X = rng.uniform(*DOMAIN, (n, 2))
    moved = X + rng.uniform(*DOMAIN, X.shape) * noise
    return _points(X, moved.sum(axis=1) / 10)


HILLS = np.array([[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]])
"""The summits and pits of `reg_gauss`: x, y and the sign."""


def reg_gauss(n: int, noise: float, rng: np.random.Generator) -> Points:
    """Make three hills and three pits: the sign of the nearest one times max(0, 1 - distance / 2).

    The label is that of the point moved by U(-6, 6) · noise along each axis, but the point stays.
    """
    X = rng.uniform(*DOMAIN, (n, 2))
    moved = X + rng.uniform(*DOMAIN, X.shape) * noise
    distance = np.hypot(moved[:, :1] - HILLS[:, 0], moved[:, 1:] - HILLS[:, 1])  # (n, 6)
    nearest = distance.argmin(axis=1)
    height = np.maximum(0, 1 - distance[np.arange(n), nearest] / 2)
    return _points(X, HILLS[nearest, 2] * height + 0.0)  # + 0.0: no -0 outside the hills


Generator = Callable[[int, float, np.random.Generator], Points]

CLASSIFICATION: dict[str, Generator] = {"circle": circle, "xor": xor, "gauss": gauss, "spiral": spiral}
"""The data sets with labels +1 and -1, by name."""

REGRESSION: dict[str, Generator] = {"reg-plane": reg_plane, "reg-gauss": reg_gauss}
"""The data sets with a number to learn, by name."""


def toy(name: str, rng: np.random.Generator, *, noise: float = 0.0, n: int | None = None) -> Points:
    """Make one of the six data sets by name.

    Parameters
    ----------
    name
        circle, xor, gauss, spiral, reg-plane or reg-gauss.
    rng
        Source of all randomness.
    noise
        0 to 0.5.
    n
        How many points; 500 for classification and 1200 for regression unless given. Data sets of two
        halves drop an odd one.

    Raises
    ------
    ParameterError
        The name is unknown, or a number out of range.

    Examples
    --------
    >>> points = toy("spiral", np.random.default_rng(0))
    >>> points.X.shape, points.y.shape
    ((500, 2), (500, 1))
    """
    known = CLASSIFICATION | REGRESSION
    if name not in known:
        raise ParameterError(f"Expected a data set named {', '.join(known)}, got {name!r}.")
    if not 0 <= noise <= 0.5:
        raise ParameterError(f"Expected noise to be from 0 to 0.5, got {noise!r}.")
    if n is None:
        n = 500 if name in CLASSIFICATION else 1200
    if not is_whole(n) or n < 2:
        raise ParameterError(f"Expected n to be a whole number, 2 or more, got {n!r}.")
    return known[name](n, noise, rng)


def _points(X: NDArray[np.float64], y: NDArray[np.floating | np.integer]) -> Points:
    return Points(X.astype(np.float32), y.astype(np.float32).reshape(-1, 1))
