"""The network of a kept run, as a model on the shelf: trained again, because only its scores were kept."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from neurarium.engine.scaling import Scaling
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import AUGMENTATION_NAME, BATCH, RATE, Setup
from neurarium.lab.exhibits.overfitting.training import CURVES, Training
from neurarium.lab.runs.training_list import Result
from neurarium.persist import SUFFIX, Model, ModelStore

SEED = 0
"""Of the seeds of a run, the one whose network is saved."""

_NAMES = dict(
    zip(CURVES, ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy"), strict=True)
)


def config_of(setup: Setup, source: ImageSource) -> dict[str, Any]:
    """Return what the model says of its training: settings as they are written; equal for equal runs only.

    It is no recipe: which images are learned is the exhibit's own choice.
    """
    layers = (source.images.x_train[0].size, setup.width, len(source.classes))
    settings = {
        "layers": "-".join(map(str, layers)),
        "activation": "relu",
        "batch_norm": "yes" if setup.batch_norm else "no",
        "loss": "cross-entropy",
        "optimizer": "adam",
        "learning_rate": f"{RATE:g}",
        "batch_size": str(BATCH),
        "epochs": str(setup.epochs),
        "seed": str(SEED),
        "l1": f"{setup.l1:.15g}",
        "l2": f"{setup.l2:.15g}",
        "dropout": f"{setup.dropout:.15g}",
        "augmentation": AUGMENTATION_NAME if setup.augmentation else "none",
        "early_stopping": str(setup.early_stopping) if setup.early_stopping else "never",
        "shuffle_labels": "yes" if setup.random_labels else "no",
        "wrong_labels": f"{setup.noise:.15g}",
        "learned": str(setup.images),
    }
    return {"settings": settings, "overfitting": setup.id} | ({"made": source.made} if source.made else {})


def saved_of(store: ModelStore, setup: Setup, source: ImageSource) -> str:
    """Return the name of the model of a run, if it is on the shelf; else an empty text."""
    config = config_of(setup, source)
    return next((entry.name for entry in store.entries() if entry.card and entry.card.config == config), "")


def save(store: ModelStore, training: Training, result: Result) -> str:
    """Put a network that is trained on the shelf; return its name.

    Raises
    ------
    ModelError
        If it cannot be saved.
    """
    setup, source, trainer = training.setup, training.source, training.trainer
    metrics: dict[str, Any] = {"backend": trainer.started().backend}
    metrics["test_accuracy"] = _share(result["test"])
    if source.name:
        metrics["dataset"] = source.name
    model = Model(
        trainer.network,
        scaling=Scaling.unit(),
        classes=source.classes if source.name else (),
        name=f"overfitting-{setup.images}-{setup.width}",
        created=datetime.now(UTC).isoformat(),
        config=config_of(setup, source),
        metrics=metrics,
        history=[_row(point) for point in training.curve],
    )
    return store.save_new(model).name.removesuffix(SUFFIX)


def _row(point: tuple[float | None, ...]) -> Mapping[str, Any]:
    epoch, *values = point
    return {"epoch": int(epoch or 0), **dict(zip(_NAMES.values(), values, strict=True))}


def _share(counts: list[int]) -> float:
    right, n = counts
    return right / n
