"""The perceptron's settings, and the points that they stand for."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.data.toy import DOMAIN
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.rules import Choice, Flag, Integer, Length, List, Number, refuse

MOST_MISTAKES = 200
"""So many corrections of a run are followed; a longer one is cut off there, and says so."""

MOST_POINTS = 200
CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
XOR = (0, 1, 1, 0)
UNLEARNABLE = (XOR, (1, 0, 0, 1))
"""The two of the sixteen truth tables that no line separates."""

_OWN = (-3.0, -2.0, 0.0, -1.0, 1.5, 0.0, -4.0, 2.5, 0.0, 2.0, -1.0, 1.0, 3.5, 2.0, 1.0, 0.5, 4.0, 1.0)
_CLOUD = 20
"""Points of a cloud."""


@dataclass(frozen=True)
class PerceptronSettings:
    """The whole state.

    `truth` holds the answers for (0, 0), (0, 1), (1, 0), (1, 1); `own` the learner's points one after the
    other: x1, x2 and the answer. `start` is w1, w2 and b at the beginning. `step` is how many corrections of
    the run are shown. `layer` adds a hidden layer of `units` to what is on show.
    """

    data: Annotated[str, Choice("gate", "clouds", "own")] = "gate"
    truth: Annotated[tuple[int, ...], List(Integer(0, 1), 4, 4)] = (0, 0, 0, 1)
    gap: Annotated[float, Number(-2, 4)] = 1.0
    seed: Annotated[int, Integer(0, 2**31 - 1)] = 0
    own: Annotated[tuple[float, ...], List(Number(*DOMAIN), 3, 3 * MOST_POINTS)] = _OWN
    eta: Annotated[float, Number(0.001, 1000)] = 1.0
    start: Annotated[tuple[float, ...], List(Number(-10, 10), 3, 3)] = (0.0, 0.0, 0.0)
    step: Annotated[int, Integer(0, MOST_MISTAKES)] = 0
    layer: Annotated[bool, Flag()] = False
    units: Annotated[int, Integer(2, 8)] = 2

    def __post_init__(self) -> None:
        if len(self.own) % 3:
            raise refuse("own", Length(len(self.own) // 3 * 3), self.own)
        for i, label in enumerate(self.own[2::3]):
            if label not in (0, 1):
                raise refuse(f"own[{3 * i + 2}]", Integer(0, 1), label)

    @property
    def unlearnable_table(self) -> bool:
        """Whether this is XOR or its opposite."""
        return self.data == "gate" and self.truth in UNLEARNABLE


def make_points(settings: PerceptronSettings) -> tuple[FloatArray, IntArray]:
    """Return the samples ``(n, 2)`` and their answers, 0 or 1, ``(n,)``."""
    if settings.data == "gate":
        return np.array(CORNERS), np.array(settings.truth)
    if settings.data == "own":
        own = np.array(settings.own).reshape(-1, 3)
        return own[:, :2], own[:, 2].astype(np.int64)
    return clouds(settings.gap, np.random.default_rng(settings.seed))


def clouds(gap: float, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
    """Make two clouds with a gap along the diagonal; where it is negative, they overlap.

    The coordinates have two decimals, so that they can be read off; the gap is exact to these.
    """
    y = np.repeat([0, 1], _CLOUD)
    depth = rng.gamma(2.0, 0.6, (2, _CLOUD)).clip(0, 2.5)  # into the cloud, from its edge
    depth -= depth.min(axis=1, keepdims=True)
    along = np.concatenate([-gap / 2 - depth[0], gap / 2 + depth[1]])
    across = rng.uniform(-2.5, 2.5, 2 * _CLOUD)
    X = np.column_stack([along - across, along + across]) / np.sqrt(2)
    order = rng.permutation(2 * _CLOUD)
    return np.round(X, 2)[order] + 0.0, y[order]
