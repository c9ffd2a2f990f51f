"""Softmax: ten scores as probabilities."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine import ACTIVATIONS
from neurarium.engine.types import FloatArray
from neurarium.lab.values import Axes

_SOFTMAX = ACTIVATIONS.get("softmax")


@dataclass(frozen=True, eq=False)
class Scores:
    """What softmax makes of the scores.

    Attributes
    ----------
    scaled
        (score + constant) / temperature: what softmax is taken of.
    probabilities
        They sum to 1.
    first, second
        The largest and the next largest score.
    ratio
        The probability of the first over that of the second.
    change
        The largest change of a probability that the constant makes.
    """

    scaled: Annotated[FloatArray, Axes(10)]
    probabilities: Annotated[FloatArray, Axes(10)]
    first: int
    second: int
    ratio: float
    change: float


def draw_scores(scores: tuple[float, ...], constant: float, temperature: float) -> Scores:
    """Return the probabilities of (scores + constant) / temperature."""
    scaled = (np.array(scores) + constant) / temperature
    p = _SOFTMAX.forward(scaled[None])[0]
    plain = _SOFTMAX.forward(np.array([scores]) / temperature)[0]
    first, second = np.argsort(-scaled, kind="stable")[:2].tolist()
    return Scores(scaled, p, first, second, float(p[first] / p[second]), float(np.abs(p - plain).max()))
