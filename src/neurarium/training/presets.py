"""Presets: recipes with a name, shared by the command line and the lab."""

from dataclasses import dataclass

from neurarium.data.augment import PRESETS as AUGMENTATIONS
from neurarium.engine.losses import MeanSquaredError
from neurarium.engine.optimizers import SGD, Adam
from neurarium.engine.schedules import OneCycle
from neurarium.training.config import TrainConfig
from neurarium.training.recipe import Recipe


@dataclass(frozen=True)
class Preset:
    """A recipe, and a short description."""

    name: str
    about: str
    recipe: Recipe


CLASSIC = Preset("classic", "the tutorial network: 784-128-10, ReLU, Adam, five epochs; about 97 %", Recipe())

THREE_BLUE = Preset(
    "three-blue",
    "784-16-16-10 with sigmoids and squared error, by plain SGD: 13,002 parameters; about 93.5 %",
    Recipe(
        layers=(784, 16, 16, 10),
        activation="sigmoid",
        training=TrainConfig(loss=MeanSquaredError(), optimizer=SGD(3.0), batch_size=10, epochs=30),
    ),
)

NUMPY_SGD = Preset(
    "numpy-sgd",
    "784-128-10 on standardised pixels, by plain SGD at 0.01 for 50 epochs; about 97.7 %",
    Recipe(standardize=True, training=TrainConfig(optimizer=SGD(0.01), batch_size=32, epochs=50)),
)

BEST = Preset(
    "best",
    "784-800-800-10 on distorted images, 50 epochs: ten minutes, and about 99.4 % of the test images right",
    Recipe(
        layers=(784, 800, 800, 10),
        training=TrainConfig(
            optimizer=Adam(0.001),
            schedule=OneCycle(peak=0.1),
            batch_size=128,
            epochs=50,
            augmentation=AUGMENTATIONS["elastic"],
        ),
        validation=0.0,
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (CLASSIC, THREE_BLUE, NUMPY_SGD, BEST)}
"""What ``--preset`` offers, by name."""
