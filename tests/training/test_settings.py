"""Flat settings and the recipes that they describe."""

from dataclasses import replace

import pytest

from neurarium.data.augment import Augmentation
from neurarium.engine import SGD, Nesterov, ParameterError
from neurarium.engine.schedules import Cosine
from neurarium.training import EarlyStopping, TrainConfig
from neurarium.training.presets import PRESETS
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings


def test_the_defaults_are_the_classic_preset() -> None:
    """Settings without a word are the recipe without a word."""
    assert RunSettings().recipe() == Recipe() == PRESETS["classic"].recipe


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_the_way_there_and_back(name: str) -> None:
    """Every preset can be said in settings."""
    recipe = PRESETS[name].recipe
    assert RunSettings.of(recipe).recipe() == recipe


def test_every_setting_reaches_the_recipe() -> None:
    """A recipe that differs from the default in everything survives the way there and back."""
    recipe = Recipe(
        layers=(784, 9, 10),
        activation="tanh",
        init="normal",
        dropout=0.1,
        batch_norm=True,
        standardize=True,
        validation=0.3,
        limit=500,
        shuffle_labels=True,
        training=TrainConfig(
            loss="mse",  # type: ignore[arg-type]
            optimizer=Nesterov(0.2, 0.7),
            schedule=Cosine(0.1),
            epochs=7,
            batch_size=None,
            l1=0.1,
            l2=0.2,
            augmentation=Augmentation(shift=3),
            early_stopping=EarlyStopping(4),
            seed=11,
            threads=2,
        ),
    )
    settings = RunSettings.of(recipe)
    assert settings.recipe() == recipe
    default = RunSettings()
    assert all(getattr(settings, name) != value for name, value in vars(default).items())


def test_momentum_is_for_those_who_know_it() -> None:
    """An optimizer without momentum is made without it."""
    settings = RunSettings(optimizer="sgd", momentum=0.5)
    assert settings.recipe().training.optimizer == SGD(0.01)
    assert replace(settings, optimizer="nesterov").recipe().training.optimizer == Nesterov(0.01, 0.5)


def test_impossible_settings_are_refused() -> None:
    """A value that cannot be is reported when the recipe is made."""
    with pytest.raises(ParameterError, match="patience must be 1 epoch or more"):
        RunSettings(early_stopping=0).recipe()
    with pytest.raises(ParameterError, match="optimizer named 'sdg'"):
        RunSettings(optimizer="sdg").recipe()
