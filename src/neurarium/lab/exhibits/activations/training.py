"""The network whose sums are looked at: a short training, done in slices, or a model of the shelf."""

from dataclasses import dataclass

import numpy as np

from neurarium.engine import MLP, Diverged
from neurarium.engine.layers import walk
from neurarium.engine.losses import CrossEntropy
from neurarium.engine.metrics import accuracy
from neurarium.engine.network import Network
from neurarium.engine.optimizers import SGD
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.diverged import DivergedAt
from neurarium.lab.exhibits.activations.settings import EPOCHS, NetworkSettings
from neurarium.lab.exhibits.activations.sums import IMAGES, LayerSums, layer_sums
from neurarium.lab.model_cache import ModelCache
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.persist.model import Model
from neurarium.training import Dataset, EpochEnd, TrainConfig, Trainer
from neurarium.training.blas import single_threaded_blas
from neurarium.training.probe import dead_units

SIZES = (784, 32, 16, 10)
TRAINING_IMAGES = 4000
BATCH = 32


@dataclass(frozen=True, eq=False)
class Moment:
    """The network after an epoch.

    Attributes
    ----------
    layers
        The sums of each layer.
    accuracy
        The share of the images that it reads.
    dead
        How many ReLU units of each layer no training image switches on; None where no training was watched.
    """

    layers: list[LayerSums]
    accuracy: float
    dead: tuple[int, ...] | None


class Watched:
    """A network, and its moments so far: untrained, after each epoch; of a finished model there is one.

    Attributes
    ----------
    settings
        What it was made from.
    trainer
        Who trains; None for a model of the shelf.
    moments
        So far: one more than epochs are trained.
    problem
        Why the model that was asked for cannot be looked at; then it is the short training.
    diverged
        Where the training ended because the loss or a sum was no finite number.
    """

    def __init__(self, settings: NetworkSettings, models: ModelCache) -> None:
        self.settings = settings
        images = digits()
        self._labels = images.y_test[:IMAGES]
        self.diverged: DivergedAt | None = None
        self.problem: Problem | None = None
        self.trainer: Trainer | None = None
        scaling = Scaling.unit()
        found = self._of_the_shelf(models) if settings.model else None
        if found is not None:
            self.network: Network = found.network
            scaling = found.scaling or Scaling(0.0, 1.0)
        else:
            self.network = untrained(settings)
            rows = slice(TRAINING_IMAGES)
            data = Dataset(images.x_train[rows], images.y_train[rows], scaling=scaling)
            self.trainer = Trainer(self.network, data, config(settings))
        self.scaling = scaling
        self._x: FloatArray = scaling.apply(images.x_test[:IMAGES])
        self.moments = [self._measure()]

    def _of_the_shelf(self, models: ModelCache) -> Model | None:
        try:
            return models.reader(self.settings.model).model
        except LabError as error:
            self.problem = Problem.of(error)
            return None

    @property
    def epochs(self) -> int:
        """How many epochs the training has."""
        return 0 if self.trainer is None else EPOCHS

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to train."""
        return self.trainer is None or self.trainer.finished or self.diverged is not None

    def advance(self, budget: Budget, epoch: int, steps: int) -> None:
        """Train `steps` steps, or as many as the budget allows, but not beyond an epoch."""
        if self.trainer is not None and not self.is_over:
            wanted = min(steps, min(epoch, EPOCHS) * self.trainer.steps_per_epoch - self.trainer.step)
            if wanted > 0:
                with single_threaded_blas():
                    budget.run(self._train, wanted)

    def _train(self, steps: int) -> None:
        end = (0 if self.trainer is None else self.trainer.step) + steps
        while self.trainer is not None and not self.is_over and self.trainer.step < end:
            try:
                for event in self.trainer.advance(end - self.trainer.step):
                    if isinstance(event, EpochEnd):
                        self.moments.append(self._measure())
            except Diverged as error:
                self.diverged = DivergedAt(error.step, error.epoch, error.learning_rate)

    def _measure(self) -> Moment:
        with np.errstate(over="ignore", invalid="ignore"):
            trace = self.network.forward(self._x)
        if not all(np.isfinite(t.z).all() for t in self.network.dense_traces(trace)):
            raise Diverged(
                step=0 if self.trainer is None else self.trainer.step,
                epoch=0 if self.trainer is None else self.trainer.epochs_done,
                learning_rate=self.settings.learning_rate,
                loss=float("nan"),
            )
        trainer = self.trainer
        return Moment(
            layer_sums(self.network, trace),
            accuracy(trace.output, self._labels),
            dead_units(self.network, trainer.data) if trainer is not None and trainer.step else None,
        )


def untrained(settings: NetworkSettings) -> MLP:
    """Return the network with its initial weights, scaled as the settings say."""
    network = MLP(SIZES, activation=settings.hidden)
    for layer, parameters in zip(walk(network.layers), network.parameters, strict=True):
        assert layer.shapes()
        parameters["W"] *= settings.weight_scale
    return network


def config(settings: NetworkSettings) -> TrainConfig:
    """Return the short training: plain SGD, on the reference, which needs no compiling."""
    return TrainConfig(
        loss=CrossEntropy(),
        optimizer=SGD(settings.learning_rate),
        epochs=EPOCHS,
        batch_size=BATCH,
        backend="numpy",
    )
