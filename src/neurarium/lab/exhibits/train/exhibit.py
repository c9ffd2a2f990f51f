"""The operations of the exhibit `train`."""

from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from neurarium.engine.errors import ParameterError
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.budget import Budget
from neurarium.lab.digits import IMAGES, TEST_IMAGES
from neurarium.lab.diverged import SmallerRate
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.train.checkpoint import RunCheckpoint
from neurarium.lab.exhibits.train.course import AS_PLANNED
from neurarium.lab.exhibits.train.engine_program import engine_program
from neurarium.lab.exhibits.train.live import SHEET
from neurarium.lab.exhibits.train.plan import draw_plan, draw_presets
from neurarium.lab.exhibits.train.requests import Cell, Delete, Order, ShownSheet, Start, Step, Tune, Which
from neurarium.lab.exhibits.train.run import RUN_ID, TrainingRun
from neurarium.lab.exhibits.train.settings import TrainSettings, base_name, recipe_of, smaller_rate
from neurarium.lab.exhibits.train.step_losses import StepLosses
from neurarium.lab.exhibits.train.tasks import TrainTasks
from neurarium.lab.exhibits.train.tester import Images, Part, Tester
from neurarium.lab.exhibits.train.view import (
    ModelView,
    RunSummary,
    RunView,
    TrainView,
    draw_model,
    draw_run,
    draw_summary,
)
from neurarium.lab.handover import HandedOver, hand_over
from neurarium.lab.problem import Problem
from neurarium.lab.proof import Proof, prove, spread
from neurarium.lab.protocol import LabError, brief
from neurarium.lab.rules import FileName, Integer, refuse
from neurarium.lab.values import Axes, ByteArray
from neurarium.lab.workspace import Workspace, elsewhere
from neurarium.persist import ModelError, check_name
from neurarium.persist.atomic import sweep

MOST_IN_CELL = 40
PROOF_ROWS, PROOF_PER_ARRAY = 32, 4


@dataclass(frozen=True)
class CellView:
    """The images behind a cell of the confusion matrix: some of them, if they are many."""

    part: Part
    count: int
    index: Annotated[IntArray, Axes("image")]
    images: Annotated[ByteArray, Axes("image", 784)]
    outputs: Annotated[FloatArray, Axes("image", 10)]  # of the network
    logits: Annotated[FloatArray, Axes("image", 10)]  # behind the outputs


@dataclass(frozen=True)
class UntrainedView:
    """The first test images, and what the planned network takes them for before it has learned anything."""

    images: Annotated[ByteArray, Axes("image", 784)]
    labels: Annotated[IntArray, Axes("image")]
    answers: Annotated[IntArray, Axes("image")]


@dataclass(frozen=True)
class RunReply:
    """The answer to `status`: the run, if there is one."""

    run: RunView | None


@dataclass(frozen=True)
class OrderReply:
    """The answer to an order: the run just after it, in short; None if it is gone. `status` has the rest."""

    run: RunSummary | None


@dataclass(frozen=True)
class LossesReply:
    """The answer to `losses`: None before the first step, and after a restart between two epochs."""

    step: StepLosses | None


