"""A training run on the board: it goes on when nobody looks.

Only `advance` touches network and trainer. Pages leave orders (pause, another learning rate), which it
carries out between two stretches of steps, and read the glimpse that it last put down. So a page never waits
for the training, and the training never for a page.
"""

import time
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from typing import Any, Literal

import numpy as np

from neurarium.engine.errors import Diverged
from neurarium.engine.types import FloatArray, IntArray
from neurarium.kernels import available_cores, being_compiled
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.train.curve import Curve
from neurarium.lab.exhibits.train.exam import Exam, Examiner
from neurarium.lab.exhibits.train.glimpse import MOST_UNITS, Epochs, Glimpse, look_inside, rank
from neurarium.lab.exhibits.train.keeping import Keeper, Note
from neurarium.lab.exhibits.train.outcome import Outcome, conclude
from neurarium.lab.exhibits.train.settings import TrainSettings, recipe_of
from neurarium.lab.exhibits.train.speed import Pace, Sparing
from neurarium.lab.exhibits.train.standing import Standing
from neurarium.lab.workspace import Run, RunStatus, Workspace
from neurarium.training import EpochEnd, Progress, Trainer
from neurarium.training.probe import probe

State = Literal["preparing", "running", "paused", "finished", "diverged", "failed"]

RUN_ID = "train"
POINTS_PER_EPOCH = 40


