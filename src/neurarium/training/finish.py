"""After the last step: measure the network on all of the data, and save it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from neurarium.data.mnist import Mnist
from neurarium.persist import ModelStore
from neurarium.training.checkpoint import to_model
from neurarium.training.recipe import Recipe
from neurarium.training.trainer import Trainer


class Metrics(TypedDict):
    """Mean loss and share of right answers on each part of the data; None where there is no such part."""

    train_loss: float
    train_accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    test_loss: float
    test_accuracy: float | None


def measure(trainer: Trainer, images: Mnist) -> Metrics:
    """Return loss and accuracy of the network as it is now, on training, validation and test images.

    Parameters
    ----------
    trainer
        The run, which has the training and the validation images.
    images
        Raw pixels and labels, of which the test images are measured.
    """
    data = trainer.data
    train = trainer.evaluate(data.x_train, data.y_train)
    test = trainer.evaluate(images.x_test, images.y_test)
    held = None
    if data.x_validation is not None and data.y_validation is not None:
        held = trainer.evaluate(data.x_validation, data.y_validation)
    return Metrics(
        train_loss=train.loss,
        train_accuracy=train.accuracy,
        validation_loss=held.loss if held else None,
        validation_accuracy=held.accuracy if held else None,
        test_loss=test.loss,
        test_accuracy=test.accuracy,
    )


def save(
    store: ModelStore,
    recipe: Recipe,
    trainer: Trainer,
    name: str,
    metrics: Mapping[str, Any],
    *,
    overwrite: bool = False,
) -> Path:
    """Save what a run has learned; return the model's file.

    A run that was stopped before its end is saved with all that resuming needs, a finished one without.

    Parameters
    ----------
    store
        Where the model goes.
    recipe, trainer
        What is trained and how, and the run.
    name
        Of the model.
    metrics
        What was measured; see `measure`.
    overwrite
        Whether a model of that name is replaced. Otherwise a taken name gets a number: ``"classic-2"``.

    Raises
    ------
    ModelError
        If the model cannot be saved.
    """
    model = to_model(recipe, trainer, name=name, metrics=metrics, resumable=trainer.ending is None)
    return store.save(model, overwrite=True) if overwrite else store.save_new(model)
