"""What the list of trainings does for this exhibit: setups with seeds, for a kept run or for the luck."""

from typing import Any

from neurarium.lab.datasets.store import DataSets
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import CURVES, Training
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Integer, Text
from neurarium.lab.runs.training_list import Course, Job, Moment, Result, Untrainable

LIST_ID = "overfitting"

SEEDS = 5
"""Each kept run is trained so many times, each time with another seed."""

EQUAL_RUNS = 20
"""So many runs that differ in nothing but the seed show what luck does."""

EQUAL = Setup(images=1000, width=32, epochs=10)
"""What these are."""

FIXED_COST = 2e9
"""Of measuring a network, in the unit of `cost`, whatever is trained."""


def jobs_of(setup: Setup, source: ImageSource) -> list[Job]:
    """Return the trainings of a kept run."""
    return [job_of(setup, seed, source.made) for seed in range(SEEDS)]


def equal_jobs() -> list[Job]:
    """Return the trainings that differ in nothing but the seed."""
    return [job_of(EQUAL, seed) | {"equal": True} for seed in range(EQUAL_RUNS)]


def job_of(setup: Setup, seed: int, made: str = "") -> dict[str, Any]:
    """Return a setup and a seed as a job; with when its data set was made, if it is not MNIST."""
    return {"setup": setup.plain(), "seed": seed} | ({"made": made} if made else {})


class OverfittingWork:
    """The trainings of this exhibit, on the data sets in a folder."""

    version = 1
    uses_kernels = True

    def __init__(self, sets: DataSets) -> None:
        self._sets = sets

    def accepts(self, job: Job, result: Result | None) -> bool:
        """Return whether these are a setup with a seed, and what `train` returns."""
        try:
            Setup.of_plain(job["setup"])
            seed = Integer(0, EQUAL_RUNS - 1).read(job["seed"], "seed")
            Text(100).read(job.get("made", ""), "made")
        except (LabError, LookupError, TypeError):
            return False
        return seed >= 0 and (result is None or _is_result(result))

    def cost(self, job: Job) -> float:
        """Return about how many multiplications a training takes."""
        setup = Setup(**job["setup"])
        slower = 2.5 if setup.augmentation else 1.0
        steps = setup.images * setup.epochs * slower
        asked = 3000 * min(setup.epochs, 40) + 30_000
        return FIXED_COST + (3 * steps + asked) * 794 * setup.width

    def train(self, job: Job) -> Course:
        """Train, and measure; the result has the curves, the scores and the ending."""
        setup = Setup(**job["setup"])
        training = Training(setup, job["seed"], self._source(setup, job))
        seconds = yield Moment(0.0, training.so_far())
        while not training.is_over:
            training.advance(seconds)
            seconds = yield Moment(0.95 * training.done, training.so_far())
        scores: dict[str, Any] = {}
        for found in training.scores():
            scores = found
            yield Moment(0.95, training.so_far())
        return training.so_far() | scores | {"best_epoch": training.best_epoch}

    def _source(self, setup: Setup, job: Job) -> ImageSource:
        try:
            source = ImageSource.of(self._sets, setup.dataset)
        except LabError as error:
            raise Untrainable from error
        if source.made != job.get("made", ""):
            raise Untrainable  # the name is that of another data set now
        return source


def _is_result(result: Result) -> bool:
    """Return whether a result from a file has curves of one length, and counts."""
    try:
        lengths = {len(result[name]) for name in ("epoch", *CURVES)}
        numbers = all(
            value is None or isinstance(value, int | float) for name in CURVES for value in result[name]
        )
        pairs = [result["train"], result["test"], *result["held"]]
        counts = all(0 <= right <= n for right, n in pairs)
        return len(lengths) == 1 and numbers and counts and "best_epoch" in result
    except (LookupError, TypeError, ValueError):
        return False
