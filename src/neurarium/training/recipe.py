"""A recipe: all settings that determine what a run on MNIST learns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.engine.activations import ACTIVATIONS
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_whole, require
from neurarium.engine.initializers import INITIALIZERS
from neurarium.engine.mlp import MLP
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import IntArray
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset, split_rows

MAX_PARAMETERS = 50_000_000
"""More than this is surely a mistake: with Adam it would take a gigabyte, and hours an epoch."""


@dataclass(frozen=True)
class Recipe:
    """The network, the data and the training of a run on MNIST; the same recipe gives the same weights.

    Parameters
    ----------
    layers
        Inputs, hidden units of each layer, outputs.
    activation
        Of the hidden layers.
    init
        The initializer of the weights; None for the one that suits the activation (He or Xavier).
    dropout, batch_norm
        Of the hidden layers; see `MLP`.
    standardize
        Scale the pixels to mean 0 and standard deviation 1 instead of to 0-1.
    validation
        The share of the training images that is held back, 0 to less than 1.
    limit
        How many training images to use, from the first one on; None for all.
    shuffle_labels
        Whether the training labels are shuffled, so that they can only be memorised.
    training
        Loss, optimizer and all other settings of the training. Its seed is the seed of everything.

    Examples
    --------
    >>> Recipe(layers=(784, 16, 16, 10), activation="sigmoid").network()
    MLP(784-16-16-10, 13,002 parameters)
    """

    layers: tuple[int, ...] = (784, 128, 10)
    activation: str = "relu"
    init: str | None = None
    dropout: float = 0.0
    batch_norm: bool = False
    standardize: bool = False
    validation: float = 0.2
    limit: int | None = None
    shuffle_labels: bool = False
    training: TrainConfig = field(default_factory=TrainConfig)

    def __post_init__(self) -> None:
        sizes = self.layers
        whole = all(is_whole(n) and n >= 1 for n in sizes)
        require(
            whole and len(sizes) >= 2,
            f"layers must be whole numbers above 0, inputs first and outputs last; got {sizes!r}",
        )
        parameters = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
        require(
            parameters <= MAX_PARAMETERS,
            f"layers {'-'.join(map(str, sizes))} have {parameters:,} parameters: "
            f"expected at most {MAX_PARAMETERS:,}; use smaller or fewer layers",
        )
        object.__setattr__(self, "activation", ACTIVATIONS.get(self.activation).name)
        if self.init is not None:
            object.__setattr__(self, "init", INITIALIZERS.get(self.init).name)
        for name, share in (("dropout", self.dropout), ("validation", self.validation)):
            require(isfinite(share) and 0 <= share < 1, f"{name} must be 0 to less than 1, got {share!r}")
        limited = self.limit is None or (is_whole(self.limit) and self.limit >= 1)
        require(limited, f"limit must be a whole number, 1 or more, got {self.limit!r}")

    @property
    def seed(self) -> int:
        """The seed of everything: initial weights, split, order, dropout, augmentation, shuffled labels."""
        return self.training.seed

    @property
    def output(self) -> str:
        """The last layer's activation: the one that the loss needs."""
        return self.training.loss.output or "sigmoid"

    def network(self) -> MLP:
        """Return the network with its initial weights."""
        return MLP(
            self.layers,
            activation=self.activation,
            output=self.output,
            init=self.init,
            dropout=self.dropout,
            batch_norm=self.batch_norm,
            seed=self.seed,
        )

    def dataset(self, images: Mnist) -> Dataset:
        """Return the data to train on.

        Parameters
        ----------
        images
            Raw pixels and labels, as `mnist("raw")` gives them.
        """
        x, y = images.x_train[: self.limit], self._labels(images)
        data = Dataset.split(x, y, validation=self.validation, seed=self.seed)
        scaling = Scaling.standard(data.x_train) if self.standardize else Scaling.unit()
        return replace(data, scaling=scaling)

    def held_back(self, images: Mnist) -> IntArray:
        """Return which of MNIST's training images are held back for validation, ascending."""
        return split_rows(self._labels(images), self.validation, self.seed)[1]

    def _labels(self, images: Mnist) -> IntArray:
        labels: IntArray = images.y_train[: self.limit]
        return np.random.default_rng(self.seed).permutation(labels) if self.shuffle_labels else labels

    def as_dict(self) -> dict[str, Any]:
        """Return the recipe as plain data, from which `from_dict` makes it again."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return plain | {"layers": list(self.layers), "training": self.training.as_dict()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Recipe":
        """Return the recipe that `as_dict` described.

        Raises
        ------
        ParameterError
            If it describes no recipe.
        """
        settings = dict(plain)
        if unknown := set(settings) - {f.name for f in fields(cls)}:
            raise ParameterError(f"unknown settings of a recipe: {', '.join(sorted(unknown))}")
        try:
            settings["layers"] = tuple(settings["layers"])
            settings["training"] = TrainConfig.from_dict(settings["training"])
            return cls(**settings)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ParameterError(f"this is not a recipe: {error}") from error
