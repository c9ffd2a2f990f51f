"""What the exhibit draws."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.datasets.store import StoredSet
from neurarium.lab.exhibits.overfitting.curves import Bands, Curves, Estimate
from neurarium.lab.exhibits.overfitting.game import GameView
from neurarium.lab.exhibits.overfitting.image_source import ImageSource, share_held_back
from neurarium.lab.exhibits.overfitting.luck import Luck
from neurarium.lab.exhibits.overfitting.settings import OverfittingSettings, Setup
from neurarium.lab.exhibits.overfitting.training import CURVE_IMAGES, Training
from neurarium.lab.exhibits.overfitting.work import SEEDS, equal_jobs, jobs_of
from neurarium.lab.problem import Problem
from neurarium.lab.runs.training_list import ListProgress, Result, TrainingList
from neurarium.lab.share import Share
from neurarium.lab.values import Axes, ByteArray
from neurarium.training.statistics import Difference, paired_difference

EXAMPLES = 12


@dataclass(frozen=True)
class SetView:
    """The data set that is learned from.

    Attributes
    ----------
    train, test
        How many images it has to learn from, and to test with.
    most_held_back
        So many of the former are held back, fewer if more than the rest are learned from.
    classes
        What the labels stand for.
    """

    train: int
    test: int
    most_held_back: int
    classes: tuple[str, ...]


@dataclass(frozen=True)
class OwnSet:
    """One of the learner's own data sets, to be chosen.

    Attributes
    ----------
    name
        Its name.
    most_learned
        So many images can be learned from without touching those held back.
    """

    name: str
    most_learned: int

    @classmethod
    def of(cls, entry: StoredSet) -> "OwnSet":
        """Return a data set of the folder as one to be chosen."""
        return cls(entry.name, entry.train - share_held_back(entry.train))


@dataclass(frozen=True, eq=False)
class Examples:
    """Some of the images that are learned from, with the labels that they are given, and the true ones."""

    images: Annotated[ByteArray, Axes("example", 784)]
    given: tuple[int, ...]
    true: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LiveView:
    """The training that is seen live, at one moment.

    Attributes
    ----------
    id
        Of its setup.
    done
        The part that is done, 0 to 1.
    epochs_done
        Whole epochs so far.
    images, wrong, held_back
        How many images it learns from, how many of them have a wrong label, and how many are held back.
    train, held
        Right answers of the network as it is; None if nothing is held back.
    memorises
        The intervals of the two lie apart, and `held` is the worse.
    parameters
        Of the network.
    best_epoch
        The epoch whose weights the network has.
    """

    id: str
    done: float
    epochs_done: int
    images: int
    wrong: int
    held_back: int
    curves: Curves
    train: Share
    held: Share | None
    memorises: bool
    parameters: int
    best_epoch: int


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run that was kept: one setup, trained with several seeds.

    Attributes
    ----------
    id
        Of the setup.
    done
        Seeds that are trained.
    bands
        The curves; before the first seed is trained, those of the one in training.
    train, held
        Shares of right answers; None before two seeds are trained.
    difference
        By how much `held` is above that of the reference, seed by seed; None where there is no such number.
    is_shown
        Whether the interval of the difference leaves out 0.
    test
        The share of right test images; None as long as it is covered.
    best_epoch
        On average; for early stopping.
    """

    id: str
    setup: Setup
    done: int
    bands: Bands
    train: Estimate | None
    held: Estimate | None
    difference: Difference | None
    is_shown: bool
    test: Estimate | None
    best_epoch: float | None


@dataclass(frozen=True, eq=False)
class RunsView:
    """The kept runs.

    Attributes
    ----------
    reference
        The id of the run that the others are compared with; empty if there is none.
    uncovered
        How often the test set was uncovered.
    """

    runs: tuple[KeptRun, ...]
    reference: str
    progress: ListProgress
    uncovered: int
    luck: Luck


@dataclass(frozen=True, eq=False)
class OverfittingView:
    """All that the front end draws; `problem` says why the data set of the settings could not be used."""

    settings: OverfittingSettings
    set: SetView
    datasets: tuple[OwnSet, ...]
    problem: Problem | None
    game: GameView
    live: LiveView
    examples: Examples
    runs: RunsView
    computed: dict[str, Computed]
    program: Phrase


