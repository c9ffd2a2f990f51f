"""The answers of the playground, and how its maps are drawn."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.data.point_features import FORMULAS, features
from neurarium.data.toy import DOMAIN
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray, IntArray
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import DenseLines
from neurarium.lab.computed import Computed
from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibits.playground.building import Axis
from neurarium.lab.exhibits.playground.scoring import Standing
from neurarium.lab.exhibits.playground.settings import ExperimentSettings
from neurarium.lab.values import Axes
from neurarium.training.evaluation import Forward

FINE, COARSE = 100, 20
"""Points along each side of the large picture and of the small ones."""

MomentArray = Annotated[FloatArray, Axes("moment")]


@dataclass(frozen=True)
class PointsView:
    """Points of the square and their targets."""

    xy: Annotated[FloatArray, Axes("point", 2)]
    target: Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class Thumbnail:
    """A small example of a data set."""

    points: PointsView
    classes: tuple[str, ...]  # what they are called; empty for regression


@dataclass(frozen=True)
class Setup:
    """What stays while the network learns."""

    train: PointsView
    test: PointsView
    axes: tuple[Axis, Axis]
    classes: tuple[str, ...]
    class_column: str  # what the column of the classes is called; empty if it has no name
    input_maps: Annotated[FloatArray, Axes("input", COARSE, COARSE)]  # each input that may be chosen
    layers: tuple[int, ...]  # units of each layer, inputs first
    activations: tuple[str, ...]  # of each layer after the inputs
    parameters: int
    backend: str  # what computes, and why


@dataclass(frozen=True)
class Frame:
    """The network at one epoch."""

    epoch: int
    step: int
    latest: int  # the newest epoch; more than `epoch` when an earlier moment is shown
    diverged: DivergedAt | None  # where the run ran away just now; the newest moment is the last before it
    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    standing: Standing  # how sure these are
    # Over the square, a map for each of several classes; rows from y = 6 down to -6.
    output: Annotated[FloatArray, Axes(FINE, FINE), Axes("class", FINE, FINE)]
    units: tuple[Annotated[FloatArray, Axes("unit", COARSE, COARSE)], ...]  # of each hidden layer
    weights: tuple[Annotated[FloatArray, Axes("input", "unit")], ...]  # of each layer with weights
    biases: tuple[Annotated[FloatArray, Axes("unit")], ...]
    confusion: Annotated[IntArray, Axes("label", "answer")] | None  # counts, on the test points
    theta: Annotated[FloatArray, Axes("parameter")]  # `open` takes it back


@dataclass(frozen=True)
class Curves:
    """The losses so far, at each moment that is kept; NaN where there is no such number."""

    epoch: MomentArray
    train_loss: MomentArray
    test_loss: MomentArray
    train_accuracy: MomentArray
    test_accuracy: MomentArray


@dataclass(frozen=True)
class Update:
    """The answer to `advance`."""

    frame: Frame
    curves: Curves


@dataclass(frozen=True)
class Move(Update):
    """The answer to what changes the network or the epoch shown in another way than by training."""

    program: Phrase  # the whole training, which may be another now


@dataclass(frozen=True)
class LayerNumbers:
    """One layer's numbers for one point."""

    terms: Annotated[FloatArray, Axes("input", "unit")]  # each input times its weight
    z: Annotated[FloatArray, Axes("unit")]  # the terms of a column and the bias, summed
    a: Annotated[FloatArray, Axes("unit")]  # f(z)


@dataclass(frozen=True)
class Inspection:
    """What the network computes for one point: its inputs, then layer by layer."""

    features: Annotated[FloatArray, Axes("feature")]  # each input that may be chosen
    inputs: Annotated[FloatArray, Axes("input")]
    layers: tuple[LayerNumbers, ...]


@dataclass(frozen=True)
class Slopes:
    """How fast the training loss (and the penalty) rises with what enters one unit."""

    weights: Annotated[FloatArray, Axes("input")]
    bias: float


@dataclass(frozen=True)
class Losses:
    """The loss of each point, in the order of the points: their mean is the loss."""

    rows: Annotated[FloatArray, Axes("point")]


@dataclass(frozen=True)
class Magnified:
    """One input or unit over the square."""

    map: Annotated[FloatArray, Axes(FINE, FINE)]


@dataclass(frozen=True)
class LayerLines:
    """A dense layer: how its activations are computed, and the lines that find it in the programs."""

    activation: Computed
    lines: DenseLines


@dataclass(frozen=True)
class PlaygroundView:
    """The answer to `open`."""

    settings: ExperimentSettings
    setup: Setup
    frame: Frame
    curves: Curves
    computed: dict[str, Computed]
    layers: tuple[LayerLines, ...]  # dense layer by dense layer
    program: Phrase  # the whole training


def grid(side: int) -> FloatArray:
    """Return the points of a square grid over `DOMAIN`, ``(side², 2)``, from the upper left, row by row."""
    line = np.linspace(*DOMAIN, side, dtype=np.float32)
    x, y = np.meshgrid(line, line[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def draw_output(network: Network, forward: Forward, fine: FloatArray) -> FloatArray:
    """Return the network's output over the fine grid `fine` (inputs ``(FINE², n_in)``)."""
    with np.errstate(over="ignore", invalid="ignore"):
        output = network.output.forward(forward(fine))
    if network.n_out == 1:
        return output.reshape(FINE, FINE)
    return np.ascontiguousarray(output.T).reshape(-1, FINE, FINE)  # (FINE², k) -> (k, FINE, FINE)


def draw_units(network: Network, coarse: FloatArray) -> tuple[FloatArray, ...]:
    """Return each hidden unit's activation over the coarse grid, layer by layer."""
    return tuple(
        np.ascontiguousarray(a.T).reshape(-1, COARSE, COARSE) for a in activations(network, coarse)[:-1]
    )


def activations(network: Network, inputs: FloatArray) -> list[FloatArray]:
    """Return the outputs ``(n, n_units)`` of each dense layer."""
    with np.errstate(over="ignore", invalid="ignore"):  # just before a divergence
        return [t.a for t in network.dense_traces(network.forward(inputs))]


def draw_inputs(side: int) -> FloatArray:
    """Return each input that may be chosen over a square grid, ``(7, side, side)``."""
    return np.ascontiguousarray(features(grid(side), tuple(FORMULAS)).T).reshape(-1, side, side)
