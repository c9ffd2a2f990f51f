"""A network with the first weights that scikit-learn draws."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Activation
from neurarium.engine.layers import Dense, Residual, walk
from neurarium.engine.mlp import MLP
from neurarium.estimator.parameters import activations, hidden_sizes


def build(estimator: Any, n_in: int, n_out: int, output: str, dtype: npt.DTypeLike) -> MLP:
    """Return the network that the parameters describe."""
    hidden = hidden_sizes(estimator.hidden_layer_sizes)
    return MLP(
        [n_in, *hidden, n_out],
        activation=activations(estimator.activation, len(hidden)),
        output=output,
        dropout=float(estimator.dropout),
        batch_norm=bool(estimator.batch_norm),
        dtype=dtype,
    )


def draw_weights(network: MLP, random: np.random.RandomState, hidden: Activation | str) -> None:
    """Draw weights and biases as scikit-learn does: evenly from -l to l, l² = 6 / (n_in + n_out).

    For the logistic function l² is a third of that. The same state of `random` gives the same numbers as
    there, layer by layer W and then b.

    Source: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks"
    (AISTATS 2010), equation 16.
    """
    factor = 2.0 if hidden == "logistic" else 6.0
    for layer, parameters in dense_parameters(network):
        limit = np.sqrt(factor / (layer.n_in + layer.n_out))
        parameters["W"][...] = random.uniform(-limit, limit, (layer.n_in, layer.n_out))
        parameters["b"][...] = random.uniform(-limit, limit, layer.n_out)


def put_weights(network: MLP, coefs: Sequence[Any], intercepts: Sequence[Any]) -> None:
    """Write weight matrices and biases into the dense layers, in order."""
    for (_, parameters), W, b in zip(dense_parameters(network), coefs, intercepts, strict=True):
        parameters["W"] = W
        parameters["b"] = b


def dense_parameters(network: MLP) -> list[tuple[Dense, Any]]:
    """Return each dense layer with its parameters; an `MLP` without residual blocks has no others inside."""
    assert not any(isinstance(layer, Residual) for layer in walk(network.layers))
    pairs = zip(network.layers, network.parameters, strict=True)
    return [(layer, parameters) for layer, parameters in pairs if isinstance(layer, Dense)]
