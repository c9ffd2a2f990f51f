"""Runs in files: a saved model with all that resuming its training needs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from neurarium.data.mnist import Mnist
from neurarium.persist import Model, ModelError
from neurarium.training.recipe import Recipe
from neurarium.training.trainer import Trainer


def to_model(
    recipe: Recipe,
    trainer: Trainer,
    *,
    name: str = "",
    metrics: Mapping[str, Any] | None = None,
    resumable: bool = True,
) -> Model:
    """Return a run as it is now, as a model to save.

    Parameters
    ----------
    recipe, trainer
        What is trained and how, and the run.
    name, metrics
        See `Model`; the backend is added to the metrics.
    resumable
        Whether to include what `to_trainer` needs: with Adam the file is then three times as large.
    """
    return Model(
        trainer.network,
        scaling=trainer.data.scaling,
        name=name,
        created=datetime.now(UTC).isoformat(),
        config=recipe.as_dict(),
        metrics={"backend": trainer.started().backend} | dict(metrics or {}),
        history=trainer.history.rows(),
        training=trainer.state() if resumable else None,
    )


def to_recipe(model: Model) -> Recipe:
    """Return the recipe by which a model was trained.

    Raises
    ------
    ModelError
        If it was not trained by a recipe.
    """
    if "training" not in model.config:
        raise ModelError(
            "this model does not say by which recipe it was trained, so its training cannot be resumed"
        )
    return Recipe.from_dict(model.config)


def to_trainer(model: Model, images: Mnist) -> Trainer:
    """Return a trainer that resumes a saved run, with the same bits as an uninterrupted one.

    Parameters
    ----------
    model
        What `to_model` made.
    images
        Raw pixels and labels, the same as at the beginning.

    Raises
    ------
    ModelError, ParameterError
        If the model holds no run that can be resumed.
    """
    if model.training is None:
        raise ModelError(
            "this model was saved without what resuming needs: train anew, with --save FILE, "
            "to have a file that can be resumed"
        )
    recipe = to_recipe(model)
    trainer = Trainer(model.network, recipe.dataset(images), recipe.training)
    trainer.restore(model.training)
    return trainer
