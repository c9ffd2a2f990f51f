"""What is around a fit: the seed of NumPy, joblib, AdaBoost, pickles, sparse rows, Ctrl-C."""

import pickle
import warnings
from typing import Any

import numpy as np
import pytest
from joblib import Parallel, delayed
from scipy import sparse
from sklearn.base import clone
from sklearn.datasets import load_iris, make_regression
from sklearn.ensemble import AdaBoostClassifier, AdaBoostRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import cross_val_predict

from neurarium.estimator import MLPClassifier, MLPRegressor
from neurarium.training import backends
from neurarium.training.backends.compiled import CompiledBackend
from neurarium.training.blas import single_threaded_blas

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

X, Y = load_iris(return_X_y=True)


def theta(**settings: Any) -> Any:
    return MLPClassifier((5,), max_iter=2, **settings).fit(X, Y).network_.theta


def test_without_a_random_state_numpys_seed_decides() -> None:
    """np.random.seed makes runs the same, and two runs after one another are different."""
    np.random.seed(7)  # noqa: NPY002  (its users are meant)
    first, second = theta(), theta()
    np.random.seed(7)  # noqa: NPY002  (its users are meant)
    np.testing.assert_array_equal(theta(), first)
    assert not np.array_equal(first, second)
    np.random.seed(7)  # noqa: NPY002  (its users are meant)
    np.testing.assert_array_equal(theta(random_state=np.random.RandomState(7)), first)


