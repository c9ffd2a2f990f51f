"""A training that goes on epoch by epoch while somebody watches, and can be looked back on."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from neurarium.engine.errors import Diverged
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibit import Exhibit
from neurarium.lab.history import History, Moment
from neurarium.lab.rules import Flag, Integer
from neurarium.training import EpochEnd, TrainConfig, Trainer
from neurarium.training.backends import forward_of
from neurarium.training.blas import single_threaded_blas
from neurarium.training.foothold import Foothold, to_last_finite

MOMENTS_BEFORE = 20
"""So many epochs before a divergence are all kept: they show how the run came to it."""


Change = tuple[int, FloatArray | TrainConfig]
"""After which epoch what was set: all parameters, ``(n_parameters,)``, or how the run goes on."""


@dataclass(frozen=True)
class Seek:
    """Parameters of `seek`: the epoch to show, and whether to continue from there."""

    epoch: Annotated[int, Integer(0, 10**9)]
    go_on: Annotated[bool, Flag()] = False


class Experiment(Exhibit):
    """An exhibit whose network trains some epochs at a time within a budget.

    It keeps a history of moments. An earlier one can be shown, or made the present; a run that diverges
    goes back to the last weights with a finite loss. A subclass sets `network`, calls `begin`, builds
    trainers and measures moments; its operations `advance` and `seek` answer with what it draws of the
    moments that `train` and `go_to` return.

    Attributes
    ----------
    network
        The network in training.
    shown
        The network that is drawn: a copy of an earlier one while an earlier epoch is shown.
    trainer
        The trainer since the weights were last set.
    history
        The moments of the run.
    course
        From which epoch on the run went on with which settings.
    since
        What was set since the present trainer was made, in order, its first weights to begin with: all that
        it takes to come to the same weights once more.
    earlier
        The earlier moment that is shown; None while the present is.
    by_hand
        The epochs at which weights were set by hand.
    diverged
        Where the run diverged, until it goes on from somewhere; None if it did not.
    trained_here
        Whether the network was trained since the exhibit was opened: weights can also be brought along.
    """

    network: Network
    trainer: Trainer
    course: tuple[tuple[int, TrainConfig], ...] = ()
    since: tuple[Change, ...] = ()
    by_hand: tuple[int, ...] = ()
    earlier: Moment | None = None
    trained_here = False

    @abstractmethod
    def make_trainer(self) -> Trainer:
        """Return a new trainer of `network`, by the settings as they are."""

    @abstractmethod
    def measure(self) -> Moment:
        """Return the moment of `network` as it is."""

    def begin(self, epoch: int = 0, step: int | None = None) -> None:
        """Start, or start anew, from the weights of `network`, which were reached at that epoch and step.

        Where the step is not known, all epochs are taken to have been like the next one.
        """
        self.trainer = self.make_trainer()
        self._epoch_zero = epoch
        self._step_zero = epoch * self.trainer.steps_per_epoch if step is None else step
        self.diverged: DivergedAt | None = None
        self.note_settings()
        self.show(self.network)

    def note_settings(self) -> None:
        """Note that the run goes on from this epoch with the settings that the trainer has."""
        before = tuple(entry for entry in self.course if entry[0] < self.epoch)
        same = before and before[-1][1] == self.trainer.config
        self.course = before if same else (*before, (self.epoch, self.trainer.config))
        self._note(self.trainer.config)

    def _note(self, change: FloatArray | TrainConfig) -> None:
        """Note what was set now, in place of what was set of the same kind just before."""
        if self.trainer.step == 0:
            self.since = ((self.epoch, self.network.theta.copy()), (self.epoch, self.trainer.config))
            return
        at, last = self.since[-1]
        if at == self.epoch and type(last) is type(change):
            # Another optimizer in between has begun with an empty memory.
            memories = {c.optimizer.memory for c in (last, change) if isinstance(c, TrainConfig)}
            if len(memories) < 2:
                self.since = self.since[:-1]
        self.since = (*self.since, (self.epoch, change))

    def begin_history(self) -> None:
        """Make the present the first moment."""
        self.history = History([self.measure()])

    @property
    def epoch(self) -> int:
        """Epochs trained so far."""
        return self._epoch_zero + self.trainer.epochs_done

    @property
    def step(self) -> int:
        """Steps taken so far."""
        return self._step_zero + self.trainer.step

    def show(self, network: Network, earlier: Moment | None = None) -> None:
        """Draw `network` from now on, which is that of an `earlier` moment or else of the present."""
        self.shown, self.earlier = network, earlier
        self.forward = forward_of(network, threads=1)  # such small networks are sooner done by one

    @single_threaded_blas()  # for products as small as these, more threads only keep others from working
    def train(self, params: Advance, budget: Budget) -> Moment:
        """Train for some epochs (a step is an epoch here), as many as the budget allows.

        If the loss becomes NaN or infinite, `diverged` says where, and the present is the last moment before
        it: a part of an epoch counts as that epoch.
        """
        self.diverged, self.trained_here = None, True
        self._footholds: list[Foothold] = []
        try:
            budget.at_most(params.budget_ms).run(self._train_epochs, params.steps)
            self.show(self.network)
            moment = self.measure()
            self._check_finite(moment)
        except Diverged as error:
            return self._return_from(error)
        self.history.add(moment)
        return moment

    def go_to(self, params: Seek) -> Moment:
        """Show the kept moment nearest to an epoch; `go_on` continues there, and forgets later ones."""
        moment = self.history.nearest(params.epoch)
        if params.go_on:
            self.history.forget_after(moment.epoch)
            self._go_back_to(moment)
        elif moment is self.history.moments[-1]:
            self.show(self.network)
        else:
            shown = self.network.copy()
            shown.theta[...] = moment.theta
            self.show(shown, moment)
        return moment

    def way_to_shown(self) -> tuple[tuple[Change, ...], int]:
        """Return what `since` says of the weights that are shown, and the epoch that they are of."""
        moment = self.earlier or self.history.moments[-1]
        if moment.epoch < self.since[0][0]:  # of a time before the trainer only the weights are known
            return ((moment.epoch, moment.theta), (moment.epoch, self.trainer.config)), moment.epoch
        return self.since, moment.epoch

    def changed_by_hand(self) -> Moment:
        """Replace the present moment after weights were set by hand."""
        self.history.edits += 1
        self.by_hand = (*(epoch for epoch in self.by_hand if epoch < self.epoch), self.epoch)
        self.diverged = None
        self._note(self.network.theta.copy())
        self.show(self.network)
        moment = self.measure()
        self.history.forget_after(moment.epoch - 1)
        self.history.add(moment)
        return moment

    def _train_epochs(self, epochs: int) -> None:
        self._footholds = [
            *self._footholds[-1:],
            Foothold(self.trainer),
        ]  # the weights of the last may be bad
        for _ in range(epochs):
            for _ in self.trainer.advance(self.trainer.steps_per_epoch):
                pass

    def _return_from(self, error: Diverged) -> Moment:
        """Go back to the last moment before the divergence; keep those that led there."""
        where = DivergedAt(self._step_zero + error.step, self._epoch_zero + error.epoch, error.learning_rate)
        again = to_last_finite(self.trainer, self._footholds[0], error.step, self._is_finite)
        for event in again:
            if isinstance(event, EpochEnd) and where.epoch - self.epoch <= MOMENTS_BEFORE:
                self._keep(self._measure_now())
        now = self._measure_now()
        if self.step > self.history.moments[-1].step:  # in the middle of an epoch
            self._keep(replace(now, epoch=where.epoch))
        moment = self.history.moments[-1]
        self._go_back_to(moment)
        self.diverged = where
        return moment

    def _measure_now(self) -> Moment:
        self.show(self.network)
        return self.measure()

    def _is_finite(self) -> bool:
        return _is_finite(self._measure_now())

    def _keep(self, moment: Moment) -> None:
        if _is_finite(moment) and moment.epoch > self.history.moments[-1].epoch:
            self.history.add(moment)

    def _go_back_to(self, moment: Moment) -> None:
        self.network.theta[...] = moment.theta
        self.by_hand = tuple(epoch for epoch in self.by_hand if epoch <= moment.epoch)
        self.begin(moment.epoch, moment.step)

    def _check_finite(self, moment: Moment) -> None:
        if not _is_finite(moment):
            raise Diverged(
                step=self.trainer.step,
                epoch=self.trainer.epochs_done,
                learning_rate=self.trainer.learning_rate,
                loss=moment.train_loss,
            )


def _is_finite(moment: Moment) -> bool:
    """Whether the losses are finite; without test points theirs is NaN."""
    return bool(np.isfinite(moment.train_loss)) and not np.isinf(moment.test_loss)
