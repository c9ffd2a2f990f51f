"""The game: a boundary drawn round noisy points, against a network's; then unseen points fall."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from neurarium.data.toy import DOMAIN
from neurarium.engine import MLP, BinaryCrossEntropy
from neurarium.engine.network import Network
from neurarium.engine.optimizers import Adam
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.values import Axes, ByteArray
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.blas import single_threaded_blas

SEEN, UNSEEN = 40, 400
EPOCHS = 1000
SIZES = (2, 40, 40, 1)
CELLS = 120
"""The network's map has so many cells on a side."""

STEEP = 1.5


@dataclass(frozen=True, eq=False)
class Points:
    """Points of two kinds: coordinates ``(n, 2)``, and 1 for those that belong inside, else 0, ``(n,)``."""

    X: FloatArray
    y: IntArray
    p: FloatArray  # how probable a 1 was at each point


@dataclass(frozen=True)
class Score:
    """Right answers among the points that were seen, and among the unseen ones."""

    seen: int
    unseen: int


@dataclass(frozen=True, eq=False)
class GameView:
    """The game as it is.

    Attributes
    ----------
    points, kinds
        The points that are seen: x and y, and 1 for those that belong inside.
    done
        The part of the network's training that is done, 0 to 1.
    unseen, unseen_kinds
        The others; None until they fall.
    yours, network
        The scores; None until the points fall.
    best
        So many of the unseen points even somebody who knew how the points were made would get right, on
        average; None until they fall.
    map
        The network's answers over the plane, from 0 to 1, rows from top to bottom; None until they fall.
    """

    points: Annotated[FloatArray, Axes("point", 2)]
    kinds: Annotated[ByteArray, Axes("point")]
    done: float
    unseen: Annotated[FloatArray, Axes("fallen", 2)] | None
    unseen_kinds: Annotated[ByteArray, Axes("fallen")] | None
    yours: Score | None
    network: Score | None
    best: float | None
    map: Annotated[FloatArray, Axes(CELLS, CELLS)] | None


def chance_inside(X: FloatArray) -> FloatArray:
    """Return how probable it is that a point belongs inside, ``(n,)``: high in a crescent, low around it."""
    x, y = X.T
    depth = 2.9 - np.hypot(0.65 * x, 1.1 * (y + 1.2 - 0.2 * x * x))
    chance: FloatArray = 1 / (1 + np.exp(-STEEP * depth))
    return chance


def draw_points(n: int, rng: np.random.Generator) -> Points:
    """Draw points anywhere in the middle of the plane, and their kinds by chance."""
    X = rng.uniform(-4.5, 4.5, (n, 2)).round(2)
    p = chance_inside(X)
    return Points(X, (rng.random(n) < p).astype(np.int64), p)


@lru_cache(maxsize=32)
def points_of(number: int) -> tuple[Points, Points]:
    """Return the points of a game that are seen, and those that are not."""
    rng = np.random.default_rng(number)
    return draw_points(SEEN, rng), draw_points(UNSEEN, rng)


def is_inside(X: FloatArray, corners: FloatArray) -> IntArray:
    """Return 1 for the points ``(n, 2)`` inside a polygon ``(k, 2)``, else 0, ``(n,)``.

    By the even-odd rule: a ray to the right crosses the boundary of an area an odd number of times if it
    starts inside. Source: M. Shimrat, "Algorithm 112: position of point relative to polygon", CACM 5 (1962).
    """
    if len(corners) < 3:
        return np.zeros(len(X), np.int64)
    (x, y), (x0, y0) = X.T[:, :, None], corners.T[:, None, :]  # points down, edges along
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):  # level edges span nothing
        crossing = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    crossed = np.count_nonzero(spans & (x < crossing), axis=1)
    inside: IntArray = crossed % 2
    return inside


class Game:
    """One game: its points, and a network that learns from those that are seen."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.seen, self.unseen = points_of(number)
        self.network: Network = MLP(SIZES, activation="tanh", output="sigmoid", seed=number, dtype=np.float32)
        config = TrainConfig(
            loss=BinaryCrossEntropy(),
            optimizer=Adam(0.01),
            epochs=EPOCHS,
            batch_size=None,
            seed=number,
            backend="numpy",
            record=False,
        )
        data = Dataset(_inputs(self.seen.X), self.seen.y.reshape(-1, 1).astype(np.float32))
        self.trainer = Trainer(self.network, data, config)

    @property
    def is_over(self) -> bool:
        """Whether the network has learned."""
        return self.trainer.finished

    @single_threaded_blas()  # for products as small as these, more threads only keep others from working
    def advance(self, steps: int) -> None:
        """Train for some steps."""
        for _ in range(steps):
            for _ in self.trainer.advance(1):
                pass

    def view(self, boundary: tuple[float, ...], *, fallen: bool) -> GameView:
        """Return the game as the front end draws it."""
        corners = np.array(boundary, np.float64).reshape(-1, 2)
        shown = fallen and self.is_over and len(corners) >= 3
        seen, unseen = self.seen, self.unseen
        return GameView(
            points=seen.X,
            kinds=seen.y.astype(np.uint8),
            done=self.trainer.epochs_done / EPOCHS,
            unseen=unseen.X if shown else None,
            unseen_kinds=unseen.y.astype(np.uint8) if shown else None,
            yours=_score(seen, unseen, lambda X: is_inside(X, corners)) if shown else None,
            network=_score(seen, unseen, self._answers) if shown else None,
            best=float(np.maximum(unseen.p, 1 - unseen.p).sum()) if shown else None,
            map=self._map() if shown else None,
        )

    def _answers(self, X: FloatArray) -> IntArray:
        answers: IntArray = (self._outputs(X) >= 0.5).astype(np.int64)
        return answers

    def _outputs(self, X: FloatArray) -> FloatArray:
        outputs: FloatArray = self.network.forward(_inputs(X)).output[:, 0]
        return outputs

    def _map(self) -> FloatArray:
        low, high = DOMAIN
        places = low + (np.arange(CELLS) + 0.5) * (high - low) / CELLS
        X = np.stack(np.meshgrid(places, -places), axis=-1).reshape(-1, 2)
        return self._outputs(X).reshape(CELLS, CELLS)


def _inputs(X: FloatArray) -> FloatArray:
    """Return the network's inputs: coordinates of about -1 to 1."""
    return (X / 3).astype(np.float32)


def _score(seen: Points, unseen: Points, answers: Callable[[FloatArray], IntArray]) -> Score:
    return Score(*(int(np.count_nonzero(answers(points.X) == points.y)) for points in (seen, unseen)))
