"""The training that is seen live, and its twin without penalties; they belong to one page."""

from dataclasses import replace

from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import Training
from neurarium.lab.exhibits.overfitting.weights import Weights, WeightsView, weights_of


class Live:
    """The training of a setup with the first seed, begun anew whenever the setup changes."""

    def __init__(self, setup: Setup, source: ImageSource) -> None:
        self.setup, self.source = setup, source
        self.training = Training(setup, seed=0, source=source)
        self._twin: Training | None = None

    def advance(self, budget: Budget, steps: int) -> None:
        """Train `steps` steps, or as many as the budget allows."""
        _advance(self.training, budget, steps)

    def weights(self, budget: Budget, steps: int) -> WeightsView:
        """Train on, the twin too, and return the weights of both when they are there."""
        self.advance(budget, steps)
        if not (self.setup.l1 or self.setup.l2):
            return WeightsView(self.training.done, self._weights(self.training), None)
        if self._twin is None:
            self._twin = Training(replace(self.setup, l1=0.0, l2=0.0), seed=0, source=self.source)
        if self.training.is_over:
            _advance(self._twin, budget, steps)
        done = (self.training.done + self._twin.done) / 2
        return WeightsView(done, self._weights(self._twin), self._weights(self.training))

    def _weights(self, training: Training) -> Weights | None:
        return weights_of(training.trainer.network, training.latest[4]) if training.is_over else None


def _advance(training: Training, budget: Budget, steps: int) -> None:
    end = training.trainer.step + steps
    while not training.is_over and training.trainer.step < end:
        training.advance(budget.left / 1000, end - training.trainer.step)
        if budget.left <= 0:
            break
