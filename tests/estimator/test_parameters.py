"""Parameters: numbers of every kind, sizes in every form, and what is refused."""

import itertools
import re
import warnings
from typing import Any

import numpy as np
import pytest
import sklearn.neural_network
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler

from neurarium.engine import AdamW, LeakyReLU
from neurarium.engine.family import is_number
from neurarium.estimator import MLPClassifier, MLPRegressor

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

X, Y = load_iris(return_X_y=True)
X = StandardScaler().fit_transform(X)


@pytest.mark.parametrize(
    ("sizes", "shapes"),
    [
        (50, [(4, 50), (50, 3)]),
        (np.int64(50), [(4, 50), (50, 3)]),
        ([50, 20], [(4, 50), (50, 20), (20, 3)]),
        (np.array([50, 20]), [(4, 50), (50, 20), (20, 3)]),
        ((), [(4, 3)]),
    ],
    ids=repr,
)
def test_sizes_come_in_every_form(sizes: Any, shapes: list[tuple[int, int]]) -> None:
    """A number, a list, an array, or nothing: a network without hidden layers."""
    model = MLPClassifier(sizes, max_iter=2, random_state=0).fit(X, Y)
    assert [W.shape for W in model.coefs_] == shapes


def test_numbers_of_numpy_are_numbers() -> None:
    """Every number may be NumPy's own, so a grid may be an arange; the result is that of Python's numbers."""
    settings: dict[str, Any] = {
        "max_iter": np.int64(4), "batch_size": np.int32(64), "alpha": np.float32(0.5), "tol": np.float64(0.5),
        "learning_rate_init": np.float64(0.25), "random_state": np.int64(1), "dropout": np.float32(0.25),
        "l1": np.float16(0.5), "n_iter_no_change": np.int16(3), "validation_fraction": np.float64(0.25),
        "early_stopping": np.bool_(True), "threads": np.int64(1), "verbose": np.int64(0),
    }  # fmt: skip
    plain = {name: value.item() for name, value in settings.items()}
    models = [MLPClassifier(**given).fit(X, Y) for given in (settings, plain)]
    np.testing.assert_array_equal(models[0].network_.theta, models[1].network_.theta)
    grid = {"hidden_layer_sizes": np.arange(3, 5), "max_iter": np.arange(1, 3)}
    assert GridSearchCV(MLPClassifier(random_state=0), grid, cv=2).fit(X, Y).best_params_["max_iter"] in (
        1,
        2,
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"solver": "rmsprop"}, "'solver' parameter of MLPClassifier must be 'lbfgs', 'sgd' or 'adam'"),
        ({"learning_rate": 0.01}, "(the number is learning_rate_init). Got 0.01"),
        (
            {"learning_rate_init": 0},
            "'learning_rate_init' parameter of MLPClassifier must be a number above 0",
        ),
        ({"alpha": -1}, "'alpha' parameter of MLPClassifier must be a number, 0 or more. Got -1"),
        ({"tol": float("nan")}, "'tol'"),
        ({"batch_size": 0}, "'batch_size'"),
        ({"batch_size": "all"}, "'batch_size'"),
        ({"max_iter": True}, "'max_iter'"),
        ({"beta_1": 1}, "'beta_1'"),
        ({"dtype": "float16"}, "'dtype' parameter of MLPClassifier must be float32 or float64"),
        ({"dtype": "fast"}, "'dtype'"),
        ({"hidden_layer_sizes": (10, 0)}, "hidden_layer_sizes must be > 0, got [10, 0]"),
        ({"hidden_layer_sizes": "100"}, "'hidden_layer_sizes'"),
        ({"hidden_layer_sizes": 2.5}, "'hidden_layer_sizes'"),
        ({"activation": "reluu"}, "activation"),
        ({"activation": ["relu"] * 2}, "expected one activation for all or a list of 1, got 2"),
        ({"optimizer": "fastest"}, "optimizer"),
        ({"schedule": "slow"}, "schedule"),
        ({"solver": "lbfgs", "dropout": 0.5}, "The solver 'lbfgs' looks at all rows at once"),
        ({"batch_norm": True, "batch_size": 1}, "at least 2 rows a batch"),
        ({"class_weight": {7: 2.0}}, "class"),
    ],
    ids=str,
)
def test_what_a_parameter_cannot_be_is_refused_by_fit(settings: dict[str, Any], words: str) -> None:
    """The error names the parameter, what it must be and what it was."""
    with pytest.raises(ValueError, match=re.escape(words)):
        MLPClassifier(**settings).fit(X, Y)


