"""Layers as plain data."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine import (
    BatchNorm,
    Dense,
    Dropout,
    Layer,
    LeakyReLU,
    Network,
    Normal,
    ReLU,
    Residual,
    Uniform,
)
from neurarium.persist import ModelError
from neurarium.persist.layout import layers_from_plain, layers_to_plain, tensor_names, tensor_shapes

ACTIVATION = st.sampled_from(["step", "linear", "sigmoid", "tanh", "relu", "softmax"]) | st.builds(
    LeakyReLU, st.floats(0, 0.99)
)
INIT = (
    st.sampled_from(["zeros", "xavier", "he", None]) | st.builds(Normal, st.floats(0, 9)) | st.builds(Uniform)
)


@st.composite
def rows_of_layers(draw: st.DrawFn, block: int | None = None, depth: int = 2) -> tuple[Layer, ...]:
    """Draw layers of all kinds that fit together, blocks within blocks too; for a block of `block` units."""
    width = block or draw(st.integers(1, 5))
    kinds = ["dense", "dropout", "batch_norm", "residual"][: 4 if depth else 3]
    layers: list[Layer] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(kinds))
        if kind == "dense":
            n_out = draw(st.integers(1, 5))
            layers.append(Dense(width, n_out, draw(ACTIVATION), draw(INIT), draw(st.floats(-2, 2))))
            width = n_out
        elif kind == "dropout":
            layers.append(Dropout(width, draw(st.floats(0, 0.9))))
        elif kind == "batch_norm":
            layers.append(
                BatchNorm(width, draw(ACTIVATION), draw(st.floats(0, 0.99)), draw(st.floats(1e-9, 1)))
            )
        else:
            layers.append(Residual(draw(rows_of_layers(width, depth - 1))))
    if block and width != block:
        layers.append(Dense(width, block))
    return tuple(layers)


@given(rows_of_layers())
def test_layers_come_back_equal(layers: tuple[Layer, ...]) -> None:
    """Through JSON and back, every kind, setting and block is the same."""
    assert layers_from_plain(json.loads(json.dumps(layers_to_plain(layers)))) == layers


@given(rows_of_layers())
def test_tensors_have_the_same_names_and_shapes_as_the_views(layers: tuple[Layer, ...]) -> None:
    """What the layers promise is what a network of them has."""
    network = Network(layers)
    views = tensor_names(network.parameters, network.layer_statistics)
    assert {name: view.shape for name, view in views.items()} == tensor_shapes(layers)
    assert sum(view.size for view in views.values()) == network.theta.size + network.statistics.size


def test_names_say_layer_and_array() -> None:
    """Names are readable, inside blocks too."""
    layers = (Dense(2, 3), Residual((BatchNorm(3), Dense(3, 3))))
    assert tensor_shapes(layers) == {
        "layers.0.W": (2, 3),
        "layers.0.b": (3,),
        "layers.1.0.gamma": (3,),
        "layers.1.0.beta": (3,),
        "layers.1.1.W": (3, 3),
        "layers.1.1.b": (3,),
        "layers.1.statistics.0.mean": (3,),
        "layers.1.statistics.0.variance": (3,),
    }


def _dense(**changes: Any) -> dict[str, Any]:
    return layers_to_plain([Dense(2, 3, "relu")])[0] | changes


def _block(depth: int) -> dict[str, Any]:
    return {"kind": "residual", "layers": [_block(depth - 1) if depth else _dense(n_out=2)]}


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        ([], "a list of 1 to 1,000 layers"),
        ({}, "a list of 1 to 1,000 layers"),
        ([_dense(n_out=2)] * 1001, "a list of 1 to 1,000 layers"),
        (
            [{"kind": "residual", "layers": [_dense(n_out=2)] * 600}] * 2,
            "1,202 layers, expected at most 1,000",
        ),
        ([_block(9)], "more than 8 residual blocks in one another"),
        (["dense"], "a layer whose kind is one of dense, dropout.*got 'dense'"),
        ([_dense(kind="convolution")], "a layer whose kind is one of dense"),
        ([_dense(kind=["dense"])], "a layer whose kind is one of dense"),
        (
            [{"kind": "dropout", "n_in": 2}],
            "a dropout layer with the settings kind, n_in, rate; got kind, n_in",
        ),
        ([_dense(n_units=3)], "n_units"),
        ([_dense(n_in=2.0)], "a whole number of inputs"),
        ([_dense(n_in=True)], "n_in to be a number, got True"),
        ([_dense(n_in=-1)], "a whole number of inputs"),
        ([_dense(n_in=10**12, n_out=1)], "units in a layer, expected at most 1,000,000"),
        ([_dense(n_in=10**6, n_out=10**6)], "1,000,001,000,000 parameters, expected at most 100,000,000"),
        ([_dense(bias="1")], "bias to be a number, got '1'"),
        ([_dense(bias=10**400)], "bias to be a number"),
        ([_dense(bias=None)], "bias to be a number"),
        ([_dense(activation="relu")], "activation to be a name with its settings, got 'relu'"),
        ([_dense(activation={"name": "swish"})], "no activation named 'swish'"),
        ([_dense(activation={"name": "leaky_relu", "alpha": 2})], "0 <= alpha < 1"),
        ([_dense(activation={"name": "leaky_relu", "alpha": "a"})], "activation.alpha to be a number"),
        ([_dense(activation={"name": "relu", "alpha": 0.1})], "no setting alpha"),
        ([_dense(activation={})], "activation is given by its name"),
        ([_dense(init={"name": "normal", "scale": -1})], "scale of 0 or more"),
        ([_dense(), _dense()], "do not fit together: layer 0 .* gives 3 outputs"),
        ([{"kind": "residual", "layers": [_dense()]}], "needs? the same size|need the same size"),
    ],
)
def test_what_is_no_layer_is_refused(plain: Any, message: str) -> None:
    """Wrong kinds, settings, sizes and chains are named; nothing of an absurd size is allocated."""
    with pytest.raises(ModelError, match=message):
        layers_from_plain(plain)


def test_blocks_too_deep_to_be_loaded_are_not_saved() -> None:
    """Saving knows the same limits as loading."""
    layer: Layer = Dense(2, 2)
    for _ in range(8):
        layer = Residual((layer,))
    assert layers_from_plain(layers_to_plain([layer])) == (layer,)
    with pytest.raises(ModelError, match="more than 8 residual blocks"):
        layers_to_plain([Residual((layer,))])


def test_only_the_engines_own_parts_can_be_saved() -> None:
    """A layer or an activation of one's own has no place in a file: another program could not load it."""

    @dataclass(frozen=True)
    class Swish(ReLU):
        name: ClassVar[str] = "swish"

    @dataclass(frozen=True)
    class Wide(Dense):
        kind: ClassVar[str] = "wide"

    with pytest.raises(ModelError, match="cannot save the activation Swish: expected step, linear"):
        layers_to_plain([Dense(2, 3, Swish())])
    with pytest.raises(ModelError, match="cannot save a layer of type Wide: expected dense"):
        layers_to_plain([Wide(2, 3)])
