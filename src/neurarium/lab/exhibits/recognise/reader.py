"""Reads handwriting with one model; says why if it cannot be read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import (
    Box,
    Prepared,
    PreparedDigit,
)
from neurarium.engine.network import Network
from neurarium.engine.passes import Trace
from neurarium.engine.types import FloatArray
from neurarium.lab.layer_groups import LayerGroup, existing, hidden_groups, without_units
from neurarium.lab.model_cache import NamedModel
from neurarium.lab.problem import Problem
from neurarium.lab.values import Axes
from neurarium.persist.model import PIXELS
from neurarium.recognizer import probabilities, shares


@dataclass(frozen=True)
class Guess:
    """An answer in short."""

    digit: int
    probability: float


@dataclass(frozen=True, eq=False)
class Answer:
    """What the network says to one digit.

    Attributes
    ----------
    digit, probability
        The most probable one.
    second
        The next best.
    hidden
        The outputs of each hidden layer's units.
    """

    digit: int
    probability: float
    second: int
    probabilities: Annotated[FloatArray, Axes(10)]
    logits: Annotated[FloatArray, Axes(10)]
    hidden: tuple[Annotated[FloatArray, Axes("unit")], ...]


@dataclass(frozen=True, eq=False)
class Digit:
    """One digit: its box, its 28x28 image, and the answer of the network."""

    box: Box
    image: Annotated[NDArray[np.uint8], Axes(28, 28)]  # 255 is ink
    answer: Answer | None


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read.

    Attributes
    ----------
    size
        Width and height of the image or drawing area, in the unit of the boxes.
    digits
        From the left, line by line; none if there is nothing, or a problem.
    plain
        What would be read with every step on and no unit silenced; None if that is how it was read.
    problem
        Why it could not be read.
    """

    size: tuple[float, float]
    digits: tuple[Digit, ...] = ()
    plain: tuple[Guess, ...] | None = None
    problem: Problem | None = None


class Reader:
    """A model with some units silenced.

    Parameters
    ----------
    named
        The model.
    silent
        Hidden units (layer, unit), from 0; those that the model lacks are passed over.
    """

    def __init__(self, named: NamedModel, silent: Collection[tuple[int, int]] = ()) -> None:
        self.name = named.name
        self.whole = named.model
        self.silenced = existing(self.whole.network, silent)
        network = without_units(self.whole.network, self.silenced)
        self.model = self.whole if network is self.whole.network else replace(self.whole, network=network)
        self.hidden: tuple[LayerGroup, ...] = hidden_groups(network)

    @property
    def network(self) -> Network:
        """The network, without the silenced units."""
        return self.model.network

    @property
    def blank(self) -> float:
        """The input that a pixel without ink becomes."""
        return float(self.inputs(np.zeros((1, PIXELS), np.uint8))[0, 0])

    @property
    def ink(self) -> float:
        """How far full ink moves an input: from `blank` to that of a pixel of 255."""
        return float(self.inputs(np.full((1, PIXELS), 255, np.uint8))[0, 0]) - self.blank

    def inputs(self, images: NDArray[np.uint8]) -> FloatArray:
        """Return pixels ``(n, 28, 28)`` as the network's inputs ``(n, 784)``."""
        rows = images.reshape(len(images), PIXELS)
        return rows.astype(np.float32) if self.model.scaling is None else self.model.scaling.apply(rows)

    def forward(self, images: NDArray[np.uint8]) -> Trace:
        """Return everything that the network computes for ``(n, 28, 28)`` pixels."""
        return self.network.forward(self.inputs(images))

    def answers(self, images: NDArray[np.uint8]) -> list[Answer]:
        """Return what the network says to each of ``(n, 28, 28)``."""
        trace = self.forward(images)
        chances = shares(self.network, trace.output)
        best = np.argsort(-chances, axis=1, kind="stable")
        return [
            Answer(
                digit=int(best[i, 0]),
                probability=float(chances[i, best[i, 0]]),
                second=int(best[i, 1]),
                probabilities=chances[i],
                logits=trace.z[i],
                hidden=tuple(trace.layers[group.last].a[i] for group in self.hidden),
            )
            for i in range(len(images))
        ]

    def guesses(self, images: NDArray[np.uint8]) -> tuple[Guess, ...]:
        """Return the answers in short."""
        chances = probabilities(self.model, images.reshape(len(images), PIXELS))  # (n, 10)
        return tuple(Guess(int(row.argmax()), float(row.max())) for row in chances)


def read(reader: Reader | None, digits: Prepared) -> tuple[Digit, ...]:
    """Return the digits with the network's answers; without a network, as they are."""
    answers = [None] * len(digits) if reader is None else reader.answers(digits.images)
    return tuple(Digit(digit.box, digit.image, answer) for digit, answer in zip(digits, answers, strict=True))


def nearest(digits: Prepared, box: Box) -> PreparedDigit:
    """Return the digit whose middle is nearest to that of a box."""

    def distance(digit: PreparedDigit) -> float:
        x, y, width, height = digit.box
        return float(np.hypot(x + width / 2 - box[0] - box[2] / 2, y + height / 2 - box[1] - box[3] / 2))

    return min(digits, key=distance)
