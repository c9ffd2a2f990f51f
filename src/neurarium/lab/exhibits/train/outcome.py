"""How a run ended, and the model that was saved."""

from dataclasses import dataclass, replace
from typing import Literal

from neurarium.data.mnist import Mnist
from neurarium.engine.errors import NeurariumError
from neurarium.persist import SUFFIX, ModelStore
from neurarium.training import Trainer
from neurarium.training.finish import measure, save
from neurarium.training.recipe import Recipe

Reason = Literal["epochs", "early_stopping", "stopped"]


@dataclass(frozen=True)
class Outcome:
    """The end of a run.

    Attributes
    ----------
    name
        Of the saved model: the one that was asked for, or the next free one.
    reason
        Why it ended; ``"stopped"`` by the learner.
    best_epoch
        The epoch whose weights the model has.
    problem
        Why the model could not be saved; empty if it was.
    """

    name: str
    reason: Reason
    best_epoch: int
    train_loss: float
    train_accuracy: float | None
    test_loss: float
    test_accuracy: float | None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    problem: str = ""


def conclude(
    store: ModelStore, name: str, recipe: Recipe, trainer: Trainer, images: Mnist, *, dataset: str = ""
) -> Outcome:
    """Measure the network on all of the data, and save it.

    Parameters
    ----------
    store
        Where the model goes.
    name
        Its name; if that is taken, the next free one is used.
    recipe, trainer
        What was trained and how, and the run.
    images
        Raw pixels and labels.
    dataset
        The name of the learner's own data set that they are; empty: MNIST.
    """
    metrics = measure(trainer, images)
    ending = trainer.ending
    outcome = Outcome(
        name=name,
        reason=ending.reason if ending else "stopped",
        best_epoch=ending.best_epoch if ending else trainer.epochs_done,
        **metrics,
    )
    try:
        own = {"dataset": dataset} if dataset else {}
        path = save(store, recipe, trainer, name, {**metrics, **own})
    except (NeurariumError, OSError) as error:
        return replace(outcome, problem=str(error))
    return replace(outcome, name=path.name.removesuffix(SUFFIX))
