"""The perceptron's operations."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from neurarium.engine.margin import margin
from neurarium.lab.budget import Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.perceptron.hidden import MOST_STEPS, SEEDS, SIDE, Trials
from neurarium.lab.exhibits.perceptron.lines import draw_computed, draw_program
from neurarium.lab.exhibits.perceptron.run import Run
from neurarium.lab.exhibits.perceptron.settings import (
    MOST_MISTAKES,
    MOST_POINTS,
    PerceptronSettings,
    make_points,
)
from neurarium.lab.exhibits.perceptron.tasks import PerceptronTasks
from neurarium.lab.exhibits.perceptron.view import (
    Frame,
    PerceptronView,
    TrialsView,
    draw_frame,
    draw_hand,
    draw_margin,
    draw_run,
    draw_trials,
)
from neurarium.lab.rules import Flag, Integer
from neurarium.lab.workspace import Workspace

OTHER_RATES = (0.1, 1.0)
"""With which the run is compared: the first that is not its own. Neither is the other times a power of 2."""


@dataclass(frozen=True)
class Show:
    """Parameters of `show`: after how many corrections (at most all there are)."""

    step: Annotated[int, Integer(0, MOST_MISTAKES)]


@dataclass(frozen=True)
class Try:
    """Parameters of `try_seeds`: whether to begin anew with the first seed."""

    anew: Annotated[bool, Flag()] = False


class PerceptronExhibit(PerceptronTasks, Exhibit):
    """One neuron with a step, and the rule that corrects it."""

    id = "perceptron"
    constants: ClassVar = {
        "most_mistakes": MOST_MISTAKES,
        "most_points": MOST_POINTS,
        "seeds": SEEDS,
        "most_steps": MOST_STEPS,
        "side": SIDE,
    }

    def __init__(self, settings: PerceptronSettings, workspace: Workspace) -> None:
        self.settings = settings
        X, y = make_points(settings)
        self.run = Run(X, y, settings.eta, settings.start)
        self.margin = margin(X, y)
        self.step = min(settings.step, len(self.run))
        self.trials: Trials | None = None

    def view(self) -> PerceptronView:
        """Return everything."""
        run, settings = self.run, self.settings
        other = Run(run.X, run.y, OTHER_RATES[settings.eta == OTHER_RATES[0]], settings.start)
        return PerceptronView(
            settings=settings,
            samples=run.X,
            labels=run.y.astype("u1"),
            separable=self.margin.separable,
            margin=draw_margin(self.margin),
            run=draw_run(run, other),
            frame=draw_frame(run, self.step),
            hand=draw_hand(settings),
            computed=draw_computed(),
            program=draw_program(run, settings.start),
        )

    @op
    def show(self, params: Show) -> Frame:
        """Return the neuron after some corrections."""
        self.step = min(params.step, len(self.run))
        return draw_frame(self.run, self.step)

    @op
    def try_seeds(self, params: Try, budget: Budget) -> TrialsView:
        """Train a hidden layer on the truth table, from the first weights of one seed after the other.

        A slice of time is spent; where the next slice goes on is kept here.
        """
        if params.anew or self.trials is None:
            self.trials = Trials(self.settings.truth, self.settings.units)
        self.trials.go_on(budget)
        return draw_trials(self.trials)
