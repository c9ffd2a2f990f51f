"""A part of the exhibit: the images through a model's eyes."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.neighbours import nearest, row_distances
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.datasets.eyes import Eyes
from neurarium.lab.datasets.gallery import MOST_IMAGES, Gallery
from neurarium.lab.datasets.votes import RIGHT, VOTES, Votes
from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.data.settings import DataSettings
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Choice, Integer
from neurarium.lab.values import Axes
from neurarium.lab.workspace import Workspace
from neurarium.training.statistics import wilson_interval

NEIGHBOURS = 8
SUSPECTS = 40


@dataclass(frozen=True)
class Looked:
    """How far a model has looked at the images.

    Attributes
    ----------
    model
        The one that looks; empty if there is none, and `problem` says why.
    models
        Those that may be chosen.
    layers
        Its hidden layers' numbers of units.
    layer
        The hidden layer, from 1, that is compared by; 0: it has none.
    share
        Of the images, 0 to 1.
    sides
        How much of the training is done that tells which images change sides; 1 unless the grid is in
        that order.
    at_home
        Whether the model was trained on images of this data set; else its answers say little.
    """

    model: str
    models: tuple[str, ...]
    layers: tuple[int, ...]
    layer: int
    share: float
    sides: float
    at_home: bool
    problem: Problem | None


@dataclass(frozen=True, eq=False)
class Near:
    """The nearest images: their numbers and labels, and how far they are."""

    numbers: Annotated[NDArray[np.uint32], Axes("near")]
    labels: Annotated[NDArray[np.uint8], Axes("near")]
    distances: Annotated[FloatArray, Axes("near")]
    pixels: Annotated[NDArray[np.uint8], Axes("near", 784)]


@dataclass(frozen=True, eq=False)
class Seen:
    """The image that is looked at, as the model sees it.

    Attributes
    ----------
    probabilities
        Of the ten classes.
    label
        Of the image, in the data set.
    answer, loss, margin
        See `Eyes`.
    by_pixels
        The nearest images by pixels from 0 to 1.
    by_layer
        The nearest by the outputs of the hidden layer; None if there is none.
    """

    number: int
    label: int
    probabilities: Annotated[FloatArray, Axes("output")]
    answer: int
    loss: float
    margin: float
    by_pixels: Near
    by_layer: Near | None


@dataclass(frozen=True)
class Score:
    """Right answers to so many images, and the 95 % interval of the share, by Wilson."""

    right: int
    images: int
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Suspects:
    """The test images whose labels the model doubts most, and what the learner thinks of them.

    Attributes
    ----------
    answers, probabilities
        What the model takes each for, and how sure it is.
    votes
        What the learner thinks; empty: nothing yet.
    voted
        How many test images have a vote, and how many of these say that the label is wrong or the image
        unreadable.
    score
        Of the model on all test images.
    without
        The same without the latter.
    """

    numbers: Annotated[NDArray[np.uint32], Axes("suspect")]
    labels: Annotated[NDArray[np.uint8], Axes("suspect")]
    answers: Annotated[NDArray[np.uint8], Axes("suspect")]
    probabilities: Annotated[FloatArray, Axes("suspect")]
    pixels: Annotated[NDArray[np.uint8], Axes("suspect", 784)]
    votes: tuple[str, ...]
    voted: tuple[int, int]
    score: Score
    without: Score


@dataclass(frozen=True)
class Vote:
    """Parameters of `vote`: the image's number, and what its label is; empty takes the vote back."""

    number: Annotated[int, Integer(0, MOST_IMAGES - 1)]
    vote: Annotated[str, Choice("", *VOTES)]


