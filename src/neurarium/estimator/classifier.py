"""The drop-in for scikit-learn's `MLPClassifier`."""

from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import ClassifierMixin
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import column_or_1d, compute_sample_weight
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import type_of_target, unique_labels
from sklearn.utils.validation import validate_data

from neurarium.engine.activations import Activation
from neurarium.engine.errors import ParameterError
from neurarium.engine.optimizers import Optimizer
from neurarium.engine.schedules import Schedule
from neurarium.engine.types import FloatArray
from neurarium.estimator.base import BaseMLP, Rows


class MLPClassifier(ClassifierMixin, BaseMLP):  # type: ignore[misc]
    """A network that tells classes apart: a drop-in for scikit-learn's `MLPClassifier`, only faster.

    All parameters, attributes and methods of scikit-learn's class are here, with the same names, defaults and
    meaning; the same `random_state` gives the same first weights and the same batches.

    Parameters
    ----------
    hidden_layer_sizes, activation, solver, alpha, batch_size, learning_rate, learning_rate_init, power_t, \
max_iter, shuffle, random_state, tol, verbose, warm_start, momentum, nesterovs_momentum, early_stopping, \
validation_fraction, beta_1, beta_2, epsilon, n_iter_no_change, max_fun
        As in scikit-learn. `activation` may also be ``"leaky_relu"``, ``"gelu"``, an object, or one for each
        layer.
    optimizer
        A rule that scikit-learn does not have, by name or as an object (which brings its own learning rate):
        ``"rmsprop"``, ``"adamw"``. None: what `solver` says.
    schedule
        A course of the learning rate over the whole run: ``"cosine"``, ``"one_cycle"``.
    l1
        Like `alpha`, but on the sizes of the weights instead of their squares.
    dropout, batch_norm
        See `MLP`. Batch normalization takes all rows of a batch alike, whatever they weigh: with it a weight
        of 2 is not quite the row twice.
    class_weight
        How much rows of each class count: a dict, ``"balanced"``, or None for all alike.
    threads
        At most so many; None for as many as the process may use, but one inside a parallel region of
        joblib's (``n_jobs=2``) and in a task of a Dask worker.
    dtype
        What training calculates in: float32, or float64, which is several times slower. (The solver 'lbfgs'
        always calculates in float64.) Weights and probabilities come in the type of the rows either way.

    Attributes
    ----------
    classes_, loss_, best_loss_, loss_curve_, validation_scores_, best_validation_score_, t_, coefs_, \
intercepts_, n_features_in_, feature_names_in_, n_iter_, n_layers_, n_outputs_, out_activation_
        As in scikit-learn.
    network_
        The trained `MLP`; `coefs_` and `intercepts_` are views of it.
    history_, validation_loss_curve_
        The record of the epochs; the loss of held-back rows after each, if there were any.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = MLPClassifier((16,), learning_rate_init=0.02, max_iter=300, random_state=0)
    >>> model.fit(X, y).score(X, y) > 0.95
    True
    """

    classes_: npt.NDArray[Any]
    _counts_right = True

    def __init__(
        self,
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
        class_weight: Any = None,
        threads: int | None = None,
        dtype: npt.DTypeLike = "float32",
    ) -> None:
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
        self.class_weight = class_weight
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
        """Train on rows `X` ``(n, n_features)`` and labels `y`.

        Parameters
        ----------
        X
            An array, a data frame, a sparse matrix (which is written out as an array).
        y
            Labels of any kind, ``(n,)``; or yes or no for each of several labels, ``(n, n_labels)``.
        sample_weight
            How much each row counts, ``(n,)``: 2 counts as the row twice.
        validation
            Rows and labels held back by the caller: their loss and score are recorded after every epoch, and
            decide about early stopping if that is on.
        """
        return self._fit(X, y, sample_weight, validation=validation)

    @available_if(lambda estimator: estimator._check_solver())  # type: ignore[untyped-decorator]
    def partial_fit(
        self, X: Any, y: Any, sample_weight: npt.ArrayLike | None = None, classes: Any = None
    ) -> Self:
        """Train on for one epoch.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.
        classes
            All labels that will ever come; needed at the first call.
        """
        if not hasattr(self, "classes_"):
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit.")
            self.classes_ = unique_labels(classes)
            multilabel = str(type_of_target(y)).startswith("multilabel")
            self._label_binarizer = LabelBinarizer().fit(y if multilabel else classes)
        elif classes is not None and not np.array_equal(self.classes_, unique_labels(classes)):
            raise ValueError(
                f"`classes={classes!r}` is not the same as on last call to partial_fit, was: "
                f"{self.classes_!r}"
            )
        return self._fit(X, y, sample_weight, incremental=True)

    def predict(self, X: Any) -> Rows:
        """Return the most probable labels, ``(n,)``; of several labels, yes or no for each."""
        outputs = self._outputs(X)
        labels: Rows = self._label_binarizer.inverse_transform(
            outputs.ravel() if self.n_outputs_ == 1 else outputs
        )
        return labels

    def predict_proba(self, X: Any) -> FloatArray:
        """Return each class's probability, ``(n, n_classes)``, in the order of `classes_`."""
        outputs = self._outputs(X)
        return np.hstack([1 - outputs, outputs]) if self.n_outputs_ == 1 else outputs

    def predict_log_proba(self, X: Any) -> FloatArray:
        """Return the logarithm of each class's probability, ``(n, n_classes)``."""
        probabilities = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(probabilities, out=probabilities)

    # --- for the course of a fit ------------------------------------------------------------------------

    def _read(self, X: Any, y: Any, *, first: bool, incremental: bool) -> tuple[Rows, Rows]:
        X, y = validate_data(
            self, X, y, accept_sparse=["csr", "csc"], multi_output=True, dtype=[np.float64, np.float32],
            reset=first,
        )  # fmt: skip
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if not hasattr(self, "classes_") or (not self.warm_start and not incremental):
            self._label_binarizer = LabelBinarizer().fit(y)
            self.classes_ = self._label_binarizer.classes_
        else:
            self._check_classes(unique_labels(y))
        return X, np.asarray(self._label_binarizer.transform(y), bool)

    def _check_classes(self, classes: Rows) -> None:
        if self.warm_start and set(classes.tolist()) != set(self.classes_.tolist()):
            raise ValueError(
                "warm_start can only be used where `y` has the same classes as in the previous call to fit. "
                f"Previously got {self.classes_}, `y` has {classes}"
            )
        if len(np.setdiff1d(classes, self.classes_, assume_unique=True)):
            raise ValueError(
                "`y` has classes not in `self.classes_`. "
                f"`self.classes_` has {self.classes_}. 'y' has {classes}."
            )

    def _encode_held(self, y: Rows) -> Rows:
        expected, kind = self._label_binarizer.y_type_, type_of_target(y) if y.ndim else "no array"
        if kind != expected and not {kind, expected} <= {"binary", "multiclass"}:
            raise ParameterError(
                f"expected validation labels as those of the training rows, {expected}; got {kind} of shape "
                f"{y.shape}"
            )
        if strange := set(unique_labels(y).tolist()) - set(self.classes_.tolist()):
            raise ParameterError(f"validation has labels that training does not: {sorted(strange, key=repr)}")
        return np.asarray(self._label_binarizer.transform(y), bool)

    def _ready(self, targets: Rows, dtype: npt.DTypeLike) -> Rows:
        if self._engine_loss()[0] == "cross_entropy":
            return np.asarray(targets.argmax(axis=1))
        return targets.astype(dtype)

    def _engine_loss(self) -> tuple[str, str]:
        if self._label_binarizer.y_type_ == "multiclass":
            return "cross_entropy", "softmax"
        return "binary_cross_entropy", "sigmoid"

    def _score_outputs(self, outputs: FloatArray, y: Rows, weights: Rows | None) -> float:
        one_class = y.ndim == 1
        right = outputs.argmax(axis=1) == y if one_class else ((outputs > 0.5) == (y > 0.5)).all(axis=1)
        return float(np.average(right, weights=weights))

    def _stratify(self, targets: Rows) -> Rows | None:
        """Return two classes, to be kept in proportion; more than two are left to chance, as there."""
        return targets if targets.shape[1] == 1 else None

    def _row_weights(self, y: Any, given: Rows | None, *, incremental: bool) -> Rows | None:
        if self.class_weight is None:
            return given
        if incremental and self.class_weight == "balanced":
            raise ParameterError(
                "class_weight='balanced' needs all rows at once: give partial_fit a dict of weights"
            )
        by_class: Rows = compute_sample_weight(self.class_weight, y)
        return by_class if given is None else by_class * given

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