def draw_examples(training: Training) -> Examples:
    """Return the first images that a training learns from."""
    chosen, data = training.sample, training.trainer.data
    some = slice(EXAMPLES)
    true = training.source.images.y_train[chosen.rows[some]]
    return Examples(data.x_train[some], tuple(chosen.labels[some].tolist()), tuple(true.tolist()))


def draw_live(training: Training) -> LiveView:
    """Return a training as it is."""
    _, _, right, _, held_right = training.latest
    asked = min(CURVE_IMAGES // 2, training.setup.images)
    train = Share.of(right or 0.0, asked)
    watched = min(CURVE_IMAGES, training.held_back)
    held = None if held_right is None else Share.of(held_right, watched)
    return LiveView(
        id=training.setup.id,
        done=training.done,
        epochs_done=training.trainer.epochs_done,
        images=training.setup.images,
        wrong=training.sample.wrong,
        held_back=training.held_back,
        curves=Curves.of(training.so_far()),
        train=train,
        held=held,
        memorises=held is not None and held.high < train.low,
        parameters=int(training.trainer.network.theta.size),
        best_epoch=training.best_epoch,
    )


def draw_set(source: ImageSource) -> SetView:
    """Return what the page says of a data set."""
    return SetView(source.count, len(source.images.x_test), source.most_held_back, source.classes)


def setups_of(runs: TrainingList, source: ImageSource) -> list[Setup]:
    """Return the setups of the runs kept of a data set, in the order in which they were kept."""
    found: dict[str, Setup] = {}
    for job in runs.jobs:
        own = job["setup"].get("dataset", ""), job.get("made", "")
        if "equal" not in job and own == (source.name, source.made):
            setup = Setup(**job["setup"])
            found[setup.id] = setup
    return list(found.values())


def uncovered(runs: TrainingList, source: ImageSource) -> list[str]:
    """Return the ids of the runs that have seen the test images of a data set."""
    return [
        note["uncovered"]
        for note in runs.notes
        if "uncovered" in note
        and (note.get("dataset", ""), note.get("made", "")) == (source.name, source.made)
    ]


def draw_runs(runs: TrainingList, reference: str, source: ImageSource) -> RunsView:
    """Return all runs kept of a data set, compared with one of them."""
    setups = setups_of(runs, source)
    ids = [setup.id for setup in setups]
    compared = reference if reference in ids else (ids[0] if ids else "")
    seen = uncovered(runs, source)
    scores = {setup.id: _held(_results(runs, setup, source)) for setup in setups}
    return RunsView(
        runs=tuple(
            _draw_run(runs, setup, source, scores, compared, covered=setup.id not in seen) for setup in setups
        ),
        reference=compared,
        progress=runs.progress,
        uncovered=len(seen),
        luck=Luck.of_results([found for job in equal_jobs() if (found := runs.result(job)) is not None]),
    )


def _draw_run(
    runs: TrainingList,
    setup: Setup,
    source: ImageSource,
    scores: dict[str, list[float]],
    reference: str,
    *,
    covered: bool,
) -> KeptRun:
    results = _results(runs, setup, source)
    held, base = scores[setup.id], scores[reference]
    comparable = setup.id != reference and len(held) == len(base) == SEEDS
    difference = paired_difference(held, base) if comparable else None
    drawn = [found for job in jobs_of(setup, source) if (found := runs.so_far(job)) is not None]
    return KeptRun(
        id=setup.id,
        setup=setup,
        done=len(results),
        bands=Bands.of(results or drawn),
        train=Estimate.of([_share([result["train"]]) for result in results]),
        held=Estimate.of(held),
        difference=difference,
        is_shown=difference is not None and difference.is_shown,
        test=None if covered else Estimate.of([_share([result["test"]]) for result in results]),
        best_epoch=float(np.mean([result["best_epoch"] for result in results])) if results else None,
    )


def _results(runs: TrainingList, setup: Setup, source: ImageSource) -> list[Result]:
    return [found for job in jobs_of(setup, source) if (found := runs.result(job)) is not None]


def _held(results: list[Result]) -> list[float]:
    return [_share(result["held"]) for result in results if result["held"]]


def _share(counts: list[list[int]]) -> float:
    """Return the share of right answers over all parts."""
    right, n = np.sum(counts, axis=0)
    return float(right / n)
