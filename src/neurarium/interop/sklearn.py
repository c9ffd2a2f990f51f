"""Import of scikit-learn's multilayer perceptrons."""

from typing import Any

from neurarium.engine.activations import ACTIVATIONS, Activation
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.interop.errors import InteropError

_ACTIVATIONS = {
    "identity": "linear",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "softmax": "softmax",
    "exp": "exp",
}


def from_sklearn(estimator: Any) -> Network:
    """Return the network inside a fitted scikit-learn `MLPClassifier` or `MLPRegressor`.

    Parameters
    ----------
    estimator
        The fitted estimator. Its labels may be anything: output k stands for
        ``estimator.classes_[k]``. With two classes there is one output: the probability of the second one.

    Returns
    -------
    Network
        With the same parameters, in the type that they have there (often float64). Its outputs are what
        ``predict_proba`` (the classifier) or ``predict`` (the regressor) computes.

    Raises
    ------
    InteropError
        If scikit-learn is missing, or the estimator is of another kind, not fitted, or has an activation that
        Neurarium does not know.
    """
    try:
        from sklearn.neural_network import MLPClassifier, MLPRegressor
    except ImportError as error:
        raise InteropError(
            "importing from scikit-learn needs scikit-learn: pip install 'neurarium[sklearn]'"
        ) from error

    if not isinstance(estimator, MLPClassifier | MLPRegressor):
        raise InteropError(
            "expected scikit-learn's MLPClassifier or MLPRegressor (of a pipeline the last step, of a search "
            f"the best estimator), got {type(estimator).__name__}"
        )
    if not hasattr(estimator, "coefs_"):
        raise InteropError(f"expected a fitted {type(estimator).__name__}: call its fit first")

    activations = [estimator.activation] * (len(estimator.coefs_) - 1) + [estimator.out_activation_]
    layers = []
    for W, name in zip(estimator.coefs_, activations, strict=True):
        n_in, n_out = W.shape
        layers.append(Dense(n_in, n_out, _activation(name)))
    network = Network(layers, dtype=estimator.coefs_[0].dtype)
    for parameters, W, b in zip(network.parameters, estimator.coefs_, estimator.intercepts_, strict=True):
        parameters["W"][...] = W  # (n_in, n_out), as here
        parameters["b"][...] = b
    return network


def _activation(name: str) -> Activation:
    if name not in _ACTIVATIONS:
        known = ", ".join(_ACTIVATIONS)
        raise InteropError(f"the estimator's activation {name!r} is unknown here: expected one of {known}")
    return ACTIVATIONS.get(_ACTIVATIONS[name])
