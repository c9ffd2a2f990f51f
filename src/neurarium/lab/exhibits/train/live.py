"""The run at one moment, as the front end draws it: its curves, its inside, and its answers to images."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.train.outcome import Outcome
from neurarium.lab.exhibits.train.plan import Plan
from neurarium.lab.exhibits.train.snapshot import Epochs, Inside, RunSnapshot
from neurarium.lab.exhibits.train.tester import Part
from neurarium.lab.share import Share
from neurarium.lab.values import Axes, ByteArray

SHEET = 10


@dataclass(frozen=True)
class CurveView:
    """The running curve: passes through the training set, mean loss and accuracy of the last steps."""

    passes: Annotated[FloatArray, Axes("point")]
    loss: Annotated[FloatArray, Axes("point")]
    accuracy: Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class SheetView:
    """Ten images and the answers of the network.

    Attributes
    ----------
    part
        Of the data: validation images during a run (training images if none are held back), test images after
        it.
    number, of
        Which sheet of how many.
    index
        Places in MNIST's training or test set: ten, or fewer on the last sheet.
    outputs, logits
        The network's outputs, and the logits behind them.
    hidden
        The shown hidden units' outputs, layer by layer.
    """

    part: Part
    number: int
    of: int
    index: Annotated[IntArray, Axes("image")]
    images: Annotated[ByteArray, Axes("image", 784)]
    labels: Annotated[IntArray, Axes("image")]
    outputs: Annotated[FloatArray, Axes("image", 10)]
    logits: Annotated[FloatArray, Axes("image", 10)]
    hidden: tuple[Annotated[FloatArray, Axes("image", "unit")], ...]


@dataclass(frozen=True)
class AnswersView:
    """The answers to some images: how many of how many, the accuracy, and the confusion matrix."""

    part: Part
    images: int
    of: int
    accuracy: float
    confusion: Annotated[IntArray, Axes(10, 10)]  # rows are labels, columns answers


@dataclass(frozen=True)
class Standing:
    """How right the network is, and what follows from it.

    Attributes
    ----------
    train
        On images it learns from: those of the last steps before `held` was measured, so that both are of the
        same moment; without `held`, those of the last steps; of a run that is over, all. None before the
        first step.
    held
        On those held back, at the end of the last epoch; None if there are none yet.
    test
        On the test images; None before the end of the run.
    memorises
        The intervals of `train` and `held` lie apart, and `held` is the worse.
    """

    train: Share | None
    held: Share | None
    test: Share | None
    memorises: bool


@dataclass(frozen=True)
class LiveView:
    """The run at one moment."""

    last: Share | None  # right answers on the training images of the last steps; None before the first
    loss: float | None  # their mean loss
    accuracy: float | None
    standing: Standing
    curve: CurveView
    epochs: Epochs
    inside: Inside
    answers: AnswersView
    sheet: SheetView


def draw_live(
    plan: Plan, outcome: Outcome | None, snapshot: RunSnapshot, sheet: int, *, only_wrong: bool
) -> LiveView:
    """Return a snapshot as the front end draws it."""
    curve = snapshot.curve
    some = len(curve.step) > 0
    last = _share_at(snapshot, -1) if some else None
    return LiveView(
        last=last,
        standing=_standing(plan, outcome, snapshot),
        loss=float(curve.loss[-1]) if some else None,
        accuracy=float(curve.accuracy[-1]) if some else None,
        curve=CurveView(curve.step / snapshot.position.steps_per_epoch, curve.loss, curve.accuracy),
        epochs=snapshot.epochs,
        inside=snapshot.inside,
        answers=_answers(snapshot),
        sheet=_sheet(snapshot, sheet, only_wrong=only_wrong),
    )


def _share_at(snapshot: RunSnapshot, point: int) -> Share:
    """Return the right answers of a point of the curve."""
    return Share.of(float(snapshot.curve.accuracy[point]), round(snapshot.curve.rows[point]))


def _standing(plan: Plan, outcome: Outcome | None, snapshot: RunSnapshot) -> Standing:
    epochs, steps = snapshot.epochs, snapshot.curve.step
    share = epochs.validation_accuracy[-1:]
    held = float(share[0]) if len(share) and np.isfinite(share[0]) else None
    train = _share_at(snapshot, -1) if len(steps) else None
    if held is not None:
        measured = epochs.epoch[-1] * snapshot.position.steps_per_epoch
        before = int(np.searchsorted(steps, measured, "right")) - 1
        train = _share_at(snapshot, max(0, before)) if len(steps) else None
    if outcome is not None:
        held = outcome.validation_accuracy
        if outcome.train_accuracy is not None:
            train = Share.of(outcome.train_accuracy, plan.images)
    asked = snapshot.answers
    among_held = None if held is None else Share.of(held, plan.held_back)
    return Standing(
        train=train,
        held=among_held,
        test=Share.of(asked.accuracy, len(asked.labels)) if asked.images.part == "test" else None,
        memorises=train is not None and among_held is not None and among_held.high < train.low,
    )


def _answers(snapshot: RunSnapshot) -> AnswersView:
    asked = snapshot.answers
    return AnswersView(
        part=asked.images.part,
        images=len(asked.labels),
        of=len(asked.images),
        accuracy=asked.accuracy,
        confusion=asked.confusion().astype(np.int32),
    )


def _sheet(snapshot: RunSnapshot, number: int, *, only_wrong: bool) -> SheetView:
    asked, images = snapshot.sample, snapshot.sample.images
    rows = asked.wrong() if only_wrong else np.arange(len(asked.labels))
    of = max(1, -(-len(rows) // SHEET))
    number = min(number, of - 1)
    rows = rows[number * SHEET : (number + 1) * SHEET]
    return SheetView(
        part=images.part,
        number=number,
        of=of,
        index=images.index[rows].astype(np.int32),
        images=images.pixels[rows],
        labels=asked.labels[rows].astype(np.int32),
        outputs=asked.outputs[rows].astype(np.float32),
        logits=asked.logits[rows].astype(np.float32),
        hidden=tuple(a[rows] for a in snapshot.hidden),
    )
