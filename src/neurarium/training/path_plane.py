"""The plane in which a path through many dimensions is seen best.

Source: Li, Xu, Taylor, Studer & Goldstein, "Visualizing the loss landscape of neural nets" (NeurIPS 2018),
section 7: the two main directions of the points of the path, by principal component analysis.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from neurarium.engine.types import FloatArray


@dataclass(frozen=True, eq=False)
class PathPlane:
    """A plane through the middle of a path.

    Attributes
    ----------
    centre
        The mean of the path's points, ``(parameters,)``.
    directions
        Two unit vectors at right angles, ``(2, parameters)``: along the first the points vary most.
    shares
        The share of the variance of all points that lies along each, 0 to 1; both 0 if the path has only one
        point.
    """

    centre: FloatArray
    directions: FloatArray
    shares: tuple[float, float]

    @classmethod
    def of(cls, path: FloatArray) -> Self:
        """Return the plane of a path's points ``(points, parameters)``; there are two parameters or more.

        With all points in the rows of a matrix, less their mean, the directions are its right singular
        vectors, and the squares of its singular values are in proportion to the variances along them.
        """
        centre = path.mean(axis=0)
        _, singular, right = np.linalg.svd(path - centre, full_matrices=len(path) < 2)
        variances = np.zeros(max(2, len(singular)))
        variances[: len(singular)] = singular**2
        total = variances.sum()
        shares = variances / total if total > 0 else np.zeros_like(variances)
        directions = right[:2]
        # A singular vector and its negative are the same direction: let the path end on the positive side.
        signs = np.where(directions @ (path[-1] - centre) < 0, -1.0, 1.0)
        return cls(centre, directions * signs[:, None], (float(shares[0]), float(shares[1])))

    def project(self, points: FloatArray) -> FloatArray:
        """Return the coordinates in the plane ``(..., 2)`` of points ``(..., parameters)``."""
        return self.turned(points - self.centre)

    def turned(self, vectors: FloatArray) -> FloatArray:
        """Return what of vectors ``(..., parameters)``, not points, lies in the plane ``(..., 2)``."""
        turned: FloatArray = vectors @ self.directions.T
        return turned

    def point(self, x: float, y: float) -> FloatArray:
        """Return the point ``(parameters,)`` of the plane that has these coordinates."""
        moved: FloatArray = self.centre + x * self.directions[0] + y * self.directions[1]
        return moved

    def share_of(self, path: FloatArray) -> float:
        """Return the share of the variance of any path's points that lies in this plane, 0 to 1.

        A path of one point has no variance: 0.
        """
        moved = path - path.mean(axis=0)
        total = float(np.square(moved).sum())
        return float(np.square(self.turned(moved)).sum()) / total if total > 0 else 0.0
