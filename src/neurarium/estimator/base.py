"""What classifier and regressor share: the course of a fit, and its attributes."""

from abc import abstractmethod
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from neurarium import kernels
from neurarium.engine.errors import ParameterError
from neurarium.engine.mlp import MLP
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray
from neurarium.estimator.descent import Descent, Solver
from neurarium.estimator.lbfgs import minimize
from neurarium.estimator.messages import NOT_FINITE, TOO_FEW_HELD
from neurarium.estimator.parallel import limited_blas, threads_for
from neurarium.estimator.parameters import STOCHASTIC, check_parameters, engine_optimizer
from neurarium.estimator.rows import as_pixels, dense, narrow
from neurarium.estimator.starting import build, dense_parameters, draw_weights, put_weights
from neurarium.estimator.targets import TargetScale
from neurarium.estimator.weight_views import WeightViews
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.history import History

Rows = npt.NDArray[Any]

SKLEARN_NAMES = {"linear": "identity", "sigmoid": "logistic"}

BLOCK = 1000
"""Rows of a sparse matrix that are written out at a time for prediction."""


class BaseMLP(WeightViews, BaseEstimator):  # type: ignore[misc]  # scikit-learn is not typed
    """The course of a fit. Nothing is checked before `fit`, as scikit-learn wants it."""

    network_: MLP
    history_: History
    validation_loss_curve_: list[float]
    validation_scores_: list[float] | None
    loss_: float
    _learner: MLP
    _scale: TargetScale
    _counts_right: bool = False

    # --- what the two kinds do differently --------------------------------------------------------------

    @abstractmethod
    def _read(self, X: Any, y: Any, *, first: bool, incremental: bool) -> tuple[Rows, Rows]:
        """Check rows and targets; return the rows and what the network shall learn, ``(n, n_outputs)``."""

    @abstractmethod
    def _encode_held(self, y: Rows) -> Rows:
        """Return what the network should answer for the targets of validation rows."""

    @abstractmethod
    def _engine_loss(self) -> tuple[str, str]:
        """Return the names of the loss and of the output activation that goes with it."""

    @abstractmethod
    def _score_outputs(self, outputs: FloatArray, y: Rows, weights: Rows | None) -> float:
        """Return the score of validation rows: accuracy or R²."""

    def _loss_share(self) -> float:
        """Return the factor from the engine's loss to scikit-learn's."""
        return 1.0

    def _row_weights(self, y: Rows, given: Rows | None, *, incremental: bool) -> Rows | None:
        """Return how much each row counts, if not all alike."""
        return given

    def _stratify(self, targets: Rows) -> Rows | None:
        """Return the classes that held-back rows keep in proportion."""
        return None

    # --- fitting ----------------------------------------------------------------------------------------

    def _fit(
        self, X: Any, y: Any, sample_weight: Any, *, incremental: bool = False, validation: Any = None
    ) -> Self:
        check_parameters(self)
        first = not hasattr(self, "coefs_") or (not self.warm_start and not incremental)
        if incremental and self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        if validation is not None and self.solver == "lbfgs":
            raise ParameterError("validation is followed from epoch to epoch, which 'lbfgs' does not have")
        rows, targets = self._read(X, y, first=first, incremental=incremental)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, rows)
            sample_weight = None if (sample_weight == 1).all() else sample_weight
        weights = self._row_weights(y, sample_weight, incremental=incremental)
        random = check_random_state(self.random_state)
        self.n_outputs_ = targets.shape[1]
        loss, output = self._engine_loss()
        if first:
            self._begin(rows, targets, weights, output, random)
        dtype = self._training_dtype()
        self._take_up(rows, targets, weights, output, dtype)

        inputs, scaling = self._inputs(rows, dtype)
        y_ready = self._ready(targets, dtype)
        threads = threads_for(self.threads, self._work(len(inputs)))
        config = TrainConfig(
            loss=loss,  # type: ignore[arg-type]  # a name will do
            optimizer=engine_optimizer(self),
            l1=float(self.l1),
            l2=float(self.alpha),
            penalties_per_row=True,
            threads=threads,
        )
        held = self._check_validation(validation, dtype)
        with limited_blas(threads, self._work(len(inputs))):
            if self.solver == "lbfgs":
                self._fit_lbfgs(Dataset(inputs, y_ready, weights=weights), config)
            else:
                self._fit_stochastic(
                    inputs, scaling, y_ready, targets, weights, held, config, random, incremental
                )
        self._finish(rows.dtype)
        return self

    def _inputs(self, rows: Any, dtype: npt.DTypeLike) -> tuple[Rows, Scaling | None]:
        """Return the training rows as they are learned from, and what scales each batch of them."""
        compiled = not kernels.being_compiled() and kernels.why_not_network(self._learner) is None
        may_be_pixels = compiled and isinstance(rows, np.ndarray)
        found = as_pixels(rows) if may_be_pixels and self.solver in STOCHASTIC else None
        return found if found is not None else (narrow(rows, dtype), None)

    def _training_dtype(self) -> np.dtype[Any]:
        """Return what training calculates in."""
        return np.dtype(np.float64 if self.solver == "lbfgs" else self.dtype)

    def _work(self, rows: int) -> int:
        """Return the parameters times the rows."""
        return int(self._learner.theta.size) * rows

    def _begin(
        self, rows: Rows, targets: Rows, weights: Rows | None, output: str, random: np.random.RandomState
    ) -> None:
        """Make a network with first weights, and forget an earlier fit."""
        network = build(self, rows.shape[1], self.n_outputs_, output, np.dtype(self.dtype))
        draw_weights(network, random, self.activation)
        for name in ("network_", "_given", "_optimizer"):
            self.__dict__.pop(name, None)
        self._learner = network
        self._scale = self._measure(targets, weights)
        self.__dict__.update(self._blank_record())

    def _blank_record(self) -> dict[str, Any]:
        """Return the attributes that tell of the epochs, before the first one."""
        record: dict[str, Any] = {"n_iter_": 0, "t_": 0, "history_": History(), "validation_loss_curve_": []}
        if self.solver in STOCHASTIC:
            scored = self.early_stopping
            record |= {
                "loss_curve_": [],
                "_no_improvement_count": 0,
                "best_loss_": None if scored else np.inf,
            }
            record |= {"validation_scores_": [] if scored else None}
            record |= {"best_validation_score_": -np.inf if scored else None}
        return record

    def _measure(self, targets: Rows, weights: Rows | None) -> TargetScale:
        return TargetScale.none(self.n_outputs_)

    def _take_up(
        self, rows: Rows, targets: Rows, weights: Rows | None, output: str, dtype: npt.DTypeLike
    ) -> None:
        """See to it that `_learner` has the present weights, as the network's user may have changed them."""
        if "network_" in self.__dict__:
            learner, shown = self._learner, self.network_
            same = learner.dtype == dtype and shown is not learner
            if same:
                folded = self._scale.fold(learner, shown.dtype)
                same = np.array_equal(folded.theta, shown.theta)
                same = same and np.array_equal(folded.statistics, shown.statistics)
            if not same:
                self._learner = self._scale.unfold(shown, dtype)
        elif "_given" in self.__dict__:  # coefs_ and intercepts_ were set before anything was fitted
            self._learner = build(self, rows.shape[1], self.n_outputs_, output, dtype)
            put_weights(self._learner, *(self._given[name] for name in ("coefs_", "intercepts_")))
            self._scale = self._measure(targets, weights)
            for name, value in self._blank_record().items():
                if not hasattr(self, name):
                    setattr(self, name, value)
        elif self._learner.dtype != dtype:
            self._learner = self._learner.copy(dtype)

    def _ready(self, targets: Rows, dtype: npt.DTypeLike) -> Rows:
        """Return targets as the network learns them."""
        with np.errstate(over="ignore"):
            ready = self._scale.shrink(targets).astype(dtype)
        if not np.isfinite(ready).all():
            raise ParameterError(
                f"targets beyond {np.finfo(np.dtype(dtype)).max:.1g} cannot be held in {np.dtype(dtype)}: "
                "scale them, with standardize_targets=True for instance"
            )
        return ready

    def _fit_lbfgs(self, data: Dataset, config: TrainConfig) -> None:
        data.check_fit(self._learner, config.loss)
        value, self.n_iter_ = minimize(
            self._learner, data, config, max_iter=int(self.max_iter), max_fun=int(self.max_fun),
            tol=float(self.tol), loss_share=self._loss_share(), verbose=bool(self.verbose),
        )  # fmt: skip
        self.loss_ = value

    def _fit_stochastic(
        self, inputs: Rows, scaling: Scaling | None, y: Rows, targets: Rows, weights: Rows | None,
        held: tuple[Rows, Rows] | None, config: TrainConfig, random: np.random.RandomState, incremental: bool,
    ) -> None:  # fmt: skip
        if not incremental or not hasattr(self, "_optimizer"):
            self._optimizer = Solver.of(config.optimizer, self._learner)
        held_weights = None
        if held is not None:
            data = Dataset(inputs, y, *held, scaling=scaling, weights=weights)
            self.validation_scores_ = self.validation_scores_ or []  # of rows that the caller gave
        elif self.early_stopping:
            if not self.validation_fraction:
                raise ParameterError(TOO_FEW_HELD)
            train, out = train_test_split(
                np.arange(len(inputs)),
                random_state=random,
                test_size=self.validation_fraction,
                stratify=self._stratify(targets),
            )
            if len(out) < 2:
                raise ParameterError(TOO_FEW_HELD)
            if weights is not None:
                weights, held_weights = weights[train], weights[out]
            ready = inputs[out] if scaling is None else scaling.apply(inputs[out])
            data = Dataset(inputs[train], y[train], ready, y[out], scaling=scaling, weights=weights)
        else:
            data = Dataset(inputs, y, scaling=scaling, weights=weights)
        data.check_fit(self._learner, config.loss)
        descent = Descent(self, self._learner, data, config, random, self._optimizer, held_weights)
        epochs = 1 if incremental else int(self.max_iter)
        descent.run(epochs, restore_best=self.early_stopping, warn=not incremental)

    def _finish(self, dtype: npt.DTypeLike) -> None:
        """Make `network_` from what was learned."""
        if not np.isfinite(self._learner.theta).all() or not np.isfinite(self._last_loss()):
            raise ParameterError(f"{NOT_FINITE} Or the learning rate is too large.")
        kind = np.dtype(np.float64) if self._scale.needs_double else np.dtype(dtype)
        self.network_ = self._scale.fold(self._learner, kind)
        self.n_layers_ = len(dense_parameters(self.network_)) + 1
        name = self.network_.output.name
        self.out_activation_ = SKLEARN_NAMES.get(name, name)

    def _last_loss(self) -> float:
        """Return the loss that decides whether the weights are good for anything."""
        return 0.0 if self.early_stopping and self.solver in STOCHASTIC else getattr(self, "loss_", 0.0)

    def _check_validation(self, given: Any, dtype: npt.DTypeLike) -> tuple[Rows, Rows] | None:
        """Return the held-out rows that the caller gave, checked against the training rows."""
        if given is None:
            return None
        if not isinstance(given, tuple | list) or len(given) != 2:
            raise ParameterError(
                f"expected validation to be the pair (X_held, y_held), got {type(given).__name__}"
            )
        X, y = given
        X = validate_data(self, X, reset=False, dtype=[np.float64, np.float32], accept_sparse=["csr", "csc"])
        y = np.asarray(y)
        targets = self._encode_held(y)
        return narrow(X, dtype), self._ready(targets, dtype)

    # --- predicting -------------------------------------------------------------------------------------

    def _outputs(self, X: Any) -> FloatArray:
        check_is_fitted(self)
        rows = validate_data(
            self, X, reset=False, dtype=[np.float64, np.float32], accept_sparse=["csr", "csc"]
        )
        work = self._work(rows.shape[0])
        with limited_blas(threads_for(self.threads, work), work):
            outputs = self._predicted(rows)
        return outputs.astype(np.result_type(outputs, rows.dtype), copy=False)

    def _predicted(self, rows: Any) -> FloatArray:
        if isinstance(rows, np.ndarray):
            return self.network_.predict(rows)
        blocks = (rows[start : start + BLOCK] for start in range(0, rows.shape[0], BLOCK))
        return np.concatenate([self.network_.predict(dense(block, rows.dtype)) for block in blocks])

    # --- for scikit-learn -------------------------------------------------------------------------------

    def _check_solver(self) -> bool:
        if self.solver not in STOCHASTIC:
            raise AttributeError(
                f"partial_fit is only available for stochastic optimizers. {self.solver} is not stochastic."
            )
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
