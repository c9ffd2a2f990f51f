"""What the front end draws: the planned run, the current run, and the saved models."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.metrics import wilson_interval
from neurarium.engine.summary import Row
from neurarium.engine.types import FloatArray, IntArray
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import DenseLines, dense_lines
from neurarium.lab.computed import Computed
from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibits.train.course import AS_PLANNED, Course
from neurarium.lab.exhibits.train.lines import draw_computed, draw_program
from neurarium.lab.exhibits.train.outcome import Outcome
from neurarium.lab.exhibits.train.run import State, TrainingRun
from neurarium.lab.exhibits.train.settings import PRESET_SETTINGS, TrainSettings, recipe_of
from neurarium.lab.exhibits.train.snapshot import Epochs, Inside, RunSnapshot
from neurarium.lab.exhibits.train.tester import TestResult
from neurarium.lab.runs.pace import Speed
from neurarium.lab.values import Axes, ByteArray
from neurarium.persist import StoredModel
from neurarium.training.presets import PRESETS

SHEET = 10


@dataclass(frozen=True)
class PresetView:
    """A preset, as settings to choose."""

    name: str
    about: str
    settings: TrainSettings


@dataclass(frozen=True)
class Plan:
    """A planned run: its settings, and how its parameters add up."""

    settings: TrainSettings
    name: str  # the name of the model
    rows: tuple[Row, ...]
    weights: int
    biases: int
    parameters: int
    images: int  # learned from in each epoch
    held_back: int
    steps_per_epoch: int
    computed: dict[str, Computed]
    layers: tuple[DenseLines, ...]  # how each dense layer is found in the programs
    program: Phrase  # the whole training


@dataclass(frozen=True)
class ModelView:
    """A saved model, in a line."""

    name: str
    shape: str
    parameters: int
    accuracy: float | None  # on the test set
    created: str  # ISO 8601
    bytes: int
    error: str


@dataclass(frozen=True)
class CurveView:
    """The running curve: passes through the training set, mean loss and accuracy of the last steps."""

    passes: Annotated[FloatArray, Axes("point")]
    loss: Annotated[FloatArray, Axes("point")]
    accuracy: Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class SheetView:
    """Ten test images and the answers of the network.

    Attributes
    ----------
    number, of
        Which sheet of how many.
    index
        Places in the test set: ten, or fewer on the last sheet.
    outputs, logits
        The network's outputs, and the logits behind them.
    hidden
        The shown hidden units' outputs, layer by layer.
    """

    number: int
    of: int
    index: Annotated[IntArray, Axes("image")]
    images: Annotated[ByteArray, Axes("image", 784)]
    labels: Annotated[IntArray, Axes("image")]
    outputs: Annotated[FloatArray, Axes("image", 10)]
    logits: Annotated[FloatArray, Axes("image", 10)]
    hidden: tuple[Annotated[FloatArray, Axes("image", "unit")], ...]


@dataclass(frozen=True)
class TestView:
    """A test: the number of images, the accuracy, and the confusion matrix."""

    images: int
    accuracy: float
    confusion: Annotated[IntArray, Axes(10, 10)]  # rows are labels, columns answers


@dataclass(frozen=True)
class Share:
    """Right answers among some images, and the 95 % interval of the share (Wilson's)."""

    right: int
    images: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, share: float, images: int) -> "Share":
        """Return the share with its interval."""
        right = round(share * images)
        return cls(right, images, share, *wilson_interval(right, images))


@dataclass(frozen=True)
class Standing:
    """How right the network is, and what follows from it.

    Attributes
    ----------
    train
        On images it learns from: those of the last steps; of a run that is over, all. None before the first
        step.
    held
        On those held back, at the end of the last epoch; None if there are none yet.
    test
        On the test images.
    memorises
        The intervals of `train` and `held` lie apart, and `held` is the worse.
    """

    train: Share | None
    held: Share | None
    test: Share
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
    test: TestView
    sheet: SheetView


@dataclass(frozen=True)
class RunSummary:
    """A run in short: which one it is, and what an order changes at once."""

    number: str  # identifies the run; text, because it exceeds the integers of a browser
    name: str
    state: State
    speed: Speed


@dataclass(frozen=True)
class RunView(RunSummary):
    """The current run, which may have ended."""

    plan: Plan  # by which it was begun; the exhibit's own is for the next
    progress: float
    step: int
    passes: float  # through the training set, in fractions
    learning_rate: float  # of the last step
    set_rate: float  # as it was set, before its schedule
    images: int | None  # learned from in each epoch
    backend: str
    seconds: float  # spent on training steps
    steps_per_second: float | None
    images_per_second: float | None
    seconds_left: float | None
    diverged: DivergedAt | None
    outcome: Outcome | None
    problem: str
    live: LiveView | None  # None until images and network are loaded


@dataclass(frozen=True)
class TrainView:
    """All that the front end draws."""

    plan: Plan
    presets: tuple[PresetView, ...]
    models: tuple[ModelView, ...]
    run: RunView | None
    elsewhere: bool  # whether another lab on this machine has the run