class Looking:
    """Operations that need a model: the best reader of digits, unless another one is chosen."""

    _workspace: Workspace
    settings: DataSettings

    @property
    def gallery(self) -> Gallery:
        """The data set."""
        raise NotImplementedError

    def eyes(self) -> Eyes:
        """Return the model's eyes on the data set; they may not have seen everything.

        Raises
        ------
        LabError
            If there is no such model.
        """
        return self._workspace.eyes.get(self.settings.model, self.gallery, self.settings.layer)

    @op
    def look(self, params: Advance, budget: Budget) -> Looked:
        """Let the model look at more images."""
        names = tuple(entry.name for entry in self._workspace.model_cache.readers())
        allowed, share = budget.at_most(params.budget_ms), 1.0
        if self.settings.order == "changes":
            sides = self._workspace.eyes.sides(self.gallery)
            if sides.share < 1:
                allowed.run(sides.advance, params.steps)
            share = sides.share
        try:
            eyes = self.eyes()
        except LabError as error:
            return Looked("", names, (), 0, 0.0, share, True, Problem.of(error))
        if not eyes.ready and share == 1:
            allowed.run(eyes.advance, params.steps)
        seen = eyes.done / len(self.gallery)
        return Looked(eyes.named.name, names, eyes.layers, eyes.layer, seen, share, eyes.at_home, None)

    @op
    def seen(self) -> Seen:
        """Return what the model makes of the image that is looked at, and the nearest ones."""
        eyes, number = self.seeing(), self.settings.image
        return Seen(
            number=number,
            label=int(self.gallery.labels[number]),
            probabilities=eyes.probabilities[number],
            answer=int(eyes.answers[number]),
            loss=float(eyes.losses[number]),
            margin=float(eyes.margins[number]),
            by_pixels=self._near(self.gallery.distances.of(number) / 255),
            by_layer=None
            if eyes.features is None
            else self._near(row_distances(eyes.features, eyes.features[number])),
        )

    @op
    def suspects(self) -> Suspects:
        """Return the test images whose labels the model doubts most."""
        eyes, gallery = self.seeing(), self.gallery
        tests = gallery.select("test", -1)
        numbers = tests[np.argsort(-eyes.losses[tests], kind="stable")[:SUSPECTS]]
        votes = Votes(self._workspace.folder, gallery.name).all()
        for number, vote in votes.items():
            if number < len(gallery) and vote == str(gallery.labels[number]):
                votes[number] = RIGHT  # "it is a 7" of a 7
        wrong = np.array([votes.get(int(number), RIGHT) != RIGHT for number in tests])
        right = eyes.answers[tests] == gallery.labels[tests]
        answers = eyes.answers[numbers]
        return Suspects(
            numbers=numbers,
            labels=gallery.labels[numbers],
            answers=answers,
            probabilities=eyes.probabilities[numbers, answers],
            pixels=gallery.rows(numbers),
            votes=tuple(votes.get(int(number), "") for number in numbers),
            voted=(sum(int(number) in votes for number in tests), int(wrong.sum())),
            score=_score(right),
            without=_score(right[~wrong]),
        )

    @op
    def vote(self, params: Vote) -> Suspects:
        """Keep what the learner thinks of a label."""
        Votes(self._workspace.folder, self.gallery.name).set(params.number, params.vote)
        return self.suspects()

    def seeing(self) -> Eyes:
        """Return the model's eyes once they have seen everything.

        Raises
        ------
        LabError
            `busy`, if they have not; else see `eyes`.
        """
        eyes = self.eyes()
        if not eyes.ready:
            raise LabError(
                "busy", "The model has not looked at all images yet.", "Ask again.", {"name": "", "run": ""}
            )
        return eyes

    def _near(self, distances: FloatArray) -> Near:
        found = nearest(distances, self.settings.image, NEIGHBOURS)
        return Near(
            numbers=found.astype(np.uint32),
            labels=self.gallery.labels[found],
            distances=distances[found].astype(np.float32),
            pixels=self.gallery.rows(found),
        )


def _score(right: NDArray[np.bool_]) -> Score:
    count = int(right.sum())
    low, high = wilson_interval(count, len(right))
    return Score(count, len(right), low, high)