class TrainingRun(Run):
    """Trains one network by the learner's settings.

    Parameters
    ----------
    workspace
        Where the run and its model are kept.
    name
        Of the model to be.
    settings
        What to train and how.
    lock
        The run's lock.
    note
        What an earlier process wrote down of this run; None for a new one.
    """

    def __init__(
        self,
        workspace: Workspace,
        name: str,
        settings: TrainSettings,
        lock: AbstractContextManager[Any],
        note: Note | None = None,
    ) -> None:
        super().__init__(RUN_ID, lock)
        self.name, self.settings = name, settings
        self.number = note.number if note else time.time_ns()  # tells this run from the one before
        self.recipe = recipe_of(settings)
        self.trainer: Trainer | None = None
        self.glimpse: Glimpse | None = None
        self.outcome = Outcome(**note.finished) if note and note.finished else None
        self.diverged: Diverged | None = None
        self.problem = ""
        self.pace = Pace(note.seconds if note else 0.0)
        self.pace.speed = note.speed if note else "full"
        self.playing = note.playing if note else True
        self.rate_changes = 0
        self.epoch_end_seconds = 0.0  # what the last end of an epoch took
        self.exam: Exam | None = None  # the last one of all test images
        self._models = workspace.models
        self._keeper = Keeper(workspace.folder)
        self._note = note
        self._kept = note.read_standing() if note else Standing.before(settings)
        self._curve = Curve(note.curve if note else ())
        self._test_accuracy: list[float | None] = list(note.test_accuracy) if note else []
        self._warm = False  # the first step may have to wait for the compiler
        self._abandoned = False
        # Orders, and what has been done about them.
        self._rate: float | None = None
        self._owed = 0
        self._stop = False
        self._examine = False
        self._watched = True
        self._unsaved = False
        self._change = 0  # counts what would make another glimpse look different
        self._glimpsed = -1
        self._glimpses = Sparing(seconds=0.12, share=0.05)
        self._exams = Sparing(seconds=0.0, share=0.03)

    # --- where it stands --------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What the run is doing."""
        if self.problem:
            return "failed"
        if self.diverged is not None:
            return "diverged"
        if self.outcome is not None:
            return "finished"
        if self.trainer is None or (self.playing and not self._warm):
            return "preparing"
        return "running" if self.playing else "paused"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"finished", "diverged", "failed"}

    @property
    def standing(self) -> Standing:
        """How far it has come."""
        return self._kept if self.trainer is None else Standing.of(self.trainer)

    @property
    def progress(self) -> float:
        """The part that is done, 0 to 1."""
        return 1.0 if self.outcome is not None else self.standing.passes / self.settings.epochs

    def status(self) -> RunStatus:
        """Return where the run stands."""
        state = self.state
        accuracy = self.outcome.test_accuracy if self.outcome else None
        if accuracy is None:
            asked = [share for share in self._test_accuracy if share is not None]
            accuracy = asked[-1] if asked else None
        known: dict[State, Literal["running", "paused", "finished", "failed"]] = {
            "preparing": "running",
            "running": "running",
            "paused": "paused",
            "finished": "finished",
            "diverged": "failed",
            "failed": "failed",
        }
        return RunStatus(self.id, self.name, known[state], self.progress, accuracy)

    # --- orders: from any thread ------------------------------------------------------------------------

    def play(self) -> None:
        """Go on."""
        self.playing = True

    def pause(self) -> None:
        """Rest after the stretch of steps that is being taken."""
        self.playing = False
        self._owed = 0
        self._unsaved = True

    def step(self, steps: int) -> None:
        """Take so many steps and rest again."""
        self.playing = False
        self._owed += steps

    def tune(self, learning_rate: float) -> None:
        """Go on with another learning rate."""
        self._rate = learning_rate
        self.rate_changes += 1

    def stop(self) -> None:
        """End here, and save what has been learned."""
        self._stop = True

    def examine(self) -> None:
        """Ask all test images."""
        self._examine = True

    def watch(self) -> None:
        """Have a glimpse made: somebody looks."""
        self._watched = True

    def abandon(self) -> None:
        """Do nothing any more, and leave the file to the next run."""
        self._abandoned = True

    # --- the work: one thread at a time, under the lock -------------------------------------------------

    @property
    def wants_time(self) -> bool:
        """Whether there is something to do now."""
        if self._abandoned or self.problem:
            return False
        if self.trainer is None:
            return True
        orders = self._rate is not None or self._stop or self._examine or self._unsaved
        return orders or self._steps_due(1.0) > 0 or self._wants_keeping or self._wants_glimpse

    def advance(self, budget: Budget) -> None:
        """Do one slice."""
        if self._abandoned:
            return
        if self.trainer is None:
            trainer = self._prepare()
            if not self._examine:  # else the pictures wait for the test that is due
                self._put_down_glimpse(trainer)
            return
        self._carry_out_orders(self.trainer)
        while not self.is_over and (steps := self._steps_due(budget.left)) and not self._abandoned:
            self._take(self.trainer, steps)
            if budget.left <= 0:
                break
        if not self.is_over and (self.trainer.finished or self._stop):
            self._finish(self.trainer)
        if self._examine:
            self._examine = False
            self.exam = self._examiner.ask_all(self.trainer.network, self.trainer.step)
            self._change += 1
        if self._unsaved or self._wants_keeping:
            self._unsaved = False
            self._keep()
        if self._wants_glimpse:
            self._put_down_glimpse(self.trainer)

    def fail(self, error: Exception) -> None:
        """Remember what went wrong, and want no more time."""
        self.problem = f"{type(error).__name__}: {error}"

    def close(self) -> None:
        """Write the run down, for a later process."""
        if not self._abandoned and not self.is_over:
            self._keep()

    def _prepare(self) -> Trainer:
        images = digits()
        if self._note is not None:
            self.recipe, trainer = self._keeper.read(images)
            self._curve.resume(trainer.state())
            self._examine = self.outcome is not None
        else:
            # As many threads as now, also if another process goes on with it: the same bits.
            threads = replace(self.recipe.training, threads=available_cores())
            self.recipe = replace(self.recipe, training=threads)
            trainer = Trainer(self.recipe.network(), self.recipe.dataset(images), self.recipe.training)
        assert trainer.data.scaling is not None
        self.images = images
        self._examiner = Examiner(images, trainer.data.scaling)
        self._ranking: list[IntArray] = rank(trainer.network)
        self.trainer = trainer
        if self._note is None:
            self._keep()
        return trainer

    def _carry_out_orders(self, trainer: Trainer) -> None:
        rate, self._rate = self._rate, None
        if rate is not None and not self.is_over:
            trainer.set_learning_rate(rate)
            self._change += 1
            self._unsaved = not self.playing
        if self.is_over or trainer.step == 0:
            self._stop = False  # there is nothing to stop, or nothing learned that could be saved

    def _steps_due(self, budget_ms: float) -> int:
        if self.is_over:
            return 0
        if not self._warm and being_compiled():
            return 0  # on the kernels it trains many times faster: that is worth the wait
        if self._owed > 0:
            return min(self._owed, self.pace.fitting(budget_ms))
        if not self.playing:
            return 0
        return 1 if not self._warm else self.pace.due(budget_ms)

    @property
    def _wants_keeping(self) -> bool:
        stale = self.trainer is not None and self.trainer.step != self._kept.step
        return stale and not self.is_over and self._keeper.is_due

    def _take(self, trainer: Trainer, steps: int) -> None:
        if not self._warm:
            trainer.reconfigure(trainer.config)  # since it was made, the kernels may have come
        before, start = trainer.step, time.perf_counter()
        self._change += 1
        # Whoever goes step by step wants to see each; at full speed, means over a part of an epoch.
        alone = not self.playing or self.pace.speed != "full"
        rows_per_point = 0.0 if alone else len(trainer.data) / POINTS_PER_EPOCH
        try:
            for event in trainer.advance(steps):
                self._curve.add(event, rows_per_point)
                now = time.perf_counter()
                if isinstance(event, Progress):
                    if self._warm:
                        self.pace.note(trainer.step - before, now - start)
                else:
                    self._end_epoch(trainer, event)
                    self.epoch_end_seconds = time.perf_counter() - start
                start = now
        except Diverged as found:
            self.diverged = found
            self._keeper.forget()
        self._owed = max(0, self._owed - (trainer.step - before))
        self._warm = True

    def _end_epoch(self, trainer: Trainer, event: EpochEnd) -> None:
        accuracy, start = None, time.perf_counter()
        if self._exams.is_due or trainer.finished:
            accuracy = self._examiner.ask(trainer.network, event.step)[0].accuracy
            self._exams.note(start)
        self._test_accuracy.append(accuracy)
        self._ranking = rank(trainer.network)

    def _finish(self, trainer: Trainer) -> None:
        self.exam = self._examiner.ask_all(trainer.network, trainer.step)
        recipe = replace(self.recipe, training=trainer.config)
        self.outcome = conclude(self._models, self.name, recipe, trainer, self.images)
        self.name = self.outcome.name
        self._change += 1
        self._keep()

    def _keep(self) -> None:
        trainer = self.trainer
        if trainer is None or self._abandoned or self.diverged is not None:
            return
        self._kept = Standing.of(trainer)
        self._keeper.write(
            self.recipe,
            trainer,
            Note(
                name=self.name,
                number=self.number,
                settings=asdict(self.settings),
                standing=asdict(self._kept),
                playing=self.playing,
                speed=self.pace.speed,
                seconds=self.pace.seconds,
                curve=self._curve.rows(),
                test_accuracy=self._test_accuracy,
                finished=asdict(self.outcome) if self.outcome else None,
            ),
        )

    # --- glimpses ---------------------------------------------------------------------------------------

    @property
    def _wants_glimpse(self) -> bool:
        stale = self._change != self._glimpsed
        return self._watched and stale and self._glimpses.is_due

    def _put_down_glimpse(self, trainer: Trainer) -> None:
        start = time.perf_counter()
        change = self._change
        # The last pictures of a run that diverged show it as it was before.
        if self.diverged is None or self.glimpse is None:
            with np.errstate(all="ignore"):
                self.glimpse = self._make_glimpse(trainer)
        self._glimpsed, self._watched = change, False
        self._glimpses.note(start)

    def _make_glimpse(self, trainer: Trainer) -> Glimpse:
        network = trainer.network
        sample, hidden = self._examiner.ask(network, trainer.step)
        found = probe(network, trainer.data, trainer.config)
        exam = self.exam if self.exam is not None and self.exam.step == trainer.step else sample
        return Glimpse(
            standing=Standing.of(trainer),
            curve=self._curve.points(),
            epochs=Epochs.of(trainer.history, self._test_accuracy),
            inside=look_inside(network, self._ranking, found.gradient_norms, found.dead_units),
            exam=exam,
            sample=sample,
            hidden=tuple(_columns(a, order) for a, order in zip(hidden, self._ranking[:-1], strict=True)),
        )


def _columns(a: FloatArray, order: IntArray) -> FloatArray:
    """Return the shown units' outputs, ``(n, k)``."""
    return np.ascontiguousarray(a[:, np.sort(order[:MOST_UNITS])], np.float32)
