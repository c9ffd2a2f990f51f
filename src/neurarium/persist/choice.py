"""Which of several models for digits to read with, and which are not to be trusted."""

from collections.abc import Iterable
from typing import Literal

from neurarium.persist.model import ModelCard
from neurarium.persist.store import StoredModel

LOW_ACCURACY = 0.9
"""Of the test digits: a network without any hidden layer reads more after an epoch."""

Doubt = Literal["shuffled_labels", "low_accuracy"]


def doubt_of(card: ModelCard) -> Doubt | None:
    """Return why the answers of a model for digits are not to be trusted; None if there is no reason."""
    accuracy = card.metrics.get("test_accuracy")
    if card.config.get("shuffle_labels") is True:
        return "shuffled_labels"
    return "low_accuracy" if isinstance(accuracy, int | float) and accuracy < LOW_ACCURACY else None


def best_reader(entries: Iterable[StoredModel], dataset: str = "") -> StoredModel | None:
    """Return the model that reads most of the test images of a data set; None if none reads such images.

    One that was trained on another data set comes last: its accuracy is on that, and it may know none of
    these classes; of those, models of MNIST come first. One whose accuracy is not known comes after all the
    others, but before those with a doubt.

    Parameters
    ----------
    entries
        The models, the newest first: of equals that one is taken.
    dataset
        The name of a data set of the learner's own; empty: MNIST.
    """

    def rank(entry: StoredModel) -> tuple[bool, bool, int, float]:
        doubt = doubt_of(entry.card) if entry.card else None
        trust = ("shuffled_labels", "low_accuracy", None).index(doubt)
        learned = (entry.card.metrics.get("dataset") if entry.card else None) or ""
        accuracy = -1.0 if entry.test_accuracy is None else entry.test_accuracy
        return learned == dataset, learned == "", trust, accuracy

    return max((entry for entry in entries if entry.reads_digits), key=rank, default=None)
