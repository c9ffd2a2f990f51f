"""How a run ended, and the model that was saved."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from neurarium.data.mnist import Mnist
from neurarium.engine.errors import NeurariumError
from neurarium.training import Evaluation, Finished, Trainer
from neurarium.training.recipe import Recipe

if TYPE_CHECKING:
    from neurarium.persist import ModelStore


@dataclass(frozen=True)
class Outcome:
    """The end of a run.

    Attributes
    ----------
    name
        Of the saved model: the one that was asked for, or the next free one.
    reason
        ``"epochs"``, ``"early_stopping"``, or ``"stopped"`` by the learner.
    best_epoch
        The epoch whose weights the model has.
    problem
        Why the model could not be saved; empty if it was.
    """

    name: str
    reason: str
    best_epoch: int
    train_loss: float
    train_accuracy: float | None
    test_loss: float
    test_accuracy: float | None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    problem: str = ""


def conclude(store: "ModelStore", name: str, recipe: Recipe, trainer: Trainer, images: Mnist) -> Outcome:
    """Measure the network on all of the data, and save it.

    Parameters
    ----------
    store
        Where the model goes.
    name
        Its name; if that is taken, the next free one.
    recipe, trainer
        What was trained and how, and the run.
    images
        Raw pixels and labels.
    """
    from neurarium.persist import ModelError
    from neurarium.training.checkpoint import to_model

    reason, best = "stopped", trainer.epochs_done
    if trainer.finished:
        *_, end = trainer.run()  # a finished run still says how it ended
        assert isinstance(end, Finished)
        reason, best = end.reason, end.best_epoch
    train, validation, test = _measure(trainer, images)
    outcome = Outcome(
        name=name,
        reason=reason,
        best_epoch=best,
        train_loss=train.loss,
        train_accuracy=train.accuracy,
        test_loss=test.loss,
        test_accuracy=test.accuracy,
        validation_loss=validation.loss if validation else None,
        validation_accuracy=validation.accuracy if validation else None,
    )
    numbers = {key: value for key, value in asdict(outcome).items() if key.endswith(("_loss", "_accuracy"))}
    metrics = {"backend": trainer.started().backend} | numbers
    while True:
        free = store.free_name(outcome.name)
        outcome = replace(outcome, name=free)
        # The command line can resume a stopped run; a finished one needs no optimizer state.
        model = to_model(
            recipe,
            trainer,
            name=free,
            metrics=metrics,
            resumable=reason == "stopped",
        )
        try:
            store.save(model)
        except ModelError as error:
            if store.free_name(free) != free:
                continue  # another process has taken the name meanwhile
            return replace(outcome, problem=str(error))
        except (NeurariumError, OSError) as error:
            return replace(outcome, problem=str(error))
        return outcome


def _measure(trainer: Trainer, images: Mnist) -> tuple[Evaluation, Evaluation | None, Evaluation]:
    """Return loss and accuracy on the training, the validation and the test set."""
    data = trainer.data
    held = None
    if data.x_validation is not None and data.y_validation is not None:
        held = trainer.evaluate(data.x_validation, data.y_validation)
    return (
        trainer.evaluate(data.x_train, data.y_train),
        held,
        trainer.evaluate(images.x_test, images.y_test),
    )
