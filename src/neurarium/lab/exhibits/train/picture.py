"""What the front end draws of a run to be, of the run that goes on, and of the models that came of them."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.summary import Row
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.train.exam import Exam
from neurarium.lab.exhibits.train.glimpse import Epochs, Glimpse, Inside
from neurarium.lab.exhibits.train.outcome import Outcome
from neurarium.lab.exhibits.train.run import TrainingRun
from neurarium.lab.exhibits.train.settings import PRESET_SETTINGS, TrainSettings, recipe_of
from neurarium.persist import StoredModel
from neurarium.training.presets import PRESETS

SHEET = 10


@dataclass(frozen=True)
class PresetPicture:
    """A preset, as settings to choose."""

    name: str
    about: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """A run to be: its settings, and how its parameters add up."""

    settings: TrainSettings
    name: str  # what the model would be called
    rows: tuple[Row, ...]
    weights: int
    biases: int
    parameters: int
    images: int  # learned from in each epoch
    held_back: int
    steps_per_epoch: int
    loss_formula: str
    optimizer_formula: str
    sources: dict[str, str]  # what computes each number, for `lab.source`


@dataclass(frozen=True)
class ModelPicture:
    """A saved model, in a line."""

    name: str
    shape: str
    parameters: int
    accuracy: float | None  # on the test set
    created: str  # ISO 8601
    bytes: int
    error: str


@dataclass(frozen=True)
class DivergedAt:
    """Where a loss stopped being a number."""

    step: int
    epoch: int
    learning_rate: float


@dataclass(frozen=True)
class CurvePicture:
    """The running curve: passes through the training set, mean loss and accuracy of the last steps."""

    passes: FloatArray
    loss: FloatArray
    accuracy: FloatArray


@dataclass(frozen=True)
class SheetPicture:
    """Ten test images and what the network makes of them.

    Attributes
    ----------
    number, of
        Which sheet of how many.
    index
        Places in the test set, ``(m,)``; m is 10, or fewer on the last sheet.
    images, labels
        ``(m, 784)`` and ``(m,)``.
    outputs, logits
        ``(m, 10)``: the network's answers, and the weighted sums that they are made of.
    hidden
        The shown hidden units' outputs, layer by layer, ``(m, k)``.
    """

    number: int
    of: int
    index: IntArray
    images: FloatArray
    labels: IntArray
    outputs: FloatArray
    logits: FloatArray
    hidden: tuple[FloatArray, ...]


@dataclass(frozen=True)
class ExamPicture:
    """How the test went: of how many images, the share of right answers, and the confusion matrix."""

    images: int
    accuracy: float
    confusion: IntArray  # (10, 10): rows are labels, columns answers


@dataclass(frozen=True)
class Now:
    """A look into the run at one moment."""

    loss: float | None  # of the last steps
    accuracy: float | None
    curve: CurvePicture
    epochs: Epochs
    inside: Inside
    exam: ExamPicture
    sheet: SheetPicture


@dataclass(frozen=True)
class RunPicture:
    """The run that goes on, or has ended."""

    number: str  # tells this run from another; text, because it is too long for a browser's number
    name: str
    state: str
    plan: Plan  # by which it was begun; the exhibit's own is for the next
    speed: str
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
    now: Now | None  # None until images and network are loaded


@dataclass(frozen=True)
class TrainPicture:
    """All that the front end draws."""

    plan: Plan
    presets: tuple[PresetPicture, ...]
    models: tuple[ModelPicture, ...]
    run: RunPicture | None
    elsewhere: bool  # whether another lab on this machine has the run


@lru_cache(maxsize=16)
def draw_plan(settings: TrainSettings, name: str) -> Plan:
    """Return what a run by these settings, for a model of this name, would be."""
    recipe = recipe_of(settings)
    network, training = recipe.network(), recipe.training
    summary = network.summary()
    held_back = round(settings.limit * settings.validation)
    images = settings.limit - held_back
    return Plan(
        settings=settings,
        name=name,
        rows=summary.rows,
        weights=summary.weights,
        biases=summary.biases,
        parameters=summary.parameters,
        images=images,
        held_back=held_back,
        steps_per_epoch=-(-images // min(settings.batch_size, images)),
        loss_formula=training.loss.formula,
        optimizer_formula=training.optimizer.formula,
        sources={
            "loss": f"engine.losses.{type(training.loss).__name__}.value",
            "accuracy": "engine.metrics.correct",
            "test": "training.evaluation.evaluate",
            "confusion": "engine.metrics.confusion_matrix",
            "answer": "engine.metrics.classes",
            "output": f"engine.activations.{type(network.output).__name__}.forward",
            "logits": "engine.layers.Dense.forward",
            "steps": "training.trainer.Trainer.steps_per_epoch",
            "epoch": "training.trainer.Trainer.epochs_done",
            "parameters": "engine.summary.Summary.of",
            "learning_rate": f"engine.optimizers.{type(training.optimizer).__name__}.update",
            "gradient": "training.probe.probe",
            "backward": "engine.layers.Dense.backward",
            "step": "training.backends.reference.ReferenceBackend.take",
        },
    )


def draw_presets() -> tuple[PresetPicture, ...]:
    """Return the presets."""
    return tuple(
        PresetPicture(name, PRESETS[name].about, asdict(settings))
        for name, settings in PRESET_SETTINGS.items()
    )


def draw_model(entry: StoredModel) -> ModelPicture:
    """Return a saved model in a line."""
    return ModelPicture(
        name=entry.name,
        shape=entry.shape,
        parameters=entry.parameters,
        accuracy=entry.test_accuracy,
        created=entry.created.isoformat(),
        bytes=entry.size,
        error=entry.error,
    )


def draw_run(run: TrainingRun, sheet: int, *, only_wrong: bool) -> RunPicture:
    """Return the run as it stands, with one sheet of test images."""
    trainer, glimpse, pace = run.trainer, run.glimpse, run.pace
    per_second = pace.steps_per_second
    left = None
    if trainer is not None and per_second and not run.is_over:
        steps = trainer.config.epochs * trainer.steps_per_epoch - trainer.step
        epochs = trainer.config.epochs - trainer.epochs_done
        left = steps / per_second + epochs * run.epoch_end_seconds
    found = run.diverged
    # What is written beside the pictures is of the same moment as they.
    standing = run.standing if glimpse is None else glimpse.standing
    return RunPicture(
        number=str(run.number),
        name=run.name,
        state=run.state,
        plan=draw_plan(run.settings, run.name),
        speed=pace.speed,
        progress=run.progress,
        step=standing.step,
        passes=standing.passes,
        learning_rate=standing.learning_rate,
        set_rate=standing.set_rate,
        images=None if trainer is None else len(trainer.data),
        backend="" if trainer is None else trainer.started().why,
        seconds=pace.seconds,
        steps_per_second=per_second,
        images_per_second=per_second * trainer.batch_size if per_second and trainer else None,
        seconds_left=left,
        diverged=DivergedAt(found.step, found.epoch, found.learning_rate) if found else None,
        outcome=run.outcome,
        problem=run.problem,
        now=None if glimpse is None else draw_now(glimpse, run.images, sheet, only_wrong=only_wrong),
    )


def draw_now(glimpse: Glimpse, images: Mnist, sheet: int, *, only_wrong: bool) -> Now:
    """Return what a glimpse shows."""
    curve = glimpse.curve
    some = len(curve.step) > 0
    return Now(
        loss=float(curve.loss[-1]) if some else None,
        accuracy=float(curve.accuracy[-1]) if some else None,
        curve=CurvePicture(curve.step / glimpse.standing.steps_per_epoch, curve.loss, curve.accuracy),
        epochs=glimpse.epochs,
        inside=glimpse.inside,
        exam=ExamPicture(
            len(glimpse.exam.labels), glimpse.exam.accuracy, glimpse.exam.confusion().astype(np.int32)
        ),
        sheet=_sheet(glimpse, images, sheet, only_wrong=only_wrong),
    )


def _sheet(glimpse: Glimpse, images: Mnist, number: int, *, only_wrong: bool) -> SheetPicture:
    exam: Exam = glimpse.sample
    rows = exam.wrong() if only_wrong else np.arange(len(exam.labels))
    of = max(1, -(-len(rows) // SHEET))
    number = min(number, of - 1)
    rows = rows[number * SHEET : (number + 1) * SHEET]
    return SheetPicture(
        number=number,
        of=of,
        index=rows.astype(np.int32),
        images=images.x_test[rows],
        labels=exam.labels[rows].astype(np.int32),
        outputs=exam.outputs[rows].astype(np.float32),
        logits=exam.logits[rows].astype(np.float32),
        hidden=tuple(a[rows] for a in glimpse.hidden),
    )
