"""Takes snapshots of a run for the pages that show it, rate-limited to 5 % of its time."""

import time

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.train.snapshot import MOST_UNITS, Epochs, RunSnapshot, inside_of, rank
from neurarium.lab.exhibits.train.step_losses import step_losses
from neurarium.lab.exhibits.train.tester import Answers, Images, Tester
from neurarium.lab.runs.curve import Points
from neurarium.lab.runs.position import RunPosition
from neurarium.lab.runs.throttle import Throttle
from neurarium.training import Trainer
from neurarium.training.probe import dead_units, probe
from neurarium.training.recipe import Recipe


class SnapshotTaker:
    """Takes the snapshots of one run, and asks its network for answers.

    Attributes
    ----------
    snapshot
        The last one; None before the first.
    answers
        The last ones to all images that are looked at; None before them.
    """

    def __init__(self) -> None:
        self.snapshot: RunSnapshot | None = None
        self.answers: Answers | None = None
        self._watched = True
        self._change = 0  # counts the changes that a snapshot would show
        self._seen = -1
        self._snapshots = Throttle(seconds=0.12, share=0.05)
        self._counts = Throttle(seconds=0.0, share=0.03)
        self._dead: tuple[int, ...] = ()
        self._dead_step = -1

    def prepare(self, trainer: Trainer, recipe: Recipe, mnist: Mnist) -> None:
        """Prepare for the snapshots of this run, made by this recipe from the raw images."""
        self._look_at(Images.of_run(trainer, recipe, mnist), trainer)
        self.rank(trainer)

    def _look_at(self, images: Images, trainer: Trainer) -> None:
        assert trainer.data.scaling is not None
        self._tester = Tester(images, trainer.data.scaling)
        self.answers = None

    def watch(self) -> None:
        """Request a snapshot; may be called from any thread."""
        self._watched = True

    def note_change(self) -> None:
        """Note that the last snapshot is out of date."""
        self._change += 1

    def rank(self, trainer: Trainer) -> None:
        """Choose again which units to show."""
        self._ranking: list[IntArray] = rank(trainer.network)

    @property
    def is_due(self) -> bool:
        """Whether a new snapshot was requested, would differ from the last, and the rate limit allows it."""
        return self._watched and self._change != self._seen and self._snapshots.is_due

    # --- answers ----------------------------------------------------------------------------------------

    def ask_all(self, trainer: Trainer) -> None:
        """Ask for the answers to all images that are looked at."""
        self.answers = self._tester.ask_all(trainer.network, trainer.step)
        self.note_change()

    def end(self, trainer: Trainer, mnist: Mnist) -> None:
        """Look at the test images: the run is over."""
        self._look_at(Images.of_test(mnist), trainer)
        self.ask_all(trainer)

    def is_finite(self, trainer: Trainer) -> bool:
        """Return whether weights, gradients and the answers to the sample are all finite."""
        network = trainer.network
        with np.errstate(all="ignore"):
            if not np.isfinite(network.theta).all():
                return False
            sample, _ = self._tester.ask_sample(network, trainer.step)
            found = probe(network, trainer.data, trainer.config)
        numbers = (sample.logits, [found.loss], found.gradient_norms)
        return all(np.isfinite(part).all() for part in numbers)

    # --- snapshots --------------------------------------------------------------------------------------

    def take(self, trainer: Trainer, curve: Points) -> None:
        """Take a snapshot of the run.

        Parameters
        ----------
        trainer
            The run.
        curve
            Its running curve.
        """
        start, change = time.perf_counter(), self._change
        with np.errstate(all="ignore"):
            self.snapshot = self._make(trainer, curve)
        self._seen, self._watched = change, False
        self._snapshots.note(start)

    def _count_dead(self, trainer: Trainer) -> None:
        start = time.perf_counter()
        if self._dead_step != trainer.step and (self._counts.is_due or trainer.finished):
            self._dead, self._dead_step = dead_units(trainer.network, trainer.data), trainer.step
            self._counts.note(start)

    def _make(self, trainer: Trainer, curve: Points) -> RunSnapshot:
        network = trainer.network
        sample, hidden = self._tester.ask_sample(network, trainer.step)
        found = probe(network, trainer.data, trainer.config)
        self._count_dead(trainer)
        asked = self.answers
        return RunSnapshot(
            position=RunPosition.of(trainer),
            curve=curve,
            epochs=Epochs.of(trainer.history),
            inside=inside_of(network, self._ranking, found.gradient_norms, self._dead, self._dead_step),
            answers=asked if asked is not None and asked.step == trainer.step else sample,
            sample=sample,
            step_losses=step_losses(trainer),
            hidden=tuple(_columns(a, order) for a, order in zip(hidden, self._ranking[:-1], strict=True)),
        )


def _columns(a: FloatArray, order: IntArray) -> FloatArray:
    """Return the shown units' outputs, ``(n, k)``."""
    return np.ascontiguousarray(a[:, np.sort(order[:MOST_UNITS])], np.float32)
