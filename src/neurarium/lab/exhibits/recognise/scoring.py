"""The accuracy of a network, a few images at a time: all at once would block other sessions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.mnist import Mnist
from neurarium.engine.metrics import classes
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling

#: Images that are read in one step: a network of ten million weights takes some hundredths of a second.
ROWS = 64


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
        The learner's digits ``(n, 784)`` and their labels ``(n,)``; None: they do not matter.
    """

    def __init__(self, images: Mnist, own: tuple[NDArray[np.uint8], NDArray[np.int64]] | None) -> None:
        self._parts = [(images.x_test, images.y_test), *([own] if own is not None else [])]
        self._batches = [
            (part, slice(start, start + ROWS))
            for part, (x, _) in enumerate(self._parts)
            for start in range(0, len(x), ROWS)
        ]
        self._right = [0] * len(self._parts)
        self.done = 0

    @property
    def steps(self) -> int:
        """How many steps it takes in all."""
        return len(self._batches)

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

    def advance(self, network: Network, scaling: Scaling | None, steps: int) -> int:
        """Continue; return how many steps were taken, at most `steps`."""
        batches = self._batches[self.done : self.done + steps]
        for part, rows in batches:
            x, y = self._parts[part]
            inputs = x[rows] if scaling is None else scaling.apply(x[rows])
            answers = classes(network.forward(inputs).output)
            self._right[part] += int(np.count_nonzero(answers == y[rows]))
        self.done += len(batches)
        return len(batches)
