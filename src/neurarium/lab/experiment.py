"""A training that goes on epoch by epoch while somebody watches, and can be looked back on."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.errors import Diverged
from neurarium.engine.network import Network
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit
from neurarium.lab.history import History, Moment
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Flag, Integer
from neurarium.training import TrainConfig, Trainer
from neurarium.training.backends import forward_of
from neurarium.training.blas import single_threaded_blas


@dataclass(frozen=True)
class Seek:
    """Parameters of `seek`: the epoch to show, and whether to continue from there."""

    epoch: Annotated[int, Integer(0, 10**9)]
    go_on: Annotated[bool, Flag()] = False


class Experiment(Exhibit):
    """An exhibit whose network trains some epochs at a time within a budget.

    It keeps a history of moments. An earlier one can be shown, or made the present; a run that diverges
    goes back to the last moment that was good. A subclass sets `network`, calls `begin`, builds trainers and
    measures moments; its operations `advance` and `seek` answer with what it draws of the moments that
    `train` and `go_to` return.

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
    by_hand
        The epochs at which weights were set by hand.
    trained_here
        Whether the network was trained since the exhibit was opened: weights can also be brought along.
    """

    network: Network
    trainer: Trainer
    course: tuple[tuple[int, TrainConfig], ...] = ()
    by_hand: tuple[int, ...] = ()
    trained_here = False

    @abstractmethod
    def make_trainer(self) -> Trainer:
        """Return a new trainer of `network`, by the settings as they are."""

    @abstractmethod
    def measure(self) -> Moment:
        """Return the moment of `network` as it is."""

    def begin(self, epoch: int = 0) -> None:
        """Start, or start anew, from the weights of `network`, which were reached at that epoch."""
        self._epoch_zero = epoch
        self.trainer = self.make_trainer()
        self.note_settings()
        self.show(self.network)

    def note_settings(self) -> None:
        """Note that the run goes on from this epoch with the settings that the trainer has."""
        before = tuple(entry for entry in self.course if entry[0] < self.epoch)
        same = before and before[-1][1] == self.trainer.config
        self.course = before if same else (*before, (self.epoch, self.trainer.config))

    def begin_history(self) -> None:
        """Make the present the first moment."""
        self.history = History([self.measure()])

    @property
    def epoch(self) -> int:
        """Epochs trained so far."""
        return self._epoch_zero + self.trainer.epochs_done

    def show(self, network: Network) -> None:
        """Draw `network` from now on."""
        self.shown = network
        self.forward = forward_of(network, threads=1)  # such small networks are sooner done by one

    @single_threaded_blas()  # for products as small as these, more threads only keep others from working
    def train(self, params: Advance, budget: Budget) -> Moment:
        """Train for some epochs (a step is an epoch here), as many as the budget allows.

        Raises
        ------
        LabError
            If the loss became NaN or infinite; the run is then back at its last good moment.
        """
        last = self.history.moments[-1]
        try:
            budget.at_most(params.budget_ms).run(self._train_epochs, params.steps)
            self.show(self.network)
            moment = self.measure()
            self._check_finite(moment)
        except Diverged as error:
            refusal = _diverged(error, self.epoch)
            self._go_back_to(last)
            raise refusal from error
        self.trained_here = True
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
            self.show(shown)
        return moment

    def changed_by_hand(self) -> Moment:
        """Replace the present moment after weights were set by hand."""
        self.history.edits += 1
        self.by_hand = (*(epoch for epoch in self.by_hand if epoch < self.epoch), self.epoch)
        self.show(self.network)
        moment = self.measure()
        self.history.forget_after(moment.epoch - 1)
        self.history.add(moment)
        return moment

    def _train_epochs(self, epochs: int) -> None:
        for _ in range(epochs):
            for _ in self.trainer.advance(self.trainer.steps_per_epoch):
                pass

    def _go_back_to(self, moment: Moment) -> None:
        self.network.theta[...] = moment.theta
        self.by_hand = tuple(epoch for epoch in self.by_hand if epoch <= moment.epoch)
        self.begin(moment.epoch)

    def _check_finite(self, moment: Moment) -> None:
        if not np.isfinite(moment.train_loss):
            raise Diverged(
                step=self.trainer.step,
                epoch=self.trainer.epochs_done,
                learning_rate=self.trainer.learning_rate,
                loss=moment.train_loss,
            )


def _diverged(error: Diverged, epoch: int) -> LabError:
    """Say that the loss was NaN or infinite in that epoch."""
    return LabError(
        "diverged",
        str(error),
        "Try a smaller learning rate.",
        {"step": error.step, "epoch": epoch, "learning_rate": error.learning_rate},
    )
