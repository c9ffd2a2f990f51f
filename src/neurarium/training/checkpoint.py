"""Runs kept in files: a saved model that holds all that its training needs to go on."""

from collections.abc import Mapping
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
    created: str = "",
    metrics: Mapping[str, Any] | None = None,
    going_on: bool = True,
) -> Model:
    """Return a run as it stands, as a model to save.

    Parameters
    ----------
    recipe, trainer
        What is trained and how, and where the training stands.
    name, created, metrics
        See `Model`.
    going_on
        Whether to take along what `to_trainer` needs: with Adam the file is then three times as large.
    """
    return Model(
        trainer.network,
        scaling=trainer.data.scaling,
        name=name,
        created=created,
        config=recipe.as_dict(),
        metrics=metrics or {},
        history=trainer.history.rows(),
        training=trainer.state() if going_on else None,
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
            "this model does not say by which recipe it was trained, so its training cannot be gone on with"
        )
    return Recipe.from_dict(model.config)


def to_trainer(model: Model, images: Mnist) -> Trainer:
    """Return a trainer that goes on where the saved run stood, bit for bit as if nothing had happened.

    Parameters
    ----------
    model
        What `to_model` made.
    images
        Raw pixels and labels, the same as at the beginning.

    Raises
    ------
    ModelError, ParameterError
        If the model holds no run that can be gone on with.
    """
    if model.training is None:
        raise ModelError(
            "this model was saved without what going on needs: train anew, with --save FILE, "
            "to have a file that can be gone on from"
        )
    recipe = to_recipe(model)
    trainer = Trainer(model.network, recipe.dataset(images), recipe.training)
    trainer.restore(model.training)
    return trainer
