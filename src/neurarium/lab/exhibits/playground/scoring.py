"""Loss and accuracy of a network on the points of an experiment."""

from dataclasses import dataclass

import numpy as np

from neurarium.data.point_features import features
from neurarium.engine.losses import Loss
from neurarium.engine.metrics import (
    accuracy,
    classes,
    confusion_matrix,
    count_classes,
    true_classes,
)
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.regularizers import Regularizer
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.playground.building import Split, targets
from neurarium.lab.history import Moment
from neurarium.lab.proof import Proof, prove
from neurarium.training.evaluation import Forward
from neurarium.training.statistics import Interval, mean_interval, wilson_interval


@dataclass(frozen=True)
class Scored:
    """The loss, and the share of right answers (None where there are no classes)."""

    loss: float
    accuracy: float | None


@dataclass(frozen=True)
class Standing:
    """How sure the scores of a network are, and what follows from them.

    Attributes
    ----------
    train, test
        The 95 % interval of the accuracy (Wilson's), or of the mean loss where there are no classes; None if
        there are too few points to say.
    guessing
        The share of the most frequent class among the test points; None where there are no classes.
    memorises
        The two intervals lie apart, and the test's is the worse.
    """

    train: Interval | None
    test: Interval | None
    guessing: float | None
    memorises: bool


class Judge:
    """Scores networks on the training and the test points.

    Parameters
    ----------
    split
        The points.
    inputs
        What the networks are fed with, of `FORMULAS`.
    loss
        What the networks learn to make small.
    """

    def __init__(self, split: Split, inputs: tuple[str, ...], loss: Loss) -> None:
        self._split = split
        self._loss = loss
        self._train, self._test = (
            (features(points.X, inputs), targets(split, points)) for points in (split.train, split.test)
        )

    def moment(self, network: Network, forward: Forward, epoch: int, step: int) -> Moment:
        """Return the network as the history keeps it; `forward` computes its outputs."""
        train, test = (self._score(network, forward, *points) for points in (self._train, self._test))
        return Moment(epoch, step, network.theta.copy(), train.loss, test.loss, train.accuracy, test.accuracy)

    def standing(self, network: Network, forward: Forward, moment: Moment) -> Standing:
        """Return how sure the scores of `moment` are, which is that of `network`."""
        if self._split.classes:
            train, test = (
                wilson_interval(round(share * len(y)), len(y)) if share is not None else None
                for share, (_, y) in zip(
                    (moment.train_accuracy, moment.test_accuracy), (self._train, self._test), strict=True
                )
            )
            apart = train is not None and test is not None and test[1] < train[0]
            labels = true_classes(self._degrees(self._test[1]))
            guessing = float(count_classes(labels).max() / len(labels)) if len(labels) else None
            return Standing(train, test, guessing, apart)
        train, test = (
            mean_interval(losses) if len(losses) > 1 else None
            for losses in (self.losses(network, forward, part) for part in ("train", "test"))
        )
        apart = train is not None and test is not None and test[0] > train[1]
        return Standing(train, test, None, apart)

    def losses(self, network: Network, forward: Forward, part: str) -> FloatArray:
        """Return the loss of each ``"train"`` or ``"test"`` point, ``(n,)``."""
        X, y = self._train if part == "train" else self._test
        if not len(X):
            return np.empty(0, np.float32)
        with np.errstate(over="ignore", invalid="ignore"):
            z = forward(X)
            return self._loss.rows(z, network.output.forward(z), y)

    def gradient(self, network: Network, regularizers: tuple[Regularizer, ...]) -> FloatArray:
        """Return how the training loss and the penalties change with each parameter, ``(n_parameters,)``."""
        found = objective(network, self._loss, *self._train, regularizers, gradient=True).gradient
        assert found is not None  # it was asked for
        return found.vector

    def prove(
        self,
        network: Network,
        regularizers: tuple[Regularizer, ...],
        indices: list[int] | None,
        start: int,
        budget: Budget,
    ) -> Proof:
        """Check `gradient` at some parameters, or at all, by finite differences."""
        return prove(
            network,
            self._loss,
            *self._train,
            indices=indices,
            regularizers=regularizers,
            start=start,
            budget=budget,
        )

    def confusion(self, network: Network, forward: Forward) -> IntArray | None:
        """Return how often each class of the test points was taken for which, ``(k, k)``."""
        X, y = self._test
        if not self._split.classes or not len(X):
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            decided = classes(self._degrees(network.output.forward(forward(X))))
        true = true_classes(self._degrees(y))
        return confusion_matrix(decided, true, len(self._split.classes)).astype(np.int32)

    def _score(self, network: Network, forward: Forward, X: FloatArray, y: FloatArray) -> Scored:
        if not len(X):
            return Scored(float("nan"), None)
        with np.errstate(over="ignore", invalid="ignore"):
            z = forward(X)
            outputs = network.output.forward(z)
            loss = self._loss.value(z, outputs, y)
        return Scored(
            loss, accuracy(self._degrees(outputs), self._degrees(y)) if self._split.classes else None
        )

    def _degrees(self, values: FloatArray) -> FloatArray:
        """Bring -1 … 1 of two classes to 0 … 1, as the metrics take them; several stay as they are."""
        return values if self._split.several else (values + 1) / 2
