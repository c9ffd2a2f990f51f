"""What an MLP is built of, from a list of sizes."""

from typing import Any

import numpy as np
import pytest

from neurarium.engine import (
    MLP,
    BatchNorm,
    Dense,
    Dropout,
    LeakyReLU,
    Linear,
    Normal,
    ParameterError,
    Residual,
    Sigmoid,
    Softmax,
)


def test_dense_layers_of_the_given_sizes() -> None:
    """Hidden layers are ReLU by default, the last softmax."""
    assert MLP([4, 5, 6, 3]).layers == (
        Dense(4, 5, "relu"),  # type: ignore[arg-type]
        Dense(5, 6, "relu"),  # type: ignore[arg-type]
        Dense(6, 3, "softmax"),  # type: ignore[arg-type]
    )


def test_without_hidden_layers() -> None:
    """Two sizes are one layer: softmax regression, or logistic regression for one output."""
    assert MLP([4, 3]).layers == (Dense(4, 3, Softmax()),)
    assert MLP([4, 1]).layers == (Dense(4, 1, Sigmoid()),)


def test_an_activation_for_each_hidden_layer() -> None:
    """A list gives each hidden layer its own, by name or as an object; `output` sets the last."""
    network = MLP([2, 3, 4, 1], activation=["tanh", LeakyReLU(0.2)], output="linear")
    assert [layer.activation.name for layer in network.layers] == ["tanh", "leaky_relu", "linear"]
    assert network.layers[1].activation == LeakyReLU(0.2)


def test_initialiser_and_bias_are_for_all_layers() -> None:
    """One initialiser and one starting bias serve every dense layer, behind batch norm too."""
    network = MLP([2, 3, 3, 1], init=Normal(2), bias=0.1, batch_norm=True, residual=True)
    assert [layer.init for layer in network.dense_layers] == [Normal(2)] * 3
    assert [layer.bias for layer in network.dense_layers] == [0.1] * 3


def test_dropout_follows_each_hidden_layer() -> None:
    """Hidden units may be silenced, inputs and outputs not."""
    kinds = [(layer.kind, layer.n_out) for layer in MLP([4, 5, 6, 3], dropout=0.2).layers]
    assert kinds == [("dense", 5), ("dropout", 5), ("dense", 6), ("dropout", 6), ("dense", 3)]
    assert Dropout(5, 0.2) in MLP([4, 5, 6, 3], dropout=0.2).layers


def test_batch_norm_stands_before_the_activation() -> None:
    """The dense layer hands its sums to the batch norm, which carries the activation."""
    dense, norm, last = MLP([4, 5, 3], activation="tanh", batch_norm=True).layers
    assert dense.activation == Linear()
    assert isinstance(norm, BatchNorm)
    assert norm.activation.name == "tanh"
    assert last.activation == Softmax()


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_batch_norm_does_not_change_how_weights_begin(activation: str) -> None:
    """With and without batch norm, W begins as the hidden activation likes it."""
    plain, normed = (MLP([4, 5, 3], activation=activation, batch_norm=b, seed=3) for b in (False, True))
    for one, other in zip(plain.weights(), normed.weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_residual_blocks_where_sizes_allow() -> None:
    """Only a hidden layer with as many outputs as inputs gets a skip connection."""
    kinds = [layer.kind for layer in MLP([4, 6, 6, 6, 3], residual=True).layers]
    assert kinds == ["dense", "residual", "residual", "dense"]
    block = MLP([4, 4, 3], residual=True, batch_norm=True).layers[0]
    assert isinstance(block, Residual)
    assert [layer.kind for layer in block.layers] == ["dense", "batch_norm"]


@pytest.mark.parametrize(
    ("sizes", "settings", "message"),
    [
        ([3], {}, r"at least inputs and outputs, such as \[784, 10\]; got \[3\]"),
        ([], {}, "at least inputs and outputs"),
        ([3, 0, 1], {}, "whole number of units, 1 or more, got 0"),
        ([3, 2.5, 1], {}, "whole number"),
        ([3, 4, 1], {"activation": ["relu", "relu"]}, "a list of 1, got 2"),
        ([3, 4, 1], {"activation": "rleu"}, "no activation named 'rleu'"),
        ([3, 4, 1], {"output": "soft"}, "no activation named 'soft'"),
        ([3, 4, 1], {"init": "xaviar"}, "no initializer named 'xaviar'"),
        ([3, 4, 1], {"dropout": 1.0}, "0 <= rate < 1"),
    ],
)
def test_mistakes_are_named(sizes: Any, settings: dict[str, Any], message: str) -> None:
    """Each wrong argument is refused with what was expected."""
    with pytest.raises(ParameterError, match=message):
        MLP(sizes, **settings)
