"""How well a network does on the points of an experiment."""

from dataclasses import dataclass

import numpy as np

from neurarium.engine.losses import Loss
from neurarium.engine.metrics import confusion_matrix
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.playground.experiment import Split, targets
from neurarium.lab.exhibits.playground.features import features
from neurarium.lab.exhibits.playground.record import Moment


@dataclass(frozen=True)
class Scored:
    """The loss, and the share of right answers (None where there are no classes)."""

    loss: float
    accuracy: float | None


class Judge:
    """Scores networks on the training and the test points.

    Parameters
    ----------
    split : Split
        The points.
    inputs : tuple of str
        What the networks are fed with, of `FORMULAS`.
    loss : Loss
        What the networks learn to make small.
    """

    def __init__(self, split: Split, inputs: tuple[str, ...], loss: Loss) -> None:
        self._split = split
        self._loss = loss
        self._train, self._test = (
            (features(points.X, inputs), targets(split, points)) for points in (split.train, split.test)
        )

    def moment(self, network: Network, epoch: int) -> Moment:
        """Return the network as the run's record keeps it."""
        train, test = self._score(network, *self._train), self._score(network, *self._test)
        return Moment(epoch, network.theta.copy(), train.loss, test.loss, train.accuracy, test.accuracy)

    def confusion(self, network: Network) -> IntArray | None:
        """Return how often each class of the test points was taken for which, ``(k, k)``."""
        X, y = self._test
        if not self._split.classes or not len(X):
            return None
        decided = self._decide(network.predict(X))
        return confusion_matrix(decided, self._classes(y), len(self._split.classes)).astype(np.int32)

    def _score(self, network: Network, X: FloatArray, y: FloatArray) -> Scored:
        if not len(X):
            return Scored(float("nan"), None)
        with np.errstate(over="ignore", invalid="ignore"):
            found = objective(network, self._loss, X, y)
        if not self._split.classes:
            return Scored(found.loss, None)
        return Scored(found.loss, float(np.mean(self._decide(found.trace.output) == self._classes(y))))

    def _decide(self, output: FloatArray) -> IntArray:
        """Return the class of each output row: the sign decides between two, the greatest among several."""
        chosen = output.argmax(axis=1) if self._split.several else output[:, 0] >= 0
        return np.asarray(chosen, np.int64)

    def _classes(self, y: FloatArray) -> IntArray:
        return np.asarray(y if self._split.several else y[:, 0] > 0, np.int64)
