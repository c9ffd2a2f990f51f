"""What the front end draws: the planned run, the current run, and the saved models."""

from dataclasses import dataclass

from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibits.train.live import LiveView, draw_live
from neurarium.lab.exhibits.train.outcome import Outcome
from neurarium.lab.exhibits.train.plan import Plan, PresetView, draw_plan
from neurarium.lab.exhibits.train.run import State, TrainingRun
from neurarium.lab.problem import Problem
from neurarium.lab.runs.pace import Speed
from neurarium.persist import StoredModel


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
    classes: tuple[str, ...]  # what the labels stand for; none until the images are loaded
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
    epoch_end_seconds: float  # what the last end of an epoch took
    seconds_left: float | None
    diverged: DivergedAt | None
    outcome: Outcome | None
    problem: str
    live: LiveView | None  # None until images and network are loaded


@dataclass(frozen=True)
class TrainView:
    """All that the front end draws."""

    plan: Plan
    datasets: tuple[str, ...]  # the learner's own
    problem: Problem | None  # why the data set that was asked for is not the one that is planned with
    presets: tuple[PresetView, ...]
    models: tuple[ModelView, ...]
    run: RunView | None
    elsewhere: bool  # whether another lab on this machine has the run


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
    """Return the current state of the run, with one sheet of images."""
    trainer, snapshot, pace = run.trainer, run.snapshot, run.pace
    per_second = pace.steps_per_second
    found = run.diverged
    plan = draw_plan(run.settings, run.name, run.course, run.counts)
    # The numbers must be of the same moment as the arrays of the snapshot.
    position = run.position if snapshot is None else snapshot.position
    left = None
    if trainer is not None and not run.is_over:
        steps, epochs = trainer.steps_per_epoch, trainer.config.epochs
        ends = epochs - position.step // steps
        left = pace.seconds_left(epochs * steps - position.step, ends, run.epoch_end_seconds)
    live = None
    if snapshot is not None:
        live = draw_live(plan, run.outcome, snapshot, sheet, only_wrong=only_wrong)
    return RunView(
        **vars(draw_summary(run)),
        plan=plan,
        classes=run.classes,
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
        epoch_end_seconds=run.epoch_end_seconds,
        seconds_left=left,
        diverged=DivergedAt(found.step, found.epoch, found.learning_rate) if found else None,
        outcome=run.outcome,
        problem=run.problem,
        live=live,
    )
