"""What is measured and saved after the last step."""

from dataclasses import replace
from pathlib import Path

import pytest

from neurarium.data import Mnist
from neurarium.engine.metrics import accuracy
from neurarium.persist import Model, ModelError, ModelStore
from neurarium.training import TrainConfig, Trainer
from neurarium.training.finish import Metrics, measure, save
from neurarium.training.recipe import Recipe

RECIPE = Recipe(
    layers=(784, 6, 10), limit=200, training=TrainConfig(epochs=1, batch_size=50, backend="numpy")
)


@pytest.fixture
def trainer(raw_mnist: Mnist) -> Trainer:
    return Trainer(RECIPE.network(), RECIPE.dataset(raw_mnist), RECIPE.training)


def test_each_part_is_measured(trainer: Trainer, raw_mnist: Mnist) -> None:
    """Accuracies are those of the network's own answers; the losses fit the run's record."""
    trainer.fit()
    found = measure(trainer, raw_mnist)
    data, scale = trainer.data, trainer.data.scaling
    assert data.x_validation is not None
    assert data.y_validation is not None
    assert scale is not None
    answers = [trainer.network.predict(scale.apply(x)) for x in (data.x_train, raw_mnist.x_test)]
    assert found["train_accuracy"] == accuracy(answers[0], data.y_train)
    assert found["test_accuracy"] == accuracy(answers[1], raw_mnist.y_test)
    assert found["validation_loss"] == trainer.history[-1].validation_loss
    assert found["validation_accuracy"] == trainer.history[-1].validation_accuracy


def test_without_a_validation_set(raw_mnist: Mnist) -> None:
    """What was not held back has no figures."""
    recipe = replace(RECIPE, validation=0.0)
    found = measure(Trainer(recipe.network(), recipe.dataset(raw_mnist), recipe.training), raw_mnist)
    assert found["validation_loss"] is None
    assert found["validation_accuracy"] is None
    assert set(found) == set(Metrics.__annotations__)


def test_only_a_stopped_run_can_be_resumed(trainer: Trainer, tmp_path: Path) -> None:
    """A run stopped in mid-epoch is saved with its state, a finished one without; both have the metrics."""
    store = ModelStore(tmp_path)
    list(trainer.advance(1))
    stopped = save(store, RECIPE, trainer, "run", {"test_accuracy": 0.5})
    trainer.fit()
    finished = save(store, RECIPE, trainer, "run", {"test_accuracy": 0.75})
    assert (stopped.stem, finished.stem) == ("run", "run-2")
    first, second = store.load("run"), store.load("run-2")
    assert first.training is not None
    assert second.training is None
    assert second.metrics == {"backend": "numpy", "test_accuracy": 0.75}
    assert save(store, RECIPE, trainer, "run", {}, overwrite=True) == stopped
    assert store.load("run").training is None


def test_a_name_taken_meanwhile(trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If another process takes the name between choosing and saving it, the next free one is used."""
    store = ModelStore(tmp_path)
    free_name, taken = store.free_name, []

    def taken_at_once(base: str) -> str:
        name = free_name(base)
        if not taken:
            taken.append(store.save(Model(trainer.network, name=name)))
        return name

    monkeypatch.setattr(store, "free_name", taken_at_once)
    assert save(store, RECIPE, trainer, "run", {}).stem == "run-2"
    assert store.load("run").config == {}


def test_a_folder_that_cannot_be(trainer: Trainer, tmp_path: Path) -> None:
    """Where no file can be written the reason is reported, not tried again for ever."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot"):
        save(ModelStore(tmp_path / "file"), RECIPE, trainer, "run", {})
