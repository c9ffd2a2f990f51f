"""A snapshot of a run: made by the thread that trains it, read by any page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import numpy as np

from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.train.step_losses import StepLosses
from neurarium.lab.exhibits.train.tester import Answers
from neurarium.lab.runs.curve import Points
from neurarium.lab.runs.position import RunPosition
from neurarium.lab.values import Axes
from neurarium.training.history import History

MOST_IMAGES = 24
"""The most units of a layer that are shown: as weight images, and in the diagram."""

MOST_UNITS = 12

EpochArray = Annotated[FloatArray, Axes("epoch")]


@dataclass(frozen=True, eq=False)
class Epochs:
    """The record of the whole epochs; NaN where there is no such number."""

    epoch: EpochArray
    train_loss: EpochArray
    train_accuracy: EpochArray
    validation_loss: EpochArray
    validation_accuracy: EpochArray
    seconds: EpochArray

    @classmethod
    def of(cls, history: History) -> "Epochs":
        """Return the columns of a history."""

        def column(values: Sequence[float | None]) -> FloatArray:
            return np.array([np.nan if value is None else value for value in values], np.float64)

        names = ("epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "seconds")
        return cls(**{name: column(history.column(name)) for name in names})


@dataclass(frozen=True, eq=False)
class Inside:
    """The inside of the network, reduced to its most important units.

    Attributes
    ----------
    images, images_of
        Weights from the pixels to units of the first layer, and which units these are.
    units
        Of each layer, which units the diagram shows.
    inflow
        For the shown units of the first layer: the norm of the weights that come in.
    between
        Weights between the shown units of two neighbouring layers.
    gradient_norms
        See `neurarium.training.probe`.
    dead_units, dead_step
        How many units of each dense layer are dead, and at which step that was counted: all training rows are
        read for it, so it is not done anew for each snapshot.
    """

    images: Annotated[FloatArray, Axes("image", 784)]
    images_of: tuple[int, ...]
    units: tuple[tuple[int, ...], ...]
    inflow: Annotated[FloatArray, Axes("unit")]
    between: tuple[Annotated[FloatArray, Axes("unit_in", "unit_out")], ...]
    gradient_norms: tuple[float, ...]
    dead_units: tuple[int, ...]
    dead_step: int


@dataclass(frozen=True, eq=False)
class RunSnapshot:
    """Everything that is shown of a run; immutable."""

    position: RunPosition
    curve: Points
    epochs: Epochs
    inside: Inside
    answers: Answers  # to all images that are looked at if that was asked for, to the sample otherwise
    sample: Answers
    step_losses: StepLosses | None  # of the images of the last step; None before the first
    hidden: tuple[FloatArray, ...]  # the shown units' outputs for the sample, (n, k) each


def rank(network: Network) -> list[IntArray]:
    """Return each layer's units, the most important first; those of the last layer in order.

    The importance of a unit is the norm of its incoming weights times that of its outgoing weights.
    """
    weights = network.weights()
    orders: list[IntArray] = []
    for W, W_next in pairwise(weights):
        into, out_of = np.linalg.norm(W, axis=0), np.linalg.norm(W_next, axis=1)  # (n,) each
        orders.append(np.argsort(-into * out_of, kind="stable"))
    return [*orders, np.arange(network.n_out)]


def inside_of(
    network: Network,
    ranking: list[IntArray],
    gradient_norms: tuple[float, ...],
    dead_units: tuple[int, ...],
    dead_step: int,
) -> Inside:
    """Return the weights of the most important units."""
    weights = network.weights()
    shown = [np.sort(order[:MOST_UNITS]) for order in ranking]
    chosen = np.sort(ranking[0][:MOST_IMAGES])
    return Inside(
        images=np.ascontiguousarray(weights[0][:, chosen].T, np.float32),
        images_of=tuple(chosen.tolist()),
        units=tuple(tuple(units.tolist()) for units in shown),
        inflow=np.linalg.norm(weights[0][:, shown[0]], axis=0).astype(np.float32),
        between=tuple(
            np.ascontiguousarray(W[np.ix_(before, after)], np.float32)
            for W, before, after in zip(weights[1:], shown[:-1], shown[1:], strict=True)
        ),
        gradient_norms=gradient_norms,
        dead_units=dead_units,
        dead_step=dead_step,
    )
