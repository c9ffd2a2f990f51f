"""The playground's settings: the whole experiment, as a link can hold it."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.data.point_features import FORMULAS
from neurarium.data.toy import DOMAIN
from neurarium.engine.types import FloatArray
from neurarium.lab.rules import (
    Array,
    AtLeast,
    Choice,
    Distinct,
    Flag,
    Integer,
    Length,
    List,
    Number,
    Optional,
    Text,
    refuse,
)

DATASETS = ("circle", "xor", "gauss", "spiral", "iris", "own")
REG_DATASETS = ("reg-plane", "reg-gauss")
ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear", "leaky_relu", "gelu")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw")
LEAST_POINTS, MOST_POINTS = 4, 2000
MOST_CLASSES = 5
LONGEST_NAME = 40
COLUMNS = 3
"""Of a learner's table: x, y, and the class."""
FARTHEST = 1e30
"""A number of such a table, on either side of 0."""
OWN_POINTS = Optional(Array((None, 3), low=DOMAIN[0], high=DOMAIN[1], longest=MOST_POINTS))


@dataclass(frozen=True)
class Tuning:
    """How the network learns: what may change in the middle of a run."""

    learning_rate: Annotated[float, Number(0, 1000)] = 0.1
    optimizer: Annotated[str, Choice(*OPTIMIZERS)] = "sgd"
    momentum: Annotated[float, Number(0, 0.999)] = 0.9
    batch_size: Annotated[int, Integer(1, 1000)] = 10
    regularization: Annotated[str, Choice("none", "l1", "l2")] = "none"
    regularization_rate: Annotated[float, Number(0, 10)] = 0.0


@dataclass(frozen=True)
class ExperimentSettings(Tuning):
    """An experiment. The defaults are those of the simple view: two hidden layers of four.

    `own` holds the learner's points, ``(n, 3)``: x, y, and the class 0, 1, 2, … If they come from a table,
    `own_classes` are the classes' names, `own_columns` the headings of the three columns, and `own_scale`
    the centre and the spread of x, then of y: a number of the table is centre + spread * coordinate.
    `seed` is where all randomness comes from; another `start` gives other first weights on the same points.
    """

    problem: Annotated[str, Choice("classification", "regression")] = "classification"
    dataset: Annotated[str, Choice(*DATASETS)] = "circle"
    reg_dataset: Annotated[str, Choice(*REG_DATASETS)] = "reg-plane"
    iris: Annotated[tuple[int, ...], List(Integer(0, 3), 2, 2)] = (2, 3)
    own: Annotated[FloatArray | None, OWN_POINTS] = None
    own_classes: Annotated[tuple[str, ...], List(Text(LONGEST_NAME), 0, MOST_CLASSES)] = ()
    own_columns: Annotated[tuple[str, ...], List(Text(LONGEST_NAME), 0, COLUMNS)] = ()
    own_scale: Annotated[tuple[float, ...], List(Number(-FARTHEST, FARTHEST), 0, 4)] = ()
    noise: Annotated[int, Integer(0, 50)] = 0
    train_percent: Annotated[int, Integer(10, 90)] = 50
    inputs: Annotated[tuple[str, ...], List(Choice(*FORMULAS), 1, len(FORMULAS))] = ("x", "y")
    network_shape: Annotated[tuple[int, ...], List(Integer(1, 8), 0, 6)] = (4, 4)
    activation: Annotated[str, Choice(*ACTIVATIONS)] = "tanh"
    activations: Annotated[tuple[str, ...], List(Choice(*ACTIVATIONS), 0, 6)] = ()
    dropout: Annotated[float, Number(0, 0.9)] = 0.0
    init: Annotated[str, Choice("uniform", "normal", "xavier", "he", "zeros")] = "uniform"
    init_zero: Annotated[bool, Flag()] = False
    seed: Annotated[int, Integer(0, 2**31 - 1)] = 0
    start: Annotated[int, Integer(0, 2**31 - 1)] = 0

    def __post_init__(self) -> None:
        for name in ("inputs", "iris", "own_classes"):
            values = getattr(self, name)
            if len(set(values)) != len(values):
                raise refuse(name, Distinct(), values)
        if self.activations and len(self.activations) != len(self.network_shape):
            raise refuse("activations", Length(len(self.network_shape), or_empty=True), self.activations)
        if self.problem == "classification" and self.dataset == "own":
            self._check_own()

    def _check_own(self) -> None:
        if self.own is None or len(self.own) < LEAST_POINTS:
            raise refuse("own", AtLeast(LEAST_POINTS), self.own)
        labels = self.own[:, 2]
        wrong = np.flatnonzero(~np.isin(labels, range(MOST_CLASSES)))
        if len(wrong):
            first = int(wrong[0])
            raise refuse(f"own[{first}][2]", Integer(0, MOST_CLASSES - 1), labels[first].item())
        for name, values, count in (
            ("own_columns", self.own_columns, COLUMNS),
            ("own_scale", self.own_scale, 4),
        ):
            if values and len(values) != count:
                raise refuse(name, Length(count, or_empty=True), values)
        for i, spread in enumerate(self.own_scale[1::2]):
            if spread < 1 / FARTHEST:
                raise refuse(f"own_scale[{2 * i + 1}]", Number(1 / FARTHEST, FARTHEST), spread)

    @property
    def layer_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        return self.activations or (self.activation,) * len(self.network_shape)


@dataclass(frozen=True)
class PlaygroundSettings(ExperimentSettings):
    """An experiment, and weights to begin with.

    `theta` and `epoch`, if given, bring back the weights that a session had before it was cut off (the
    optimizer begins anew); a network of another size begins anew itself.
    """

    theta: Annotated[FloatArray | None, Optional(Array((None,)))] = None
    epoch: Annotated[int, Integer(0, 10**9)] = 0
