"""The operations of `backprop`."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Annotated, ClassVar

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase
from neurarium.lab.budget import Budget
from neurarium.lab.computed import Computed
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.backprop.engine_program import engine_program
from neurarium.lab.exhibits.backprop.lines import draw_computed, draw_program
from neurarium.lab.exhibits.backprop.passes import COURSE, course_of, pass_of, places_of, step_of
from neurarium.lab.exhibits.backprop.paths import SAME, Paths, paths_of
from neurarium.lab.exhibits.backprop.settings import (
    STAYS,
    BackpropSettings,
    make_loss,
    make_network,
    make_samples,
)
from neurarium.lab.exhibits.backprop.tasks import BackpropTasks
from neurarium.lab.exhibits.backprop.view import Course, LayerPass, Place, StepView
from neurarium.lab.handover import HandedOver, hand_over
from neurarium.lab.proof import Proof, prove
from neurarium.lab.rules import Flag, Integer, List
from neurarium.lab.values import Axes
from neurarium.lab.workspace import Workspace

MOST_SEEDS = 64
"""So many are looked at for a step that harms a sample: a tenth of a second at most."""


@dataclass(frozen=True)
class BackpropView:
    """All that the front end draws."""

    settings: BackpropSettings
    sizes: tuple[int, ...]
    activations: tuple[str, ...]  # of each layer after the inputs
    x: Annotated[FloatArray, Axes("sample", "input")]
    y: Annotated[FloatArray, Axes("sample", "output")]
    shown: int  # the sample that is looked at
    theta: Annotated[FloatArray, Axes("parameter")]
    weights: tuple[Annotated[FloatArray, Axes("input", "unit")], ...]
    biases: tuple[Annotated[FloatArray, Axes("unit")], ...]
    places: tuple[Place, ...]
    layers: tuple[LayerPass, ...]
    step: StepView
    ahead: Course
    chosen: int
    paths: Paths
    computed: dict[str, Computed]
    program: Phrase


@dataclass(frozen=True)
class ProveOf:
    """Parameters of `prove`: every parameter from number `start` on, or the chosen one."""

    every: Annotated[bool, Flag()] = True
    start: Annotated[int, Integer(0, 1000)] = 0


@dataclass(frozen=True)
class At:
    """Parameters of `glance`: other weights for the same network."""

    theta: Annotated[tuple[float, ...], List(STAYS, 0, 46)]


@dataclass(frozen=True)
class Worse:
    """A seed whose step makes the batch better and one of its samples worse; None if none was found."""

    seed: int | None
    sample: int


class Backprop(BackpropTasks, Exhibit):
    """One training step of a small network."""

    id = "backprop"
    constants: ClassVar = {"same": SAME, "course": COURSE}

    def __init__(self, settings: BackpropSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace
        self.loss = make_loss(settings)
        self.network = make_network(settings)
        self.X, self.y = make_samples(settings)

    @cached_property
    def layers(self) -> tuple[LayerPass, ...]:
        """The pass of the sample that is looked at."""
        k = self.settings.shown
        with np.errstate(over="ignore", invalid="ignore"):
            return pass_of(self.network, self.loss, self.X[k : k + 1], self.y[k : k + 1])

    @cached_property
    def step(self) -> StepView:
        """The step on the batch."""
        with np.errstate(over="ignore", invalid="ignore"):
            return step_of(
                self.network,
                self.loss,
                self.X,
                self.y,
                self.settings.learning_rate,
                wrong_sign=self.settings.wrong_sign,
            )

    def view(self) -> BackpropView:
        """Return everything."""
        network, settings = self.network, self.settings
        places = places_of(network)
        chosen = min(settings.chosen, len(places) - 1)
        with np.errstate(over="ignore", invalid="ignore"):
            paths = paths_of(places[chosen], self.layers, network.weights())
        return BackpropView(
            settings=settings,
            sizes=tuple(settings.sizes),
            activations=tuple(layer.activation.name for layer in network.dense_layers),
            x=self.X,
            y=self.y,
            shown=settings.shown,
            theta=network.theta.copy(),
            weights=tuple(layer["W"].copy() for layer in network.parameters),
            biases=tuple(layer["b"].copy() for layer in network.parameters),
            places=places,
            layers=self.layers,
            step=self.step,
            ahead=_ahead(replace(settings, step=0, chosen=0, sample=0)),
            chosen=chosen,
            paths=paths,
            computed=draw_computed(network, self.loss),
            program=draw_program(settings, network, self.loss, self.X, self.y),
        )

    @op
    def glance(self, params: At) -> BackpropView:
        """Return the view with other weights; the exhibit stays as it is."""
        return Backprop(replace(self.settings, theta=params.theta), self.workspace).view()

    @op
    def prove(self, params: ProveOf, budget: Budget) -> Proof:
        """Check the gradient of the shown sample's loss by finite differences."""
        k = self.settings.shown
        chosen = min(self.settings.chosen, self.network.theta.size - 1)
        return prove(
            self.network,
            self.loss,
            self.X[k : k + 1],
            self.y[k : k + 1],
            indices=None if params.every else [chosen],
            start=params.start if params.every else 0,
            budget=budget,
        )

    @op
    def find_worse(self) -> Worse:
        """Look at the next `MOST_SEEDS` seeds for one whose step helps the batch and harms one sample."""
        base = replace(
            self.settings, batch=max(2, self.settings.batch), theta=(), samples=(), wrong_sign=False
        )
        for seed in range(base.seed + 1, base.seed + 1 + MOST_SEEDS):
            found = Backprop(replace(base, seed=seed % 2**31), self.workspace)
            worse = found.worse_sample
            if worse is not None:
                return Worse(found.settings.seed, worse)
        return Worse(None, 0)

    @op
    def to_code_lab(self) -> HandedOver:
        """Put the step as a program among the learner's own in the code lab."""
        source = engine_program(self.settings, self.network, self.loss, self.X, self.y)
        return hand_over(self.workspace, self.id, source)


@lru_cache(maxsize=16)
def _ahead(settings: BackpropSettings) -> Course:
    """Return where the steps from here lead; which stop, sample or parameter is looked at changes nothing."""
    network, (X, y) = make_network(settings), make_samples(settings)
    with np.errstate(over="ignore", invalid="ignore"):
        return course_of(network, make_loss(settings), X, y, settings.learning_rate)
