"""What is, or holds, a model: a network, a fitted estimator, a pipeline of scikit-learn's.

They are known by their attributes, so that nothing here needs scikit-learn.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from neurarium.engine.activations import ACTIVATIONS, Activation
from neurarium.engine.errors import NeurariumError
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.persist.errors import ModelError
from neurarium.persist.model import Model

_ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
_ACTIVATIONS |= {"softmax": "softmax", "exp": "exp"}


def as_model(source: Any) -> Model:
    """Return the model that `source` is, or holds.

    Parameters
    ----------
    source
        A `Model`; a `Network`; a fitted `MLPClassifier` or `MLPRegressor`, Neurarium's or scikit-learn's; a
        pipeline that ends in one, after a StandardScaler, MinMaxScaler, MaxAbsScaler or RobustScaler or
        nothing; a search, whose best estimator is taken.

    Raises
    ------
    ModelError
        If it is none of these, is not fitted, or scales in a way that a model cannot hold.
    """
    if isinstance(source, Model):
        return source
    if isinstance(source, Network):
        return Model(source)
    if hasattr(source, "best_estimator_"):
        return as_model(source.best_estimator_)
    if hasattr(source, "steps"):
        *scalers, (_, last) = source.steps
        scaling = _scaling_of([step for _, step in scalers if step not in (None, "passthrough")])
        return _of_estimator(last, scaling)
    if hasattr(source, "network") and hasattr(source, "scaling"):
        return Model(source.network, scaling=source.scaling)
    return _of_estimator(source, None)


def network_of(estimator: Any) -> Network:
    """Return the network of a fitted estimator: Neurarium's own, or one made from scikit-learn's weights.

    Raises
    ------
    ModelError
        If it is no such estimator, is not fitted, or has an activation that is unknown here.
    """
    if not hasattr(estimator, "hidden_layer_sizes"):
        raise ModelError(
            "expected a Network, a Model, an MLPClassifier or MLPRegressor, or a pipeline that ends in one; "
            f"got {type(estimator).__name__}"
        )
    if not hasattr(estimator, "coefs_"):
        raise ModelError(f"expected a fitted {type(estimator).__name__}: call its fit first")
    own = getattr(estimator, "network_", None)
    if isinstance(own, Network):
        return own
    activations = [estimator.activation] * (len(estimator.coefs_) - 1) + [estimator.out_activation_]
    pairs = zip(estimator.coefs_, activations, strict=True)
    layers = [Dense(W.shape[0], W.shape[1], _activation(name)) for W, name in pairs]
    network = Network(layers, dtype=estimator.coefs_[0].dtype)
    for parameters, W, b in zip(network.parameters, estimator.coefs_, estimator.intercepts_, strict=True):
        parameters["W"][...] = W  # (n_in, n_out), as here
        parameters["b"][...] = b
    return network


def _of_estimator(estimator: Any, scaling: Scaling | None) -> Model:
    network = network_of(estimator)
    if scaling is not None and scaling.columns not in (None, network.n_in):
        raise ModelError(f"the scaler is for {scaling.columns} columns, the network for {network.n_in}")
    history = getattr(estimator, "history_", None)
    rows = history.rows() if history is not None else []
    whole = all(np.isfinite(row["train_loss"]) for row in rows)
    return Model(
        network, scaling=scaling, classes=_classes(estimator, network), history=rows if whole else ()
    )


def _classes(estimator: Any, network: Network) -> list[str | int]:
    """Return the labels in order; of floats, 1.0 is the number 1, and what is not whole becomes text."""
    labels: list[Any] = np.asarray(getattr(estimator, "classes_", ())).tolist()
    if all(isinstance(label, float) and label.is_integer() for label in labels):
        labels = [int(label) for label in labels]
    plain = [label if isinstance(label, str | int) else str(label) for label in labels]
    fits = len(plain) == (2 if network.n_out == 1 else network.n_out)
    return plain if fits else []  # a single class needs no name


def _scaling_of(scalers: Sequence[Any]) -> Scaling | None:
    """Return what scalers one behind the other come to."""
    found = [_numbers_of(scaler) for scaler in scalers]
    try:
        own = [Scaling(*(np.asarray(numbers, np.float64).tolist() for numbers in pair)) for pair in found]
        return reduce(Scaling.then, own) if own else None
    except NeurariumError as error:
        raise ModelError(f"the pipeline's scaling cannot be kept: {error}") from error


def _numbers_of(scaler: Any) -> tuple[Any, Any]:
    """Return shift and factor of a fitted scaler."""
    kind = type(scaler).__name__
    clips = getattr(scaler, "clip", False)
    if not clips and kind in ("StandardScaler", "RobustScaler", "MaxAbsScaler") and hasattr(scaler, "scale_"):
        centre = getattr(scaler, "mean_" if kind == "StandardScaler" else "center_", None)
        shifts = centre is not None and getattr(scaler, "with_mean", True) and kind != "MaxAbsScaler"
        shift = np.asarray(centre, np.float64) if shifts else 0.0
        return shift, 1.0 if scaler.scale_ is None else 1 / np.asarray(scaler.scale_, np.float64)
    if not clips and kind == "MinMaxScaler" and hasattr(scaler, "scale_"):
        scale = np.asarray(scaler.scale_, np.float64)
        return -np.asarray(scaler.min_, np.float64) / scale, scale
    raise ModelError(
        "a model can hold the scaling of a fitted StandardScaler, MinMaxScaler, MaxAbsScaler or "
        f"RobustScaler, without clip; got {_described(scaler)} in the pipeline"
    )


def _described(scaler: Any) -> str:
    kind = type(scaler).__name__
    if getattr(scaler, "clip", False):
        return f"{kind} with clip"
    known = kind in ("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler")
    return f"{kind} that is not fitted" if known else kind


def _activation(name: str) -> Activation:
    if name not in _ACTIVATIONS:
        known = ", ".join(_ACTIVATIONS)
        raise ModelError(f"the estimator's activation {name!r} is unknown here: expected one of {known}")
    return ACTIVATIONS.get(_ACTIVATIONS[name])