def test_sizes_in_the_place_of_the_loss_are_refused() -> None:
    """As in scikit-learn the regressor's first parameter is the loss."""
    with pytest.raises(
        ValueError, match="'loss' parameter of MLPRegressor must be 'squared_error' or 'poisson'"
    ):
        MLPRegressor((16,)).fit(X, Y)


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "leaky_relu"},
        {"activation": LeakyReLU(0.3)},
        {"activation": ["tanh", "logistic"], "hidden_layer_sizes": (8, 8)},
        {"optimizer": "rmsprop"},
        {"optimizer": AdamW(0.02, weight_decay=0.1)},
        {"schedule": "one_cycle"},
        {"dropout": 0.2},
        {"batch_norm": True, "batch_size": 149},
        {"l1": 0.1},
        {"solver": "sgd", "momentum": 1},
        {"threads": 2},
    ],
    ids=str,
)
def test_what_scikit_learn_does_not_have(settings: dict[str, Any]) -> None:
    """Each of our own settings learns iris, and the same again from the same seed."""
    settings = {"learning_rate_init": 0.02, "random_state": 0, "max_iter": 100, **settings}
    first, again = (MLPClassifier(**settings).fit(X, Y) for _ in range(2))
    assert first.score(X, Y) > 0.85
    np.testing.assert_array_equal(first.network_.theta, again.network_.theta)


def test_class_weights_multiply_the_rows_weights() -> None:
    """A class that weighs three is one whose rows weigh three; "balanced" makes small classes weigh more."""
    y = np.where(Y == 2, 1, 0)
    settings: dict[str, Any] = {"max_iter": 5, "random_state": 0}
    by_class = MLPClassifier(class_weight={0: 1, 1: 3}, **settings).fit(X, y)
    by_row = MLPClassifier(**settings).fit(X, y, sample_weight=np.where(y == 1, 3.0, 1.0))
    np.testing.assert_array_equal(by_class.network_.theta, by_row.network_.theta)
    balanced = MLPClassifier(class_weight="balanced", **settings).fit(X, y)
    plain = MLPClassifier(**settings).fit(X, y)
    assert balanced.predict_proba(X)[:, 1].mean() > plain.predict_proba(X)[:, 1].mean()
    with pytest.raises(ValueError, match="'balanced' needs all rows at once"):
        MLPClassifier(class_weight="balanced").partial_fit(X, y, classes=[0, 1])


def test_rows_of_ones_own_are_not_followed_by_lbfgs() -> None:
    """It has no epochs after which to look at them, and says so."""
    with pytest.raises(ValueError, match="which 'lbfgs' does not have"):
        MLPClassifier(solver="lbfgs").fit(X, Y, validation=(X, Y))


