"""The presets: what they are, and that each of them learns."""

from dataclasses import replace

import pytest

from neurarium.data import Mnist
from neurarium.engine import SGD, Adam
from neurarium.training import Trainer, evaluate
from neurarium.training.presets import PRESETS


def test_their_names() -> None:
    """Each preset is found under its own name and says what it is for."""
    assert list(PRESETS) == ["classic", "three-blue", "numpy-sgd", "best"]
    for name, preset in PRESETS.items():
        assert preset.name == name
        assert preset.about


def test_classic_is_the_tutorial_network() -> None:
    """784-128-10, ReLU, softmax, Adam at 0.001, batches of 128, five epochs, a fifth held back."""
    recipe = PRESETS["classic"].recipe
    assert recipe.layers == (784, 128, 10)
    assert (recipe.activation, recipe.output) == ("relu", "softmax")
    assert recipe.training.optimizer == Adam(0.001)
    assert (recipe.training.batch_size, recipe.training.epochs) == (128, 5)
    assert (recipe.validation, recipe.standardize, recipe.training.augmentation) == (0.2, False, None)


def test_three_blue_has_thirteen_thousand_and_two_parameters() -> None:
    """12,960 weights and 42 biases, sigmoids everywhere."""
    network = PRESETS["three-blue"].recipe.network()
    assert (network.summary().weights, network.summary().biases) == (12_960, 42)
    assert {layer.activation.name for layer in network.layers} == {"sigmoid"}


def test_numpy_sgd_is_plain() -> None:
    """Standardised pixels, SGD at 0.01, 50 epochs."""
    recipe = PRESETS["numpy-sgd"].recipe
    assert recipe.standardize
    assert recipe.training.optimizer == SGD(0.01)
    assert recipe.training.epochs == 50


@pytest.mark.parametrize("name", list(PRESETS))
def test_each_learns(name: str, raw_mnist: Mnist) -> None:
    """A few epochs on a part of the images bring each of them well on its way."""
    recipe = PRESETS[name].recipe
    batch_size = min(recipe.training.batch_size or 50, 50)
    short = replace(recipe.training, epochs=3, backend="numpy", batch_size=batch_size)
    layers = (784, *(min(units, 100) for units in recipe.layers[1:-1]), 10)
    recipe = replace(recipe, limit=6000, layers=layers, training=short)
    trainer = Trainer(recipe.network(), recipe.dataset(raw_mnist), recipe.training)
    trainer.fit()
    test = evaluate(
        trainer.network, short.loss, raw_mnist.x_test[:2000], raw_mnist.y_test[:2000], trainer.data.scaling
    )
    assert test.accuracy is not None
    assert test.accuracy > 0.75
