"""From options to settings and back."""

from dataclasses import fields

import pytest
import typer

from neurarium.cli.settings import apply, describe, differences
from neurarium.engine import SGD, Adam, Momentum, Optimizer
from neurarium.training.presets import PRESETS
from neurarium.training.settings import RunSettings


def test_nothing_given_changes_nothing() -> None:
    """Options that were not given leave every preset as it is."""
    for preset in PRESETS.values():
        settings = apply(RunSettings.of(preset.recipe), {"epochs": None, "layers": None})
        assert settings == RunSettings.of(preset.recipe)
        assert settings.recipe() == preset.recipe


def test_another_optimizer_begins_with_its_own_learning_rate() -> None:
    """Adam's learning rate is not SGD's; the same optimizer keeps the preset's."""
    settings = RunSettings(learning_rate=0.005)

    def optimizer(**given: object) -> Optimizer:
        return apply(settings, given).recipe().training.optimizer

    assert optimizer(optimizer="sgd") == SGD(0.01)
    assert optimizer(optimizer="adam") == Adam(0.005)
    assert optimizer(learning_rate=0.1) == Adam(0.1)
    assert optimizer(optimizer="momentum", learning_rate=0.1, momentum=0.5) == Momentum(0.1, 0.5)
    assert apply(RunSettings(optimizer="momentum", momentum=0.5), {"optimizer": "sgd"}).momentum is None


def test_momentum_is_only_for_those_who_have_it() -> None:
    """--momentum without such an optimizer says what to add."""
    with pytest.raises(typer.BadParameter, match="--optimizer momentum"):
        apply(RunSettings(), {"momentum": 0.5})


def test_differences_name_the_options() -> None:
    """Each option that differs is named as it is typed, with both values."""
    saved = RunSettings(learning_rate=0.001)
    given = {"epochs": 9, "optimizer": "momentum", "batch_norm": True, "augmentation": "affine"}
    wanted = apply(saved, given)
    found = differences(saved, wanted)
    assert "--epochs 9 (saved: 5)" in found
    assert "--optimizer momentum (saved: adam)" in found
    assert "--momentum 0.9 (saved: none)" in found
    assert "--batch-norm yes (saved: no)" in found
    assert "--augment affine (saved: none)" in found
    assert differences(saved, saved) == []


def test_threads_make_no_difference() -> None:
    """How many threads compute changes nothing but the time."""
    assert differences(RunSettings(learning_rate=0.1, threads=7), RunSettings(learning_rate=0.1)) == []


def test_describe_tells_apart_whatever_settings_can_say() -> None:
    """No setting can change without the description changing."""
    changes: list[dict[str, object]] = [
        {"layers": (784, 9, 10)}, {"activation": "tanh"}, {"init": "he"}, {"dropout": 0.5},
        {"batch_norm": True},
        {"standardize": True}, {"validation": 0.0}, {"limit": 3}, {"shuffle_labels": True}, {"epochs": 6},
        {"l1": 1.0}, {"l2": 1.0}, {"seed": 1}, {"batch_size": "all"}, {"loss": "mse"},
        {"schedule": "cosine"}, {"augmentation": "shift"}, {"early_stopping": 1}, {"optimizer": "sgd"},
        {"learning_rate": 0.5},
    ]  # fmt: skip
    settings = RunSettings(learning_rate=0.001)
    texts = [str(describe(apply(settings, change))) for change in changes]
    assert len({str(describe(settings)), *texts}) == len(changes) + 1
    told = {name for change in changes for name in change} | {"momentum", "threads"}
    assert told == {field.name for field in fields(RunSettings)}
