"""The scikit-learn face: networks that fit into pipelines, cross-validation and grid search.

Parameters that scikit-learn's own `MLPClassifier` and `MLPRegressor` have too bear the same names.
"""

from collections.abc import Sequence
from typing import Any, Self, cast

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from neurarium.data.split import stratified_split
from neurarium.engine.activations import Activation
from neurarium.engine.errors import ParameterError
from neurarium.engine.mlp import MLP
from neurarium.engine.optimizers import OPTIMIZERS, Optimizer
from neurarium.engine.schedules import Schedule
from neurarium.engine.types import FloatArray
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.early_stopping import EarlyStopping
from neurarium.training.trainer import Trainer

Rows = npt.NDArray[Any]


class _BaseMLP(BaseEstimator):  # type: ignore[misc]  # scikit-learn is not typed
    """What classifier and regressor share. Nothing is checked before `fit`, as scikit-learn wants it."""

    network_: MLP

    def __init__(
        self,
        hidden_layer_sizes: Sequence[int] = (128,),
        *,
        activation: str | Activation = "relu",
        optimizer: str | Optimizer = "adam",
        learning_rate_init: float = 0.001,
        schedule: str | Schedule = "constant",
        batch_size: int = 128,
        max_iter: int = 100,
        l1: float = 0.0,
        l2: float = 0.0,
        dropout: float = 0.0,
        batch_norm: bool = False,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.optimizer = optimizer
        self.learning_rate_init = learning_rate_init
        self.schedule = schedule
        self.batch_size = batch_size
        self.max_iter = max_iter
        self.l1 = l1
        self.l2 = l2
        self.dropout = dropout
        self.batch_norm = batch_norm
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.random_state = random_state

    def _train(self, data: Dataset, n_out: int, *, output: str, loss: str, seed: int) -> None:
        """Build the network, train it, and leave what scikit-learn's users look for."""
        hidden = np.atleast_1d(self.hidden_layer_sizes).tolist()
        self.network_ = MLP(
            [data.x_train.shape[1], *hidden, n_out],
            activation=self.activation,
            output=output,
            dropout=self.dropout,
            batch_norm=self.batch_norm,
            seed=seed,
            dtype=data.x_train.dtype,
        )
        patience = EarlyStopping(self.n_iter_no_change) if self.early_stopping else None
        config = TrainConfig(
            loss=cast("Any", loss),
            optimizer=self._optimizer(),
            schedule=cast("Any", self.schedule),
            epochs=self.max_iter,
            batch_size=self.batch_size,
            l1=self.l1,
            l2=self.l2,
            early_stopping=patience,
            seed=seed,
        )
        self.history_ = Trainer(self.network_, data, config).fit()
        self.loss_curve_ = self.history_.column("train_loss")
        self.loss_ = self.loss_curve_[-1]
        self.n_iter_ = len(self.history_)
        for name in ("validation_loss_curve_", "validation_scores_"):  # of an earlier fit
            self.__dict__.pop(name, None)
        if data.x_validation is not None:
            self.validation_loss_curve_ = self.history_.column("validation_loss")

    def _optimizer(self) -> Optimizer:
        if isinstance(self.optimizer, str):
            return OPTIMIZERS.get({"name": self.optimizer, "learning_rate": self.learning_rate_init})
        return self.optimizer

    def _seed(self) -> int:
        if isinstance(self.random_state, np.random.RandomState):
            return int(self.random_state.randint(2**31))
        return int(np.random.SeedSequence(self.random_state).generate_state(1)[0])

    def _check_fraction(self) -> float:
        if not 0 < self.validation_fraction < 1:
            raise ParameterError(
                "The 'validation_fraction' parameter must be between 0 and 1. "
                f"Got {self.validation_fraction!r} instead."
            )
        return self.validation_fraction

    def _check_training(self, X: npt.ArrayLike, y: npt.ArrayLike, **checks: bool) -> tuple[Rows, Rows]:
        rows, targets = validate_data(self, X, y, dtype=[np.float64, np.float32], **checks)
        return rows, targets

    def _check_validation(self, validation: tuple[Rows, Rows] | None) -> tuple[Rows, Rows] | None:
        """Return the held-out rows that the caller gave, checked against the training rows."""
        if validation is None:
            return None
        X, y = validation
        X = validate_data(self, X, reset=False, dtype=[np.float64, np.float32])
        return X, np.asarray(y)

    def _outputs(self, X: npt.ArrayLike) -> FloatArray:
        check_is_fitted(self, "network_")
        rows: Rows = validate_data(self, X, reset=False, dtype=[np.float64, np.float32])
        return self.network_.predict(rows)

    @property
    def coefs_(self) -> list[FloatArray]:
        """The weight matrices, each ``(n_in, n_out)``."""
        return self.network_.weights()

    @property
    def intercepts_(self) -> list[FloatArray]:
        """The bias vectors, each ``(n_out,)``."""
        return [layer["b"] for layer in self.network_.parameters if "b" in layer]


class MLPClassifier(ClassifierMixin, _BaseMLP):  # type: ignore[misc]
    """A network that tells classes apart, trained with softmax and cross-entropy.

    Parameters
    ----------
    hidden_layer_sizes
        Units of each hidden layer.
    activation
        Of the hidden layers.
    optimizer, learning_rate_init, schedule
        How weights move. An optimizer object brings its own learning rate.
    batch_size, max_iter
        Rows per step, and epochs.
    l1, l2, dropout, batch_norm
        Against overfitting; see `TrainConfig` and `MLP`.
    early_stopping, validation_fraction, n_iter_no_change
        Whether to hold back a share of the rows, and to stop when the loss on them has not improved for so
        many epochs; the best weights are brought back.
    random_state
        Seed of first weights, shuffling, dropout and the choice of held-back rows.

    Attributes
    ----------
    classes_
        The class labels, in the order of the outputs.
    network_, history_
        The trained `MLP` and the record of its training.
    loss_curve_, validation_loss_curve_, validation_scores_
        Per epoch; the latter two only if rows were held back.
    coefs_, intercepts_, n_iter_, n_features_in_
        As in scikit-learn.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> MLPClassifier((16,), learning_rate_init=0.01, random_state=0).fit(X, y).score(X, y) > 0.95
    True
    """

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, *, validation: tuple[Rows, Rows] | None = None) -> Self:
        """Train on rows `X` ``(n, n_features)`` and labels `y` ``(n,)`` of any kind.

        Parameters
        ----------
        X, y
            What to learn from.
        validation
            Rows and labels held back by the caller: their loss is recorded after every epoch.
        """
        rows, labels = self._check_training(X, y)
        check_classification_targets(labels)
        self.classes_, classes = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise ParameterError(
                f"expected at least two classes to tell apart, got one class: {self.classes_}"
            )
        seed = self._seed()
        held = self._check_validation(validation)
        if held is not None:
            data = Dataset(rows, classes, held[0], self._class_numbers(held[1]))
        elif self.early_stopping:
            data = Dataset.split(rows, classes, validation=self._check_fraction(), seed=seed)
        else:
            data = Dataset(rows, classes)
        self._train(data, len(self.classes_), output="softmax", loss="cross_entropy", seed=seed)
        if data.x_validation is not None:
            self.validation_scores_ = self.history_.column("validation_accuracy")
        return self

    def predict_proba(self, X: npt.ArrayLike) -> FloatArray:
        """Return each class's probability, ``(n, n_classes)``."""
        return self._outputs(X)

    def predict(self, X: npt.ArrayLike) -> Rows:
        """Return the most probable labels, ``(n,)``."""
        chosen = self._outputs(X).argmax(axis=1)
        labels: Rows = self.classes_[chosen]
        return labels

    def _class_numbers(self, y: Rows) -> Rows:
        numbers = np.searchsorted(self.classes_, y).clip(max=len(self.classes_) - 1)
        if strange := set(y[self.classes_[numbers] != y].tolist()):
            raise ParameterError(f"validation has labels that training does not: {sorted(strange)}")
        return numbers


