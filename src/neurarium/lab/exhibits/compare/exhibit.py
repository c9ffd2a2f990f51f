"""The exhibit's operations."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from neurarium.lab.budget import Budget
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.compare.lines import (
    command_of,
    draw_computed,
    knob_text,
    program_of,
    twins_of,
)
from neurarium.lab.exhibits.compare.pair import Pair, PairTraining
from neurarium.lab.exhibits.compare.run import SUFFIX, SweepRun, no_sweep, path_of, sweep_run
from neurarium.lab.exhibits.compare.settings import (
    MOST_LAYERS,
    MOST_WIDTH,
    VALUES,
    CompareSettings,
    name_of,
)
from neurarium.lab.exhibits.compare.tasks import TOLD, CompareTasks
from neurarium.lab.exhibits.compare.view import CompareView, StoredSweep, SweepView, draw_sweep
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Integer
from neurarium.lab.workspace import Workspace
from neurarium.tuning.journal import SWEEPS, SweepFileError, SweepJournal
from neurarium.tuning.points import Point

MOST_LISTED = 50


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
        self._paired: tuple[str, tuple[int, ...]] = ("", ())
        self._take(settings)

    def view(self) -> CompareView:
        """Return everything."""
        return CompareView(
            settings=self.settings,
            values={
                name: tuple(knob_text(name, value) for value in values) for name, values in VALUES.items()
            },
            sweep=self.look_on(),
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
        folder = self.workspace.folder / SWEEPS
        files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        found = []
        for path in files[:MOST_LISTED]:
            try:
                journal = SweepJournal(path)
            except SweepFileError:
                continue  # it is none
            text = " ".join(knob.name for knob in journal.plan.knobs)
            found.append(StoredSweep(path.stem, text, len(journal.results), journal.plan.most()))
        return tuple(found)

    def _take(self, settings: CompareSettings) -> None:
        """Take other settings: their sweep, and their pair of points."""
        self._problem: LabError | None = None
        try:
            self.run = self._run_of(settings)
        except LabError as error:
            self._problem = error
            settings = replace(settings, sweep="", first=-1, second=-1)
            self.run = self._run_of(settings)
        points = self.run.sweep.points()
        chosen = {n for n in (settings.first, settings.second) if 0 <= n < len(points)}
        paired = (self.run.name, (settings.first, settings.second) if len(chosen) == 2 else ())
        if paired != self._paired:
            self.pair = self._pair_of(settings, points) if len(chosen) == 2 else None
        self._paired, self.settings = paired, settings

    def _pair_of(self, settings: CompareSettings, points: list[Point]) -> PairTraining:
        two = (points[settings.first], points[settings.second])
        return PairTraining(self.run.sweep.plan, two, (settings.first, settings.second))

    def _run_of(self, settings: CompareSettings) -> SweepRun:
        if settings.sweep:
            if not path_of(self.workspace, settings.sweep).exists():
                raise no_sweep(settings.sweep)
            return sweep_run(self.workspace, settings.sweep, None)
        plan = settings.plan()
        return sweep_run(self.workspace, name_of(plan), plan)
