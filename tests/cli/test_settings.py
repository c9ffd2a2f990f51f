"""From options to recipes and back."""

import pytest
import typer

from neurarium.cli.settings import apply, describe, differences
from neurarium.engine import SGD, Adam, Momentum
from neurarium.training import TrainConfig
from neurarium.training.presets import PRESETS
from neurarium.training.recipe import Recipe


def test_nothing_given_changes_nothing() -> None:
    """Options that were not given leave every preset as it is."""
    for preset in PRESETS.values():
        assert apply(preset.recipe, {"epochs": None, "layers": None}) == preset.recipe


def test_another_optimizer_begins_with_its_own_learning_rate() -> None:
    """Adam's learning rate is not SGD's; the same optimizer keeps the preset's."""
    recipe = Recipe(training=TrainConfig(optimizer=Adam(0.005)))
    assert apply(recipe, {"optimizer": "sgd"}).training.optimizer == SGD(0.01)
    assert apply(recipe, {"optimizer": "adam"}).training.optimizer == Adam(0.005)
    assert apply(recipe, {"learning_rate": 0.1}).training.optimizer == Adam(0.1)
    given = {"optimizer": "momentum", "learning_rate": 0.1, "momentum": 0.5}
    assert apply(recipe, given).training.optimizer == Momentum(0.1, 0.5)


def test_momentum_is_only_for_those_who_have_it() -> None:
    """--momentum without such an optimizer says what to add."""
    with pytest.raises(typer.BadParameter, match="--optimizer momentum"):
        apply(Recipe(), {"momentum": 0.5})


def test_differences_name_the_options() -> None:
    """Each option that differs is named as it is typed, with both values."""
    saved = Recipe()
    wanted = apply(saved, {"epochs": 9, "optimizer": "momentum", "batch_norm": True, "augment": "affine"})
    found = differences(saved, wanted)
    assert "--epochs 9 (saved: 5)" in found
    assert "--optimizer momentum (saved: adam)" in found
    assert "--momentum 0.9 (saved: none)" in found
    assert "--batch-norm yes (saved: no)" in found
    assert "--augment affine (saved: none)" in found
    assert differences(saved, saved) == []


def test_threads_make_no_difference() -> None:
    """How many threads compute changes nothing but the time."""
    assert differences(Recipe(training=TrainConfig(threads=7)), Recipe()) == []


def test_describe_tells_apart_whatever_a_recipe_can_say() -> None:
    """No setting of a recipe can change without the description changing."""
    changes: list[dict[str, object]] = [
        {"layers": (784, 9, 10)}, {"activation": "tanh"}, {"init": "he"}, {"dropout": 0.5},
        {"batch_norm": True},
        {"standardize": True}, {"validation": 0.0}, {"limit": 3}, {"shuffle_labels": True}, {"epochs": 6},
        {"l1": 1.0}, {"l2": 1.0}, {"seed": 1}, {"batch_size": "all"}, {"loss": "mse"},
        {"schedule": "cosine"}, {"augment": "shift"}, {"early_stopping": 1}, {"optimizer": "sgd"},
        {"learning_rate": 0.5},
    ]  # fmt: skip
    texts = [str(describe(apply(Recipe(), change))) for change in changes]
    assert len({str(describe(Recipe())), *texts}) == len(changes) + 1
