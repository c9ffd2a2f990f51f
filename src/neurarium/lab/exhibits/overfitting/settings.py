"""The settings of the exhibit `overfitting`, and the recipe that they make."""

from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import Annotated, Any

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.data.toy import DOMAIN
from neurarium.engine.optimizers import Adam
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.params import read_params
from neurarium.lab.rules import Flag, Integer, Length, List, Number, Text, refuse
from neurarium.lab.runs.training_list import key_of
from neurarium.persist.model import PIXELS
from neurarium.training import EarlyStopping, TrainConfig
from neurarium.training.recipe import Recipe

IMAGES = 60_000
"""All training images of MNIST; a data set of the learner's own has no more."""

BATCH, RATE = 64, 0.001
AUGMENTATION_NAME = "affine"
AUGMENTATION = AUGMENTATIONS[AUGMENTATION_NAME]
MOST_CORNERS = 120
MOST_RUNS = 24
"""So many runs can be kept."""


@dataclass(frozen=True)
class Setup:
    """What is trained: a network with one hidden layer, by Adam.

    Attributes
    ----------
    images
        How many images it learns from, drawn at random from those not held back.
    noise
        The share of them that get a wrong label.
    random_labels
        Whether all labels are shuffled instead, so that they can only be learned by heart.
    width
        Units of the hidden layer.
    epochs
        Passes through the images.
    l1, l2, dropout, batch_norm, augmentation
        The cures; see `TrainConfig` and `MLP`.
    early_stopping
        The patience in epochs; 0 for no early stopping.
    dataset
        The name of one of the learner's own data sets; empty for MNIST.
    """

    images: Annotated[int, Integer(2, IMAGES)] = 1000
    noise: Annotated[float, Number(0, 0.5)] = 0.0
    random_labels: Annotated[bool, Flag()] = False
    width: Annotated[int, Integer(4, 2048)] = 128
    epochs: Annotated[int, Integer(1, 200)] = 20
    l1: Annotated[float, Number(0, 0.1)] = 0.0
    l2: Annotated[float, Number(0, 0.1)] = 0.0
    dropout: Annotated[float, Number(0, 0.9)] = 0.0
    batch_norm: Annotated[bool, Flag()] = False
    augmentation: Annotated[bool, Flag()] = False
    early_stopping: Annotated[int, Integer(0, 50)] = 0
    dataset: Annotated[str, Text(100)] = ""

    @property
    def id(self) -> str:
        """A short name, the same for equal setups only."""
        return sha256(key_of(self.plain()).encode()).hexdigest()[:12]

    def plain(self) -> dict[str, Any]:
        """Return the setup as plain data; that it is MNIST goes without saying."""
        values = asdict(self)
        names = [field.name for field in fields(Setup) if field.name != "dataset" or self.dataset]
        return {name: values[name] for name in names}

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> "Setup":
        """Return the setup that `plain` describes.

        Raises
        ------
        LabError
            If something in it is not as its rule says.
        """
        return read_params(cls, plain)

    def within(self, source: ImageSource) -> "Setup":
        """Return the setup for a data set: with no more images than it has."""
        return replace(self, images=min(self.images, source.count))

    def recipe(self, seed: int, source: ImageSource) -> Recipe:
        """Return the network and its training; the images are the exhibit's own choice."""
        # Without images held back there is nothing that could tell when to stop.
        stops = self.early_stopping > 0 and source.held_back(self.images) > 0
        return Recipe(
            layers=(PIXELS, self.width, len(source.classes)),
            dropout=self.dropout,
            batch_norm=self.batch_norm,
            validation=0.0,
            training=TrainConfig(
                optimizer=Adam(RATE),
                batch_size=BATCH,
                epochs=self.epochs,
                l1=self.l1,
                l2=self.l2,
                augmentation=AUGMENTATION if self.augmentation else None,
                early_stopping=EarlyStopping(self.early_stopping) if stops else None,
                seed=seed,
                record=False,
            ),
        )


@dataclass(frozen=True)
class OverfittingSettings(Setup):
    """The whole state.

    Attributes
    ----------
    points
        Which points the game is played with.
    boundary
        The corners of the learner's boundary: x and y, one after the other.
    fallen
        Whether the unseen points have fallen.
    reference
        The id of the kept run that the others are compared with; empty: the first.
    """

    points: Annotated[int, Integer(0, 999)] = 0
    boundary: Annotated[tuple[float, ...], List(Number(*DOMAIN), 0, 2 * MOST_CORNERS)] = ()
    fallen: Annotated[bool, Flag()] = False
    reference: Annotated[str, Text(12)] = ""

    def __post_init__(self) -> None:
        if len(self.boundary) % 2:
            raise refuse("boundary", Length(len(self.boundary) + 1), self.boundary)

    @property
    def setup(self) -> Setup:
        """What is trained."""
        return Setup(**self.plain())
