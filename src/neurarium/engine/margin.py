"""The margin of two classes, and Novikoff's bound on the perceptron's mistakes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ShapeError
from neurarium.engine.types import FloatArray, IntArray

TOUCHES = 1e-10
"""A hull that comes so near to the origin, as a share of its farthest point, is taken to contain it."""


@dataclass(frozen=True, eq=False)
class Margin:
    """How far apart two classes are, in the space where the bias is the weight of a constant 1.

    Attributes
    ----------
    radius
        R: the length of the longest row (x, 1).
    farthest
        Which sample that is.
    gamma
        The margin: the distance from the origin to the convex hull of the rows y (x, 1), y being -1 or +1. No
        plane through the origin keeps farther from every row. 0 if none separates the classes.
    nearest
        The point of the hull that is nearest to the origin, ``(n_in + 1,)``: the weights and the bias of the
        widest margin.
    shares
        What each sample adds to it: ``nearest = sum_i shares[i] y_i (x_i, 1)``; they are at least 0 and
        sum to 1, ``(n,)``.
    """

    radius: float
    farthest: int
    gamma: float
    nearest: FloatArray
    shares: FloatArray

    @property
    def separable(self) -> bool:
        """Whether some line (plane) separates the classes."""
        return self.gamma > 0

    @property
    def bound(self) -> float:
        """Return ``(R / gamma)²``: from w = 0, the rule makes at most so many mistakes (Novikoff 1962)."""
        return (self.radius / self.gamma) ** 2 if self.separable else np.inf


def margin(X: npt.ArrayLike, y: npt.ArrayLike) -> Margin:
    """Return the margin of samples `X` ``(n, n_in)`` with answers `y`, 0 or 1, ``(n,)``.

    Examples
    --------
    >>> from neurarium.engine.margin import margin
    >>> round(margin([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]).bound, 6)
    51.0

    Raises
    ------
    ShapeError
        If there are no samples, or not one answer, 0 or 1, for each.
    """
    X, y = np.asarray(X, np.float64), np.asarray(y)
    if X.ndim != 2 or not len(X):
        raise ShapeError(f"a margin needs rows of samples, shape (n, n_in) with n >= 1; got {X.shape}")
    if y.shape != (len(X),) or not np.isin(y, (0, 1)).all():
        raise ShapeError(f"expected {len(X)} answers, each 0 or 1; got {y.tolist()!r:.60}")
    rows = np.column_stack([X, np.ones(len(X))])  # (n, n_in + 1)
    lengths = np.linalg.norm(rows, axis=1)
    farthest = int(lengths.argmax())
    signs = 2.0 * y[:, None] - 1  # (n, 1)
    nearest, shares = nearest_to_origin(signs * rows)
    gamma = float(np.linalg.norm(nearest))
    radius = float(lengths[farthest])
    if gamma <= TOUCHES * radius:
        nearest, gamma = np.zeros_like(nearest), 0.0
    return Margin(radius, farthest, gamma, nearest, shares)


def nearest_to_origin(P: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the point of the convex hull of the rows `P` ``(n, d)`` that is nearest to the origin.

    Returns
    -------
    nearest, shares
        The point ``(d,)``, and the shares ``(n,)`` of the rows in it: ``nearest = shares @ P``.

    Notes
    -----
    A few rows, the corral, span a flat piece of space. Its point nearest to the origin is found by linear
    algebra. If it lies outside the corral's hull, the way to it leaves the hull at a side, and the rows that
    are not of that side go. If it lies inside, and a row is farther on the origin's side than it, that row
    joins; if none is, it is the answer.

    Source: P. Wolfe, "Finding the nearest point in a polytope" (Mathematical Programming 11, 1976).
    """
    start = int(np.einsum("nd,nd->n", P, P).argmin())
    corral: IntArray = np.array([start])
    shares: FloatArray = np.array([1.0])
    scale = float(np.abs(P).max()) ** 2 * P.shape[1]
    for _ in range(10 * len(P) + 100):  # it ends by itself; rounding shall not make it go round for ever
        point = shares @ P[corral]
        sums = P @ point
        joining = int(sums.argmin())
        if sums[joining] >= point @ point - 1e-14 * scale or joining in corral:
            break  # no row is nearer than the plane through the point, perpendicular to it
        corral, shares = np.append(corral, joining), np.append(shares, 0.0)
        while True:
            wanted = _flat_minimum(P[corral])
            if (wanted > 0).all():
                shares = wanted
                break
            leaving = wanted <= 0
            steps = shares[leaving] / np.maximum(shares[leaving] - wanted[leaving], 1e-300)
            step = min(1.0, float(steps.min()))  # as far as no share becomes negative
            shares = shares + step * (wanted - shares)
            shares[np.flatnonzero(leaving)[steps.argmin()]] = 0.0
            kept = shares > 0
            corral, shares = corral[kept], shares[kept]
    everyone = np.zeros(len(P))
    everyone[corral] = shares / shares.sum()
    return everyone @ P, everyone


def _flat_minimum(Q: FloatArray) -> FloatArray:
    """Return shares that sum to 1 (some may be negative) of the point nearest to the origin in Q's flat."""
    k = len(Q)
    system = np.ones((k + 1, k + 1))
    system[0, 0] = 0
    system[1:, 1:] = Q @ Q.T  # the gradient of |shares Q|² / 2 is the same for each row
    wanted: FloatArray = np.linalg.lstsq(system, np.eye(k + 1)[0], rcond=None)[0][1:]
    return wanted