class MLPRegressor(RegressorMixin, _BaseMLP):  # type: ignore[misc]
    """A network that predicts numbers, trained with mean squared error on standardised targets.

    Parameters and attributes are those of `MLPClassifier`, without classes.
    """

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, *, validation: tuple[Rows, Rows] | None = None) -> Self:
        """Train on rows `X` ``(n, n_features)`` and numbers `y` ``(n,)`` or ``(n, n_outputs)``.

        Parameters
        ----------
        X, y
            What to learn from.
        validation
            Rows and numbers held back by the caller: their loss is recorded after every epoch.
        """
        rows, numbers = self._check_training(X, y, multi_output=True, y_numeric=True)
        self._flat = numbers.ndim == 1
        numbers = numbers.reshape(len(rows), -1).astype(rows.dtype)
        self.y_mean_, self.y_scale_ = numbers.mean(axis=0), numbers.std(axis=0)
        self.y_scale_[self.y_scale_ == 0] = 1
        seed = self._seed()
        targets = (numbers - self.y_mean_) / self.y_scale_
        held = self._check_validation(validation)
        if held is not None:
            held_y = (held[1].reshape(len(held[1]), -1) - self.y_mean_) / self.y_scale_
            data = Dataset(rows, targets, held[0], held_y.astype(rows.dtype))
        elif self.early_stopping:
            one_stratum = np.zeros(len(rows), np.int64)
            rng = np.random.default_rng(seed)
            train, out = stratified_split(one_stratum, self._check_fraction(), rng)
            data = Dataset(rows[train], targets[train], rows[out], targets[out])
        else:
            data = Dataset(rows, targets)
        self._train(data, targets.shape[1], output="linear", loss="mse", seed=seed)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def predict(self, X: npt.ArrayLike) -> FloatArray:
        """Return the predicted numbers, ``(n,)`` or ``(n, n_outputs)``."""
        y: FloatArray = self._outputs(X) * self.y_scale_ + self.y_mean_
        return y[:, 0] if self._flat else y
