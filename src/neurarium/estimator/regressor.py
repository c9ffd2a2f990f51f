"""The drop-in for scikit-learn's `MLPRegressor`."""

from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils import check_array, column_or_1d
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import validate_data

from neurarium.engine.activations import Activation
from neurarium.engine.errors import ParameterError
from neurarium.engine.optimizers import Optimizer
from neurarium.engine.schedules import Schedule
from neurarium.engine.types import FloatArray
from neurarium.estimator.base import BaseMLP, Rows
from neurarium.estimator.targets import TargetScale


class MLPRegressor(RegressorMixin, BaseMLP):  # type: ignore[misc]
    """A network that predicts numbers: a drop-in for scikit-learn's `MLPRegressor`, only faster.

    All parameters, attributes and methods of scikit-learn's class are here, with the same names, defaults and
    meaning; the same `random_state` gives the same first weights and the same batches.

    Parameters
    ----------
    loss
        ``"squared_error"``, or ``"poisson"`` for counts.
    standardize_targets
        Whether the squared error is minimised for targets of mean 0 and spread 1 (measured in float64 at
        the first call), and the last layer then scaled back, so that targets of any size are learned soon.
        `loss_`, `tol` and `alpha` then refer to these. False: as in scikit-learn, targets are learned as they
        are. ``"auto"``: as they are, but for targets that cannot be told apart, or squared, in the type that
        training calculates in: 1.7e9 and 1.7e9 + 30, or 1e-25, in float32.

    The other parameters, and the attributes, are those of `MLPClassifier`, without classes.

    Attributes
    ----------
    y_mean_, y_scale_
        Mean and spread of each output's targets, ``(n_outputs,)``: 0 and 1 if they were left as they are.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> MLPRegressor(max_iter=500, standardize_targets=True, random_state=0).fit(X, y).score(X, y) > 0.5
    True
    """

    def __init__(
        self,
        loss: Literal["squared_error", "poisson"] = "squared_error",
        hidden_layer_sizes: Any = (100,),
        activation: str | Activation = "relu",
        *,
        solver: Literal["lbfgs", "sgd", "adam"] = "adam",
        alpha: float = 0.0001,
        batch_size: int | Literal["auto"] = "auto",
        learning_rate: Literal["constant", "invscaling", "adaptive"] = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 1e-4,
        verbose: bool | int = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        optimizer: str | Optimizer | None = None,
        schedule: str | Schedule = "constant",
        l1: float = 0.0,
        dropout: float = 0.0,
        batch_norm: bool = False,
        standardize_targets: bool | Literal["auto"] = "auto",
        threads: int | None = None,
        dtype: npt.DTypeLike = "float32",
    ) -> None:
        self.loss = loss
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun
        self.optimizer = optimizer
        self.schedule = schedule
        self.l1 = l1
        self.dropout = dropout
        self.batch_norm = batch_norm
        self.standardize_targets = standardize_targets
        self.threads = threads
        self.dtype = dtype

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: npt.ArrayLike | None = None,
        *,
        validation: tuple[Any, Any] | None = None,
    ) -> Self:
        """Train on rows `X` ``(n, n_features)`` and numbers `y` ``(n,)`` or ``(n, n_outputs)``.

        The other parameters are those of `MLPClassifier.fit`.
        """
        return self._fit(X, y, sample_weight, validation=validation)

    @available_if(lambda estimator: estimator._check_solver())  # type: ignore[untyped-decorator]
    def partial_fit(self, X: Any, y: Any, sample_weight: npt.ArrayLike | None = None) -> Self:
        """Train on for one epoch. The first call's targets decide about mean and spread."""
        return self._fit(X, y, sample_weight, incremental=True)

    def predict(self, X: Any) -> FloatArray:
        """Return the predicted numbers, ``(n,)`` or ``(n, n_outputs)``."""
        outputs = self._outputs(X)
        return outputs.ravel() if outputs.shape[1] == 1 else outputs

    @property
    def y_mean_(self) -> FloatArray:
        """The mean of each output's targets, ``(n_outputs,)``."""
        return self._fitted_scale().mean

    @property
    def y_scale_(self) -> FloatArray:
        """The spread of each output's targets, ``(n_outputs,)``."""
        return self._fitted_scale().spread

    def _fitted_scale(self) -> TargetScale:
        if "network_" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__} has not seen any targets before it is fitted")
        return self._scale

    # --- for the course of a fit ------------------------------------------------------------------------

    def _read(self, X: Any, y: Any, *, first: bool, incremental: bool) -> tuple[Rows, Rows]:
        X, y = validate_data(
            self, X, y, accept_sparse=["csr", "csc"], multi_output=True, y_numeric=True,
            dtype=[np.float64, np.float32], reset=first,
        )  # fmt: skip
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        return X, self._numbers(y)

    def _measure(self, targets: Rows, weights: Rows | None) -> TargetScale:
        none = TargetScale.none(self.n_outputs_)
        if self.loss == "poisson" or not self.standardize_targets:
            return none
        scale = TargetScale.of(targets, weights)
        left_out = self.standardize_targets == "auto" and scale.can_be_left_out(self._training_dtype())
        return none if left_out else scale

    def _encode_held(self, y: Rows) -> Rows:
        return self._numbers(check_array(y, ensure_2d=False, dtype=None, input_name="y of validation"))

    def _numbers(self, y: Rows) -> Rows:
        """Return targets as columns, ``(n, n_outputs)``."""
        if y.dtype.kind not in "buif":
            raise ParameterError(
                f"{type(self).__name__} predicts numbers: expected numbers as targets, got {y.dtype}, such "
                f"as {y.flat[0].item()!r}. For labels there is MLPClassifier"
            )
        return y.reshape(len(y), -1)

    def _engine_loss(self) -> tuple[str, str]:
        return ("poisson", "exp") if self.loss == "poisson" else ("mse", "linear")

    def _loss_share(self) -> float:
        """Return 1 / n_outputs: scikit-learn's squared error is the outputs' mean, the engine's their sum."""
        return 1.0 if self.loss == "poisson" else 1 / self.n_outputs_

    def _score_outputs(self, outputs: FloatArray, y: Rows, weights: Rows | None) -> float:
        return float(r2_score(y, outputs, sample_weight=weights))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
