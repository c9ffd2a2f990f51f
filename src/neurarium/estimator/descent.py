"""The stochastic solvers: epochs of steps, and scikit-learn's rules for when to stop.

The steps are taken by the same backends as the trainer's. What differs is around them: rows are shuffled by
the estimator's `random_state`, the loss includes the penalties, a run ends when the loss (or the score of
held-back rows) has not improved by `tol` for some epochs, and the learning rate may react to that.
"""

import sys
import time
import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning

from neurarium.engine.network import Network
from neurarium.engine.optimizers import Momentum, Optimizer, State
from neurarium.engine.schedules import SCHEDULES
from neurarium.estimator.messages import CLIPPED, INTERRUPTED, NOT_CONVERGED
from neurarium.training.backends import LossNotFinite, StepPlan, Streams, Totals, choose, make_backend
from neurarium.training.batching import needs_company, steps_for
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.history import EpochRecord
from neurarium.training.verdict import learned_nothing

SMALLEST_RATE = 1e-6
"""An adaptive learning rate that is smaller has ended its work."""


@dataclass
class Solver:
    """Where an optimizer stands: kept between calls of `partial_fit`.

    Attributes
    ----------
    optimizer, memory, steps
        The rule, what it remembers, and how many steps it has taken.
    learning_rate
        The present one.
    """

    optimizer: Optimizer
    memory: State
    steps: int
    learning_rate: float

    @classmethod
    def of(cls, optimizer: Optimizer, network: Network) -> "Solver":
        """Begin."""
        return cls(optimizer, optimizer.init(network.theta), 0, float(optimizer.learning_rate))

    @property
    def factor(self) -> float:
        """The present learning rate as a factor on the first one."""
        first = self.optimizer.learning_rate
        return self.learning_rate / first if first else 1.0

    def set_learning_rate(self, rate: float) -> None:
        """Continue with another learning rate.

        scikit-learn's velocity has the learning rate in it, the engine's has not: what was gathered at the
        old rate must keep the weight that it had.
        """
        if isinstance(self.optimizer, Momentum) and rate:
            self.memory["v"] *= self.learning_rate / rate
        self.learning_rate = rate


