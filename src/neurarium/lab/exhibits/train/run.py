"""A training run in the registry: it continues when no page shows it.

Only `advance` touches network and trainer. Pages leave commands (pause, another learning rate), which it
carries out between two stretches of steps, and read the snapshot that was made last. So a page never waits
for the training, and the training never for a page.
"""

import time
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Literal

from neurarium.data.mnist import Mnist
from neurarium.engine.errors import Diverged
from neurarium.kernels import available_cores, being_compiled
from neurarium.lab.budget import Budget
from neurarium.lab.digits import IMAGES, TEST_IMAGES
from neurarium.lab.exhibits.train.checkpoint import RunCard, RunCheckpoint
from neurarium.lab.exhibits.train.course import Course
from neurarium.lab.exhibits.train.outcome import conclude
from neurarium.lab.exhibits.train.settings import TrainSettings, recipe_of
from neurarium.lab.exhibits.train.snapshot import RunSnapshot
from neurarium.lab.exhibits.train.snapshot_taker import SnapshotTaker
from neurarium.lab.runs.aside import set_aside
from neurarium.lab.runs.commands import RunCommands
from neurarium.lab.runs.curve import Curve
from neurarium.lab.runs.pace import RunPace
from neurarium.lab.runs.position import RunPosition
from neurarium.lab.workspace import BackgroundRun, RunStatus, Workspace
from neurarium.training import Progress, Trainer
from neurarium.training.foothold import Foothold, to_last_finite
from neurarium.training.recipe import Recipe

State = Literal["preparing", "running", "paused", "finished", "diverged", "failed"]

RUN_ID = "train"
POINTS_PER_EPOCH = 40


