"""The multilayer perceptron: dense layers in a row, made from a list of sizes."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import ACTIVATIONS, Activation
from neurarium.engine.errors import ParameterError
from neurarium.engine.initializers import Initializer
from neurarium.engine.layers import BatchNorm, Dense, Dropout, Layer, Residual
from neurarium.engine.network import Network


class MLP(Network):
    """A network of dense layers.

    Parameters
    ----------
    sizes
        Inputs, hidden units of each layer, outputs: ``[784, 128, 10]``.
    activation
        Activation of the hidden layers: one for all, or a list with one for each.
    output
        Activation of the last layer; by default softmax, or sigmoid if there is one output.
    init
        Initializer of the weights; by default the one that suits each layer's activation (He or Xavier).
    bias
        Initial value of the biases.
    dropout
        Rate of a dropout layer after each hidden layer; 0 for none.
    batch_norm
        Whether each hidden layer's sums are batch-normalised before the activation.
    residual
        Whether each hidden layer with as many outputs as inputs adds its input to its output.
    seed, dtype
        See `Network`.

    Examples
    --------
    >>> MLP([784, 16, 16, 10])
    MLP(784-16-16-10, 13,002 parameters)
    """

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        activation: str | Activation | Sequence[str | Activation] = "relu",
        output: str | Activation | None = None,
        init: str | Initializer | None = None,
        bias: float = 0.0,
        dropout: float = 0.0,
        batch_norm: bool = False,
        residual: bool = False,
        seed: int | np.random.Generator = 0,
        dtype: npt.DTypeLike = np.float32,
    ) -> None:
        if len(sizes) < 2:
            raise ParameterError(
                f"an MLP needs at least inputs and outputs, such as [784, 10]; got {sizes!r}"
            )
        n_hidden = len(sizes) - 2
        hidden = [activation] * n_hidden if isinstance(activation, str | Activation) else list(activation)
        if len(hidden) != n_hidden:
            raise ParameterError(
                f"expected one activation for all hidden layers or a list of {n_hidden}, got {len(hidden)}"
            )
        output = ACTIVATIONS.get(output or ("softmax" if sizes[-1] > 1 else "sigmoid"))

        layers: list[Layer] = []
        for (n_in, n_out), name in zip(pairwise(sizes[:-1]), hidden, strict=True):
            block = _hidden_block(n_in, n_out, ACTIVATIONS.get(name), init, bias, batch_norm=batch_norm)
            layers += [Residual(tuple(block))] if residual and n_in == n_out else block
            layers += [Dropout(n_out, dropout)] if dropout else []
        layers.append(Dense(sizes[-2], sizes[-1], output, init, bias))  # type: ignore[arg-type]
        super().__init__(layers, seed=seed, dtype=dtype)


def _hidden_block(
    n_in: int,
    n_out: int,
    activation: Activation,
    init: str | Initializer | None,
    bias: float,
    *,
    batch_norm: bool,
) -> list[Layer]:
    if not batch_norm:
        return [Dense(n_in, n_out, activation, init, bias)]  # type: ignore[arg-type]
    # The activation comes after the batch norm, but the weights are initialized for it.
    init = init or activation.initializer
    return [Dense(n_in, n_out, "linear", init, bias), BatchNorm(n_out, activation)]  # type: ignore[arg-type]
