"""The state of the exhibit, and the network that it stands for."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.lab.rules import Choice, Integer, Length, List, Number, Text, refuse

TYPED = Number(-100, 100)
"""Sliders go from -2 to 2; larger numbers may be typed."""

INPUTS = 2
MOST_ROWS = 32
MOST_LAYERS = 4
MOST_UNITS = 8
MOST_PARAMETERS = INPUTS * MOST_UNITS + (MOST_LAYERS - 1) * MOST_UNITS**2 + MOST_UNITS * (MOST_LAYERS + 1) + 1

_START = (0.4, -0.6, 0.3, 0.9, 0.1, -0.2, 0.7, -0.5, 0.2)
"""Weights and biases of the 2-2-1 network with which the exhibit starts, laid out like `Network.theta`."""


@dataclass(frozen=True)
class ForwardSettings:
    """The whole state.

    Attributes
    ----------
    inputs
        Two for each row: x1 and x2 of the first row, then of the second, …
    hidden
        Units of each hidden layer.
    parameters
        Each layer's W, row after row, and then its b; empty: those that the network starts with.
    step
        What one step of the pass is.
    model
        The model of the shelf that is walked through; empty: none, the small network.
    image
        Which of the test images it is shown.
    """

    inputs: Annotated[tuple[float, ...], List(TYPED, INPUTS, INPUTS * MOST_ROWS)] = (0.5, 0.8)
    hidden: Annotated[tuple[int, ...], List(Integer(1, MOST_UNITS), 1, MOST_LAYERS)] = (2,)
    parameters: Annotated[tuple[float, ...], List(TYPED, 0, MOST_PARAMETERS)] = ()
    step: Annotated[str, Choice("layer", "unit")] = "layer"
    model: Annotated[str, Text(80)] = ""
    image: Annotated[int, Integer(0, 9999)] = 0

    def __post_init__(self) -> None:
        if len(self.inputs) % INPUTS:
            raise refuse("inputs", Length(len(self.inputs) + 1), self.inputs)
        if len(self.parameters) not in (0, count_parameters(self.hidden)):
            raise refuse("parameters", Length(count_parameters(self.hidden), or_empty=True), self.parameters)


def count_parameters(hidden: tuple[int, ...]) -> int:
    """Return how many weights and biases a network with these hidden layers has."""
    return sum(n_in * n_out + n_out for n_in, n_out in pairwise((INPUTS, *hidden, 1)))


def first_parameters(hidden: tuple[int, ...]) -> tuple[float, ...]:
    """Return the weights and biases that a network starts with: one decimal, so that a hand can follow."""
    if hidden == (2,):
        return _START
    drawn = np.random.default_rng(2).uniform(-1, 1, count_parameters(hidden)).round(1)
    return tuple((drawn + 0.0).tolist())  # + 0.0: no negative zeros


def build(settings: ForwardSettings) -> tuple[Network, FloatArray]:
    """Return the network, sigmoid everywhere, and its inputs ``(rows, 2)``."""
    # float64, so that 0.5 * 0.4 + 0.8 * 0.3 reads 0.44 and not 0.44000003.
    network = MLP([INPUTS, *settings.hidden, 1], activation="sigmoid", output="sigmoid", dtype=np.float64)
    network.theta = settings.parameters or first_parameters(settings.hidden)
    return network, np.array(settings.inputs).reshape(-1, INPUTS)
