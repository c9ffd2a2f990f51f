"""The exhibit's operations."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import numpy as np

from neurarium.engine.optimizers import Adam, RMSprop
from neurarium.engine.types import FloatArray
from neurarium.lab.budget import Advance, Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.optimizers.landscape import PathMap, SurfaceMap
from neurarium.lab.exhibits.optimizers.lines import draw_computed, draw_program
from neurarium.lab.exhibits.optimizers.mnist import (
    BATCH,
    EPOCHS,
    HELD_BACK,
    IMAGES,
    LIST_ID,
    SEEDS,
    MnistRace,
    MnistWork,
    draw_mnist,
    jobs_of,
)
from neurarium.lab.exhibits.optimizers.mnist import MOMENTUM as MNIST_MOMENTUM
from neurarium.lab.exhibits.optimizers.moment import draw_moment
from neurarium.lab.exhibits.optimizers.problems import OnNetwork
from neurarium.lab.exhibits.optimizers.race import DIVERGED, DIVERGED_TIMES, FINISH, Race
from neurarium.lab.exhibits.optimizers.settings import (
    LONGEST,
    MOMENTUM,
    MOST_CHANGES,
    NETWORK,
    PROBLEMS,
    RACERS,
    RATES,
    SCHEDULE,
    WEIGHT_DECAY,
    OptimizersSettings,
)
from neurarium.lab.exhibits.optimizers.sweep import LAST, Sweep, key_of
from neurarium.lab.exhibits.optimizers.sweep import RATES as TRIED
from neurarium.lab.exhibits.optimizers.tasks import OptimizersTasks
from neurarium.lab.exhibits.optimizers.view import (
    Frames,
    Landscape,
    Moment,
    OptimizersView,
    Preset,
    Small,
    Swept,
)
from neurarium.lab.rules import Integer
from neurarium.lab.runs.training_list import TrainingList, training_list
from neurarium.lab.workspace import Workspace
from neurarium.training.surfaces import SAMPLES, SURFACES

_FAR = 1e30
_WORK = MnistWork()


@dataclass(frozen=True)
class Show:
    """Parameters of `show`: the step."""

    step: Annotated[int, Integer(0, LONGEST)]


class Optimizers(OptimizersTasks, Exhibit):
    """Seven optimizers of the engine race down the same slope."""

    id = "optimizers"
    constants: ClassVar = {
        "samples": SAMPLES,
        "diverged": DIVERGED,
        "diverged_times": DIVERGED_TIMES,
        "finish": FINISH,
        "beta1": Adam.beta1,
        "beta2": Adam.beta2,
        "rho": RMSprop.rho,
        "epsilon": Adam.epsilon,
        "weight_decay": WEIGHT_DECAY,
        "mnist_images": IMAGES,
        "mnist_held_back": HELD_BACK,
        "mnist_epochs": EPOCHS,
        "mnist_batch": BATCH,
        "mnist_seeds": SEEDS,
        "mnist_momentum": MNIST_MOMENTUM,
        "change_of_momentum": MOMENTUM,
        "change_of_schedule": SCHEDULE,
        "most_changes": MOST_CHANGES,
    }

    def __init__(self, settings: OptimizersSettings, workspace: Workspace) -> None:
        self.settings = settings
        self._workspace = workspace
        self._begin(0)

    @classmethod
    def restore(cls, workspace: Workspace) -> None:
        """Resume the trainings on MNIST that an earlier process left, unless another process has them."""
        training_list(workspace, LIST_ID, _WORK)

    def _begin(self, version: int) -> None:
        self.race = Race(self.settings, version)
        problem = self.race.problem
        self._map: SurfaceMap | PathMap | None = (
            None if isinstance(problem, OnNetwork) else SurfaceMap(problem)
        )
        self.sweeping: Sweep | None = None

    def view(self) -> OptimizersView:
        """Return all that does not move, and the step that is shown."""
        settings, problem = self.settings, self.race.problem
        self._reach(settings.step)
        surface = None if isinstance(problem, OnNetwork) else problem.surface
        return OptimizersView(
            settings=settings,
            followed=settings.followed,
            presets=tuple(
                Preset(name, (0.0, 0.0) if name == NETWORK else SURFACES.get(name).start, RATES[name])
                for name in PROBLEMS
            ),
            names=problem.names,
            formula=surface.formula if surface else "",
            slopes=surface.slope_formulas if surface else (),
            start_loss=float(self.race.loss[0, 0]),
            limit=self.race.limit,
            version=self.race.version,
            moment=self.moment(),
            swept=self._swept(),
            computed=draw_computed(settings, problem),
            program=draw_program(settings, problem),
        )

    def moment(self) -> Moment:
        """Return the step that is shown."""
        return draw_moment(self.race, self.settings)

    @op
    def configure(self, params: OptimizersSettings) -> OptimizersView:
        """Change the settings: of a race that stays the same what is before the first change stays."""
        before, self.settings = self.settings, params
        if params.race != before.race:
            self._begin(self.race.version + 1)
        else:
            self.race.steer(params)
        if self.sweeping is not None and self.sweeping.key != key_of(params):
            self.sweeping = None
        return self.view()

    @op
    def show(self, params: Show) -> Moment:
        """Show another step."""
        self.settings = replace(self.settings, step=params.step)
        self._reach(params.step)
        return self.moment()

    @op
    def frames(self, budget: Budget) -> Frames:
        """Compute the race on, as far as the time allows; return all of it."""
        race = self.race
        if not race.is_over:
            budget.run(race.advance, race.settings.length)
        kept = slice(race.done + 1)
        on = self._map
        theta, squares = race.theta[:, kept], race.squares[:, kept]
        return Frames(
            version=race.version,
            over=race.is_over,
            places=_small(on.places(theta) if on else np.full((*theta.shape[:2], 2), np.nan)),
            losses=np.minimum(race.loss[:, kept], np.finfo(np.float64).max),
            gradients=_small(on.turned(race.gradient[:, kept]) if on else np.zeros((*theta.shape[:2], 2))),
            velocities=_small(on.turned(race.velocity[:, kept]) if on else np.zeros((*theta.shape[:2], 2))),
            sizes=_small(np.sqrt(squares)) if isinstance(on, SurfaceMap) else None,
            diverged=[int(step) for step in race.diverged],
            finished=[race.finished_at(r) for r in range(len(RACERS))],
        )

    @op
    def landscape(self, budget: Budget) -> Landscape:
        """Return the picture on which the race is run; that of a network is drawn while time is left."""
        race, racer = self.race, self.settings.followed
        if isinstance(race.problem, OnNetwork):
            if not race.is_over:
                budget.run(race.advance, race.settings.length)
                if not race.is_over:
                    return Landscape(race.version, NETWORK, 0.0, None, (0.0, 0.0), 1.0, racer, None, None)
            if not isinstance(self._map, PathMap) or self._map.key != (race.version, racer):
                self._map = PathMap(race, race.problem, racer)
            if not self._map.is_over:
                budget.run(self._map.advance, self._map.heights.size)
        assert self._map is not None
        return self._map.draw(race.version, racer)

    @op
    def sweep(self, params: Advance, budget: Budget) -> Swept:
        """Let more of the races of the sweep run."""
        if self.sweeping is None:
            self.sweeping = Sweep(self.settings)
        if not self.sweeping.is_over:
            budget.at_most(params.budget_ms).run(self.sweeping.advance, params.steps)
        swept = self._swept()
        assert swept is not None
        return swept

    @property
    def _trainings(self) -> TrainingList:
        return training_list(self._workspace, LIST_ID, _WORK)

    @op
    def mnist(self) -> MnistRace:
        """Return the race on MNIST so far, with the learning rates of the settings."""
        return draw_mnist(self._trainings, self.settings)

    @op
    def mnist_race(self) -> MnistRace:
        """Train in the background whatever this race lacks; what waits of another one is dropped."""
        runs, wanted = self._trainings, jobs_of(self.settings)
        runs.drop([job for job in runs.jobs if runs.result(job) is None and job not in wanted])
        runs.add(wanted)
        return self.mnist()

    @op
    def mnist_stop(self) -> MnistRace:
        """Train no further for now."""
        self._trainings.stop()
        return self.mnist()

    @op
    def mnist_go_on(self) -> MnistRace:
        """Train on."""
        self._trainings.go_on()
        return self.mnist()

    def _reach(self, step: int) -> None:
        self.race.advance(min(step, self.race.settings.length) - self.race.done)

    def _swept(self) -> Swept | None:
        sweep = self.sweeping
        if sweep is None:
            return None
        share = sweep.done / sweep.losses.size
        judged = max(1, round(LAST * self.settings.length))
        return Swept(TRIED, sweep.losses.copy(), sweep.best(), share, judged)


def _small(values: FloatArray) -> Small:
    """Return float32; what is too large for it becomes the largest that a picture may have to draw."""
    return np.clip(values, -_FAR, _FAR).astype(np.float32)
