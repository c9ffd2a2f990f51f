"""One training of a setup with one seed, in stretches; what it learns from, and what is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from neurarium.data.label_noise import with_wrong_labels
from neurarium.engine.metrics import classes
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import IntArray
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.runs.pace import stretch
from neurarium.training import Dataset, EpochEnd, Trainer
from neurarium.training.evaluation import Evaluation
from neurarium.training.pace import Pace

CURVE_IMAGES = 2000
"""So many images held back, and half as many learned ones, are asked for a point of the curves."""

MOST_POINTS = 40
"""About so many points a curve has."""

SCORED = 10_000
"""At the end, at most so many of the learned images are asked."""

PARTS = 10
"""The images held back are scored in so many parts: each is a small test of its own."""

CURVES = ("train_loss", "train_accuracy", "held_loss", "held_accuracy")


@dataclass(frozen=True)
class Sample:
    """Which images are learned from, and with which labels, ``(n,)`` each; ``wrong`` labels among them."""

    rows: IntArray
    labels: IntArray
    wrong: int


def sample(setup: Setup, seed: int, source: ImageSource) -> Sample:
    """Draw the images that are learned from, and spoil labels.

    Parameters
    ----------
    setup, seed
        What is trained.
    source
        The data set.
    """
    rng = np.random.default_rng(seed)
    rows = rng.permutation(source.count - source.held_back(setup.images))[: setup.images]
    true = source.images.y_train[rows]
    given: IntArray = true.astype(np.int64)
    if setup.random_labels:
        given = rng.permutation(given)
    else:
        given = with_wrong_labels(given, setup.noise, len(source.classes), rng)
    return Sample(rows, given, int(np.count_nonzero(given != true)))


class Training:
    """A training in stretches.

    Parameters
    ----------
    setup, seed
        What is trained. The seed decides on the images, their wrong labels, the first weights, the order,
        dropout and augmentation.
    source
        The data set.

    Attributes
    ----------
    sample
        What it learns from.
    held_back
        How many images are held back.
    curve
        For each measured epoch: its number and the four numbers of `CURVES`; None where nothing is held back.
    latest
        The same of the network as it is: at the end with the weights of the best epoch, if it goes back to
        them.
    """

    def __init__(self, setup: Setup, seed: int, source: ImageSource) -> None:
        self.setup, self.source = setup, source
        x, y = source.images.x_train, source.images.y_train
        self.sample = sample(setup, seed, source)
        self.held_back = source.held_back(setup.images)
        self._held = slice(source.count - self.held_back, source.count)
        watched = slice(self._held.start, self._held.start + min(CURVE_IMAGES, self.held_back))
        self._watched = (x[watched], y[watched])
        recipe = setup.recipe(seed, source)
        stopping = recipe.training.early_stopping is not None
        x_held, y_held = self._watched if stopping else (None, None)
        learned = x[self.sample.rows]
        data = Dataset(learned, self.sample.labels, x_held, y_held, scaling=Scaling.unit())
        self.trainer = Trainer(recipe.network(), data, recipe.training)
        self._pace = Pace()
        self._every = -(-setup.epochs // MOST_POINTS)
        self.curve: list[tuple[float | None, ...]] = []
        self.latest = self._measure(0)
        self.curve.append(self.latest)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to train."""
        return self.trainer.finished

    @property
    def done(self) -> float:
        """The part that is done, 0 to 1."""
        return 1.0 if self.is_over else self.trainer.step / (self.setup.epochs * self.trainer.steps_per_epoch)

    def advance(self, seconds: float, most: int | None = None) -> None:
        """Train for about so long, and for at most so many steps."""
        if self.is_over:
            return
        for event in stretch(self.trainer, self._pace, seconds, most):
            if isinstance(event, EpochEnd):
                epoch = event.record.epoch
                if epoch % self._every == 0 or self.trainer.finished:
                    # What it goes back to at the end is no point of the last epoch.
                    at = self.best_epoch if self.trainer.finished else epoch
                    self.latest = self._measure(at)
                    if at == epoch:
                        self.curve.append(self.latest)

    def scores(self) -> Iterator[dict[str, Any]]:
        """Measure the network as it is now, part by part; yield what is known so far.

        `train` has right answers and how many images were asked; `held` those of each of the parts of the
        images held back; `test` the right answers among the test images.
        """
        data, images = self.trainer.data, self.source.images
        rows = slice(min(SCORED, len(data)))
        right = self._right(data.x_train[rows], data.y_train[rows])
        found: dict[str, Any] = {"train": [int(right.sum()), len(right)]}
        yield found
        held = self._right(images.x_train[self._held], images.y_train[self._held])
        parts = np.array_split(held, PARTS) if len(held) else []
        found = found | {"held": [[int(part.sum()), len(part)] for part in parts]}
        yield found
        test = self._right(images.x_test, images.y_test)
        yield found | {"test": [int(test.sum()), len(test)]}

    def so_far(self) -> dict[str, Any]:
        """Return the curves so far, as plain data."""
        columns = zip(*self.curve, strict=True)
        return dict(zip(("epoch", *CURVES), map(list, columns), strict=True))

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights it ended with."""
        ending = self.trainer.ending
        return ending.best_epoch if ending else self.trainer.epochs_done

    def _measure(self, epoch: int) -> tuple[float | None, ...]:
        data = self.trainer.data
        rows = slice(CURVE_IMAGES // 2)
        train = self.trainer.evaluate(data.x_train[rows], data.y_train[rows])
        held = self.trainer.evaluate(*self._watched) if len(self._watched[1]) else Evaluation(0.0, None)
        held_loss = None if held.accuracy is None else held.loss
        return float(epoch), train.loss, train.accuracy, held_loss, held.accuracy

    def _right(self, x: Any, y: Any) -> Any:
        return classes(self.trainer.predict(x)) == y
