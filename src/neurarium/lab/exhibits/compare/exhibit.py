"""The exhibit's operations."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from neurarium.lab.budget import Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.compare.lines import (
    command_of,
    draw_computed,
    program_of,
    twins_of,
)
from neurarium.lab.exhibits.compare.pair import SEED, Pair, PairTraining
from neurarium.lab.exhibits.compare.run import SweepRun, no_sweep, path_of, sweep_run
from neurarium.lab.exhibits.compare.settings import (
    MOST_LAYERS,
    MOST_WIDTH,
    CompareSettings,
    name_of,
)
from neurarium.lab.exhibits.compare.side import PointSide, SavedSide, Side
from neurarium.lab.exhibits.compare.stored import StoredSweep, stored_sweeps
from neurarium.lab.exhibits.compare.tasks import TOLD, CompareTasks
from neurarium.lab.exhibits.compare.view import CompareView, SweepView, draw_networks, draw_sweep
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Integer
from neurarium.lab.workspace import Workspace
from neurarium.tuning.journal import SWEEPS

Place = Literal["first", "second"]
PLACES: tuple[Place, Place] = ("first", "second")


@dataclass(frozen=True)
class Look:
    """Parameters of `look`: the number of a point; -1 for none."""

    point: Annotated[int, Integer(-1, 9999)]


class Compare(CompareTasks, Exhibit):
    """Find out which settings are really better."""

    id = "compare"
    constants: ClassVar = {"most_width": MOST_WIDTH, "most_layers": MOST_LAYERS, "told": TOLD}

    def __init__(self, settings: CompareSettings, workspace: Workspace) -> None:
        self.workspace = workspace
        self.pair: PairTraining | None = None
        self._paired: tuple[str, tuple[str, ...]] = ("", ())
        self._take(settings)

    def view(self) -> CompareView:
        """Return everything."""
        return CompareView(
            settings=self.settings,
            sweep=self.look_on(),
            networks=draw_networks(self.workspace),
            pair=None if self.pair is None else self.pair.view(),
            problem=Problem.of(self._problem) if self._problem else None,
            computed=draw_computed(),
            program=program_of(self.run),
            twins=twins_of(self.run),
            command=command_of(self.run),
        )

    @op
    def configure(self, params: CompareSettings) -> CompareView:
        """Change the settings; another comparison is another sweep, and the one before it stops."""
        before = self.run
        self._take(params)
        if self.run is not before:
            with before.lock:
                before.stop()
        return self.view()

    @op
    def start(self) -> SweepView:
        """Train on."""
        with self.run.lock:
            self.run.play()
        return self.look_on()

    @op
    def stop(self) -> SweepView:
        """Train no further; all results stay."""
        with self.run.lock:
            self.run.stop()
        return self.look_on()

    @op
    def look_on(self) -> SweepView:
        """Return the sweep as it is."""
        with self.run.lock:
            self.run.refresh()
            return draw_sweep(self.run)

    @op
    def look(self, params: Look) -> SweepView:
        """Train a point before the others: the one that the learner looks at."""
        with self.run.lock:
            points = self.run.sweep.points()
            self.run.look_at(points[params.point] if 0 <= params.point < len(points) else None)
        return self.look_on()

    @op
    def train_pair(self, budget: Budget) -> Pair | None:
        """Train the two points that are looked at side by side, within the budget."""
        if self.pair is None:
            return None
        self.pair.advance(budget)
        return self.pair.view()

    @op
    def sweeps(self) -> tuple[StoredSweep, ...]:
        """Return the sweeps in the folder, the newest first; those of ``neurarium tune`` among them."""
        return stored_sweeps(self.workspace.folder / SWEEPS)

    def _take(self, settings: CompareSettings) -> None:
        """Take other settings: their sweep, and their pair of points."""
        self._problem: LabError | None = None
        try:
            self.run = self._run_of(settings)
        except LabError as error:
            self._problem = error
            settings = replace(settings, sweep="", first=-1, second=-1)
            self.run = self._run_of(settings)
        sides = tuple(self._side_key(settings, place) for place in PLACES)
        paired = (self.run.name, sides)
        if paired != self._paired:
            self.pair = None
            try:
                if "" not in sides and sides[0] != sides[1]:
                    first, second = (self._side(settings, place) for place in PLACES)
                    self.pair = PairTraining((first, second), self.workspace.datasets)
            except LabError as error:
                self._problem = self._problem or error
                settings = replace(settings, first_network="", second_network="")
        self._paired, self.settings = paired, settings

    def _number(self, settings: CompareSettings, place: Place) -> int:
        """Return the number of the point that is looked at in this place; -1 for none."""
        number = settings.first if place == "first" else settings.second
        return number if number < len(self.run.sweep.points()) else -1

    def _network(self, settings: CompareSettings, place: Place) -> str:
        return settings.first_network if place == "first" else settings.second_network

    def _side_key(self, settings: CompareSettings, place: Place) -> str:
        """Return a text for what is looked at in this place; empty for nothing."""
        network, number = self._network(settings, place), self._number(settings, place)
        return f"network {network}" if network else "" if number < 0 else f"point {number}"

    def _side(self, settings: CompareSettings, place: Place) -> Side:
        if name := self._network(settings, place):
            return SavedSide(name, self.workspace.model_cache.load(name))
        plan, number = self.run.sweep.plan, self._number(settings, place)
        return PointSide(plan.trial(self.run.sweep.points()[number], SEED), number)

    def _run_of(self, settings: CompareSettings) -> SweepRun:
        if settings.sweep:
            if not path_of(self.workspace, settings.sweep).exists():
                raise no_sweep(settings.sweep)
            return sweep_run(self.workspace, settings.sweep, None)
        plan = settings.plan()
        return sweep_run(self.workspace, name_of(plan), plan)
