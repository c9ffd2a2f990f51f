"""The settings of the exhibit `activations`."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.rules import Choice, Flag, Integer, List, Number, Text

CHOICES = ("step", "sigmoid", "tanh", "relu", "leaky_relu", "gelu", "softmax", "linear")

TRAINABLE = ("sigmoid", "tanh", "relu", "leaky_relu", "gelu", "linear")
"""What hidden layers can have and still learn: the step has no slope, and softmax is for outputs."""

EPOCHS = 5
DEEPEST = 50
CLASSES = 10


@dataclass(frozen=True)
class NetworkSettings:
    """The network whose sums are looked at.

    Attributes
    ----------
    hidden
        Activation of the hidden layers of the network that is trained here.
    weight_scale
        What its initial weights are multiplied by.
    learning_rate
        Of its training.
    model
        The name of a model of the shelf, which is looked at instead; empty: none.
    """

    hidden: Annotated[str, Choice(*TRAINABLE)] = "sigmoid"
    weight_scale: Annotated[float, Number(0.1, 20)] = 1.0
    learning_rate: Annotated[float, Number(0.001, 10)] = 0.3
    model: Annotated[str, Text(200)] = ""


@dataclass(frozen=True)
class ActivationsSettings(NetworkSettings):
    """The whole state.

    Attributes
    ----------
    shown
        The functions on the chart; the one that is followed is there too.
    activation
        The function that is followed.
    z
        The point on it.
    layer
        Whose sums are shown, counted from 1; the last one if the network has fewer.
    epoch
        After which epoch of the training; 0: untrained.
    draw
        Which random weights the two layers have that collapse into one.
    bend
        Whether there is a ReLU between them.
    depth
        Through how many layers the product of slopes is read out.
    scores, constant, temperature
        Softmax is taken of (scores + constant) / temperature.
    """

    shown: Annotated[tuple[str, ...], List(Choice(*CHOICES), 1, len(CHOICES))] = ("sigmoid", "tanh", "relu")
    activation: Annotated[str, Choice(*CHOICES)] = "sigmoid"
    z: Annotated[float, Number(-20, 20)] = 1.0
    layer: Annotated[int, Integer(1, 1000)] = 1
    epoch: Annotated[int, Integer(0, EPOCHS)] = 0
    draw: Annotated[int, Integer(0, 999)] = 0
    bend: Annotated[bool, Flag()] = False
    depth: Annotated[int, Integer(1, DEEPEST)] = 10
    scores: Annotated[tuple[float, ...], List(Number(-10, 10), CLASSES, CLASSES)] = (
        3.0,
        2.0,
        1.0,
        *(0.0,) * (CLASSES - 3),
    )
    constant: Annotated[float, Number(-10, 10)] = 0.0
    temperature: Annotated[float, Number(0.1, 10)] = 1.0

    @property
    def drawn(self) -> tuple[str, ...]:
        """The functions on the chart, each once."""
        return tuple(name for name in CHOICES if name in {*self.shown, self.activation})

    @property
    def network(self) -> NetworkSettings:
        """What decides which network is looked at."""
        return NetworkSettings(self.hidden, self.weight_scale, self.learning_rate, self.model)