@lru_cache(maxsize=16)
def draw_plan(settings: TrainSettings, name: str, course: Course = AS_PLANNED) -> Plan:
    """Return the plan of a run with these settings; its program tells the run's course."""
    recipe = recipe_of(settings)
    network, training = recipe.network(), recipe.training
    summary = network.summary()
    held_back = round(settings.limit * settings.validation)
    images = settings.limit - held_back
    steps_per_epoch = -(-images // min(settings.batch_size, images))
    return Plan(
        settings=settings,
        name=name,
        rows=summary.rows,
        weights=summary.weights,
        biases=summary.biases,
        parameters=summary.parameters,
        images=images,
        held_back=held_back,
        steps_per_epoch=steps_per_epoch,
        computed=draw_computed(network, training, recipe.validation, images),
        layers=dense_lines(network, training.loss),
        program=draw_program(recipe, network, course, steps_per_epoch),
    )


def draw_presets() -> tuple[PresetView, ...]:
    """Return the presets."""
    return tuple(
        PresetView(name, PRESETS[name].about, settings) for name, settings in PRESET_SETTINGS.items()
    )


def draw_model(entry: StoredModel) -> ModelView:
    """Return a saved model in a line."""
    return ModelView(
        name=entry.name,
        shape=entry.shape,
        parameters=entry.parameters,
        accuracy=entry.test_accuracy,
        created=entry.created.isoformat(),
        bytes=entry.size,
        error=entry.error,
    )


def draw_summary(run: TrainingRun) -> RunSummary:
    """Return the run in short."""
    return RunSummary(str(run.number), run.name, run.state, run.pace.speed)


def draw_run(run: TrainingRun, sheet: int, *, only_wrong: bool) -> RunView:
    """Return the current state of the run, with one sheet of test images."""
    trainer, snapshot, pace = run.trainer, run.snapshot, run.pace
    per_second = pace.steps_per_second
    left = None
    if trainer is not None and per_second and not run.is_over:
        steps = trainer.config.epochs * trainer.steps_per_epoch - trainer.step
        epochs = trainer.config.epochs - trainer.epochs_done
        left = steps / per_second + epochs * run.epoch_end_seconds
    found = run.diverged
    # The numbers must be of the same moment as the arrays of the snapshot.
    position = run.position if snapshot is None else snapshot.position
    return RunView(
        **vars(draw_summary(run)),
        plan=draw_plan(run.settings, run.name, run.course),
        progress=run.progress,
        step=position.step,
        passes=position.passes,
        learning_rate=position.learning_rate,
        set_rate=position.set_rate,
        images=None if trainer is None else len(trainer.data),
        backend="" if trainer is None else trainer.started().why,
        seconds=pace.seconds,
        steps_per_second=per_second,
        images_per_second=per_second * trainer.batch_size if per_second and trainer else None,
        seconds_left=left,
        diverged=DivergedAt(found.step, found.epoch, found.learning_rate) if found else None,
        outcome=run.outcome,
        problem=run.problem,
        live=None if snapshot is None else draw_live(run, snapshot, sheet, only_wrong=only_wrong),
    )


def draw_live(run: TrainingRun, snapshot: RunSnapshot, sheet: int, *, only_wrong: bool) -> LiveView:
    """Return a snapshot as the front end draws it."""
    curve = snapshot.curve
    some = len(curve.step) > 0
    last = Share.of(float(curve.accuracy[-1]), round(curve.rows[-1])) if some else None
    return LiveView(
        last=last,
        standing=_standing(run, snapshot, last),
        loss=float(curve.loss[-1]) if some else None,
        accuracy=float(curve.accuracy[-1]) if some else None,
        curve=CurveView(curve.step / snapshot.position.steps_per_epoch, curve.loss, curve.accuracy),
        epochs=snapshot.epochs,
        inside=snapshot.inside,
        test=TestView(
            len(snapshot.test.labels), snapshot.test.accuracy, snapshot.test.confusion().astype(np.int32)
        ),
        sheet=_sheet(snapshot, run.images, sheet, only_wrong=only_wrong),
    )


def _standing(run: TrainingRun, snapshot: RunSnapshot, last: Share | None) -> Standing:
    plan, outcome = draw_plan(run.settings, run.name, run.course), run.outcome
    train, share = last, snapshot.epochs.validation_accuracy[-1:]
    held = float(share[0]) if len(share) and np.isfinite(share[0]) else None
    if outcome is not None:
        held = outcome.validation_accuracy
        if outcome.train_accuracy is not None:
            train = Share.of(outcome.train_accuracy, plan.images)
    among_held = None if held is None else Share.of(held, plan.held_back)
    return Standing(
        train=train,
        held=among_held,
        test=Share.of(snapshot.test.accuracy, len(snapshot.test.labels)),
        memorises=train is not None and among_held is not None and among_held.high < train.low,
    )


def _sheet(snapshot: RunSnapshot, images: Mnist, number: int, *, only_wrong: bool) -> SheetView:
    test: TestResult = snapshot.sample
    rows = test.wrong() if only_wrong else np.arange(len(test.labels))
    of = max(1, -(-len(rows) // SHEET))
    number = min(number, of - 1)
    rows = rows[number * SHEET : (number + 1) * SHEET]
    return SheetView(
        number=number,
        of=of,
        index=rows.astype(np.int32),
        images=images.x_test[rows],
        labels=test.labels[rows].astype(np.int32),
        outputs=test.outputs[rows].astype(np.float32),
        logits=test.logits[rows].astype(np.float32),
        hidden=tuple(a[rows] for a in snapshot.hidden),
    )