class TrainingRun(BackgroundRun):
    """Trains one network by the learner's settings.

    Parameters
    ----------
    workspace
        Where the run and its model are kept.
    name
        Of the model.
    settings
        What to train and how.
    lock
        The run's lock.
    card
        The card that an earlier process saved; None for a new run.
    """

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        settings: TrainSettings,
        lock: AbstractContextManager[Any],
        card: RunCard | None = None,
    ) -> None:
        super().__init__(RUN_ID, lock)
        self.name, self.settings = name, settings
        self.number = card.number if card else time.time_ns()  # identifies this run
        self.recipe = recipe_of(settings)
        self.trainer: Trainer | None = None
        self.commands = RunCommands(playing=card.playing if card else True)
        self.taker = SnapshotTaker()
        self.outcome = card.outcome if card else None
        self.diverged: Diverged | None = None
        self.problem = ""
        self.pace = RunPace(card.seconds if card else 0.0)
        self.pace.speed = card.speed if card else "full"
        self.epoch_end_seconds = 0.0  # what the last end of an epoch took
        self._workspace = workspace
        self._checkpoint = RunCheckpoint(workspace.folder)
        self.rates = tuple((int(step), rate) for step, rate in card.rates) if card else ()
        self._card = card
        self._saved = card.position if card else RunPosition.before(settings.learning_rate)
        self._curve = Curve(card.curve if card else ())
        self.classes: tuple[str, ...] = ()  # what the labels stand for; none until the images are loaded
        self._images: Mnist | None = None
        self._warm = False  # the first step may have to wait for the compiler
        self._abandoned = False
        self._footholds: list[Foothold] = []

    # --- its state ------------------------------------------------------------------------------------

    @property
    def snapshot(self) -> RunSnapshot | None:
        """The last snapshot; None until images and network are loaded."""
        return self.taker.snapshot

    @property
    def state(self) -> State:
        """What the run is doing."""
        if self.problem:
            return "failed"
        if self.diverged is not None:
            return "diverged"
        if self.outcome is not None:
            return "finished"
        if self.trainer is None or (self.commands.playing and not self._warm):
            return "preparing"
        return "running" if self.commands.playing else "paused"

    @property
    def is_over(self) -> bool:
        """Whether the run has ended."""
        return self.state in {"finished", "diverged", "failed"}

    @property
    def position(self) -> RunPosition:
        """Its position."""
        return self._saved if self.trainer is None else RunPosition.of(self.trainer)

    @property
    def course(self) -> Course:
        """What it did that its settings did not plan."""
        stopped = self.outcome is not None and self.outcome.reason == "stopped"
        return Course(self.rates, self.position.step if stopped else None)

    @property
    def counts(self) -> tuple[int, int]:
        """How many images there are for training and for testing; as in MNIST until they are loaded."""
        images = self._images
        return (IMAGES, TEST_IMAGES) if images is None else (len(images.x_train), len(images.x_test))

    @property
    def progress(self) -> float:
        """The part that is done, 0 to 1."""
        return 1.0 if self.outcome is not None else self.position.passes / self.settings.epochs

    def status(self) -> RunStatus:
        """Return the state of the run."""
        state = self.state
        accuracy = self.outcome.test_accuracy if self.outcome else None
        if accuracy is None:
            held = self.trainer.history.column("validation_accuracy") if self.trainer else []
            accuracy = held[-1] if held else None
        known: dict[State, Literal["running", "paused", "finished", "failed"]] = {
            "preparing": "running",
            "running": "running",
            "paused": "paused",
            "finished": "finished",
            "diverged": "failed",
            "failed": "failed",
        }
        return RunStatus(self.id, self.name, known[state], self.progress, accuracy)

    def abandon(self) -> None:
        """Do nothing any more, and leave the checkpoint file to the next run; from any thread."""
        self._abandoned = True

    def removed(self) -> None:
        """Leave the folder's runs to whoever claims them next."""
        self._workspace.disown_runs()

    # --- the work: one thread at a time, under the lock -------------------------------------------------

    @property
    def wants_time(self) -> bool:
        """Whether there is work to do now."""
        if self._abandoned or self.problem:
            return False
        if self.trainer is None:
            return True
        return self.commands.any_wait or self._steps_due(1.0) > 0 or self._save_is_due or self.taker.is_due

    def advance(self, budget: Budget) -> None:
        """Do one slice."""
        commands = self.commands
        if self._abandoned:
            return
        if self.trainer is None:
            trainer = self._prepare()
            self._take_snapshot(trainer)
            return
        self._apply_commands(self.trainer)
        while not self.is_over and (steps := self._steps_due(budget.left)) and not self._abandoned:
            self._take(self.trainer, steps)
            if budget.left <= 0:
                break
        if not self.is_over and (self.trainer.finished or commands.stopping):
            self._finish(self.trainer)
        if commands.examining:
            commands.examining = False
            self.taker.ask_all(self.trainer)
        if commands.unsaved or self._save_is_due:
            commands.unsaved = False
            self._save()
        if self.taker.is_due:
            self._take_snapshot(self.trainer)

    def fail(self, error: Exception) -> None:
        """Remember the error, and want no more time."""
        self.problem = f"{type(error).__name__}: {error}"

    def close(self) -> None:
        """Save the run, for a later process."""
        if not self._abandoned and not self.is_over:
            self._save()

    def _prepare(self) -> Trainer:
        gallery = self._workspace.datasets.gallery(self.settings.dataset)
        images, self.classes = gallery.images, gallery.classes
        if self._card is not None:
            self.recipe, trainer = self._read(images)
            self._curve.resume(trainer.state())
        else:
            # As many threads as now, also if another process resumes it: the same bits.
            threads = replace(self.recipe.training, threads=available_cores())
            self.recipe = replace(self.recipe, training=threads)
            trainer = Trainer(self.recipe.network(), self.recipe.dataset(images), self.recipe.training)
        self._images = images
        self.taker.prepare(trainer, self.recipe, images)
        if self.outcome is not None:
            self.taker.end(trainer, images)
        self.trainer = trainer
        if self._card is None:
            self._save()
        return trainer

    def _read(self, images: Mnist) -> tuple[Recipe, Trainer]:
        try:
            return self._checkpoint.read(images)
        except Exception as error:
            set_aside(self._checkpoint.path, error)
            raise

    def _apply_commands(self, trainer: Trainer) -> None:
        rate = self.commands.take_rate()
        if rate is not None and not self.is_over:
            trainer.set_learning_rate(rate)
            before = (entry for entry in self.rates if entry[0] < trainer.step)
            self.rates = (*before, (trainer.step, rate))
            self.taker.note_change()
            self.commands.unsaved = not self.commands.playing
        if self.is_over or trainer.step == 0:
            self.commands.stopping = False  # there is nothing to stop, or nothing learned that could be saved

    def _steps_due(self, budget_ms: float) -> int:
        if self.is_over:
            return 0
        if not self._warm and being_compiled():
            return 0  # the kernels train many times faster: that is worth the wait
        if self.commands.owed > 0:
            return min(self.commands.owed, self.pace.fitting(budget_ms / 1000))
        if not self.commands.playing:
            return 0
        return 1 if not self._warm else self.pace.due(budget_ms)

    @property
    def _save_is_due(self) -> bool:
        stale = self.trainer is not None and self.trainer.step != self._saved.step
        return stale and not self.is_over and self._checkpoint.is_due

    def _take(self, trainer: Trainer, steps: int) -> None:
        if not self._warm:
            trainer.reconfigure(trainer.config)  # the kernels may have been compiled since it was made
        before, start = trainer.step, time.perf_counter()
        self.taker.note_change()
        # Whoever goes step by step wants to see each; at full speed, means over a part of an epoch.
        alone = not self.commands.playing or self.pace.speed != "full"
        rows_per_point = 0.0 if alone else len(trainer.data) / POINTS_PER_EPOCH
        self._footholds = [*self._footholds[-1:], Foothold(trainer)]  # the weights of the last may be bad
        drawn = trainer.step
        try:
            for event in trainer.advance(steps):
                self._curve.add(event, rows_per_point)
                drawn = trainer.step
                now = time.perf_counter()
                if isinstance(event, Progress):
                    if self._warm:
                        self.pace.note(trainer.step - before, now - start)
                else:
                    self.taker.rank(trainer)
                    self.epoch_end_seconds = time.perf_counter() - start
                start = now
        except Diverged as found:
            self._return_from(found, trainer, drawn)
        self.commands.note_steps(trainer.step - before)
        self._warm = True

    def _return_from(self, found: Diverged, trainer: Trainer, drawn: int) -> None:
        """Go back to the last weights with a finite loss; the curve has the steps up to `drawn`."""
        start = self._footholds[0]
        for event in to_last_finite(trainer, start, found.step, lambda: self.taker.is_finite(trainer)):
            if event.step > drawn:
                self._curve.add(event)
        self._footholds = []
        self._take_snapshot(trainer)  # no page may see the end beside an earlier moment's numbers
        self.diverged = found
        self._checkpoint.forget()

    def _finish(self, trainer: Trainer) -> None:
        assert self._images is not None
        self.taker.end(trainer, self._images)
        recipe = replace(self.recipe, training=trainer.config)
        store, dataset = self._workspace.models, self.settings.dataset
        outcome = conclude(store, self.name, recipe, trainer, self._images, dataset=dataset)
        self._take_snapshot(trainer)  # no page may see the end beside an earlier moment's numbers
        self.outcome, self.name = outcome, outcome.name
        self._save()

    def _take_snapshot(self, trainer: Trainer) -> None:
        self.taker.take(trainer, self._curve.points())

    def _save(self) -> None:
        trainer = self.trainer
        if trainer is None or self._abandoned or self.diverged is not None:
            return
        self._saved = RunPosition.of(trainer)
        self._checkpoint.write(
            self.recipe,
            trainer,
            RunCard(
                name=self.name,
                number=self.number,
                settings=self.settings,
                position=self._saved,
                rates=self.rates,
                playing=self.commands.playing,
                speed=self.pace.speed,
                seconds=self.pace.seconds,
                curve=self._curve.rows(),
                finished=self.outcome,
            ),
        )
        if self._is_abandoned():  # meanwhile, by a page that has removed the file, or will
            self._checkpoint.forget()

    def _is_abandoned(self) -> bool:
        return self._abandoned
