"""What is calculated in which type, and whose numbers the attributes are."""

import pickle
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn import neural_network as theirs
from sklearn.datasets import load_diabetes, load_iris, make_regression
from sklearn.exceptions import ConvergenceWarning

from neurarium.estimator import MLPClassifier, MLPRegressor
from neurarium.estimator.rows import as_pixels
from neurarium.training import backends

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
Array = npt.NDArray[Any]

X, Y = load_iris(return_X_y=True)
X_NUMBERS, Y_NUMBERS = make_regression(300, 5, n_targets=2, noise=1.0, random_state=0)


@pytest.mark.parametrize(("dtype", "backend"), [("float32", "compiled"), ("float64", "numpy")])
def test_float64_rows_are_trained_in_float32_unless_asked(
    dtype: str, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nearly everybody has goes to the compiled kernels; weights and answers come in the rows' type."""
    chosen = []

    def choose(network: Any, config: Any, data: Any) -> Any:
        found = backends.choose(network, config, data)
        chosen.append((network.dtype, found.name))
        return found

    monkeypatch.setattr("neurarium.estimator.descent.choose", choose)
    model = MLPClassifier(max_iter=2, random_state=0, dtype=dtype).fit(X.astype(np.float64), Y)
    assert chosen == [(np.dtype(dtype), backend)]
    assert model.predict_proba(X).dtype == model.coefs_[0].dtype == np.float64


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_the_attributes_are_what_predict_computes(kind: type, dtype: type) -> None:
    """With `network_`, or with `coefs_` and `intercepts_` by hand, come the outputs of predict."""
    X_rows, y = (X, Y) if kind is MLPClassifier else (X_NUMBERS, Y_NUMBERS * 1000 + 500)
    X_rows = X_rows.astype(dtype)
    model = kind(hidden_layer_sizes=(7, 6), activation="tanh", max_iter=30, random_state=0).fit(X_rows, y)
    answers = model.predict_proba(X_rows) if kind is MLPClassifier else model.predict(X_rows)
    np.testing.assert_allclose(model.network_.predict(X_rows), answers, rtol=1e-6)
    a = X_rows
    for W, b in zip(model.coefs_[:-1], model.intercepts_[:-1], strict=True):
        a = np.tanh(a @ W + b)
    z = a @ model.coefs_[-1] + model.intercepts_[-1]
    if kind is MLPClassifier:
        z = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(z, answers, rtol=1e-3 if dtype is np.float32 else 1e-9)


def test_weights_may_be_changed_where_they_stand() -> None:
    """Writing into, or assigning, coefs_ changes what predict computes and what training continues from."""
    model = MLPRegressor(hidden_layer_sizes=4, max_iter=3, random_state=0).fit(X_NUMBERS, Y_NUMBERS)
    before = model.predict(X_NUMBERS)
    model.intercepts_[-1][...] += 5
    np.testing.assert_allclose(model.predict(X_NUMBERS), before + 5)
    model.coefs_ = [np.zeros_like(W) for W in model.coefs_]
    np.testing.assert_allclose(model.predict(X_NUMBERS), np.tile(model.intercepts_[-1], (300, 1)))
    model.partial_fit(X_NUMBERS, Y_NUMBERS)
    assert np.abs(model.coefs_[0]).max() < 0.1
    with pytest.raises(ValueError, match="expected W of shape"):
        model.coefs_ = [np.zeros((2, 2)), np.zeros((2, 2))]


TARGETS = {
    "far from zero": lambda y: 1.7e9 + 30 * y,
    "huge": lambda y: 1e18 * y,
    "beyond float32": lambda y: 1e60 * (y + 5),
    "tiny": lambda y: 1e-25 * y,
    "two sizes": lambda y: np.stack([1e-20 * y, 1e12 - 1e7 * y], axis=1),
    "constant": lambda y: np.full_like(y, 7.25e8),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", TARGETS)
def test_targets_of_any_size_are_learned(name: str, dtype: type) -> None:
    """Mean and spread are taken in float64 before anything is narrowed: R² is that of ordinary targets."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(400, 3))
    y = TARGETS[name](np.tanh(rows @ [1.0, -0.5, 0.3]) / 0.6)
    model = MLPRegressor(max_iter=150, learning_rate_init=0.01, random_state=0).fit(rows.astype(dtype), y)
    predicted = model.predict(rows.astype(dtype))
    if name == "constant":
        np.testing.assert_allclose(predicted, y, rtol=1e-6)
        return
    residual = ((predicted - y) ** 2 / y.var(axis=0)).mean()
    assert residual < 0.02


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("settings", [{"dtype": "float64"}, {"solver": "lbfgs"}], ids=str)
def test_where_float64_calculates_targets_are_left_as_they_are(name: str, settings: dict[str, Any]) -> None:
    """It can tell all of these apart, and square them: training is scikit-learn's."""
    y = TARGETS[name](np.linspace(-1, 1, 150))
    with np.errstate(over="ignore", invalid="ignore"):
        model = MLPRegressor(max_iter=1, **settings).fit(X, y)
    assert not model.y_mean_.any()
    assert (model.y_scale_ == 1).all()


def test_targets_as_they_are_must_fit_into_the_type() -> None:
    """If standardisation is switched off, what float32 cannot hold is refused."""
    with pytest.raises(ValueError, match="with standardize_targets=True for instance"):
        MLPRegressor(standardize_targets=False).fit(X, 1e60 * (Y + 1))


def test_standardized_targets_are_learned_sooner() -> None:
    """As they are 200 epochs do not do for targets far from zero; the warning says what does."""
    rows, y = load_diabetes(return_X_y=True)
    with pytest.warns(ConvergenceWarning, match="its targets reach 346.*standardize_targets=True"):
        as_they_are = MLPRegressor(random_state=0).fit(rows, y)
    standardized = MLPRegressor(standardize_targets=True, random_state=0).fit(rows, y)
    assert as_they_are.score(rows, y) < 0 < 0.5 < standardized.score(rows, y)
    np.testing.assert_allclose([standardized.y_mean_[0], standardized.y_scale_[0]], [y.mean(), y.std()])


def test_narrowing_that_would_lose_a_value_is_refused() -> None:
    """Rows beyond float32 are an error that says so, not a network of NaN."""
    with pytest.raises(ValueError, match=r"cannot be held in float32: scale the columns"):
        MLPClassifier(max_iter=2).fit(X * 1e40, Y)


def test_equal_weights_change_nothing_but_the_penalty() -> None:
    """Targets' mean and spread are those of the weighted rows."""
    weights = np.where(np.arange(300) < 150, 1.0, 0.0)
    model = MLPRegressor(max_iter=1, standardize_targets=True)
    model.fit(X_NUMBERS, Y_NUMBERS, sample_weight=weights)
    np.testing.assert_allclose(model.y_mean_, Y_NUMBERS[:150].mean(axis=0))
    np.testing.assert_allclose(model.y_scale_, Y_NUMBERS[:150].std(axis=0))


@pytest.mark.parametrize("scale", [1.0, 1 / 255])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_images_are_given_to_the_kernels_as_bytes(scale: float, kind: type) -> None:
    """Pixels, raw or divided by 255, become the same bytes; other numbers stay as they are."""
    pixels = np.random.default_rng(0).integers(0, 256, (1500, 784)).astype(np.uint8)
    pixels[np.random.default_rng(1).random(pixels.shape) < 0.8] = 0
    rows = (pixels * scale).astype(kind)
    found = as_pixels(rows)
    assert found is not None
    np.testing.assert_array_equal(found[0], pixels)
    np.testing.assert_allclose(found[1].apply(found[0]), rows, rtol=3e-7)
    changed = rows.copy()
    changed[-1, -1] = 0.3
    assert as_pixels(changed) is None
    assert as_pixels(rows + kind(1)) is None
    assert as_pixels(rows[:100]) is None


def test_images_as_bytes_train_the_same_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run on bytes is that on the numbers they stand for, to rounding."""
    rng = np.random.default_rng(0)
    rows = np.where(rng.random((1400, 784)) < 0.8, 0, rng.integers(0, 256, (1400, 784))) / 255
    y = rng.integers(0, 10, 1400)
    settings = {"max_iter": 2, "random_state": 0, "early_stopping": True, "n_iter_no_change": 5}
    as_bytes = MLPClassifier((16,), **settings).fit(rows, y)
    monkeypatch.setattr("neurarium.estimator.base.as_pixels", lambda rows: None)
    as_floats = MLPClassifier((16,), **settings).fit(rows, y)
    np.testing.assert_allclose(as_bytes.loss_curve_, as_floats.loss_curve_, rtol=1e-4)
    np.testing.assert_allclose(as_bytes.validation_scores_, as_floats.validation_scores_, atol=0.02)
    np.testing.assert_allclose(as_bytes.predict_proba(rows), as_floats.predict_proba(rows), atol=1e-3)


def test_an_item_of_the_weights_can_be_assigned() -> None:
    """As with scikit-learn's lists, `coefs_[i] = W` decides what is predicted; a wrong shape is refused."""
    model = MLPClassifier((4,), max_iter=3, random_state=0).fit(X, Y)
    model.coefs_[1] = np.zeros((4, 3))
    model.intercepts_[-1:] = [np.array([0.0, 9.0, 0.0])]
    assert set(model.predict(X)) == {1}
    with pytest.raises(ValueError, match=r"expected an array of shape \(4, 3\), got shape \(3, 4\)"):
        model.coefs_[1] = np.zeros((3, 4))
    assert [W.shape for W in pickle.loads(pickle.dumps(model.coefs_))] == [(4, 4), (4, 3)]


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
@pytest.mark.parametrize(("fitted", "asked"), [("f4", "f8"), ("f8", "f4"), ("f4", "f4"), ("f8", "f8")])
def test_answers_have_the_wider_type(kind: type, fitted: str, asked: str) -> None:
    """Of the rows that were learned and those that are asked for, as with scikit-learn."""
    X, y = load_iris(return_X_y=True)
    model = kind(max_iter=2, random_state=0).fit(X.astype(fitted), y)
    reference = getattr(theirs, kind.__name__)(max_iter=2, random_state=0).fit(X.astype(fitted), y)
    method = "predict_proba" if kind is MLPClassifier else "predict"
    assert getattr(model, method)(X.astype(asked)).dtype == getattr(reference, method)(X.astype(asked)).dtype
