"""Two points side by side: trained again with one seed, so that their curves and answers can be compared."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.values import Axes, ByteArray
from neurarium.training.statistics import mcnemar
from neurarium.tuning.knobs import as_text
from neurarium.tuning.plan import Plan
from neurarium.tuning.points import Point
from neurarium.tuning.trial import Training

MOST_IMAGES = 24
"""So many of the images that the two disagree on are shown."""

SEED = 0

EpochArray = Annotated[FloatArray, Axes("epoch")]


@dataclass(frozen=True, eq=False)
class Curve:
    """The epochs of one training: mean losses, and shares of right answers, 0 to 1.

    Attributes
    ----------
    diverged
        The step at which the loss was no number any more; None if it came to its end.
    """

    train_loss: EpochArray
    held_loss: EpochArray
    train_accuracy: EpochArray
    held_accuracy: EpochArray
    diverged: int | None


@dataclass(frozen=True, eq=False)
class Between:
    """What the two say of the images that were held back.

    Attributes
    ----------
    both, only_first, only_second, neither
        How many images both get right, only the first, only the second, and neither.
    p
        McNemar's exact test.
    images, labels
        The first images that one of them gets wrong, and the digits they are.
    says_first, says_second
        What the two say of them.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    p: float
    images: Annotated[ByteArray, Axes("image", 784)]
    labels: tuple[int, ...]
    says_first: tuple[int, ...]
    says_second: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two points side by side.

    Attributes
    ----------
    first, second
        Their numbers.
    differences
        The settings in which they differ: name, value of the first, value of the second.
    done
        The part of their trainings that is done, 0 to 1.
    same_images
        Whether both hold back the same images: only then they can be compared image by image.
    """

    first: int
    second: int
    seed: int
    differences: tuple[tuple[str, str, str], ...]
    done: float
    curves: tuple[Curve, Curve]
    same_images: bool
    between: Between | None


class PairTraining:
    """The trainings of two points.

    Parameters
    ----------
    plan
        Of the sweep.
    points
        The two.
    numbers
        Their numbers.
    """

    def __init__(self, plan: Plan, points: tuple[Point, Point], numbers: tuple[int, int]) -> None:
        self.numbers, self._points = numbers, points
        images = digits()
        self._trainings = tuple(Training(plan.trial(point, SEED), images, record=True) for point in points)
        self._held: tuple[IntArray, IntArray] = tuple(  # type: ignore[assignment]  # of length two
            training.trial.recipe.held_back(images) for training in self._trainings
        )
        self._between: Between | None = None

    @property
    def is_over(self) -> bool:
        """Whether both are trained."""
        return all(training.is_over for training in self._trainings)

    def advance(self, budget: Budget) -> None:
        """Train, within the budget."""
        for training in self._trainings:
            if not training.is_over and budget.left > 0:
                training.advance(budget.left / 1000)

    def view(self) -> Pair:
        """Return the two as they are."""
        same = np.array_equal(*self._held)
        if self.is_over and same and self._between is None:
            self._between = self._compare()
        first, second = (_curve(training) for training in self._trainings)
        return Pair(
            *self.numbers,
            seed=SEED,
            differences=differences(*self._points),
            done=sum(training.done for training in self._trainings) / 2,
            curves=(first, second),
            same_images=same,
            between=self._between,
        )

    def _compare(self) -> Between:
        images, rows = digits(), self._held[0]
        truth = images.y_train[rows]
        says = [training.answers(images.x_train[rows]) for training in self._trainings]
        right = [answers == truth for answers in says]
        only_first, only_second = right[0] & ~right[1], right[1] & ~right[0]
        shown = np.flatnonzero(only_first | only_second)[:MOST_IMAGES]
        counts = int(only_first.sum()), int(only_second.sum())
        return Between(
            both=int((right[0] & right[1]).sum()),
            only_first=counts[0],
            only_second=counts[1],
            neither=int((~right[0] & ~right[1]).sum()),
            p=mcnemar(*counts),
            images=images.x_train[rows[shown]],
            labels=tuple(map(int, truth[shown])),
            says_first=tuple(map(int, says[0][shown])),
            says_second=tuple(map(int, says[1][shown])),
        )


def differences(first: Point, second: Point) -> tuple[tuple[str, str, str], ...]:
    """Return the knobs whose values differ, with both values as they are written."""
    return tuple(
        (name, as_text(name, one), as_text(name, other))
        for name, one, other in zip(first.names, first.values, second.values, strict=True)
        if one != other
    )


def _curve(training: Training) -> Curve:
    history = training.trainer.history

    def column(name: str) -> FloatArray:
        values = [np.nan if value is None else value for value in history.column(name)]
        return np.array(values, np.float32)

    return Curve(
        train_loss=column("train_loss"),
        held_loss=column("validation_loss"),
        train_accuracy=column("train_accuracy"),
        held_accuracy=column("validation_accuracy"),
        diverged=training.diverged,
    )