def test_weights_may_be_given_before_the_first_fit() -> None:
    """partial_fit continues from coefs_ and intercepts_ that were set on a new estimator."""
    model = MLPClassifier((3,), solver="sgd", learning_rate_init=1e-9)
    model.coefs_ = [np.full((4, 3), 0.5), np.full((3, 3), 0.25)]
    model.intercepts_ = [np.zeros(3), np.arange(3.0)]
    model.partial_fit(X, Y, classes=[0, 1, 2])
    np.testing.assert_allclose(model.coefs_[0], 0.5, atol=1e-6)
    np.testing.assert_allclose(model.intercepts_[1], np.arange(3), atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "given", "words"),
    [
        ({"activation": None}, {}, "one activation for all or a list of 1, got None"),
        ({}, {"validation": X}, r"the pair \(X_held, y_held\), got ndarray"),
        ({}, {"validation": (X, Y, Y)}, r"the pair \(X_held, y_held\), got tuple"),
        ({}, {"validation": (X, None)}, r"as those of the training rows, multiclass; got no array"),
        ({}, {"validation": (X, X[:, 0])}, r"multiclass; got continuous of shape \(150,\)"),
        ({}, {"validation": (X, np.eye(3)[Y])}, "multiclass; got multilabel-indicator"),
        ({}, {"validation": (X, Y + 1)}, r"labels that training does not: \[3\]"),
        ({}, {"sample_weight": -np.ones(len(X))}, "0 or more and not all 0; got float64 .* from -1 to -1"),
        ({"early_stopping": True, "validation_fraction": 0}, {}, "The validation set is too small"),
        ({"learning_rate_init": 1e30}, {}, "Or the learning rate is too large"),
    ],
    ids=str,
)
def test_what_cannot_be_learned_with_is_refused(
    settings: dict[str, Any], given: dict[str, Any], words: str
) -> None:
    """The message says what was expected and what came."""
    with pytest.raises(ValueError, match=words):
        MLPClassifier(**settings).fit(X, Y, **given)


NAMES = np.array(["setosa", "versicolor", "virginica"])[Y]


@pytest.mark.parametrize(
    ("y", "held", "words"),
    [
        (
            NAMES,
            None,
            r"expected numbers as targets, got <U10, such as 'setosa'\. For labels there is MLPClass",
        ),
        (Y, (X, NAMES), r"expected numbers as targets, got <U10"),
        (Y, (X, Y * np.nan), "Input y of validation contains NaN"),
    ],
    ids=["words", "words held back", "NaN held back"],
)
def test_what_are_no_numbers_cannot_be_predicted(y: Any, held: Any, words: str) -> None:
    """A regressor says so in words that fit it."""
    with pytest.raises(ValueError, match=words):
        MLPRegressor(max_iter=2).fit(X, y, validation=held)


def test_as_many_arrays_as_layers() -> None:
    """Fewer weight matrices than layers are refused with both numbers."""
    model = MLPClassifier((3,), max_iter=2).fit(X, Y)
    with pytest.raises(ValueError, match="expected 2 arrays, one a layer, got 1"):
        model.coefs_ = [np.zeros((4, 3))]


VALUES: list[Any] = [
    -1, 0, 1, 2, 0.0, 1.0, 0.5, 1.5, -0.5, 1e-300, np.inf, -np.inf, np.nan, np.int64(2), np.int64(0),
    np.float32(0.25), np.float64(2), None, "", "auto", "constant", "adaptive", "adam", "lbfgs", "relu",
    "identity", "squared_error", "poisson", "unheard of", "3", b"auto", True, False, np.True_, 1j, {"a": 1},
    {1, 2}, range(2, 4), (), [], (2, 0), (2.5,), [3], [[3]], np.array([3, 2]), np.array(3), np.array([2.5]),
    np.random.RandomState(0), np.random.default_rng(0), object(),
]  # fmt: skip


def _accepted(estimator: Any) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            estimator.fit(X[::5], Y[::5])
        except ValueError:
            return False
        except TypeError:
            assert type(estimator).__module__.startswith("sklearn.")  # ours are ValueErrors, all of them
            return False
    return True


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_the_same_values_are_accepted_as_there(kind: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each of scikit-learn's parameters; only True and False are no numbers here, as they are there."""
    peer = getattr(sklearn.neural_network, kind.__name__)
    numbers = {
        name
        for name, value in kind().get_params().items()
        if is_number(value) and name in peer._parameter_constraints
    } | {"batch_size"}
    different = [
        (name, value)
        for name, value in itertools.product(peer._parameter_constraints, VALUES)
        if not (isinstance(value, bool | np.bool_) and name in numbers)
        and len({_accepted(one(**{"max_iter": 1, name: value})) for one in (peer, kind)}) > 1
    ]
    assert different == []
    for name in numbers:
        assert not _accepted(kind(**{name: True}))
