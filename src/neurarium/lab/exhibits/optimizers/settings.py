"""The settings of the exhibit `optimizers`."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.engine.optimizers import OPTIMIZERS, AdamW, Momentum, Optimizer
from neurarium.engine.schedules import SCHEDULES
from neurarium.lab.rules import Choice, Integer, List, Number
from neurarium.training.surfaces import SAMPLES, SURFACES

NETWORK = "network"
PROBLEMS = (*SURFACES.names, NETWORK)
RACERS = ("gd", *OPTIMIZERS.names)
"""Gradient descent is SGD that takes all samples at every step."""

RATES: dict[str, tuple[float, ...]] = {
    "bowl": (0.1,) * len(RACERS),
    "ravine": (0.5, 0.5, 0.05, 0.05, 0.05, 0.2, 0.2),
    "saddle": (0.1, 0.1, 0.02, 0.02, 0.05, 0.1, 0.1),
    "two_minima": (0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1),
    "rosenbrock": (0.001, 0.001, 0.0005, 0.0005, 0.01, 0.05, 0.05),
    NETWORK: (0.5, 0.5, 0.1, 0.1, 0.02, 0.05, 0.05),
}
"""Learning rates to begin with, one for each racer."""

MNIST_RATES = (0.5, 0.2, 0.02, 0.02, 0.002, 0.002, 0.002)
"""The same on MNIST."""

LONGEST = 1000
REACH = 6.0


@dataclass(frozen=True)
class RaceSettings:
    """What makes a race another one from its start.

    Attributes
    ----------
    problem
        What is descended.
    start
        Where all racers begin, x and y; the network begins at its initial weights instead.
    seed
        Decides the order of the samples, and the initial weights of the network.
    batch
        Samples of each step; gradient descent takes all of them.
    length
        Steps of the race.
    """

    problem: Annotated[str, Choice(*PROBLEMS)] = "ravine"
    start: Annotated[tuple[float, ...], List(Number(-REACH, REACH), 2, 2)] = (-4.5, 2.0)
    seed: Annotated[int, Integer(0, 999)] = 0
    batch: Annotated[int, Integer(1, SAMPLES)] = 8
    length: Annotated[int, Integer(20, LONGEST)] = 200


@dataclass(frozen=True)
class OptimizersSettings(RaceSettings):
    """The whole state.

    Attributes
    ----------
    racers
        Who is shown.
    rates
        Of each of the seven its learning rate.
    momentum
        Of momentum and Nesterov.
    schedule
        Of everybody's learning rate.
    follow
        Whose numbers and arrows are shown; the first one if this one is not in the race.
    mnist_rates
        Of each of the seven its learning rate on MNIST.
    parameter
        Of which parameter the update is written out, counted from 0; the last one if there are fewer.
    step
        How many steps of the race are shown. When learning rate, momentum or schedule change, the race goes
        on from here with the new ones.
    """

    racers: Annotated[tuple[str, ...], List(Choice(*RACERS), 1, len(RACERS))] = RACERS
    rates: Annotated[tuple[float, ...], List(Number(0, 100), len(RACERS), len(RACERS))] = RATES["ravine"]
    momentum: Annotated[float, Number(0, 0.99)] = 0.9
    schedule: Annotated[str, Choice(*SCHEDULES.names)] = "constant"
    follow: Annotated[str, Choice(*RACERS)] = "momentum"
    mnist_rates: Annotated[tuple[float, ...], List(Number(0, 100), len(RACERS), len(RACERS))] = MNIST_RATES
    parameter: Annotated[int, Integer(0, 999)] = 0
    step: Annotated[int, Integer(0, LONGEST)] = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """Who is in the race, each once."""
        return tuple(name for name in RACERS if name in self.racers)

    @property
    def followed(self) -> str:
        """Whose numbers are shown."""
        return self.follow if self.follow in self.racers else self.shown[0]

    @property
    def race(self) -> RaceSettings:
        """What makes the race."""
        return RaceSettings(self.problem, self.start, self.seed, self.batch, self.length)

    @property
    def tuning(self) -> tuple[object, ...]:
        """What may change while it runs."""
        return self.rates, self.momentum, self.schedule

    def optimizers(self) -> list[Optimizer]:
        """Return the engine's optimizer of each of the seven."""
        pairs = zip(RACERS, self.rates, strict=True)
        return [optimizer_of(name, rate, self.momentum) for name, rate in pairs]


def optimizer_of(racer: str, rate: float, momentum: float) -> Optimizer:
    """Return the engine's optimizer of a racer."""
    kind = OPTIMIZERS.members["sgd" if racer == "gd" else racer]
    if issubclass(kind, Momentum):
        return kind(rate, momentum)
    return kind(rate, weight_decay=WEIGHT_DECAY) if issubclass(kind, AdamW) else kind(rate)


WEIGHT_DECAY = 0.01
