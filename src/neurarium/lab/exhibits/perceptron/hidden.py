"""One hidden layer more: weights by hand that solve XOR, and trainings that find some."""

from dataclasses import dataclass

import numpy as np

from neurarium.engine.mlp import MLP
from neurarium.engine.network import Network
from neurarium.engine.optimizers import SGD
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.perceptron.settings import CORNERS, XOR
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.blas import single_threaded_blas

SEEDS = 100
MOST_STEPS = 1000
RATE = 1.0
CHECKED_EVERY = 10
"""Steps between two looks at the answers."""

SIDE = 40
"""Points of a side of a map."""


def by_hand(truth: tuple[int, ...]) -> Network:
    """Return a network of step neurons that solves XOR or its opposite.

    The first hidden neuron is OR, the second NAND. Both say yes to exactly the corners where XOR is 1: the
    output is AND for XOR, and NAND for its opposite.
    """
    network = MLP([2, 2, 1], activation="step", output="step", dtype=np.float64)
    hidden, output = network.parameters
    hidden["W"][...] = [[1, -1], [1, -1]]  # (inputs, units)
    hidden["b"][...] = [-0.5, 1.5]
    sign = 1 if truth == XOR else -1
    output["W"][:, 0] = [sign, sign]
    output["b"][0] = -1.5 * sign
    return network


def grid() -> FloatArray:
    """Return the points of the square [-1.5, 2.5]², row by row from the top, ``(SIDE * SIDE, 2)``."""
    line = np.linspace(-1.5, 2.5, SIDE + 1)
    middle = (line[:-1] + line[1:]) / 2
    x, y = np.meshgrid(middle, middle[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def draw_map(network: Network) -> FloatArray:
    """Return the network's output over the grid as numbers from -1 to 1, ``(SIDE * SIDE,)``."""
    return (2 * network.forward(grid()).output[:, 0] - 1).astype(np.float32)


def trained(network: Network, truth: tuple[int, ...], seed: int = 0) -> Trainer:
    """Return a trainer of a network on a truth table: gradient descent on all four rows at once."""
    data = Dataset(np.array(CORNERS, np.float32), np.array(truth, np.float32)[:, None])
    config = TrainConfig(
        loss="binary_cross_entropy",  # type: ignore[arg-type]
        optimizer=SGD(RATE),
        epochs=MOST_STEPS,
        batch_size=None,
        seed=seed,
        record=False,
    )
    return Trainer(network, data, config)


def solves(network: Network, truth: tuple[int, ...]) -> bool:
    """Whether the network answers all four rows rightly: 0.5 and more is yes."""
    answers = network.forward(np.array(CORNERS)).output[:, 0] >= 0.5
    return bool((answers == np.array(truth)).all())


@dataclass(frozen=True)
class Outcome:
    """How one training ended.

    Attributes
    ----------
    found
        Whether all four answers were right within `MOST_STEPS` steps.
    steps
        Steps that were taken.
    """

    found: bool
    steps: int


class Trials:
    """Trainings from the first weights of the seeds 0, 1, 2, …, a slice of time at a time."""

    def __init__(self, truth: tuple[int, ...], units: int) -> None:
        self.truth, self.units = truth, units
        self.outcomes: list[Outcome] = []
        self.network = self._next()

    @property
    def done(self) -> bool:
        """Whether all seeds were tried."""
        return len(self.outcomes) == SEEDS

    @property
    def found(self) -> int:
        """How many of those tried found weights that solve it."""
        return sum(outcome.found for outcome in self.outcomes)

    @single_threaded_blas()
    def go_on(self, budget: Budget) -> None:
        """Train until the budget is used up, or all seeds were tried."""
        while not self.done:
            self._train_a_little()
            if budget.left <= 0:
                break

    def _train_a_little(self) -> None:
        for _ in range(CHECKED_EVERY):
            for _ in self._trainer.advance(1):
                pass
        found = solves(self.network, self.truth)
        if found or self._trainer.step >= MOST_STEPS:
            self.outcomes.append(Outcome(found, self._trainer.step))
            self.last = self.network
            if not self.done:
                self.network = self._next()

    def _next(self) -> Network:
        seed = len(self.outcomes)
        network = MLP([2, self.units, 1], activation="tanh", output="sigmoid", seed=seed)
        self._trainer = trained(network, self.truth, seed)
        return network
