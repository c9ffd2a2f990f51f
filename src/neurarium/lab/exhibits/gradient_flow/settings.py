"""The settings of the exhibit `gradient-flow`, and the network that they mean."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.activations import ACTIVATIONS
from neurarium.engine.initializers import INITIALIZERS, Initializer, Normal
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.digits import digits
from neurarium.lab.rules import Choice, Flag, Integer, Number

BATCH = 64
STEPS = 200
CLASSES = 10
DEEPEST = 100

ACTIVATION_CHOICES = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "linear")
INITIALIZER_CHOICES = ("zeros", "normal", "xavier", "he")
MENDS = ("relu", "initializer", "residual", "batch_norm")
RATES = Number(0.001, 10)


@dataclass(frozen=True)
class DeepSettings:
    """A deep network.

    Attributes
    ----------
    depth
        How many hidden layers.
    width
        Units of each of them.
    activation
        Of the hidden layers.
    initializer
        How the weights are drawn: "normal" has a standard deviation of 1, whatever the width.
    weight_scale
        What the drawn weights are multiplied by.
    residual
        Whether each hidden layer but the first adds its input to its output.
    batch_norm
        Whether the sums of each hidden layer are normalised over the batch.
    seed
        Of the weights.
    """

    depth: Annotated[int, Integer(2, DEEPEST)] = 6
    width: Annotated[int, Integer(4, 256)] = 32
    activation: Annotated[str, Choice(*ACTIVATION_CHOICES)] = "sigmoid"
    initializer: Annotated[str, Choice(*INITIALIZER_CHOICES)] = "normal"
    weight_scale: Annotated[float, Number(0.1, 3)] = 0.2
    residual: Annotated[bool, Flag()] = False
    batch_norm: Annotated[bool, Flag()] = False
    seed: Annotated[int, Integer(0, 999_999)] = 0


@dataclass(frozen=True)
class GradientFlowSettings(DeepSettings):
    """The whole state.

    Attributes
    ----------
    layer
        The hidden layer that is looked at, counted from 1; the last one if there are fewer.
    learning_rate
        Of the training, and of the update that is compared with the weights.
    mend
        What the network that is trained beside this one has: ReLU with He's weights, the weights that suit
        its activation, residual connections, or batch normalization.
    train
        Whether both are trained.
    """

    layer: Annotated[int, Integer(1, DEEPEST)] = 1
    learning_rate: Annotated[float, RATES] = 0.1
    mend: Annotated[str, Choice(*MENDS)] = "relu"
    train: Annotated[bool, Flag()] = False

    @property
    def network(self) -> DeepSettings:
        """What decides which network it is."""
        return DeepSettings(**{name: getattr(self, name) for name in DeepSettings.__dataclass_fields__})


def make_initializer(name: str) -> Initializer:
    """Return how the weights are drawn."""
    return Normal(1.0) if name == "normal" else INITIALIZERS.get(name)


def make_network(settings: DeepSettings, another: int = 0) -> MLP:
    """Return the network with its initial weights; `another` is added to the seed.

    It calculates in float64: what a hundred layers leave of a gradient is less than float32 can say.
    """
    network = MLP(
        [digits().x_train[0].size, *[settings.width] * settings.depth, CLASSES],
        activation=settings.activation,
        init=make_initializer(settings.initializer),
        batch_norm=settings.batch_norm,
        residual=settings.residual,
        seed=settings.seed + another,
        dtype=np.float64,
    )
    for W in network.weights():
        np.multiply(W, settings.weight_scale, out=W)
    return network


def mended(settings: DeepSettings, mend: str) -> DeepSettings:
    """Return the same network with one of the `MENDS`."""
    if mend == "residual":
        return replace(settings, residual=True)
    if mend == "batch_norm":
        return replace(settings, batch_norm=True)
    activation = "relu" if mend == "relu" else settings.activation
    suits = ACTIVATIONS.get(activation).initializer
    return replace(settings, activation=activation, initializer=suits, weight_scale=1.0)


@cache
def scaling() -> Scaling:
    """Return what brings the images of the training to mean 0 and standard deviation 1."""
    return Scaling.standard(digits().x_train[: STEPS * BATCH])


def batch(step: int = 0) -> tuple[FloatArray, IntArray]:
    """Return the images of one step of the training: inputs ``(BATCH, 784)``, and labels."""
    rows = slice(step * BATCH, (step + 1) * BATCH)
    x = scaling().apply(digits().x_train[rows]).reshape(BATCH, -1)
    return x.astype(np.float64), digits().y_train[rows]
