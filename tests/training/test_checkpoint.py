"""Runs that are saved, loaded and resumed."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.cli.report import epoch_table
from neurarium.data import Augmentation, Mnist
from neurarium.engine import MLP, NeurariumError
from neurarium.persist import Model, ModelError, TrainingState, load_model, save_model
from neurarium.training import EarlyStopping, TrainConfig, Trainer
from neurarium.training.checkpoint import to_model, to_recipe, to_trainer
from neurarium.training.recipe import Recipe

RECIPE = Recipe(
    layers=(784, 6, 10),
    dropout=0.2,
    batch_norm=True,
    limit=200,
    training=TrainConfig(
        epochs=4,
        batch_size=32,
        augmentation=Augmentation(shift=1),
        early_stopping=EarlyStopping(3),
        backend="numpy",
    ),
)


def trainer(recipe: Recipe, images: Mnist) -> Trainer:
    return Trainer(recipe.network(), recipe.dataset(images), recipe.training)


@pytest.mark.parametrize("steps", [0, 1, 5, 7, 19])
def test_resuming_from_a_file(steps: int, raw_mnist: Mnist, tmp_path: Path) -> None:
    """Saved after any step and loaded again, a run ends with the weights of an unbroken one, bit for bit."""
    whole = trainer(RECIPE, raw_mnist)
    whole.fit()
    broken = trainer(RECIPE, raw_mnist)
    for _ in range(steps):
        list(broken.advance(1))
    save_model(to_model(RECIPE, broken), tmp_path / "run.safetensors")

    model = load_model(tmp_path / "run.safetensors")
    assert to_recipe(model) == RECIPE
    again = to_trainer(model, raw_mnist)
    assert again.step == steps
    again.fit()
    assert np.array_equal(again.network.theta, whole.network.theta)
    assert np.array_equal(again.network.statistics, whole.network.statistics)
    unmeasured = [replace(record, seconds=0) for record in whole.history]
    assert [replace(record, seconds=0) for record in again.history] == unmeasured


def test_a_finished_model_needs_no_memory(raw_mnist: Mnist) -> None:
    """Without the state the model is whole but cannot be resumed, and says so."""
    run = trainer(RECIPE, raw_mnist)
    run.fit()
    model = to_model(RECIPE, run, name="done", metrics={"test_accuracy": 0.5}, resumable=False)
    assert model.training is None
    assert model.scaling == run.data.scaling
    assert (model.name, model.metrics["test_accuracy"], len(model.history)) == ("done", 0.5, 4)
    with pytest.raises(ModelError, match="--save"):
        to_trainer(model, raw_mnist)


def test_a_model_without_a_recipe() -> None:
    """A bare network does not say how it was trained."""
    with pytest.raises(ModelError, match="recipe"):
        to_recipe(Model(MLP([784, 10])))


ODD: list[Any] = [
    None,
    True,
    "x",
    "",
    -1,
    0,
    3,
    1.5,
    1e300,
    10**30,
    [],
    ["a"],
    {},
    {"name": "adam"},
    [[1, 2]],
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside plain data."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from places(inner, (*path, key))


@pytest.mark.parametrize("part", ["config", "values"])
def test_a_crafted_note_resumes_or_is_refused(part: str, raw_mnist: Mnist) -> None:
    """Whatever a saved run says of itself: it resumes and can be shown, or a typed error says why not."""
    run = trainer(replace(RECIPE, limit=40, training=replace(RECIPE.training, batch_size=16)), raw_mnist)
    for _ in range(4):
        list(run.advance(1))
    model = to_model(run_recipe(run), run)
    assert model.training is not None
    whole = dict(model.config) if part == "config" else dict(model.training.values)
    rng = np.random.default_rng(0)
    ways = list(places(whole))
    refused = 0
    for _ in range(250):
        note = copy.deepcopy(whole)
        *way, last = ways[rng.integers(len(ways))]
        inner: Any = note
        for key in way:
            inner = inner[key]
        inner[last] = ODD[rng.integers(len(ODD))]
        training = model.training if part == "config" else TrainingState(model.training.tensors, note)
        changed = replace(
            model,
            network=model.network.copy(),
            config=note if part == "config" else model.config,
            training=training,
        )
        try:
            again = to_trainer(changed, raw_mnist)
            epoch_table(again.history)
            list(again.advance(1))
        except NeurariumError:
            refused += 1
    assert refused > 50


def run_recipe(run: Trainer) -> Recipe:
    return replace(RECIPE, limit=40, training=run.config)
