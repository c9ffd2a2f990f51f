"""Recipes: networks and data sets made from plain settings."""

import json
from dataclasses import replace

import numpy as np
import pytest

from neurarium.data import Mnist
from neurarium.engine import OneCycle, ParameterError
from neurarium.training import TrainConfig
from neurarium.training.recipe import Recipe


def test_a_recipe_makes_its_network() -> None:
    """Sizes, activations, dropout and batch norm arrive in the network; the output goes with the loss."""
    recipe = Recipe((784, 9, 7, 10), "tanh", init="normal", dropout=0.2, batch_norm=True)
    network = recipe.network()
    assert [(layer.n_in, layer.n_out) for layer in network.dense_layers] == [(784, 9), (9, 7), (7, 10)]
    assert [layer.kind for layer in network.layers] == ["dense", "batch_norm", "dropout"] * 2 + ["dense"]
    assert network.output.name == "softmax"
    for loss, output in (("mse", "sigmoid"), ("binary_cross_entropy", "sigmoid")):
        training = TrainConfig(loss=loss)  # type: ignore[arg-type]
        assert replace(recipe, training=training).network().output.name == output


def test_one_seed_decides_everything(raw_mnist: Mnist) -> None:
    """The same seed gives the same first weights and the same split, another seed others."""
    recipes = [Recipe(limit=300, training=TrainConfig(seed=seed)) for seed in (1, 1, 2)]
    thetas = [recipe.network().theta for recipe in recipes]
    held = [recipe.dataset(raw_mnist).y_validation for recipe in recipes]
    assert np.array_equal(thetas[0], thetas[1])
    assert not np.array_equal(thetas[0], thetas[2])
    assert np.array_equal(held[0], held[1])
    assert not np.array_equal(held[0], held[2])


def test_the_data_set(raw_mnist: Mnist) -> None:
    """The first images, a share of them held back, all as bytes with a scaling to 0-1."""
    data = Recipe(limit=1000, validation=0.3).dataset(raw_mnist)
    assert len(data.x_train) == 700
    assert data.x_validation is not None
    assert len(data.x_validation) == 300
    assert data.x_train.dtype == np.uint8
    assert data.scaling is not None
    assert data.scaling.apply(np.array([0, 255], np.uint8)).tolist() == [0, 1]
    both = np.concatenate([data.x_train, data.x_validation]).sum(axis=1, dtype=np.int64)
    assert sorted(both) == sorted(raw_mnist.x_train[:1000].sum(axis=1, dtype=np.int64))
    assert Recipe(limit=100, validation=0.0).dataset(raw_mnist).x_validation is None


def test_standardizing(raw_mnist: Mnist) -> None:
    """The images that are learned from, and they alone, come to mean 0 and deviation 1."""
    data = Recipe(limit=1000, standardize=True).dataset(raw_mnist)
    assert data.scaling is not None
    scaled = data.scaling.apply(data.x_train)
    assert scaled.mean() == pytest.approx(0, abs=1e-4)
    assert scaled.std() == pytest.approx(1, abs=1e-4)


def test_shuffled_labels(raw_mnist: Mnist) -> None:
    """The labels change places: as many of each, but on other images."""
    plain = Recipe(limit=1000, validation=0.0).dataset(raw_mnist)
    mixed = Recipe(limit=1000, validation=0.0, shuffle_labels=True).dataset(raw_mnist)
    assert np.array_equal(plain.x_train, mixed.x_train)
    assert np.array_equal(np.bincount(plain.y_train), np.bincount(mixed.y_train))
    assert np.mean(plain.y_train == mixed.y_train) < 0.2


def test_there_and_back() -> None:
    """A recipe comes back equal from its plain data, by way of JSON."""
    recipe = Recipe(
        (784, 5, 10), "leaky_relu", "he", 0.1, batch_norm=True, standardize=True, validation=0.1, limit=7,
        shuffle_labels=True, training=TrainConfig(schedule=OneCycle(peak=0.2), seed=3, epochs=9),
    )  # fmt: skip
    assert Recipe.from_dict(json.loads(json.dumps(recipe.as_dict()))) == recipe


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"layers": (784,)}, "layers"),
        ({"layers": (784, 0, 10)}, "layers"),
        ({"layers": (784, 1.5, 10)}, "layers"),
        ({"layers": (784, 60_000, 60_000, 10)}, "at most 50,000,000"),
        ({"activation": "rleu"}, "activation"),
        ({"init": "hee"}, "initializer"),
        ({"dropout": 1.0}, "dropout"),
        ({"validation": float("nan")}, "validation"),
        ({"limit": 0}, "limit"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, object], message: str) -> None:
    """Each is refused with the name of the setting."""
    with pytest.raises(ParameterError, match=message):
        Recipe(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "plain", [{}, {"layers": 3, "training": {}}, {"colour": 1}, {"layers": [2, 1], "training": {"epochs": 0}}]
)
def test_plain_data_that_is_no_recipe(plain: dict[str, object]) -> None:
    """Whatever is wrong with it, the error is a ParameterError."""
    with pytest.raises(ParameterError):
        Recipe.from_dict(plain)
