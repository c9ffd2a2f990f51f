"""The settings of the exhibit `optimizers`."""

from dataclasses import dataclass, replace
from typing import Annotated, Self

from neurarium.engine.optimizers import OPTIMIZERS, AdamW, Momentum, Optimizer
from neurarium.engine.schedules import SCHEDULES
from neurarium.lab.rules import Choice, Integer, Length, List, Number, refuse
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

MOMENTUM, SCHEDULE = len(RACERS), len(RACERS) + 1
"""What a change on the way can be of besides the rate of one of the racers, 0 to 6."""
MOST_CHANGES = 30


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
    changes
        What was changed on the way, three numbers a change, in the order in which it was done: after which
        step; of what (0 to 6: the rate of that racer, 7: the momentum, 8: the schedule); what it had been
        until then (of a schedule its place in the list). `rates`, `momentum` and `schedule` are those of the
        race's end.
    step
        How many steps of the race are shown.
    """

    racers: Annotated[tuple[str, ...], List(Choice(*RACERS), 1, len(RACERS))] = RACERS
    rates: Annotated[tuple[float, ...], List(Number(0, 100), len(RACERS), len(RACERS))] = RATES["ravine"]
    momentum: Annotated[float, Number(0, 0.99)] = 0.9
    schedule: Annotated[str, Choice(*SCHEDULES.names)] = "constant"
    follow: Annotated[str, Choice(*RACERS)] = "momentum"
    mnist_rates: Annotated[tuple[float, ...], List(Number(0, 100), len(RACERS), len(RACERS))] = MNIST_RATES
    parameter: Annotated[int, Integer(0, 999)] = 0
    changes: Annotated[tuple[float, ...], List(Number(0, LONGEST), 0, 3 * MOST_CHANGES)] = ()
    step: Annotated[int, Integer(0, LONGEST)] = 0

    def __post_init__(self) -> None:
        if len(self.changes) % 3:
            raise refuse("changes", Length(len(self.changes) // 3 * 3), self.changes)
        for i, change in enumerate(self._changes):
            rules = Integer(1, LONGEST), Integer(0, SCHEDULE), _rule_of(change[1])
            for k, (rule, value) in enumerate(zip(rules, change, strict=True)):
                whole = isinstance(rule, Integer) and float(value).is_integer()
                rule.read(int(value) if whole else value, f"changes[{3 * i + k}]")

    @property
    def _changes(self) -> list[tuple[float, float, float]]:
        return list(zip(self.changes[::3], self.changes[1::3], self.changes[2::3], strict=True))

    @property
    def change_steps(self) -> set[int]:
        """After which steps something was changed."""
        return {int(step) for step in self.changes[::3]}

    def at(self, done: int) -> Self:
        """Return the settings with the rates, momentum and schedule that follow the first `done` steps."""
        rates, momentum, schedule = list(self.rates), self.momentum, self.schedule
        for step, what, before in reversed(self._changes):
            if step <= done:
                continue
            if what == MOMENTUM:
                momentum = before
            elif what == SCHEDULE:
                schedule = SCHEDULES.names[int(before)]
            else:
                rates[int(what)] = before
        return replace(self, rates=tuple(rates), momentum=momentum, schedule=schedule, changes=())

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


def _rule_of(what: float) -> Number | Integer:
    """Return what the value before a change must be."""
    if what == MOMENTUM:
        return Number(0, 0.99)
    return Integer(0, len(SCHEDULES.names) - 1) if what == SCHEDULE else Number(0, 100)


def optimizer_of(racer: str, rate: float, momentum: float) -> Optimizer:
    """Return the engine's optimizer of a racer."""
    kind = OPTIMIZERS.members["sgd" if racer == "gd" else racer]
    if issubclass(kind, Momentum):
        return kind(rate, momentum)
    return kind(rate, weight_decay=WEIGHT_DECAY) if issubclass(kind, AdamW) else kind(rate)


WEIGHT_DECAY = 0.01
