"""The scikit-learn face: its contract, and its use in scikit-learn's own tools."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris, make_regression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import (
    check_sample_weight_equivalence_on_dense_data,
    parametrize_with_checks,
)

from neurarium.engine import SGD
from neurarium.estimator import MLPClassifier, MLPRegressor

IRIS = load_iris(return_X_y=True)

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


ROUNDING = "equal to seven digits, which float32 does not have; see test_weights_count_rows_exactly"


@parametrize_with_checks(
    [
        MLPClassifier((16,), learning_rate_init=0.02),
        MLPRegressor(hidden_layer_sizes=(16,), learning_rate_init=0.02),
    ],
    expected_failed_checks=lambda _: {
        "check_sample_weight_equivalence_on_dense_data": ROUNDING,
        "check_sample_weight_equivalence_on_sparse_data": ROUNDING,
    },
)
def test_the_contract_holds(estimator: object, check: object) -> None:
    """Every one of scikit-learn's own checks passes but those for which float32 is too coarse."""
    check(estimator)


@pytest.mark.parametrize("check", [check_sample_weight_equivalence_on_dense_data], ids=["dense"])
@pytest.mark.parametrize(
    "estimator",
    [
        MLPClassifier(solver="lbfgs", random_state=0),
        MLPRegressor(solver="sgd", tol=1e-2, dtype="float64", random_state=42),
    ],
    ids=repr,
)
def test_weights_count_rows_exactly(estimator: object, check: object) -> None:
    """In float64, with the settings that scikit-learn's own classes are checked with, nothing is missing."""
    check(type(estimator).__name__, estimator)


def test_it_works_in_a_pipeline_with_cross_validation() -> None:
    """Standardised iris is learned to 90 % or better in each of five folds."""
    model = make_pipeline(StandardScaler(), MLPClassifier((16,), learning_rate_init=0.01, random_state=0))
    assert cross_val_score(model, *IRIS, cv=5).min() >= 0.9


def test_grid_search_finds_the_better_setting() -> None:
    """A learning rate of next to nothing cannot win."""
    grid = {"learning_rate_init": [1e-12, 0.02]}
    search = GridSearchCV(MLPClassifier((8,), max_iter=30, random_state=0), grid, cv=3).fit(*IRIS)
    assert search.best_params_ == {"learning_rate_init": 0.02}


def test_labels_may_be_words() -> None:
    """Labels come back as they were given; probabilities are in the order of classes_."""
    X, y = IRIS
    names = np.array(["setosa", "versicolor", "virginica"])[y]
    model = MLPClassifier((16,), learning_rate_init=0.02, random_state=1).fit(X, names)
    assert model.score(X, names) > 0.95
    probabilities = model.predict_proba(X[:3])
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert model.classes_[probabilities.argmax(axis=1)].tolist() == ["setosa"] * 3


def test_early_stopping_records_the_validation_curves() -> None:
    """Held-back rows give a loss curve and a score curve, and the run ends before max_iter."""
    X, y = IRIS
    model = MLPClassifier((32,), learning_rate_init=0.05, early_stopping=True, max_iter=500, random_state=0)
    model.fit(X, y)
    assert model.n_iter_ < 500
    assert len(model.validation_loss_curve_) == len(model.validation_scores_) == model.n_iter_


def test_a_second_fit_forgets_the_first() -> None:
    """Without held-back rows there are no validation curves, not those of the fit before."""
    model = MLPClassifier((4,), early_stopping=True, max_iter=3, random_state=0).fit(*IRIS)
    model.set_params(early_stopping=False).fit(*IRIS)
    assert model.validation_loss_curve_ == []
    assert model.validation_scores_ is None


def test_held_back_numbers_must_fit() -> None:
    """A validation set with more outputs than the training set has is refused at once."""
    X, y = make_regression(40, 3, random_state=0)
    with pytest.raises(ValueError, match="validation targets"):
        MLPRegressor(hidden_layer_sizes=(4,), max_iter=1000).fit(
            X, y, validation=(X, np.stack([y, y], axis=1))
        )


def test_the_caller_may_hold_rows_back() -> None:
    """A validation set given to fit is followed epoch by epoch, and its labels must be known."""
    X, X_held, y, y_held = train_test_split(*IRIS, random_state=0)
    model = MLPClassifier((16,), max_iter=5, dropout=0.2, random_state=0)
    model.fit(X, y, validation=(X_held, y_held))
    assert len(model.validation_loss_curve_) == 5
    with pytest.raises(ValueError, match="labels that training does not"):
        model.fit(X[y < 2], y[y < 2], validation=(X_held, y_held))


def test_regression_of_two_outputs() -> None:
    """Standardised, a linear relation to two targets of very different size is explained to 99 %."""
    X, y = make_regression(300, 5, n_targets=2, noise=1.0, random_state=0)
    y[:, 1] = y[:, 1] * 1000 + 5000
    model = MLPRegressor(
        hidden_layer_sizes=(32,), learning_rate_init=0.01, standardize_targets=True, random_state=0
    )
    assert model.fit(X, y).score(X, y) > 0.99
    assert model.predict(X).shape == (300, 2)
    assert clone(model).fit(X, y[:, 0]).predict(X).shape == (300,)


def test_regression_stops_early_too() -> None:
    """Held-back rows are followed, and the run ends before max_iter."""
    X, y = make_regression(200, 3, noise=20.0, random_state=0)
    model = MLPRegressor(
        hidden_layer_sizes=(32,), learning_rate_init=0.05, early_stopping=True, max_iter=500, random_state=0
    )
    model.fit(X, y)
    assert model.n_iter_ < 500
    assert len(model.validation_loss_curve_) == model.n_iter_
    assert model.score(X, y) > 0.8


def test_an_optimizer_object_brings_its_own_learning_rate() -> None:
    """With a learning rate of 0 in it, nothing is learned, whatever learning_rate_init says."""
    still = MLPClassifier((4,), optimizer=SGD(0.0), learning_rate_init=0.1, max_iter=3, random_state=0)
    still.fit(*IRIS)
    np.testing.assert_allclose(still.loss_curve_, still.loss_curve_[0])


def test_a_random_state_goes_on() -> None:
    """One RandomState gives another network at each fit, and the same ones from the same beginning."""
    first, again = np.random.RandomState(5), np.random.RandomState(5)
    fitted = [
        MLPClassifier((4,), max_iter=1, random_state=state).fit(*IRIS).network_.theta
        for state in (first, first, again)
    ]
    assert not np.array_equal(fitted[0], fitted[1])
    assert np.array_equal(fitted[0], fitted[2])


def test_the_same_seed_gives_the_same_network() -> None:
    """random_state decides everything; the attributes have scikit-learn's shapes."""
    first, second = (MLPClassifier((7, 5), max_iter=3, random_state=4).fit(*IRIS) for _ in range(2))
    assert np.array_equal(first.network_.theta, second.network_.theta)
    assert [W.shape for W in first.coefs_] == [(4, 7), (7, 5), (5, 3)]
    assert [b.shape for b in first.intercepts_] == [(7,), (5,), (3,)]


@pytest.mark.parametrize(
    "settings",
    [{"max_iter": 0}, {"activation": "reluu"}, {"early_stopping": True, "validation_fraction": 2}],
)
def test_bad_settings_are_refused_by_fit(settings: dict[str, object]) -> None:
    """As scikit-learn wants it, the constructor takes anything and fit complains."""
    model = MLPClassifier(**settings)
    with pytest.raises(ValueError, match=r"max_iter|epochs|activation|validation_fraction"):
        model.fit(*IRIS)
