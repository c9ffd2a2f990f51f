"""The trainer: a run as a generator of events.

Nothing is computed until the next event is asked for, so pausing a run means to stop asking.
`Trainer.state` returns all that resuming needs; after `Trainer.restore` the run continues with the same bits
as an uninterrupted one.
"""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from neurarium.engine.errors import Diverged, ParameterError
from neurarium.engine.family import is_whole
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray, IntArray
from neurarium.persist.model import TrainingState
from neurarium.training.backends import Choice, LossNotFinite, StepPlan, Streams, Totals, choose, make_backend
from neurarium.training.batching import needs_company, rows_of, steps_for
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset, Rows
from neurarium.training.early_stopping import Best
from neurarium.training.evaluation import Evaluation, batches, evaluate, is_classification
from neurarium.training.events import EpochEnd, Event, Finished, Progress, Started
from neurarium.training.history import EpochRecord, History
from neurarium.training.probe import probe

EVENTS_PER_EPOCH = 20


class Trainer:
    """Trains a network, in place.

    Parameters
    ----------
    network
        The network to train.
    data
        Rows and targets.
    config
        Loss, optimizer and all other settings; the defaults if None.
    choice
        What `choose` returned for this network and these settings; None to ask it.

    Attributes
    ----------
    history
        The epochs so far; empty if `TrainConfig.record` is off.
    step
        Steps taken so far.
    last_rows
        Which training rows the last step learned from; empty before the first, and for a run that was
        restored between two epochs.

    Raises
    ------
    ParameterError, ShapeError
        If network, data and settings do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from neurarium.engine import MLP
    >>> X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])
    >>> config = TrainConfig(loss="binary_cross_entropy", epochs=500, batch_size=None)
    >>> history = Trainer(MLP([2, 4, 1], activation="tanh"), Dataset(X, y), config).fit()
    >>> len(history)
    500
    """

    def __init__(
        self,
        network: Network,
        data: Dataset,
        config: TrainConfig | None = None,
        *,
        choice: Choice | None = None,
    ) -> None:
        self.network = network
        self.data = data
        self.config = config or TrainConfig()
        self.config.loss.check(network.output)
        data.check_fit(network, self.config.loss)
        self._company = needs_company(network, len(data), self.batch_size)
        self.history = History()
        self.step = 0
        self._epochs_done = 0
        self._optimizer_state = self.config.optimizer.init(network.theta)
        self._streams = Streams.from_seed(self.config.seed)
        self._best = Best()
        self._counts = is_classification(self.config.loss, data.y_train)
        self._stopped_early = False
        self.last_rows: IntArray = np.empty(0, np.int64)
        self._use(choice or choose(network, self.config, data))
        self._begin_epoch()

    # --- the run, event by event -------------------------------------------------------------------------

    def fit(self) -> History:
        """Run to the end; return the history."""
        for _ in self.run():
            pass
        return self.history

    def run(self, *, steps_per_event: int | None = None) -> Iterator[Event]:
        """Yield the events of the run, from the present step to its end.

        Parameters
        ----------
        steps_per_event
            How many steps are taken between two `Progress` events; by default a twentieth of an epoch.

        Raises
        ------
        Diverged
            If the loss becomes NaN or infinite.
        """
        yield self.started()
        while not self.finished:
            yield from self.advance(steps_per_event or max(1, self.steps_per_epoch // EVENTS_PER_EPOCH))
        if self.ending is not None:
            yield self.ending

    def advance(self, steps: int) -> Iterator[Progress | EpochEnd]:
        """Take up to `steps` steps, but not beyond the end of the epoch; yield the events.

        The steps are taken as soon as the first event is asked for.
        """
        if self.finished:
            return
        steps = min(steps, self._steps_left_in_epoch)
        self._take(steps)
        yield Progress(
            step=self.step,
            epoch=self.epochs_done + 1,
            samples=self._position,
            loss=self._totals.loss / self._totals.rows,
            accuracy=self._accuracy(),
            learning_rate=self.learning_rate,
        )
        if self._steps_left_in_epoch == 0:
            yield EpochEnd(self.step, self._end_epoch())

    # --- the state of the run ---------------------------------------------------------------------------

    @property
    def batch_size(self) -> int:
        """Rows per step."""
        return min(self.config.batch_size or len(self.data), len(self.data))

    @property
    def steps_per_epoch(self) -> int:
        """Steps in a whole epoch; the last may have fewer rows, with batch normalization one more."""
        return steps_for(len(self.data), self.batch_size, company=self._company)

    @property
    def epochs_done(self) -> int:
        """Whole epochs so far."""
        return self._epochs_done

    @property
    def finished(self) -> bool:
        """Whether the run is over."""
        return self._stopped_early or self.epochs_done >= self.config.epochs

    @property
    def ending(self) -> Finished | None:
        """How the run ended; None before its end."""
        if not self.finished:
            return None
        return Finished(
            "early_stopping" if self._stopped_early else "epochs",
            self._best.epoch if self._restores_best else self.epochs_done,
        )

    @property
    def learning_rate(self) -> float:
        """The learning rate of the last step (of the first one, before it)."""
        return self.config.optimizer.learning_rate * float(self._scales(max(self.step - 1, 0), 1)[0])

    def started(self) -> Started:
        """Return the first event of `run`: the backend, and how much there is to do."""
        return Started(
            backend=self._backend.name,
            why=", ".join(filter(None, [self._backend.description, self._choice.reason])),
            epochs=self.config.epochs,
            steps_per_epoch=self.steps_per_epoch,
            samples=len(self.data),
            epoch=self.epochs_done,
        )

    def evaluate(self, x: Rows, y: Rows) -> Evaluation:
        """Compute loss and accuracy of the network as it is now, on rows before scaling."""
        forward = self._backend.forward()
        return evaluate(self.network, self.config.loss, x, y, self.data.scaling, forward=forward)

    def predict(self, x: Rows) -> FloatArray:
        """Return the outputs ``(n, n_out)`` of the network as it is now, for rows before scaling."""
        forward = self._backend.forward()
        outputs = np.empty((len(x), self.network.n_out), self.network.dtype)
        for rows, inputs in batches(x, self.data.scaling):
            outputs[rows] = self.network.output.forward(forward(inputs))
        return outputs

    # --- changing and saving a run ----------------------------------------------------------------------

    def reconfigure(self, config: TrainConfig) -> None:
        """Change the settings from the next step on.

        The optimizer's state is kept if the new optimizer has the same vectors, and starts at zero otherwise.

        Raises
        ------
        ParameterError
            If the loss does not fit the network, or the seed is another.
        ShapeError
            If the loss does not fit the targets.
        """
        config.loss.check(self.network.output)
        self.data.check_fit(self.network, config.loss)
        if config.seed != self.config.seed:
            raise ParameterError("the seed belongs to the beginning of a run: make a new Trainer")
        if config.optimizer.memory != self.config.optimizer.memory:
            self._optimizer_state = config.optimizer.init(self.network.theta)
        self.config = config
        self._company = needs_company(self.network, len(self.data), self.batch_size)
        self._counts = is_classification(config.loss, self.data.y_train)
        self._use(choose(self.network, config, self.data))

    def set_learning_rate(self, learning_rate: float) -> None:
        """Change the learning rate from the next step on."""
        self.reconfigure(self.config.with_rate(learning_rate))

    def state(self) -> TrainingState:
        """Return all that resuming needs besides network, data and settings."""
        tensors = {f"optimizer.{name}": self._optimizer_state[name] for name in self.config.optimizer.memory}
        if self._best.theta is not None and self._best.statistics is not None:
            tensors |= {"best.theta": self._best.theta, "best.statistics": self._best.statistics}
        return TrainingState(
            tensors={name: tensor.copy() for name, tensor in tensors.items()},
            values={
                "step": self.step,
                "position": self._position,
                "loss_sum": self._totals.loss,
                "correct": self._totals.correct,
                "seconds": self._seconds,
                "stopped_early": self._stopped_early,
                "best_loss": self._best.loss if self._best.epoch else None,
                "best_epoch": self._best.epoch,
                "epoch_shuffle": self._epoch_shuffle,
                "dropout": self._streams.dropout.bit_generator.state,
                "augment": self._streams.augment.bit_generator.state,
                "epochs_done": self.epochs_done,
                "history": self.history.rows(),
            },
        )

    def restore(self, state: TrainingState) -> None:
        """Restore the run to the step where `state` was taken; the network must be restored already.

        Raises
        ------
        ParameterError
            If the state does not belong to such a run.
        """
        wanted = {f"optimizer.{name}" for name in self.config.optimizer.memory}
        tensors, values = state.tensors, state.values
        if missing := wanted - tensors.keys():
            raise ParameterError(
                f"the saved run lacks {', '.join(sorted(missing))}: was it trained with another optimizer?"
            )
        try:
            for name in self.config.optimizer.memory:
                _restore_into(self._optimizer_state[name], tensors[f"optimizer.{name}"])
            self.history = History.from_rows(values["history"])
            self.step = _within("step", values["step"])
            self._epochs_done = _within("epochs_done", values.get("epochs_done", len(self.history)))
            self._stopped_early = bool(values["stopped_early"])
            self._best = Best()
            if values["best_epoch"]:
                theta, statistics = self.network.theta.copy(), self.network.statistics.copy()
                _restore_into(theta, tensors["best.theta"])
                _restore_into(statistics, tensors["best.statistics"])
                self._best = Best(
                    float(values["best_loss"]), _within("best_epoch", values["best_epoch"]), theta, statistics
                )
            self._streams.shuffle.bit_generator.state = values["epoch_shuffle"]
            self._streams.dropout.bit_generator.state = values["dropout"]
            self._streams.augment.bit_generator.state = values["augment"]
            self._begin_epoch()
            self._position = _within("position", values["position"], len(self.data))
            self._totals = Totals(float(values["loss_sum"]), int(values["correct"]), self._position)
            self.last_rows = self._order[max(0, self._position - self.batch_size) : self._position]
            self._seconds = float(values["seconds"])
        except (LookupError, TypeError, ValueError, ArithmeticError) as error:
            raise ParameterError(f"this is not the state of such a run: {error}") from error

    # --- steps and epochs -------------------------------------------------------------------------------

    def _use(self, choice: Choice) -> None:
        self._choice = choice
        self._backend = make_backend(choice, self.network, self.data, self.config, self._optimizer_state)

    def _begin_epoch(self) -> None:
        if self._choice.provisional:
            self._use(choose(self.network, self.config, self.data))
        self._epoch_shuffle = self._streams.shuffle.bit_generator.state
        self._order: IntArray = self._streams.shuffle.permutation(len(self.data))
        self._position = 0  # rows seen in this epoch
        self._totals = Totals()
        self._seconds = 0.0

    @property
    def _steps_left_in_epoch(self) -> int:
        return steps_for(len(self.data) - self._position, self.batch_size, company=self._company)

    def _take(self, steps: int) -> None:
        left = len(self.data) - self._position
        stop = self._position + rows_of(steps, left, self.batch_size, company=self._company)
        plan = StepPlan(
            order=self._order[self._position : stop],
            batch_size=self.batch_size,
            first_step=self.step + 1,
            scales=self._scales(self.step, steps),
        )
        before = time.perf_counter()
        try:
            totals = self._backend.take(plan, self._streams)
        except LossNotFinite as found:
            rate = self.config.optimizer.learning_rate * float(plan.scales[found.step - plan.first_step])
            raise self._diverged(found.step, rate, found.loss) from None
        self._seconds += time.perf_counter() - before
        self._totals.add(totals)
        self.last_rows = plan.order[(steps - 1) * self.batch_size :]
        self._position = stop
        self.step += steps

    def _diverged(self, step: int, learning_rate: float, loss: float) -> Diverged:
        return Diverged(step=step, epoch=self.epochs_done + 1, learning_rate=learning_rate, loss=loss)

    def _scales(self, first: int, steps: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        total = self.config.epochs * self.steps_per_epoch
        factors = [self.config.schedule.factor(first + i, total) for i in range(steps)]
        return np.array(factors, np.float64)

    def _accuracy(self) -> float | None:
        return self._totals.correct / self._totals.rows if self._counts else None

    def _end_epoch(self) -> EpochRecord:
        held = None
        if self.data.x_validation is not None and self.data.y_validation is not None:
            held = self.evaluate(self.data.x_validation, self.data.y_validation)
        found = probe(self.network, self.data, self.config) if self.config.record else None
        # The last step's loss is that of the weights before it: only these two measure the weights after it.
        for measured in (found, held):
            if measured is not None and not np.isfinite(measured.loss):
                raise self._diverged(self.step, self.learning_rate, measured.loss)
        record = EpochRecord(
            epoch=self.epochs_done + 1,
            train_loss=self._totals.loss / self._totals.rows,
            train_accuracy=self._accuracy(),
            validation_loss=held.loss if held else None,
            validation_accuracy=held.accuracy if held else None,
            learning_rate=self.learning_rate,
            gradient_norms=found.gradient_norms if found else (),
            silent_units=found.silent_units if found else (),
            seconds=self._seconds,
        )
        self._epochs_done += 1
        if self.config.record:
            self.history.append(record)
        self._consider_stopping(record)
        self._begin_epoch()
        return record

    @property
    def _restores_best(self) -> bool:
        rule = self.config.early_stopping
        return rule is not None and rule.restore_best and self._best.epoch > 0

    def _consider_stopping(self, record: EpochRecord) -> None:
        rule = self.config.early_stopping
        if rule is None:
            return
        watched = record.train_loss if record.validation_loss is None else record.validation_loss
        self._stopped_early = self._best.offer(
            watched, record.epoch, self.network.theta, self.network.statistics, rule
        )
        if self.finished and self._restores_best and self._best.theta is not None:
            assert self._best.statistics is not None
            self.network.theta[...] = self._best.theta
            self.network.statistics[...] = self._best.statistics


def _restore_into(target: FloatArray, saved: FloatArray) -> None:
    if saved.shape != target.shape or saved.dtype != target.dtype:
        raise ValueError(
            f"expected {target.dtype} of shape {target.shape}, got {saved.dtype} of {saved.shape}"
        )
    target[...] = saved


def _within(name: str, value: Any, most: int | None = None) -> int:
    """Return a whole number of a saved run, from 0 to `most`."""
    if not is_whole(value) or value < 0 or (most is not None and value > most):
        raise ValueError(f"expected {name} to be a whole number from 0 on, got {value!r:.40}")
    return int(value)