@pytest.mark.parametrize(("n_jobs", "threads"), [(1, None), (2, 1)])
def test_inside_a_parallel_region_a_fit_uses_one_thread(
    n_jobs: int, threads: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each task of joblib's has a core already; outside, and in a region of one, all are used."""
    asked = []

    def choose(network: Any, config: Any, data: Any) -> Any:
        asked.append(config.threads)
        return backends.choose(network, config, data)

    monkeypatch.setattr("neurarium.estimator.descent.choose", choose)
    monkeypatch.setattr("neurarium.estimator.parallel.WORK_OF_TWO", 0)  # as if iris were a large table
    Parallel(n_jobs=n_jobs, backend="threading")(delayed(theta)(random_state=i) for i in range(2))
    assert asked == [threads] * 2


@pytest.mark.parametrize(("batch_size", "rows"), [("auto", 200), (40, 40), (np.int64(900), 500)])
def test_memory_is_made_for_the_rows_of_a_batch(
    batch_size: Any, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 by default, and never more than there are: not for the whole training set."""
    many, labels = np.tile(X, (4, 1))[:500], np.tile(Y, 4)[:500]
    asked = []

    def choose(network: Any, config: Any, data: Any) -> Any:
        asked.append(config.batch_size)
        return backends.choose(network, config, data)

    monkeypatch.setattr("neurarium.estimator.descent.choose", choose)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Got `batch_size`")
        MLPClassifier((5,), batch_size=batch_size, max_iter=1).fit(many, labels)
    assert asked == [rows]


def test_parallel_fits_are_those_of_one_after_the_other() -> None:
    """Threads change nothing in the result."""
    model = MLPClassifier((5,), max_iter=5, random_state=0)
    alone, together = (cross_val_predict(model, X, Y, cv=3, method="predict_proba", n_jobs=n) for n in (1, 2))
    np.testing.assert_array_equal(alone, together)


def test_boosting_works() -> None:
    """AdaBoost trains one network after the other, on rows whose weights change."""
    weak = MLPClassifier((4,), max_iter=25, learning_rate_init=0.05)
    boosted = AdaBoostClassifier(weak, n_estimators=5, random_state=1).fit(X - X.mean(axis=0), Y)
    assert len(boosted.estimators_) > 1
    assert boosted.score(X - X.mean(axis=0), Y) > 0.9
    X_numbers, y = make_regression(100, 3, random_state=0)
    regressor = MLPRegressor(hidden_layer_sizes=4, max_iter=20, learning_rate_init=0.05)
    assert (
        AdaBoostRegressor(regressor, n_estimators=3, random_state=0).fit(X_numbers, y).score(X_numbers, y) > 0
    )


@pytest.mark.parametrize("container", [sparse.csr_array, sparse.csc_matrix, sparse.csr_matrix])
@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_sparse_rows_are_rows(kind: type, container: Any) -> None:
    """Fit, partial_fit and predict give the same for a sparse matrix as for the array that it stands for."""
    rows = np.where(X > 2, X, 0)
    written, listed = (kind(hidden_layer_sizes=5, max_iter=3, random_state=0) for _ in range(2))
    written.fit(rows, Y).partial_fit(rows, Y)
    listed.fit(container(rows), Y).partial_fit(container(rows), Y)
    np.testing.assert_array_equal(listed.predict(container(rows)), written.predict(rows))
    np.testing.assert_array_equal(listed.network_.theta, written.network_.theta)


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_a_pickled_estimator_goes_on_like_the_original(kind: type) -> None:
    """After a round trip, and as a copy, predict and partial_fit come to the same numbers."""
    model = kind(hidden_layer_sizes=5, max_iter=3, random_state=0).fit(X, Y)
    twin = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(twin.predict(X), model.predict(X))
    for one in (model, twin):
        one.partial_fit(X[::2], Y[::2])
    np.testing.assert_array_equal(twin.network_.theta, model.network_.theta)
    assert not hasattr(clone(model), "coefs_")


def test_ctrl_c_ends_a_fit_with_what_was_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in scikit-learn a warning says so, and the estimator is fitted."""
    taken = []

    def take(self: CompiledBackend, *given: Any) -> Any:
        if len(taken) == 3:
            raise KeyboardInterrupt
        taken.append(1)
        return original(self, *given)

    original = CompiledBackend.take
    monkeypatch.setattr(CompiledBackend, "take", take)
    model = MLPClassifier(random_state=0)
    with pytest.warns(UserWarning, match=r"Training interrupted by user\."):
        model.fit(X, Y)
    assert model.n_iter_ == 3
    assert model.predict(X).shape == (150,)


@pytest.mark.filterwarnings("error")
def test_a_fit_that_learns_nothing_says_so() -> None:
    """Unscaled inputs drive every unit into silence: a ConvergenceWarning names them."""
    model = MLPClassifier((5,), solver="sgd", learning_rate_init=5.0, max_iter=50, random_state=0)
    with pytest.warns(ConvergenceWarning, match=r"learned nothing \(33% right.*all 5 units of layer 1"):
        model.fit(X * 10 + 100, Y)


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_columns_of_a_data_frame_have_names(kind: type) -> None:
    """Names and numbers are those of the frame; columns in another order, or none known, are refused."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X, columns=["sepal length", "sepal width", "petal length", "petal width"])
    names = pandas.Series(Y) if kind is MLPRegressor else pandas.Series(np.array(["a", "b", "c"])[Y])
    model = kind(hidden_layer_sizes=5, max_iter=3, random_state=0).fit(frame, names)
    assert model.feature_names_in_.tolist() == frame.columns.tolist()
    alone = kind(hidden_layer_sizes=5, max_iter=3, random_state=0).fit(X, names.to_numpy())
    assert not hasattr(alone, "feature_names_in_")
    np.testing.assert_array_equal(model.predict(frame), alone.predict(X))
    model.partial_fit(frame, names)
    held = kind(hidden_layer_sizes=5, max_iter=3).fit(frame, names, validation=(frame[:9], names[:9]))
    assert len(held.validation_scores_) == 3
    with pytest.raises(ValueError, match="Feature names must be in the same order"):
        model.predict(frame[frame.columns[::-1]])
    with pytest.raises(ValueError, match="Feature names unseen at fit time"):
        model.predict(frame.rename(columns={"sepal width": "colour"}))
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        model.predict(X)


@pytest.mark.parametrize(("work_of_two", "alone"), [(None, True), (0, False)])
@pytest.mark.parametrize("settings", [{}, {"solver": "lbfgs"}, {"batch_norm": True}], ids=str)
def test_a_small_table_wakes_no_second_thread(
    settings: dict[str, Any], work_of_two: int | None, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither fitting nor predicting: each product would wait for the other thread. A large table may."""
    if work_of_two is not None:
        monkeypatch.setattr("neurarium.estimator.parallel.WORK_OF_TWO", work_of_two)
    entered = []
    limit = single_threaded_blas

    def watch() -> Any:
        entered.append(True)
        return limit()

    monkeypatch.setattr("neurarium.estimator.parallel.single_threaded_blas", watch)
    model = MLPClassifier(max_iter=2, random_state=0, **settings).fit(X, Y)
    assert entered == [True] * alone
    model.predict(X)
    assert entered == [True, True] * alone
    model.predict(X[:1])  # so little that BLAS would not think of it
    assert entered == [True, True] * alone