class Train(TrainTasks, Exhibit):
    """Training on MNIST: settings for the next run, and the one run of the workspace."""

    id = "train"

    def __init__(self, settings: TrainSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace
        try:
            recipe_of(settings)
        except ParameterError as error:
            hint = "Change one of the settings."
            raise LabError("bad_settings", str(error), hint, {"reason": str(error)}) from error
        # Batch normalization compares the images of a batch; large layers leave room for so many at a time.
        least = 2 if settings.batch_norm else 1
        Integer(least, settings.largest_batch).read(settings.batch_size, "batch_size")
        self._missing: LabError | None = None
        self._counts = (IMAGES, TEST_IMAGES)
        if settings.dataset:
            try:
                images = workspace.datasets.gallery(settings.dataset).images
            except LabError as error:  # a link of somebody else's still opens
                self._missing = error
                self.settings = replace(settings, dataset="")
            else:
                self._counts = len(images.x_train), len(images.x_test)

    @classmethod
    def restore(cls, workspace: Workspace) -> None:
        """Resume the run that an earlier process left, unless another process has it."""
        checkpoint = RunCheckpoint(workspace.folder)
        sweep(checkpoint.path.parent)
        if not checkpoint.path.exists() or not workspace.own_runs():
            return
        card = checkpoint.read_card()
        if card is None:
            workspace.disown_runs()
            return
        run = TrainingRun(workspace, card.name, card.settings, workspace.make_lock(), card)
        workspace.runs.replace(None, run)  # unless another session was quicker

    def view(self) -> TrainView:
        """Return everything."""
        if self._run is None:
            self.restore(self.workspace)  # the process that had the run may have ended
        store = self.workspace.models
        return TrainView(
            plan=draw_plan(self.settings, store.free_name(base_name(self.settings)), counts=self._counts),
            datasets=tuple(entry.name for entry in self.workspace.datasets.entries()),
            problem=Problem.of(self._missing) if self._missing else None,
            presets=draw_presets(),
            models=self._models(),
            run=self._status(ShownSheet()),
            elsewhere=self._run is None and self.workspace.has_runs_elsewhere,
        )

    @op
    def untrained(self) -> UntrainedView:
        """Ask the planned network, with its initial weights, about the first ten test images."""
        images = self.workspace.datasets.gallery(self.settings.dataset).images
        recipe = recipe_of(self.settings)
        shown = Images.of_test(images)
        scaling = recipe.dataset(images).scaling if recipe.standardize else None
        answers, _ = Tester(shown, scaling or Scaling.unit()).ask_sample(recipe.network(), step=0)
        return UntrainedView(
            images=shown.pixels[:SHEET],
            labels=shown.labels[:SHEET].astype(np.int32),
            answers=answers.answers[:SHEET].astype(np.int32),
        )

    # --- the run ----------------------------------------------------------------------------------------

    @op
    def start(self, params: Start) -> OrderReply:
        """Start a run with the exhibit's settings."""
        if self._missing is not None:
            raise self._missing
        name = params.name.strip() or base_name(self.settings)
        try:
            check_name(name)
        except ModelError as error:
            raise refuse("name", FileName(), name) from error
        if self._run is None:
            self.restore(self.workspace)  # what another process has left must not be lost unnoticed
        before = self._run
        if before is not None and not before.is_over and params.replaces != str(before.number):
            raise _busy(before)
        lock = self.workspace.make_lock()
        run = TrainingRun(self.workspace, self.workspace.models.free_name(name), self.settings, lock)
        run.commands.playing = not params.paused
        with run.lock:  # nothing may happen to it before it is known to be ours
            if not self.workspace.runs.replace(before, run):
                raise _busy(self._need_run())
            if not self.workspace.own_runs():
                self.workspace.runs.remove(run)
                raise elsewhere()
        if before is not None:
            before.abandon()
        return _obeyed(run)

    @op
    def status(self, params: ShownSheet) -> RunReply:
        """Return the current state of the run."""
        return RunReply(self._status(params))

    @op
    def play(self, params: Order) -> OrderReply:
        """Resume the run."""
        run = self._need_run(params)
        run.commands.play()
        return _obeyed(run)

    @op
    def pause(self, params: Order) -> OrderReply:
        """Pause the run."""
        run = self._need_run(params)
        run.commands.pause()
        return _obeyed(run)

    @op
    def step(self, params: Step) -> OrderReply:
        """Take some steps, and pause."""
        run = self._need_run(params)
        run.commands.step(params.steps)
        return _obeyed(run)

    @op
    def tune(self, params: Tune) -> OrderReply:
        """Change learning rate or speed."""
        run = self._need_run(params)
        if params.learning_rate is not None:
            run.commands.tune(params.learning_rate)
        if params.speed is not None:
            run.pace.speed = params.speed
        return _obeyed(run)

    @op
    def smaller_rate(self, params: Order) -> SmallerRate:
        """Return a smaller learning rate, with which the run that diverged would not."""
        run = self._need_run(params)
        before = run.diverged.learning_rate if run.diverged else run.position.set_rate
        return SmallerRate(smaller_rate(run.settings, before))

    @op
    def stop(self, params: Order) -> OrderReply:
        """End the run here, and save what it has learned."""
        run = self._need_run(params)
        run.commands.stop()
        return _obeyed(run)

    @op
    def discard(self, params: Order) -> OrderReply:
        """Remove the run; its saved model stays."""
        run = self._need_run(params)
        # Without its lock: a step may take long. A run that is saving itself removes the file afterwards.
        run.abandon()
        RunCheckpoint(self.workspace.folder).forget()
        self.workspace.runs.remove(run)
        self.workspace.disown_runs()
        return OrderReply(None)

    @op
    def examine(self, params: Order) -> OrderReply:
        """Ask the network for all images that are looked at, not only for a sample."""
        run = self._need_run(params)
        run.commands.examine()
        return _obeyed(run)

    @op
    def cell(self, params: Cell) -> CellView:
        """Return the images behind a cell of the confusion matrix, the most certain answers first."""
        run = self._need_run()
        if run.snapshot is None:
            raise _no_run()
        answers = run.snapshot.answers
        rows = answers.cell(params.label, params.answer)
        rows = rows[np.argsort(-answers.outputs[rows, params.answer], kind="stable")]
        shown = rows[:MOST_IN_CELL]
        return CellView(
            part=answers.images.part,
            count=len(rows),
            index=answers.images.index[shown].astype(np.int32),
            images=answers.images.pixels[shown],
            outputs=answers.outputs[shown].astype(np.float32),
            logits=answers.logits[shown].astype(np.float32),
        )

    @op
    def prove(self, budget: Budget) -> Proof:
        """Check some slopes of the network of this moment by finite differences, on a few rows."""
        trainer = self._need_run().trainer
        if trainer is None:
            raise _no_run()
        network, data = trainer.network, trainer.data
        assert data.scaling is not None
        return prove(
            network,
            trainer.config.loss,
            data.scaling.apply(data.x_train[:PROOF_ROWS]),
            data.y_train[:PROOF_ROWS],
            indices=spread(network, PROOF_PER_ARRAY),
            regularizers=trainer.config.regularizers,
            budget=budget,
        )

    @op
    def losses(self) -> LossesReply:
        """Return the losses of the images of the last step, with the weights as they are."""
        run = self._need_run()
        return LossesReply(None if run.snapshot is None else run.snapshot.step_losses)

    @op
    def to_code_lab(self, params: Which) -> HandedOver:
        """Put the planned training, or that of the run, among the learner's own programs in the code lab."""
        settings, course = self.settings, AS_PLANNED
        if params.run:
            run = self._need_run()
            settings, course = run.settings, run.course
        source = engine_program(recipe_of(settings), course, settings.dataset)
        return hand_over(self.workspace, self.id, source)

    # --- the models -------------------------------------------------------------------------------------

    @op
    def models(self) -> tuple[ModelView, ...]:
        """Return all models that read digits, newest first; broken files too, so that they can be removed."""
        return self._models()

    @op
    def delete(self, params: Delete) -> tuple[ModelView, ...]:
        """Remove a model for good."""
        self.workspace.model_cache.require(params.name)
        try:
            self.workspace.models.delete(params.name)
        except ModelError as error:
            raise LabError(
                "bad_model",
                str(error),
                "Remove the file by hand.",
                {"name": brief(params.name), "reason": str(error)},
            ) from error
        return self._models()

    def _models(self) -> tuple[ModelView, ...]:
        entries = self.workspace.models.entries()
        return tuple(draw_model(entry) for entry in entries if entry.error or entry.reads_digits)

    @property
    def _run(self) -> TrainingRun | None:
        run = self.workspace.runs.get(RUN_ID)
        return run if isinstance(run, TrainingRun) else None

    def _need_run(self, order: Order | None = None) -> TrainingRun:
        run = self._run
        if run is None:
            raise _no_run()
        if order is not None and order.run not in {None, str(run.number)}:
            raise LabError(
                "not_found",
                f"The run that this command was for is gone: '{run.name}' has taken its place.",
                "Look at the run before you change it.",
                {"what": "run", "name": run.name},
            )
        return run

    def _status(self, params: ShownSheet) -> RunView | None:
        run = self._run
        if run is None:
            return None
        run.taker.watch()
        return draw_run(run, params.sheet, only_wrong=params.only_wrong)


def _obeyed(run: TrainingRun) -> OrderReply:
    run.taker.watch()  # whoever gives an order wants to see what comes of it
    return OrderReply(draw_summary(run))


def _busy(run: TrainingRun) -> LabError:
    return LabError(
        "busy",
        f"The run '{run.name}' is not finished.",
        "Let it end, stop it, or start with 'replaces' and its number.",
        {"name": run.name, "run": str(run.number)},
    )


def _no_run() -> LabError:
    return LabError("not_found", "There is no run yet.", "Start one.", {"what": "run", "name": ""})
