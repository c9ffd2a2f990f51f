"""The same race on MNIST: trainings in the background, several seeds of each racer."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from neurarium.engine import MLP, Diverged
from neurarium.engine.losses import CrossEntropy
from neurarium.engine.metrics import accuracy
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.optimizers.settings import RACERS, OptimizersSettings, optimizer_of
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Choice, Integer, Number
from neurarium.lab.runs.training_list import Course, Job, ListProgress, Moment, Result, TrainingList
from neurarium.lab.values import Axes
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.pace import Pace
from neurarium.training.statistics import mean_interval

LIST_ID = "optimizers"
SIZES = (784, 32, 10)
IMAGES, HELD_BACK = 10_000, 2_000
"""Images that are learned from, and others that each network is asked."""

EPOCHS, BATCH, SEEDS = 3, 32, 5
MARKS = 10
"""So often in an epoch the network is asked; gradient descent takes one step an epoch, and is asked then."""

MOMENTUM = 0.9


@dataclass(frozen=True, eq=False)
class MnistRacer:
    """A racer on MNIST.

    Attributes
    ----------
    name, rate
        Who, and with which learning rate.
    seeds
        How many of its trainings have ended.
    diverged
        How many of them because the loss was no number any more; those are in no mean.
    epochs
        When the networks were asked; empty if no training has ended.
    mean, low, high
        The share of the images held back that they read, with its 95 % interval over the seeds; the interval
        is NaN with fewer than three.
    best_rate, best
        Of all rates that were tried with every seed, the one with the highest mean at the end, and that mean;
        None if there is none.
    """

    name: str
    rate: float
    seeds: int
    diverged: int
    epochs: Annotated[FloatArray, Axes("mark")]
    mean: Annotated[FloatArray, Axes("mark")]
    low: Annotated[FloatArray, Axes("mark")]
    high: Annotated[FloatArray, Axes("mark")]
    best_rate: float | None
    best: float | None


@dataclass(frozen=True, eq=False)
class MnistRace:
    """The race on MNIST so far."""

    progress: ListProgress
    racers: tuple[MnistRacer, ...]


def draw_mnist(runs: TrainingList, settings: OptimizersSettings) -> MnistRace:
    """Return what the trainings came to, for the racers and rates of the settings."""
    return MnistRace(runs.progress, tuple(_racer(runs, settings, name) for name in settings.shown))


def _racer(runs: TrainingList, settings: OptimizersSettings, name: str) -> MnistRacer:
    rate = settings.mnist_rates[RACERS.index(name)]
    ended = _results(runs, name, rate)
    curves = [np.array(result["curve"]) for result in ended if result["diverged"] is None]
    epochs = curves[0][:, 0] if curves else np.empty(0)
    right = np.array([curve[:, 1] for curve in curves]).reshape(len(curves), len(epochs))
    unknown = [(np.nan, np.nan)] * len(epochs)
    intervals = [mean_interval(at) for at in right.T] if len(curves) > 2 else unknown
    low, high = np.array(intervals).reshape(-1, 2).T
    best = max(_tried(runs, name), default=None)
    return MnistRacer(
        name=name,
        rate=rate,
        seeds=len(ended),
        diverged=len(ended) - len(curves),
        epochs=epochs,
        mean=right.mean(axis=0) if curves else np.empty(0),
        low=low,
        high=high,
        best_rate=None if best is None else best[1],
        best=None if best is None else best[0],
    )


def _results(runs: TrainingList, name: str, rate: float) -> list[Result]:
    found = (runs.result({"racer": name, "rate": rate, "seed": seed}) for seed in range(SEEDS))
    return [result for result in found if result is not None]


def _tried(runs: TrainingList, name: str) -> list[tuple[float, float]]:
    """Return the mean at the end, and the rate, of each rate that was tried with every seed."""
    found = []
    for rate in {job["rate"] for job in runs.jobs if job["racer"] == name}:
        results = _results(runs, name, rate)
        if len(results) == SEEDS and all(result["diverged"] is None for result in results):
            found.append((float(np.mean([result["curve"][-1][1] for result in results])), rate))
    return found


def jobs_of(settings: OptimizersSettings) -> list[Job]:
    """Return the trainings of all racers in the race, seed by seed: all curves grow together."""
    return [
        {"racer": name, "rate": rate, "seed": seed}
        for seed in range(SEEDS)
        for name, rate in zip(RACERS, settings.mnist_rates, strict=True)
        if name in settings.racers
    ]


class MnistWork:
    """A training of one racer with one seed, which decides on the first weights and the order of the images.

    All racers but gradient descent have the same batches; gradient descent takes all images at every step.
    """

    version = 1
    uses_kernels = True

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these are a racer with rate and seed, and what `train` returns."""
        try:
            Choice(*RACERS).read(job["racer"], "racer")
            Number(0, 100).read(job["rate"], "rate")
            Integer(0, SEEDS - 1).read(job["seed"], "seed")
        except (LabError, LookupError):
            return False
        return len(job) == 3 and (result is None or _is_result(result))

    def cost(self, job: Job) -> float:
        """Return about how many forward passes of an image a training takes."""
        asked = 1 if job["racer"] == "gd" else MARKS
        return float(EPOCHS * (3 * IMAGES + asked * HELD_BACK))

    def train(self, job: Job) -> Course:
        """Train, and ask on the way."""
        images = digits()
        scaling = Scaling.unit()
        held = scaling.apply(images.x_train[IMAGES : IMAGES + HELD_BACK])
        labels = images.y_train[IMAGES : IMAGES + HELD_BACK]
        data = Dataset(images.x_train[:IMAGES], images.y_train[:IMAGES], scaling=scaling)
        config = TrainConfig(
            loss=CrossEntropy(),
            optimizer=optimizer_of(job["racer"], job["rate"], MOMENTUM),
            epochs=EPOCHS,
            batch_size=None if job["racer"] == "gd" else BATCH,
            seed=job["seed"],
            record=False,
        )
        trainer = Trainer(MLP(SIZES, seed=job["seed"]), data, config)
        total = EPOCHS * trainer.steps_per_epoch
        marks = [round(mark) for mark in _spread(total, EPOCHS * (1 if job["racer"] == "gd" else MARKS))]
        curve: list[list[float]] = [[0.0, accuracy(trainer.network.forward(held).output, labels)]]
        pace = Pace()
        while marks:
            seconds = yield Moment(trainer.step / total, {"curve": list(curve), "diverged": None})
            try:
                _advance(trainer, pace, min(marks[0] - trainer.step, pace.fitting(seconds)))
            except Diverged as error:
                return {"curve": curve, "diverged": error.step}
            if trainer.step == marks[0]:
                marks.pop(0)
                right = accuracy(trainer.network.forward(held).output, labels)
                curve.append([EPOCHS * trainer.step / total, right])
        return {"curve": curve, "diverged": None}


def _advance(trainer: Trainer, pace: Pace, steps: int) -> None:
    """Take so many steps, over the ends of epochs too."""
    end, started = trainer.step + steps, time.perf_counter()
    while trainer.step < end:
        for _ in trainer.advance(end - trainer.step):
            pass
    pace.note(steps, time.perf_counter() - started)


def _spread(total: int, marks: int) -> Iterable[float]:
    return (total * (i + 1) / marks for i in range(marks))


def _is_result(result: Any) -> bool:
    try:
        points = result["curve"]
        fine = all(0 <= epoch <= EPOCHS and 0 <= right <= 1 for epoch, right in points)
        return fine and len(points) > 0 and (result["diverged"] is None or result["diverged"] >= 0)
    except (LookupError, TypeError, ValueError):
        return False
