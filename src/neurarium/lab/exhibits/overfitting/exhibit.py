"""The exhibit's operations."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from neurarium.kernels import being_compiled
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.overfitting.engine_program import engine_program
from neurarium.lab.exhibits.overfitting.game import EPOCHS, SEEN, UNSEEN, Game, GameView
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.lines import draw_computed, draw_program
from neurarium.lab.exhibits.overfitting.live import Live
from neurarium.lab.exhibits.overfitting.luck import TEST_IMAGES
from neurarium.lab.exhibits.overfitting.network import SEED, save, saved_of
from neurarium.lab.exhibits.overfitting.settings import (
    BATCH,
    IMAGES,
    MOST_RUNS,
    RATE,
    OverfittingSettings,
    Setup,
)
from neurarium.lab.exhibits.overfitting.tasks import OverfittingTasks
from neurarium.lab.exhibits.overfitting.training import CURVE_IMAGES, Training
from neurarium.lab.exhibits.overfitting.view import (
    LiveView,
    OverfittingView,
    OwnSet,
    RunsView,
    draw_examples,
    draw_live,
    draw_runs,
    draw_set,
    setups_of,
    uncovered,
)
from neurarium.lab.exhibits.overfitting.weights import REACH, TINY, WeightsView
from neurarium.lab.exhibits.overfitting.work import (
    EQUAL_RUNS,
    LIST_ID,
    SEEDS,
    OverfittingWork,
    equal_jobs,
    job_of,
    jobs_of,
)
from neurarium.lab.handover import HandedOver, hand_over
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Text
from neurarium.lab.runs.training_list import TrainingList, training_list
from neurarium.lab.workspace import Workspace
from neurarium.persist import ModelError


@dataclass(frozen=True)
class Which:
    """Parameters of operations on a kept run: its id."""

    run: Annotated[str, Text(12)]


@dataclass(frozen=True)
class NetworkView:
    """The network of a run: the name of its model, and how much of its training is done, 0 to 1."""

    name: str
    done: float


class Overfitting(OverfittingTasks, Exhibit):
    """Overfit on purpose, then cure it."""

    id = "overfitting"
    constants: ClassVar = {
        "seen": SEEN,
        "unseen": UNSEEN,
        "images": IMAGES,
        "curve_images": CURVE_IMAGES,
        "batch": BATCH,
        "rate": RATE,
        "seeds": SEEDS,
        "most_runs": MOST_RUNS,
        "equal_runs": EQUAL_RUNS,
        "small_test": TEST_IMAGES,
        "tiny": TINY,
        "reach": REACH,
    }

    def __init__(self, settings: OverfittingSettings, workspace: Workspace) -> None:
        self.workspace = workspace
        self._take_source(settings)
        self.game = Game(settings.points)
        self.live = Live(self._setup, self.source)
        self._again: Training | None = None  # whose network is to be saved

    @classmethod
    def restore(cls, workspace: Workspace) -> None:
        """Resume the trainings that an earlier process left, unless another process has them."""
        training_list(workspace, LIST_ID, OverfittingWork(workspace.datasets))

    @property
    def kept(self) -> TrainingList:
        """The trainings of the kept runs, and of the equal ones."""
        return training_list(self.workspace, LIST_ID, OverfittingWork(self.workspace.datasets))

    def view(self) -> OverfittingView:
        """Return everything."""
        settings = self.settings
        return OverfittingView(
            settings=settings,
            set=draw_set(self.source),
            datasets=tuple(map(OwnSet.of, self.workspace.datasets.entries())),
            problem=Problem.of(self._missing) if self._missing else None,
            game=self._game(),
            live=draw_live(self.live.training),
            examples=draw_examples(self.live.training),
            runs=self.runs(),
            computed=draw_computed(self._setup),
            program=draw_program(self._setup, self.source),
        )

    @op
    def configure(self, params: OverfittingSettings) -> OverfittingView:
        """Change the settings; what is trained stays, unless it becomes something else."""
        if params.dataset != self.source.name or self._missing:
            self._take_source(params)
        self.settings = replace(params, dataset=self.source.name)
        if self._setup != self.live.setup or self.source is not self.live.source:
            self.live = Live(self._setup, self.source)
        if params.points != self.game.number:
            self.game = Game(params.points)
        return self.view()

    @op
    def advance(self, params: Advance, budget: Budget) -> LiveView:
        """Train the network that is seen live."""
        self.live.advance(budget.at_most(params.budget_ms), params.steps)
        return draw_live(self.live.training)

    @op
    def play(self, params: Advance, budget: Budget) -> GameView:
        """Train the network of the game, by `steps` epochs or as many as the budget allows."""
        left = EPOCHS - self.game.trainer.epochs_done
        if left:
            budget.at_most(params.budget_ms).run(self.game.advance, min(params.steps, left))
        return self._game()

    @op
    def weights(self, params: Advance, budget: Budget) -> WeightsView:
        """Train the network that is seen live, with penalties and without, and return its weights."""
        return self.live.weights(budget.at_most(params.budget_ms), params.steps)

    @op
    def to_code_lab(self) -> HandedOver:
        """Put the training that is seen live among the learner's own programs in the code lab."""
        return hand_over(self.workspace, self.id, engine_program(self._setup, self.source))

    # --- the kept runs ------------------------------------------------------------------------------------

    @op
    def runs(self) -> RunsView:
        """Return the kept runs as they are."""
        return draw_runs(self.kept, self.settings.reference, self.source)

    @op
    def keep(self) -> RunsView:
        """Keep the setup as a run: train it with several seeds."""
        ImageSource.of(self.workspace.datasets, self.source.name)  # it may be gone by now
        setup, setups = self._setup, setups_of(self.kept, self.source)
        if setup not in setups and len(setups) >= MOST_RUNS:
            raise LabError(
                "too_large",
                f"There are {len(setups)} runs already; at most {MOST_RUNS} are kept.",
                "Remove one of them first.",
                {"limit": MOST_RUNS, "got": len(setups) + 1, "unit": "runs"},
            )
        self.kept.add(jobs_of(setup, self.source))
        return self.runs()

    @op
    def forget(self, params: Which) -> RunsView:
        """Remove a kept run. That its test score was seen is not forgotten."""
        self.kept.drop(jobs_of(self._kept_setup(params), self.source))
        return self.runs()

    @op
    def stop(self) -> RunsView:
        """Train no further; what is trained stays."""
        self.kept.stop()
        return self.runs()

    @op
    def go_on(self) -> RunsView:
        """Train on."""
        self.kept.go_on()
        return self.runs()

    @op
    def uncover(self, params: Which) -> RunsView:
        """Commit to a run: look at its score on the test images."""
        setup = self._kept_setup(params)
        if any(self.kept.result(job) is None for job in jobs_of(setup, self.source)):
            raise LabError(
                "busy",
                "The run is not finished.",
                "Wait for all of its seeds.",
                {"name": "", "run": setup.id},
            )
        if setup.id not in uncovered(self.kept, self.source):
            own = {"dataset": self.source.name, "made": self.source.made} if self.source.name else {}
            self.kept.note({"uncovered": setup.id, **own})
        return self.runs()

    @op
    def network(self, params: Which, budget: Budget) -> NetworkView:
        """Train a run's first seed again, within the budget, and put its network on the shelf.

        What is done with a network there shows its test score: the run has to be uncovered.
        """
        setup = self._kept_setup(params)
        if setup.id not in uncovered(self.kept, self.source):
            raise LabError(
                "covered",
                "The score of this run on the test images is covered still, and its network would show it.",
                "Uncover it first.",
            )
        if name := saved_of(self.workspace.models, setup, self.source):
            return NetworkView(name, 1.0)
        if being_compiled():  # NumPy would come to other bits
            return NetworkView("", 0.0)
        training = self._again
        if training is None or (training.setup, training.source) != (setup, self.source):
            training = self._again = Training(setup, SEED, self.source)
        training.advance(budget.left / 1000)
        if not training.is_over:
            return NetworkView("", training.done)
        self._again = None
        result = self.kept.result(job_of(setup, SEED, self.source.made))
        assert result is not None  # it is uncovered
        try:
            return NetworkView(save(self.workspace.models, training, result), 1.0)
        except ModelError as error:
            raise LabError("not_saved", str(error), "", {"reason": str(error)}) from error

    @op
    def luck(self) -> RunsView:
        """Train the runs that differ in nothing but the seed."""
        self.kept.add(equal_jobs())
        return self.runs()

    @property
    def _setup(self) -> Setup:
        """What is trained."""
        return self.settings.setup.within(self.source)

    def _take_source(self, settings: OverfittingSettings) -> None:
        """Look for the data set; if there is none, take MNIST: a link of somebody else still opens."""
        self._missing: LabError | None = None
        try:
            self.source = ImageSource.of(self.workspace.datasets, settings.dataset)
        except LabError as error:
            self._missing, self.source = error, ImageSource.mnist()
        self.settings = replace(settings, dataset=self.source.name)

    def _kept_setup(self, params: Which) -> Setup:
        for setup in setups_of(self.kept, self.source):
            if setup.id == params.run:
                return setup
        raise LabError(
            "not_found",
            "There is no such run.",
            "Look at the runs again.",
            {"what": "run", "name": params.run},
        )

    def _game(self) -> GameView:
        return self.game.view(self.settings.boundary, fallen=self.settings.fallen)
