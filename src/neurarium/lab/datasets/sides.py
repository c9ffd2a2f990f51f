"""How often each image changes sides while a small network learns: from right to wrong, or back."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.mlp import MLP
from neurarium.engine.scaling import Scaling
from neurarium.lab.datasets.gallery import Gallery
from neurarium.persist.model import DIGITS, PIXELS
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.blas import single_threaded_blas

UNITS = 32
EPOCHS = 2
CHECKS = 10
BATCH = 100
_STEPS, _BLOCK = 20, 1000  # of one stretch: training steps, images that are asked


class Sides:
    """A real short training on the engine's reference: 784-32-10, Adam; a check after each fifth of an epoch.

    Parameters
    ----------
    gallery
        The data set; it learns from its training images, and every image is asked.
    lock
        Held while it goes on.

    Attributes
    ----------
    changes
        How often each image was on the other side than at the check before, ``(n,)``; at most `CHECKS` - 1.
    share
        Of the work that is done, 0 to 1.
    """

    def __init__(self, gallery: Gallery, lock: AbstractContextManager[Any]) -> None:
        self.gallery, self.lock = gallery, lock
        self.changes = np.zeros(len(gallery), np.uint8)
        self.share = 0.0
        self._work = self._stretches()

    def advance(self, stretches: int) -> None:
        """Do so many more stretches of the work."""
        for _ in range(stretches):
            with self.lock, single_threaded_blas():
                self.share = next(self._work, 1.0)
                if self.share == 1.0:
                    return

    def _stretches(self) -> Iterator[float]:
        gallery, scaling = self.gallery, Scaling.unit()
        images = gallery.images
        network = MLP([PIXELS, UNITS, DIGITS])
        data = Dataset(images.x_train, images.y_train, scaling=scaling)
        trainer = Trainer(network, data, TrainConfig(epochs=EPOCHS, batch_size=BATCH, backend="numpy"))
        last = EPOCHS * trainer.steps_per_epoch
        before: NDArray[np.bool_] | None = None
        for check in range(CHECKS):
            end = round(last * (check + 1) / CHECKS)
            while trainer.step < end:
                for _event in trainer.advance(min(_STEPS, end - trainer.step)):
                    pass
                yield (check + 0.5 * trainer.step / end) / CHECKS
            right = np.empty(len(gallery), np.bool_)
            for start in range(0, len(gallery), _BLOCK):
                numbers = np.arange(start, min(start + _BLOCK, len(gallery)))
                outputs = network.predict(scaling.apply(gallery.rows(numbers)))
                right[numbers] = outputs.argmax(axis=1) == gallery.labels[numbers]
                yield (check + 0.5 + 0.5 * start / len(gallery)) / CHECKS
            if before is not None:
                self.changes += right != before
            before = right
