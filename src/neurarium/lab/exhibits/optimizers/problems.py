"""What is descended: a surface of two parameters, or the loss of a small network."""

from itertools import pairwise
from typing import Protocol

import numpy as np

from neurarium.data.toy import toy
from neurarium.engine import MLP
from neurarium.engine.losses import BinaryCrossEntropy
from neurarium.engine.objective import objective
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.optimizers.settings import NETWORK, RaceSettings
from neurarium.training.surfaces import SAMPLES, SURFACES, SampledSurface

SIZES = (2, 6, 1)
DATA = "circle"


class Problem(Protocol):
    """A loss over a few parameters: the mean over `SAMPLES` samples."""

    start: FloatArray
    names: tuple[str, ...]

    def loss(self, theta: FloatArray) -> float:
        """Return the mean loss of all samples."""

    def gradient(self, theta: FloatArray, rows: IntArray | None) -> FloatArray:
        """Return the gradient of the mean loss of the samples `rows`; None: of all of them."""


class OnSurface(SampledSurface):
    """A surface, and where on it the race begins."""

    names = ("x", "y")

    def __init__(self, settings: RaceSettings) -> None:
        super().__init__(SURFACES.get(settings.problem))
        self.start = np.array(settings.start, np.float64)


class OnNetwork:
    """The loss of a 2-6-1 network in float64 that learns a disc inside a ring, as a function of its weights.

    Attributes
    ----------
    network
        Its weights are those of the last question.
    x, y
        The samples ``(SAMPLES, 2)`` and their answers ``(SAMPLES, 1)``, 0 or 1.
    """

    def __init__(self, settings: RaceSettings) -> None:
        points = toy(DATA, np.random.default_rng(settings.seed), n=SAMPLES)
        self.x = points.X.astype(np.float64)
        self.y = (points.y.astype(np.float64) + 1) / 2
        self.network = MLP(SIZES, activation="tanh", seed=settings.seed, dtype=np.float64)
        self.start = self.network.theta.copy()
        self.names = tuple(_names())
        self._loss = BinaryCrossEntropy()
        self._room: dict[int, tuple[Trace, Gradients]] = {}

    def loss(self, theta: FloatArray) -> float:
        """Return the mean loss of all samples."""
        self.network.theta[...] = theta
        trace, _ = self._of(SAMPLES)
        return objective(self.network, self._loss, self.x, self.y, trace=trace).loss

    def gradient(self, theta: FloatArray, rows: IntArray | None) -> FloatArray:
        """Return the gradient of the mean loss of some samples; None: of all."""
        self.network.theta[...] = theta
        x, y = (self.x, self.y) if rows is None else (self.x[rows], self.y[rows])
        trace, out = self._of(len(x))
        objective(self.network, self._loss, x, y, gradient=True, trace=trace, out=out)
        return out.vector

    def _of(self, n: int) -> tuple[Trace, Gradients]:
        if n not in self._room:
            self._room[n] = self.network.trace(n), self.network.gradients(n)
        return self._room[n]


def make_problem(settings: RaceSettings) -> OnSurface | OnNetwork:
    """Return what the settings name."""
    return OnNetwork(settings) if settings.problem == NETWORK else OnSurface(settings)


def rows_of_step(settings: RaceSettings, steps: int) -> list[IntArray | None]:
    """Return which samples each step of a race takes: each once, in a new order, then each once more.

    None stands for all of them.
    """
    if settings.batch == SAMPLES:
        return [None] * steps
    rng = np.random.default_rng(settings.seed)
    found: list[IntArray | None] = []
    while len(found) < steps:
        order = rng.permutation(SAMPLES)
        found += [order[i : i + settings.batch] for i in range(0, SAMPLES, settings.batch)]
    return found[:steps]


def _names() -> list[str]:
    """Return what the weights and biases of the network are called, in the order of its vector, as LaTeX."""
    names: list[str] = []
    for layer, (n_in, n_out) in enumerate(pairwise(SIZES), start=1):
        names += [f"w^{{({layer})}}_{{{i}{j}}}" for i in range(1, n_in + 1) for j in range(1, n_out + 1)]
        names += [f"b^{{({layer})}}_{{{j}}}" for j in range(1, n_out + 1)]
    return names
