"""The data of a recipe, as lines of a program."""

from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import mnist_lines
from neurarium.lab.digits import IMAGES
from neurarium.training.recipe import Recipe


def mnist_of(recipe: Recipe, file: str | None = None) -> Phrase:
    """Return the lines that load what a recipe learns from: MNIST, or the archive `file` of its form."""
    return mnist_lines(
        limit=recipe.limit if recipe.limit and recipe.limit < IMAGES else None,
        standardize=recipe.standardize,
        validation=recipe.validation,
        one_hot=recipe.training.loss.name != "cross_entropy",
        shuffle_seed=recipe.seed if recipe.shuffle_labels else None,
        file=file,
    )
