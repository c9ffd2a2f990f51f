"""Two networks side by side: their curves, how their settings differ, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.types import IntArray
from neurarium.lab.budget import Budget
from neurarium.lab.datasets.gallery import Gallery
from neurarium.lab.datasets.store import DataSets
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.compare.side import Curve, PointSide, SavedSide, Side
from neurarium.lab.protocol import LabError
from neurarium.lab.values import Axes, ByteArray
from neurarium.training.dataset import Rows
from neurarium.training.statistics import mcnemar

MOST_IMAGES = 24
"""So many of the images that the two disagree on are shown."""

SEED = 0
"""Of the trainings of points."""

Apart = Literal["", "held", "datasets", "gone", "newer"]
"""Why two networks cannot be compared image by image: they hold back different images; they learned
different data sets; their data set is not there, or has come after a network that was trained on another one
of that name. Empty if they can."""


@dataclass(frozen=True, eq=False)
class Between:
    """What the two say of the same images.

    Attributes
    ----------
    both, only_first, only_second, neither
        How many images both get right, only the first, only the second, and neither.
    p
        McNemar's exact test.
    images, labels
        The first images that only one of them gets right, and the names of their classes.
    says_first, says_second
        What the two say of them.
    """

    both: int
    only_first: int
    only_second: int
    neither: int
    p: float
    images: Annotated[ByteArray, Axes("image", 784)]
    labels: tuple[str, ...]
    says_first: tuple[str, ...]
    says_second: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two networks side by side.

    Attributes
    ----------
    first, second
        The numbers of two points; -1 for a saved network.
    names
        The names of saved networks; empty for points.
    seed
        Of the trainings of points.
    differences
        The settings in which they differ: name, value of the first, value of the second; empty if it has
        none.
    unknown
        Which of the two do not say how they were trained: 0, 1.
    done
        The part of their trainings that is done, 0 to 1.
    on
        Which images they are asked about: those that both hold back, or the test images.
    apart
        Why they cannot be compared image by image.
    """

    first: int
    second: int
    names: tuple[str, str]
    seed: int
    differences: tuple[tuple[str, str, str], ...]
    unknown: tuple[int, ...]
    done: float
    curves: tuple[Curve, Curve]
    on: Literal["held", "test"]
    apart: Apart
    between: Between | None


class PairTraining:
    """Two networks, of which points are trained.

    Parameters
    ----------
    sides
        The two.
    sets
        The learner's own data sets.
    """

    def __init__(self, sides: tuple[Side, Side], sets: DataSets) -> None:
        self._sides, self._sets = sides, sets
        self._galleries = [self._gallery_of(side) for side in sides]
        self._settings = [
            side.settings(None if gallery is None else gallery.images)
            for side, gallery in zip(sides, self._galleries, strict=True)
        ]
        self._apart = self._why_apart()
        self._between: Between | None = None

    @property
    def is_over(self) -> bool:
        """Whether both are trained."""
        return all(side.done >= 1 for side in self._sides)

    def advance(self, budget: Budget) -> None:
        """Train, within the budget."""
        for side in self._sides:
            if side.done < 1 and budget.left > 0:
                side.advance(budget.left / 1000)

    def view(self) -> Pair:
        """Return the two as they are."""
        if self.is_over and not self._apart and self._between is None:
            self._between = self._compare()
        first, second = self._sides
        settings = self._settings
        return Pair(
            first.number,
            second.number,
            names=(first.name, second.name),
            seed=SEED,
            differences=differences(*settings) if all(settings) else (),
            unknown=tuple(i for i, told in enumerate(settings) if not told),
            done=(first.done + second.done) / 2,
            curves=(first.curve(), second.curve()),
            on="held" if self._are_points else "test",
            apart=self._apart,
            between=self._between,
        )

    @property
    def _are_points(self) -> bool:
        return all(isinstance(side, PointSide) for side in self._sides)

    def _gallery_of(self, side: Side) -> Gallery | None:
        try:
            return self._sets.gallery(side.dataset)
        except LabError:
            return None

    def _why_apart(self) -> Apart:
        first, second = self._sides
        if isinstance(first, PointSide) and isinstance(second, PointSide):
            return "" if np.array_equal(self._held(first), self._held(second)) else "held"
        if first.dataset != second.dataset:
            return "datasets"
        if self._galleries[0] is None:
            return "gone"
        return "newer" if any(self._is_older(side) for side in self._sides) else ""

    def _held(self, side: PointSide) -> IntArray:
        return side.trial.recipe.held_back(digits())

    def _is_older(self, side: Side) -> bool:
        """Return whether a network was saved before its data set came."""
        made = [entry.created for entry in self._sets.entries() if entry.name == side.dataset]
        if not made or not isinstance(side, SavedSide) or not side.model.created:
            return False
        return datetime.fromisoformat(side.model.created) < datetime.fromisoformat(made[0])

    def _asked(self, images: Mnist) -> tuple[Rows, IntArray]:
        """Return the images that both are asked about, and their classes."""
        first = self._sides[0]
        if self._are_points and isinstance(first, PointSide):
            held = self._held(first)
            return images.x_train[held], images.y_train[held]
        return images.x_test, images.y_test

    def _compare(self) -> Between:
        gallery = self._galleries[0]
        assert gallery is not None  # else they would be apart
        asked, truth = self._asked(gallery.images)
        says = [side.answers(asked) for side in self._sides]
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
            images=asked[shown],
            labels=_names(truth[shown], gallery.classes),
            says_first=_names(says[0][shown], gallery.classes),
            says_second=_names(says[1][shown], gallery.classes),
        )


def _names(answers: IntArray, classes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of classes; a network may have more outputs than there are classes."""
    return tuple(classes[i] if i < len(classes) else str(i) for i in map(int, answers))


def differences(first: dict[str, str], second: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return the settings whose values differ, with both values as they are written."""
    names = dict.fromkeys([*first, *second])
    pairs = [(name, first.get(name, ""), second.get(name, "")) for name in names]
    return tuple(pair for pair in pairs if pair[1] != pair[2])
