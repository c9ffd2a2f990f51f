"""The exhibit's operations."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.gradient_flow.band import SEEDS, band_of, updates
from neurarium.lab.exhibits.gradient_flow.layer import look, measured
from neurarium.lab.exhibits.gradient_flow.lines import draw_computed, draw_program
from neurarium.lab.exhibits.gradient_flow.settings import BATCH, CLASSES, STEPS, GradientFlowSettings, batch
from neurarium.lab.exhibits.gradient_flow.sizes import LOSS, Pass, run, sizes, sizes_of
from neurarium.lab.exhibits.gradient_flow.tasks import GradientFlowTasks
from neurarium.lab.exhibits.gradient_flow.trial import (
    GUESSING,
    LAST,
    LEARNED,
    LIST_ID,
    TrialView,
    TrialWork,
    draw_trial,
    order,
)
from neurarium.lab.exhibits.gradient_flow.view import GradientFlowView, Progress, Tested
from neurarium.lab.gradient_size import EXPLODED, VANISHED, verdict_on
from neurarium.lab.proof import Proof, prove, spread
from neurarium.lab.rules import Integer
from neurarium.lab.runs.training_list import TrainingList, training_list
from neurarium.lab.workspace import Workspace
from neurarium.training.blas import single_threaded_blas

_PER_ARRAY = 2
"""So many entries of each weight matrix, bias, … are checked by finite differences."""

_WORK = TrialWork()


@dataclass(frozen=True)
class ProveFrom:
    """Parameters of `prove`: begin with this one of the chosen parameters."""

    start: Annotated[int, Integer(0, 9999)] = 0


class _Shown:
    """The network of some settings: its pass, and the sizes of as many seeds as there are by now."""

    def __init__(self, settings: GradientFlowSettings) -> None:
        self.settings = settings.network
        with single_threaded_blas():
            self.passed: Pass = run(self.settings)
            self.found = [sizes_of(self.passed)]

    def add_seed(self) -> None:
        """Add the next seed."""
        with single_threaded_blas():
            self.found.append(sizes(self.settings, len(self.found)))


class GradientFlow(GradientFlowTasks, Exhibit):
    """How large the gradient is, layer by layer, in networks of many layers."""

    id = "gradient-flow"
    constants: ClassVar = {
        "vanished": VANISHED,
        "exploded": EXPLODED,
        "seeds": SEEDS,
        "batch": BATCH,
        "steps": STEPS,
        "classes": CLASSES,
        "guessing": GUESSING,
        "learned": LEARNED,
        "last": LAST,
        "healthy": 1e-3,
    }

    def __init__(self, settings: GradientFlowSettings, workspace: Workspace) -> None:
        self.settings = settings
        self._shown = _Shown(settings)
        self._workspace = workspace
        order(self._trainings, settings, None)

    @classmethod
    def restore(cls, workspace: Workspace) -> None:
        """Resume the trainings that an earlier process left, unless another process has them."""
        training_list(workspace, LIST_ID, _WORK)

    @property
    def _trainings(self) -> TrainingList:
        return training_list(self._workspace, LIST_ID, _WORK)

    @property
    def ratio(self) -> float:
        """The gradient at the inputs, as a multiple of that at the logits."""
        return self._shown.found[0].ratio

    @property
    def trial(self) -> TrialView | None:
        """Both trainings, if they were asked for."""
        return draw_trial(self._trainings, self.settings)

    def view(self) -> GradientFlowView:
        """Return everything."""
        settings, passed = self.settings, self._shown.passed
        found = self._shown.found[0]
        gradients = passed.gradients
        with np.errstate(all="ignore"):
            factor = self.ratio ** (1 / (settings.depth + 1))
            first, last = measured(gradients.layers[0].x), measured(gradients.layers[-1].delta)
        return GradientFlowView(
            settings=settings,
            gradients=found.gradients,
            activations=found.activations,
            updates=updates(found, settings.learning_rate),
            input=first,
            output=last,
            ratio=self.ratio,
            factor=factor,
            verdict=verdict_on(self.ratio),
            loss=passed.loss,
            parameters=passed.network.theta.size,
            layer=look(passed, min(settings.layer, settings.depth)),
            progress=self._progress(),
            trial=self.trial,
            computed=draw_computed(settings.activation),
            program=draw_program(settings),
        )

    @op
    def configure(self, params: GradientFlowSettings) -> GradientFlowView:
        """Change the settings; what was computed stays where it still holds."""
        before, self.settings = self.settings, params
        if params.network != before.network:
            self._shown = _Shown(params)
        order(self._trainings, params, before)
        return self.view()

    @op
    def advance(self, params: Advance, budget: Budget) -> Progress:
        """Add seeds to the band, as many as the budget allows."""
        budget = budget.at_most(params.budget_ms)
        while len(self._shown.found) < SEEDS:
            self._shown.add_seed()
            if budget.left <= 0:
                break
        return self._progress()

    @op
    def tested(self) -> Tested:
        """Return the test of the verdict so far; a page that looked away is given what it asked for."""
        order(self._trainings, self.settings, None)
        return Tested(self.trial)

    @op
    def stop(self) -> Tested:
        """Train no further for now."""
        self._trainings.stop()
        return Tested(self.trial)

    @op
    def go_on(self) -> Tested:
        """Train on."""
        self._trainings.go_on()
        return Tested(self.trial)

    @op
    def prove(self, params: ProveFrom, budget: Budget) -> Proof:
        """Check some weights of each layer by finite differences."""
        network = self._shown.passed.network
        with single_threaded_blas():
            return prove(
                network,
                LOSS,
                *batch(),
                indices=spread(network, _PER_ARRAY),
                training=True,
                start=params.start,
                budget=budget,
            )

    def _progress(self) -> Progress:
        found = self._shown.found
        return Progress(band_of(found, self.settings.learning_rate), over=len(found) == SEEDS)