class Descent:
    """One call of `fit` or `partial_fit` with a stochastic solver.

    Parameters
    ----------
    estimator
        Its parameters are read; `loss_curve_` and the like are written, epoch by epoch.
    network, data, config
        What is trained, on what, and how; the estimator knows the rows of a batch.
    random
        Shuffles the rows.
    solver
        Where the optimizer stands.
    held_weights
        Of the validation rows, for their score.
    """

    def __init__(
        self, estimator: Any, network: Network, data: Dataset, config: TrainConfig,
        random: np.random.RandomState, solver: Solver, held_weights: npt.NDArray[Any] | None,
    ) -> None:  # fmt: skip
        self.estimator, self.network, self.data = estimator, network, data
        self.random, self.solver, self.held_weights = random, solver, held_weights
        self.batch_size = self._batch_size()
        self.config = config = replace(config, batch_size=self.batch_size)
        company = needs_company(network, len(data), self.batch_size)
        self.steps = steps_for(len(data), self.batch_size, company=company)
        self.backend = make_backend(choose(network, config, data), network, data, config, solver.memory)
        self.streams = Streams.from_seed(random.randint(2**31) if estimator.dropout else 0)
        self.schedule = SCHEDULES.get(estimator.schedule)
        self.order = np.arange(len(data))
        self.best = network.theta.copy(), network.statistics.copy()

    def run(self, epochs: int, *, restore_best: bool, warn: bool) -> None:
        """Take `epochs` epochs, or fewer if that is enough.

        Parameters
        ----------
        epochs
            At most so many.
        restore_best
            Whether the score of the held-back rows decides when to stop and which weights to keep.
        warn
            Whether to warn if the last epoch came before the end.
        """
        est = self.estimator
        est.n_iter_ = 0
        try:
            for epoch in range(epochs):
                finite = self._epoch(epoch, epochs)
                self._watch(watches_score=restore_best)
                if est.optimizer is None and est.solver == "sgd" and est.learning_rate == "invscaling":
                    self.solver.set_learning_rate(est.learning_rate_init / (est.t_ + 1) ** est.power_t)
                patience_ends = est._no_improvement_count > est.n_iter_no_change
                if not finite or (patience_ends and self._stops(watches_score=restore_best)):
                    break
                if warn and est.n_iter_ == est.max_iter:
                    warnings.warn(NOT_CONVERGED.format(est.max_iter), ConvergenceWarning, stacklevel=5)
        except KeyboardInterrupt:
            warnings.warn(INTERRUPTED, stacklevel=5)
        if restore_best:
            self.network.theta, self.network.statistics = self.best
        if warn and np.isfinite(est.loss_):
            accuracy = est.history_[-1].train_accuracy
            words = learned_nothing(self.network, self.data, self.config.loss, est.loss_curve_, accuracy)
            if words is not None:
                warnings.warn(words, ConvergenceWarning, stacklevel=5)

    # --- one epoch --------------------------------------------------------------------------------------

    def _epoch(self, epoch: int, epochs: int) -> bool:
        """Take the steps of an epoch; say whether the loss is still finite."""
        est, n = self.estimator, len(self.data)
        start = time.perf_counter()
        totals, finite = Totals(float("nan"), 0, n), True
        try:
            totals = self.backend.take(self._plan(epoch, epochs), self.streams)
        except LossNotFinite:
            finite = False
        seconds = time.perf_counter() - start
        self.solver.steps += self.steps
        est.n_iter_ += 1
        est.t_ += n
        est.loss_ = (totals.loss * est._loss_share() + totals.penalty) / n
        est.loss_curve_.append(est.loss_)
        if est.verbose:
            sys.stdout.write(f"Iteration {est.n_iter_}, loss = {est.loss_:.8f}\n")
        held = self._evaluate_held(finite=finite)
        est.history_.append(
            EpochRecord(
                epoch=len(est.history_) + 1,
                train_loss=est.loss_,
                train_accuracy=totals.correct / n if est._counts_right else None,
                validation_loss=held[0],
                validation_accuracy=held[1] if est._counts_right else None,
                learning_rate=self.solver.learning_rate,
                gradient_norms=(),
                silent_units=(),
                seconds=seconds,
            )
        )
        return finite

    def _plan(self, epoch: int, epochs: int) -> StepPlan:
        if self.estimator.shuffle:
            turn = np.arange(len(self.data))
            self.random.shuffle(turn)  # each epoch turns round the order of the one before
            self.order = self.order[turn]
        first, total = epoch * self.steps, epochs * self.steps
        factors = [self.schedule.factor(first + i, total) for i in range(self.steps)]
        return StepPlan(
            # In one batch the order of the rows means nothing: so that rounding is always the same.
            order=self.order if self.steps > 1 else np.arange(len(self.data)),
            batch_size=self.batch_size,
            first_step=self.solver.steps + 1,
            scales=np.array(factors) * self.solver.factor,
        )

    def _batch_size(self) -> int:
        n, wanted = len(self.data), self.estimator.batch_size
        if wanted == "auto":
            return min(200, n)
        if wanted > n:
            warnings.warn(CLIPPED, stacklevel=6)
        return min(int(wanted), n)

    # --- when to stop -----------------------------------------------------------------------------------

    def _evaluate_held(self, *, finite: bool) -> tuple[float | None, float | None]:
        """Compute loss and score of the held-back rows, if there are any, and write them down."""
        # These rows are ready for the network, whatever scales the training rows.
        est, x, y = self.estimator, self.data.x_validation, self.data.y_validation
        if x is None or y is None:
            return None, None
        with np.errstate(over="ignore", invalid="ignore"):
            z = self.backend.forward()(x)
            outputs = self.network.output.forward(z)
            loss = self.config.loss.value(z, outputs, y) * est._loss_share()
        finite = finite and bool(np.isfinite(outputs).all())
        score = float(est._score_outputs(outputs, y, self.held_weights)) if finite else float("nan")
        est.validation_loss_curve_.append(loss)
        est.validation_scores_.append(score)
        if est.verbose:
            sys.stdout.write(f"Validation score: {score:f}\n")
        return loss, score

    def _watch(self, *, watches_score: bool) -> None:
        """Count the epochs without improvement; remember the best weights if the score decides."""
        est = self.estimator
        if watches_score:
            score = est.validation_scores_[-1]
            stands_still = score < est.best_validation_score_ + est.tol
            if score > est.best_validation_score_:
                est.best_validation_score_ = score
                self.best = self.network.theta.copy(), self.network.statistics.copy()
        else:
            stands_still = est.loss_ > est.best_loss_ - est.tol
            est.best_loss_ = min(est.best_loss_, est.loss_)
        est._no_improvement_count = est._no_improvement_count + 1 if stands_still else 0

    def _stops(self, *, watches_score: bool) -> bool:
        """Say whether a run that does not improve ends; an adaptive learning rate is reduced first."""
        est = self.estimator
        what = "Validation score" if watches_score else "Training loss"
        message = (
            f"{what} did not improve more than tol={est.tol:f} for {est.n_iter_no_change} consecutive epochs."
        )
        adaptive = est.optimizer is None and est.solver == "sgd" and est.learning_rate == "adaptive"
        ends = not adaptive or self.solver.learning_rate <= SMALLEST_RATE
        if ends:
            message += " Learning rate too small. Stopping." if adaptive else " Stopping."
        else:
            self.solver.set_learning_rate(self.solver.learning_rate / 5)
            est._no_improvement_count = 0
            message += f" Setting learning rate to {self.solver.learning_rate:f}"
        if est.verbose:
            sys.stdout.write(message + "\n")
        return ends
