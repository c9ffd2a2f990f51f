"""The accuracy of a network, a few images at a time: all at once would block other sessions."""

from dataclasses import dataclass
from itertools import islice
from math import ceil

import numpy as np
from numpy.typing import NDArray

from neurarium.data.mnist import Mnist
from neurarium.engine.metrics import correct
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.training.evaluation import batches

ROWS = 64
"""Images that are read in one step: a network of ten million weights takes some hundredths of a second."""


@dataclass(frozen=True)
class Score:
    """What share of images was read right, 0 to 1: of MNIST's test set, and of the learner's own digits."""

    mnist: float
    own: float | None


class Scoring:
    """The test images and the learner's own, read step by step.

    Parameters
    ----------
    images
        Of which the test images are read.
    own
        The learner's digits ``(n, 784)`` and their labels ``(n,)``; None if they do not matter.
    scaling
        Applied to the images on their way into the network.

    Attributes
    ----------
    steps, done
        Steps in all, and steps taken so far.
    """

    def __init__(
        self,
        images: Mnist,
        own: tuple[NDArray[np.uint8], NDArray[np.int64]] | None,
        scaling: Scaling | None,
    ) -> None:
        self._parts = [(images.x_test, images.y_test), *([own] if own is not None else [])]
        self._batches = (
            (part, rows, inputs)
            for part, (x, _) in enumerate(self._parts)
            for rows, inputs in batches(x, scaling, size=ROWS)
        )
        self.steps = sum(ceil(len(y) / ROWS) for _, y in self._parts)
        self._right = [0] * len(self._parts)
        self.done = 0

    @property
    def finished(self) -> bool:
        """Whether all have been read."""
        return self.done == self.steps

    @property
    def score(self) -> Score | None:
        """The score; None as long as there are images to be read."""
        if not self.finished:
            return None
        shares = [right / len(y) for right, (_, y) in zip(self._right, self._parts, strict=True)]
        return Score(shares[0], shares[1] if len(shares) > 1 else None)

    def advance(self, network: Network, steps: int) -> int:
        """Continue; return how many steps were taken, at most `steps`."""
        before = self.done
        for part, rows, inputs in islice(self._batches, steps):
            _, y = self._parts[part]
            self._right[part] += correct(network.forward(inputs).output, y[rows])
            self.done += 1
        return self.done - before
