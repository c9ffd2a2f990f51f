"""What the exhibit draws."""

from dataclasses import dataclass
from typing import Any

from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.compare.pair import Pair
from neurarium.lab.exhibits.compare.run import SweepRun
from neurarium.lab.exhibits.compare.settings import CompareSettings
from neurarium.lab.problem import Problem
from neurarium.lab.runs.training_list import ListState
from neurarium.lab.workspace import Workspace
from neurarium.persist.model import PIXELS
from neurarium.training.statistics import Difference
from neurarium.tuning.conclusion import Conclusion, Tested, Verdict
from neurarium.tuning.knobs import as_text
from neurarium.tuning.points import Point
from neurarium.tuning.table import Row


@dataclass(frozen=True)
class KnobView:
    """A knob of the sweep.

    Attributes
    ----------
    name
        Of the setting; ``"hidden"`` for the sizes of the hidden layers.
    texts
        Its values as they are written, in order.
    numbers
        The same as numbers, for an axis: units of all hidden layers, for ``"hidden"``; empty for names.
    """

    name: str
    texts: tuple[str, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class PointView:
    """A point of the sweep, and what its trainings came to.

    Attributes
    ----------
    number
        Its place in the list of all points.
    places
        For each knob, which of its values it has.
    text
        Its values, as they are written on a command line.
    accuracies
        On the images held back, seed by seed; of the seeds that are trained.
    mean, low, high
        Their mean, and its 95 % interval; None before one, or two, are trained.
    diverged
        How many of the trainings diverged.
    seconds, parameters
        Mean seconds of a training on one thread, and the size of the network; None before one is trained.
    confirmed
        Accuracies with the fresh seeds, if it came that far.
    """

    number: int
    places: tuple[int, ...]
    text: str
    accuracies: tuple[float, ...]
    mean: float | None
    low: float | None
    high: float | None
    diverged: int
    seconds: float | None
    parameters: int | None
    confirmed: tuple[float, ...]


@dataclass(frozen=True)
class ConclusionView:
    """What the numbers bear out; see `Conclusion`. Points are given by their number, -1 for none."""

    verdict: Verdict
    first: int
    second: int
    best: int
    difference: Difference | None
    equals: tuple[int, ...]
    test: Tested | None
    only_first: int
    only_second: int
    p: float | None

    @classmethod
    def of(cls, found: Conclusion, points: list[Point]) -> "ConclusionView":
        """Return a conclusion with points as numbers."""

        def number(point: Point | None) -> int:
            return -1 if point is None else points.index(point)

        between = found.disagreement
        return cls(
            verdict=found.verdict,
            first=number(found.first),
            second=number(found.second),
            best=number(found.best),
            difference=found.difference,
            equals=tuple(map(number, found.equals)),
            test=found.test,
            only_first=0 if between is None else len(between.only_first),
            only_second=0 if between is None else len(between.only_second),
            p=None if between is None else between.p,
        )


@dataclass(frozen=True)
class SweepView:
    """The sweep on stage.

    Attributes
    ----------
    name
        Of its file; ``neurarium tune --resume --out FILE`` goes on with it.
    file
        That file.
    done, of
        Trainings with a result, and all; `of` is None while points are drawn as long as there is time.
    training
        The number of the point that is in training; -1 for none.
    problem
        Why it failed, or why results are not on the disk; empty if all is well.
    """

    name: str
    file: str
    state: ListState
    done: int
    of: int | None
    seconds_left: float | None
    problem: str
    seeds: int
    knobs: tuple[KnobView, ...]
    points: tuple[PointView, ...]
    training: int
    conclusion: ConclusionView


@dataclass(frozen=True)
class NetworkView:
    """A saved network.

    Attributes
    ----------
    shape
        Inputs, units of each layer, outputs.
    dataset
        The name of the learner's own data set that it learned; empty for MNIST.
    """

    name: str
    shape: str
    dataset: str


@dataclass(frozen=True, eq=False)
class CompareView:
    """All that the front end draws.

    Attributes
    ----------
    networks
        The saved networks that can be looked at in place of points.
    problem
        Why the sweep of the settings could not be shown.
    program, command
        The same sweep with our own library, and on the command line.
    twins
        One of the trainings in Keras and in PyTorch.
    """

    settings: CompareSettings
    sweep: SweepView
    networks: tuple[NetworkView, ...]
    pair: Pair | None
    problem: Problem | None
    computed: dict[str, Computed]
    program: str
    twins: Phrase
    command: str


def draw_networks(workspace: Workspace) -> tuple[NetworkView, ...]:
    """Return the saved networks that read images, the newest first."""
    return tuple(
        NetworkView(entry.name, entry.shape, str(entry.card.metrics.get("dataset", "")))
        for entry in workspace.models.entries()
        if entry.card is not None and entry.layers[0].n_in == PIXELS and entry.layers[-1].n_out > 1
    )


def draw_sweep(run: SweepRun) -> SweepView:
    """Return a sweep as it is."""
    sweep = run.sweep
    plan = sweep.plan
    table = sweep.table()
    rows = {row.point: row for row in table}
    points = sweep.points()
    knobs = tuple(_knob(name, points, i) for i, name in enumerate(points[0].names))
    trial = run.in_training
    return SweepView(
        name=run.name,
        file=run.file,
        state=run.state,
        done=len(sweep.results),
        of=plan.most(),
        seconds_left=run.seconds_left,
        problem=run.problem,
        seeds=plan.seeds,
        knobs=knobs,
        points=tuple(_point(i, point, rows.get(point), knobs, run) for i, point in enumerate(points)),
        training=-1 if trial is None else _number_of(trial.key, points, run),
        conclusion=ConclusionView.of(table.conclusion, points),
    )


def _number_of(key: str, points: list[Point], run: SweepRun) -> int:
    plan = run.sweep.plan
    for i, point in enumerate(points):
        if any(trial.key == key for trial in [*plan.choosing(point), *plan.confirming(point)]):
            return i
    return -1


def _knob(name: str, points: list[Point], i: int) -> KnobView:
    values = sorted({point.values[i] for point in points}, key=_order)
    numbers = tuple(_number(value) for value in values)
    known = all(number is not None for number in numbers)
    return KnobView(
        name,
        tuple(as_text(name, value) for value in values),
        tuple(number for number in numbers if number is not None) if known else (),
    )


def _point(i: int, point: Point, row: Row | None, knobs: tuple[KnobView, ...], run: SweepRun) -> PointView:
    sweep = run.sweep
    confirmed = (sweep.results.get(trial.key) for trial in sweep.plan.confirming(point))
    texts = [as_text(name, value) for name, value in zip(point.names, point.values, strict=True)]
    return PointView(
        number=i,
        places=tuple(knob.texts.index(text) for knob, text in zip(knobs, texts, strict=True)),
        text=str(point),
        accuracies=() if row is None else row.accuracies,
        mean=None if row is None else row.mean,
        low=None if row is None else row.low,
        high=None if row is None else row.high,
        diverged=0 if row is None else row.diverged,
        seconds=None if row is None else row.seconds,
        parameters=None if row is None else row.parameters,
        confirmed=tuple(result.validation.share for result in confirmed if result is not None),
    )


def _number(value: Any) -> float | None:
    """Return a value as a place on an axis; None if it has none."""
    if isinstance(value, tuple):
        return float(sum(value))
    if isinstance(value, bool | str) or value is None:
        return None
    return float(value)


def _order(value: Any) -> tuple[int, Any]:
    number = _number(value)
    return (1, str(value)) if number is None else (0, (number, str(value)))
