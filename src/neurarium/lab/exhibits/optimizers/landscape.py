"""The picture on which the race is run: a surface, or the plane of a network's path with its losses."""

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.optimizers.problems import OnNetwork, OnSurface
from neurarium.lab.exhibits.optimizers.race import Race
from neurarium.lab.exhibits.optimizers.settings import NETWORK, RACERS
from neurarium.lab.exhibits.optimizers.view import Landscape
from neurarium.training.path_plane import PathPlane

FINE, COARSE = 161, 41
"""Heights along a side: of a surface; of a network, whose every height is a forward pass."""

_MARGIN = 1.3


class SurfaceMap:
    """A surface as it is: a place in the picture is the two parameters."""

    def __init__(self, problem: OnSurface) -> None:
        self.surface = problem.surface

    def places(self, theta: FloatArray) -> FloatArray:
        """Return the points themselves."""
        return theta

    def turned(self, vectors: FloatArray) -> FloatArray:
        """Return the vectors themselves."""
        return vectors

    def draw(self, version: int, racer: str) -> Landscape:
        """Return all heights."""
        (x, y), reach = self.surface.centre, self.surface.reach
        sides = (np.linspace(middle - reach, middle + reach, FINE) for middle in (x, y))
        heights = self.surface.height(*np.meshgrid(*sides))
        return Landscape(
            version, self.surface.name, 1.0, heights.astype(np.float32), (x, y), reach, racer, None, None
        )


class PathMap:
    """The loss of a network in the plane of one racer's path, computed height by height.

    Parameters
    ----------
    race
        A race that is over.
    racer
        Whose path it is, until it diverged.

    Attributes
    ----------
    key
        The version of the race, and the racer: for another one this is not the picture.
    """

    def __init__(self, race: Race, problem: OnNetwork, racer: str) -> None:
        self.key = race.version, racer
        self._problem = problem
        path = race.path(RACERS.index(racer))
        self.plane = PathPlane.of(path)
        self.within = tuple(self.plane.share_of(race.path(r)) for r in range(len(RACERS)))
        places = self.plane.project(path)
        low, high = places.min(axis=0), places.max(axis=0)
        self.centre = tuple(((low + high) / 2).tolist())
        self.reach = max(_MARGIN * float((high - low).max()) / 2, 1e-3)
        self.heights = np.zeros((COARSE, COARSE), np.float32)
        self.done = 0

    @property
    def is_over(self) -> bool:
        """Whether all heights are computed."""
        return self.done == self.heights.size

    def advance(self, heights: int) -> None:
        """Compute so many heights more."""
        for i in range(self.done, min(self.done + heights, self.heights.size)):
            row, column = divmod(i, COARSE)
            x, y = (
                middle + self.reach * (2 * k / (COARSE - 1) - 1)
                for middle, k in zip(self.centre, (column, row), strict=True)
            )
            self.heights[row, column] = self._problem.loss(self.plane.point(x, y))
            self.done = i + 1

    def places(self, theta: FloatArray) -> FloatArray:
        """Return where points lie in the plane."""
        return self.plane.project(theta)

    def turned(self, vectors: FloatArray) -> FloatArray:
        """Return what of vectors lies in the plane."""
        return self.plane.turned(vectors)

    def draw(self, version: int, racer: str) -> Landscape:
        """Return the picture, with its heights if all are computed."""
        return Landscape(
            version,
            NETWORK,
            self.done / self.heights.size,
            self.heights if self.is_over else None,
            (self.centre[0], self.centre[1]),
            self.reach,
            self.key[1],
            self.plane.shares,
            self.within,
        )
