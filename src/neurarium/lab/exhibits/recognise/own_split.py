"""Which of the learner's digits a model learns from, and which are held out to score it."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from neurarium.lab.exhibits.recognise.own_digits import OwnDigit
from neurarium.persist.model import ModelCard

HELD_OUT = 5
"""One digit of so many is held out, and at least one of two."""

_LEARNED = "own_learned"  # in the metrics of a model: the ids of the digits that it has learned from


def learned_by(card: ModelCard) -> frozenset[str]:
    """Return the ids of the learner's digits that a model has learned from."""
    found = card.metrics.get(_LEARNED)
    return frozenset(found) if isinstance(found, list) else frozenset()


def note_learned(metrics: dict[str, Any], ids: Collection[str]) -> dict[str, Any]:
    """Return the metrics with the ids of the digits that were learned from."""
    return metrics | {_LEARNED: sorted(ids)}


def hold_out(own: Sequence[OwnDigit], learned: Collection[str]) -> tuple[list[OwnDigit], list[OwnDigit]]:
    """Return the digits to learn from, and those held out: some of each kind, the same ones each time.

    A digit that the model has learned from before, one of the ids `learned`, is never held out: it would
    prove nothing. A single digit is learned from.
    """
    fresh = sorted((d for d in own if d.id not in learned), key=lambda digit: (digit.label, digit.id))
    count = min(len(fresh), max(1, len(own) // HELD_OUT)) if len(own) > 1 else 0
    # In the middle of equal stretches of the digits in order, so that all labels have their turn.
    places = (np.arange(count) * len(fresh) + len(fresh) // 2) // max(1, count)
    held = {fresh[place].id for place in places}
    return [d for d in own if d.id not in held], [d for d in own if d.id in held]
