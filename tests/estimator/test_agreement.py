"""Number by number against scikit-learn: in float64 the same seed gives the same run."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import sklearn.neural_network as theirs
from scipy.special import xlogy
from sklearn.datasets import (
    load_diabetes,
    load_digits,
    load_iris,
    make_multilabel_classification,
    make_regression,
)
from sklearn.preprocessing import StandardScaler

from neurarium.estimator import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings(
    "ignore::sklearn.exceptions.ConvergenceWarning", "ignore:Got `batch_size`:UserWarning"
)
Array = npt.NDArray[Any]

X_IRIS, Y_IRIS = load_iris(return_X_y=True)
X_IRIS = StandardScaler().fit_transform(X_IRIS)
X_DIGITS, Y_DIGITS = load_digits(return_X_y=True)
X_DIGITS = X_DIGITS[:350] / 16
X_LABELS, Y_LABELS = make_multilabel_classification(60, n_classes=4, random_state=1)
DATA: dict[str, tuple[Array, Array]] = {
    "three classes": (X_IRIS, Y_IRIS),
    "two classes": (X_IRIS, np.where(Y_IRIS == 0, "setosa", "other")),
    "ten classes": (X_DIGITS, Y_DIGITS[:350]),
    "labels": (StandardScaler().fit_transform(X_LABELS), Y_LABELS),
}
NUMBERS: dict[str, tuple[Array, Array]] = {
    "one number": make_regression(230, 6, noise=5.0, random_state=0),
    "three numbers": make_regression(90, 6, n_targets=3, random_state=0),
}
SETTINGS: list[dict[str, Any]] = [
    {},
    {"alpha": 3.0, "batch_size": 32, "activation": "tanh"},
    {"activation": "logistic", "hidden_layer_sizes": (7, 5), "shuffle": False},
    {"activation": "identity", "hidden_layer_sizes": 9, "epsilon": 0.1, "beta_1": 0.5, "beta_2": 0.9},
    {"solver": "sgd", "learning_rate_init": 0.05},
    {"solver": "sgd", "momentum": 0, "batch_size": 64, "alpha": 0.5},
    {"solver": "sgd", "nesterovs_momentum": False, "learning_rate": "invscaling", "learning_rate_init": 0.3},
    {"solver": "sgd", "learning_rate": "adaptive", "tol": 0.05, "learning_rate_init": 0.02, "batch_size": 50},
    {"early_stopping": True, "n_iter_no_change": 3, "tol": 1e-3, "batch_size": 30},
    {"tol": 0.05, "n_iter_no_change": 2},
]


def same_run(ours: Any, reference: Any, rtol: float = 1e-7) -> None:
    """Both went the same way."""
    assert ours.n_iter_ == reference.n_iter_
    assert ours.t_ == reference.t_
    np.testing.assert_allclose(ours.loss_curve_, reference.loss_curve_, rtol=1e-7)
    for name in ("coefs_", "intercepts_"):
        for one, other in zip(getattr(ours, name), getattr(reference, name), strict=True):
            np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-9)
    for name in ("n_layers_", "n_outputs_", "out_activation_", "n_features_in_"):
        assert getattr(ours, name) == getattr(reference, name)
    if reference.validation_scores_ is None:
        assert ours.validation_scores_ is None
        assert ours.best_validation_score_ is None
        assert ours.best_loss_ == pytest.approx(reference.best_loss_, rel=1e-7)
    else:
        np.testing.assert_allclose(ours.validation_scores_, reference.validation_scores_, rtol=1e-6)
        assert ours.best_validation_score_ == pytest.approx(reference.best_validation_score_)
        assert ours.best_loss_ is None


@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
@pytest.mark.parametrize("data", DATA)
def test_a_classifier_goes_the_same_way(data: str, settings: dict[str, Any]) -> None:
    """Losses, weights and probabilities of 15 epochs are scikit-learn's, to rounding."""
    X, y = DATA[data]
    settings = {"max_iter": 15, "random_state": 3, **settings}
    reference = theirs.MLPClassifier(**settings).fit(X, y)
    ours = MLPClassifier(**settings, dtype=np.float64).fit(X, y)
    same_run(ours, reference)
    np.testing.assert_array_equal(ours.classes_, reference.classes_)
    np.testing.assert_array_equal(ours.predict(X), reference.predict(X))
    np.testing.assert_allclose(ours.predict_proba(X), reference.predict_proba(X), rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(
        ours.predict_log_proba(X), reference.predict_log_proba(X), rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("settings", SETTINGS, ids=repr)
@pytest.mark.parametrize("data", NUMBERS)
def test_a_regressor_goes_the_same_way(data: str, settings: dict[str, Any]) -> None:
    """Losses, weights and predictions are scikit-learn's."""
    X, y = NUMBERS[data]
    y = y / 100
    settings = {"max_iter": 15, "random_state": 3, **settings}
    reference = theirs.MLPRegressor(**settings).fit(X, y)
    ours = MLPRegressor(**settings, dtype=np.float64).fit(X, y)
    same_run(ours, reference, rtol=1e-6)
    np.testing.assert_allclose(ours.predict(X), reference.predict(X), rtol=1e-6, atol=1e-9)


def test_a_regressor_in_float32_comes_to_the_same() -> None:
    """By default too targets are learned as they are: epochs, losses and answers are scikit-learn's."""
    X, y = load_diabetes(return_X_y=True)
    settings: dict[str, Any] = {"random_state": 0, "learning_rate_init": 0.05, "tol": 50.0}
    reference = theirs.MLPRegressor(**settings).fit(X, y)
    ours = MLPRegressor(**settings).fit(X, y)
    assert ours.n_iter_ == reference.n_iter_ < 200
    np.testing.assert_allclose(ours.loss_curve_, reference.loss_curve_, rtol=1e-4)
    np.testing.assert_allclose(ours.predict(X), reference.predict(X), rtol=1e-3)


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_counts_are_learned_the_same_way(solver: str) -> None:
    """The Poisson loss has scikit-learn's value, gradient and exponential output."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 3))
    y = rng.poisson(np.exp(X @ [0.5, -0.2, 0.1] + 1))
    settings: dict[str, Any] = {"loss": "poisson", "solver": solver, "max_iter": 20, "random_state": 0}
    reference = theirs.MLPRegressor(**settings).fit(X, y)
    ours = MLPRegressor(**settings, dtype=np.float64).fit(X, y)
    assert ours.out_activation_ == reference.out_activation_ == "exp"
    np.testing.assert_allclose(ours.predict(X), reference.predict(X), rtol=1e-4)


@pytest.mark.parametrize("kind", ["MLPClassifier", "MLPRegressor"])
def test_lbfgs_reaches_the_same_minimum(kind: str) -> None:
    """A smooth problem with a strong penalty: objective, iterations and answers are scikit-learn's."""
    settings: dict[str, Any] = {
        "solver": "lbfgs", "activation": "tanh", "hidden_layer_sizes": 4, "alpha": 1.0, "random_state": 0,
        "max_iter": 30,
    }  # fmt: skip
    X, y = (X_IRIS, Y_IRIS) if kind == "MLPClassifier" else (X_IRIS, X_IRIS[:, 0] * X_IRIS[:, 1])
    reference = getattr(theirs, kind)(**settings).fit(X, y)
    ours = {"MLPClassifier": MLPClassifier, "MLPRegressor": MLPRegressor}[kind](**settings)
    ours.fit(X, y)
    assert ours.n_iter_ == reference.n_iter_
    assert ours.loss_ == pytest.approx(reference.loss_, rel=1e-3)
    assert ours.score(X, y) == pytest.approx(reference.score(X, y), abs=5e-3)


@pytest.mark.parametrize("solver", ["adam", "sgd"])
def test_weighted_rows_go_the_same_way(solver: str) -> None:
    """Rows with weights, penalties and early stopping among them, are learned as scikit-learn does."""
    weights = np.random.default_rng(0).uniform(0.1, 3, len(X_IRIS))
    settings: dict[str, Any] = {
        "solver": solver, "max_iter": 12, "random_state": 1, "batch_size": 40, "alpha": 0.7,
        "early_stopping": True,
    }  # fmt: skip
    reference = theirs.MLPClassifier(**settings).fit(X_IRIS, Y_IRIS, sample_weight=weights)
    ours = MLPClassifier(**settings, dtype=np.float64).fit(X_IRIS, Y_IRIS, sample_weight=weights)
    np.testing.assert_allclose(ours.predict_proba(X_IRIS), reference.predict_proba(X_IRIS), rtol=1e-6)
    np.testing.assert_allclose(ours.validation_scores_, reference.validation_scores_)


def test_going_on_goes_the_same_way() -> None:
    """Warm starts and single epochs continue as scikit-learn's do, learning rate, velocity and all."""
    settings: dict[str, Any] = {
        "solver": "sgd", "learning_rate": "invscaling", "learning_rate_init": 0.2, "max_iter": 4,
        "random_state": 5, "warm_start": True, "batch_size": 64,
    }  # fmt: skip
    reference, ours = theirs.MLPClassifier(**settings), MLPClassifier(**settings, dtype=np.float64)
    for model in (reference, ours):
        model.fit(X_IRIS, Y_IRIS).fit(X_IRIS[::2], Y_IRIS[::2])
        for part in range(3):
            model.partial_fit(X_IRIS[part::3], Y_IRIS[part::3])
    same_run(ours, reference)


def test_float32_comes_to_the_same() -> None:
    """What is trained in float32, compiled, answers as scikit-learn does in float64, to four digits."""
    settings: dict[str, Any] = {"max_iter": 10, "random_state": 3, "batch_size": 32, "alpha": 5.0}
    reference = theirs.MLPClassifier(**settings).fit(X_DIGITS, Y_DIGITS[:350])
    ours = MLPClassifier(**settings).fit(X_DIGITS, Y_DIGITS[:350])
    np.testing.assert_allclose(ours.predict_proba(X_DIGITS), reference.predict_proba(X_DIGITS), atol=1e-4)
    np.testing.assert_allclose(ours.loss_curve_, reference.loss_curve_, rtol=1e-5)


def test_the_loss_of_weighted_rows_has_the_penalty_as_theirs() -> None:
    """Each batch's penalty is divided by the batch's weight and counts by its rows, the last batch's too."""
    weights = np.random.default_rng(0).integers(0, 3, len(X_IRIS)).astype(float)
    settings: dict[str, Any] = {
        "max_iter": 3, "random_state": 0, "batch_size": 40, "alpha": 5.0, "learning_rate_init": 1e-8,
    }  # fmt: skip
    reference = theirs.MLPClassifier(**settings).fit(X_IRIS, Y_IRIS, sample_weight=weights)
    ours = MLPClassifier(**settings, dtype=np.float64).fit(X_IRIS, Y_IRIS, sample_weight=weights)
    np.testing.assert_allclose(ours.loss_curve_, reference.loss_curve_, rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_strong_penalty_ends_the_run_at_the_same_epoch(dtype: str) -> None:
    """The penalties of all steps are in the loss that decides when to stop, compiled or not."""
    settings: dict[str, Any] = {"alpha": 5.0, "batch_size": 20, "random_state": 0}
    reference = theirs.MLPClassifier(**settings).fit(X_IRIS, Y_IRIS)
    ours = MLPClassifier(**settings, dtype=dtype).fit(X_IRIS, Y_IRIS)
    assert ours.n_iter_ == reference.n_iter_ < 200
    np.testing.assert_allclose(ours.loss_curve_, reference.loss_curve_, rtol=1e-5)


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
@pytest.mark.parametrize("solver", ["lbfgs", "adam"])
def test_the_loss_of_several_outputs_is_theirs(loss: str, solver: str) -> None:
    """The mean over the rows; over the outputs, the mean of squared errors and the sum of Poisson losses."""
    y = np.c_[X_IRIS[:, 0] ** 2, 1 + X_IRIS[:, 1] ** 2, np.abs(X_IRIS[:, 2])]
    model = MLPRegressor(
        loss=loss, solver=solver, hidden_layer_sizes=5, alpha=0, max_iter=400, batch_size=150, random_state=0,
        learning_rate_init=1e-6, dtype="float64",
    ).fit(X_IRIS, y)  # fmt: skip
    p = model.predict(X_IRIS)
    summed = (p - y) ** 2 / 2 / 3 if loss == "squared_error" else xlogy(y, y / p) - y + p
    expected = summed.sum(axis=1).mean()
    assert model.loss_ == pytest.approx(expected, rel=1e-3)
