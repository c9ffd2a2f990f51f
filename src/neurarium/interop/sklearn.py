"""Import of scikit-learn's multilayer perceptrons."""

from typing import Any

from neurarium.engine.network import Network
from neurarium.interop.errors import InteropError
from neurarium.persist import ModelError, network_of


def from_sklearn(estimator: Any) -> Network:
    """Return the network inside a fitted `MLPClassifier` or `MLPRegressor`, scikit-learn's or Neurarium's.

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
        If the estimator is of another kind, not fitted, or has an activation that Neurarium does not know.
    """
    if hasattr(estimator, "steps") or hasattr(estimator, "best_estimator_"):
        raise InteropError(
            "expected an MLPClassifier or MLPRegressor (of a pipeline the last step, of a search the best "
            f"estimator), got {type(estimator).__name__}"
        )
    try:
        return network_of(estimator).copy()
    except ModelError as error:
        raise InteropError(str(error)) from error
