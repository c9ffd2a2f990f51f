"""scikit-learn's perceptrons, against their own predictions."""

import warnings
from typing import Any

import numpy as np
import pytest

from neurarium.estimator import MLPClassifier, MLPRegressor
from neurarium.interop import InteropError, from_sklearn

neural_network = pytest.importorskip("sklearn.neural_network")

ACTIVATIONS = ["identity", "logistic", "tanh", "relu"]


def _fit(estimator: Any, X: np.ndarray, y: np.ndarray) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a few iterations are enough here, and it says so
        return estimator.fit(X, y)


def _data(dtype: type = np.float64) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(40, 5)).astype(dtype)


def _classifier(**settings: Any) -> Any:
    return neural_network.MLPClassifier(hidden_layer_sizes=(7, 6), max_iter=5, random_state=1, **settings)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("labels", [[0, 1, 2], ["no", "perhaps", "yes"], [3, 9, 27]])
def test_many_classes(activation: str, labels: list[Any]) -> None:
    """Softmax outputs in the order of `classes_`, whatever the labels are called."""
    X = _data()
    y = np.array(labels)[np.arange(40) % 3]
    estimator = _fit(_classifier(activation=activation), X, y)
    outputs = from_sklearn(estimator).predict(X)
    np.testing.assert_allclose(outputs, estimator.predict_proba(X), atol=1e-12)
    np.testing.assert_array_equal(estimator.classes_[outputs.argmax(axis=1)], estimator.predict(X))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_two_classes(activation: str) -> None:
    """One output: the probability of the second class."""
    X = _data()
    estimator = _fit(_classifier(activation=activation), X, np.where(X[:, 0] > 0, "yes", "no"))
    network = from_sklearn(estimator)
    assert network.n_out == 1
    np.testing.assert_allclose(network.predict(X)[:, 0], estimator.predict_proba(X)[:, 1], atol=1e-12)


def test_several_labels_at_once() -> None:
    """A sigmoid output for each label."""
    X = _data()
    estimator = _fit(_classifier(), X, (X[:, :3] > 0).astype(int))
    np.testing.assert_allclose(from_sklearn(estimator).predict(X), estimator.predict_proba(X), atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("n_out", [1, 2])
def test_regression(activation: str, n_out: int) -> None:
    """Linear outputs, one or several."""
    X = _data()
    estimator = neural_network.MLPRegressor(
        hidden_layer_sizes=(6,), activation=activation, max_iter=5, random_state=1
    )
    _fit(estimator, X, X[:, 0] if n_out == 1 else X[:, :2])
    outputs = from_sklearn(estimator).predict(X)
    np.testing.assert_allclose(outputs.squeeze(), estimator.predict(X), atol=1e-12)


def test_the_type_and_the_shape_are_kept() -> None:
    """Trained on float32 it is a float32 network, with its own copy of the parameters."""
    X = _data(np.float32)
    estimator = _fit(_classifier(), X, np.arange(40) % 3)
    network = from_sklearn(estimator)
    assert network.dtype == np.float32
    assert [(layer.n_in, layer.n_out) for layer in network.layers] == [(5, 7), (7, 6), (6, 3)]
    network.theta[...] = 0
    assert estimator.coefs_[0].any()


def test_what_cannot_be_read_is_refused() -> None:
    """Not fitted, of another kind, or with an activation that is unknown here."""
    with pytest.raises(InteropError, match="a fitted MLPClassifier: call its fit first"):
        from_sklearn(_classifier())
    with pytest.raises(InteropError, match=r"an MLPClassifier or MLPRegressor, .* got dict"):
        from_sklearn({})
    estimator = _fit(_classifier(), _data(), np.arange(40) % 3)
    estimator.activation = "swish"
    with pytest.raises(InteropError, match="activation 'swish' is unknown here: expected one of identity"):
        from_sklearn(estimator)


def test_counts() -> None:
    """Poisson regression ends in an exponential."""
    estimator = neural_network.MLPRegressor(loss="poisson", max_iter=2, random_state=1)
    _fit(estimator, _data(), np.arange(40) % 3)
    outputs = from_sklearn(estimator).predict(_data())
    np.testing.assert_allclose(outputs[:, 0], estimator.predict(_data()), atol=1e-12)


@pytest.mark.parametrize("kind", [MLPClassifier, MLPRegressor])
def test_our_own_estimators_are_read_too(kind: Any) -> None:
    """The network of one of ours comes back as a copy."""
    estimator = _fit(kind(hidden_layer_sizes=4, max_iter=3), _data(), np.arange(40) % 3)
    network = from_sklearn(estimator)
    np.testing.assert_array_equal(network.theta, estimator.network_.theta)
    network.theta[...] = 0
    assert estimator.network_.theta.any()
