"""The settings of `backprop`, and the network and samples that they mean."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.losses import LOSSES, Loss
from neurarium.engine.types import FloatArray
from neurarium.lab.rules import Choice, Flag, Integer, List, Number, refuse

MOST_SAMPLES = 8
TYPED = Number(-20, 20)
"""Weights and inputs that may be typed."""

STAYS = Number(-1e6, 1e6)
"""What weights may become, by steps with the wrong sign too."""

FIRST = (0.5, 0.8, -0.4)
"""The first sample's inputs: those of the exhibit `forward`."""


@dataclass(frozen=True)
class BackpropSettings:
    """The whole state.

    Attributes
    ----------
    theta
        All weights and biases, in the engine's order; of another length: drawn by `seed`.
    samples
        Inputs and target of one sample after the other; of another length: drawn by `seed`. Where there are
        two outputs, a target t means the row (1 - t, t).
    sample
        The one that is looked at.
    step
        How far the pass is shown: layers forward, the loss, layers backward, the update.
    chosen
        The parameter that is looked at: its place in `theta`.
    taken
        How many updates have been applied.
    """

    inputs: Annotated[int, Integer(2, 3)] = 2
    hidden: Annotated[tuple[int, ...], List(Integer(1, 4), 1, 2)] = (2,)
    outputs: Annotated[int, Integer(1, 2)] = 1
    activation: Annotated[str, Choice("sigmoid", "tanh", "relu")] = "sigmoid"
    loss: Annotated[str, Choice("mse", "cross_entropy")] = "mse"
    learning_rate: Annotated[float, Number(0.001, 100)] = 0.5
    wrong_sign: Annotated[bool, Flag()] = False
    batch: Annotated[int, Integer(1, MOST_SAMPLES)] = 1
    sample: Annotated[int, Integer(0, MOST_SAMPLES - 1)] = 0
    seed: Annotated[int, Integer(0, 2**31 - 1)] = 0
    theta: Annotated[tuple[float, ...], List(STAYS, 0, 46)] = ()
    samples: Annotated[tuple[float, ...], List(TYPED, 0, 4 * MOST_SAMPLES)] = ()
    step: Annotated[int, Integer(0, 7)] = 0
    chosen: Annotated[int, Integer(0, 45)] = 0
    taken: Annotated[int, Integer(0, 10**6)] = 0

    def __post_init__(self) -> None:
        width = self.inputs + 1
        if len(self.samples) == self.batch * width:
            for k, target in enumerate(self.samples[self.inputs :: width]):
                if not 0 <= target <= 1:
                    raise refuse(f"samples[{(k + 1) * width - 1}]", Number(0, 1), target)

    @property
    def sizes(self) -> list[int]:
        """Units of each layer, the inputs first."""
        return [self.inputs, *self.hidden, self.outputs]

    @property
    def shown(self) -> int:
        """The sample that is looked at, of those there are."""
        return min(self.sample, self.batch - 1)


def make_loss(settings: BackpropSettings) -> Loss:
    """Return the loss: cross-entropy of a single output is the one for yes or no."""
    binary = settings.loss == "cross_entropy" and settings.outputs == 1
    return LOSSES.get("binary_cross_entropy" if binary else settings.loss)


def make_network(settings: BackpropSettings) -> MLP:
    """Return the network, in float64; weights are drawn with one decimal, so that a hand can follow them."""
    output = make_loss(settings).output or (
        "linear" if settings.activation == "relu" else settings.activation
    )
    network = MLP(settings.sizes, activation=settings.activation, output=output, dtype=np.float64)
    if len(settings.theta) == network.theta.size:
        network.theta = settings.theta
        return network
    rng = np.random.default_rng(settings.seed)
    for layer in network.parameters:
        for name, array in layer.items():
            size = rng.integers(1, 11 if name == "W" else 5, array.shape)  # never 0: every edge counts
            array[...] = size * rng.choice([-1, 1], array.shape) / 10
    return network


def make_samples(settings: BackpropSettings) -> tuple[FloatArray, FloatArray]:
    """Return the inputs ``(n, inputs)`` and the targets ``(n, outputs)``."""
    n, width = settings.batch, settings.inputs + 1
    if len(settings.samples) == n * width:
        rows = np.array(settings.samples).reshape(n, width)
    else:
        rng = np.random.default_rng([settings.seed, 1])
        rows = np.empty((MOST_SAMPLES, width))
        rows[:, :-1] = rng.integers(-10, 11, (MOST_SAMPLES, settings.inputs)) / 10
        rows[:, -1] = rng.integers(0, 2, MOST_SAMPLES)
        rows[0] = (*FIRST[: settings.inputs], 1)
        rows = rows[:n]
    t = rows[:, -1:]
    return rows[:, :-1], t if settings.outputs == 1 else np.hstack([1 - t, t])
