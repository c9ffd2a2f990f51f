"""What the numbers of a sweep bear out, and no more."""

from dataclasses import dataclass
from typing import Literal

from neurarium.training.statistics import Difference, mcnemar, mean_interval, paired_difference
from neurarium.tuning.plan import Plan, Results, shares_of
from neurarium.tuning.points import Point
from neurarium.tuning.trial import Score

Verdict = Literal["best", "other", "no_difference", "too_few"]


@dataclass(frozen=True)
class Tested:
    """A finalist on the test images, over the fresh seeds: looked at once, after the choice.

    Attributes
    ----------
    accuracies
        Test accuracy with each fresh seed.
    mean, low, high
        Their mean, and its 95 % interval over seeds.
    """

    accuracies: tuple[float, ...]
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Disagreement:
    """The test images that one of two networks reads right and the other wrong.

    Attributes
    ----------
    only_first, only_second
        The images that only the first gets right, and only the second.
    p
        McNemar's exact test: how likely two equally good networks part at least as unequally.
    """

    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    p: float


@dataclass(frozen=True)
class Conclusion:
    """Which point is the best, if one is.

    Attributes
    ----------
    verdict
        "best": the point that was chosen is better than the second on fresh seeds too. "other": on fresh
        seeds the second is better. "no_difference": none that these seeds could show. "too_few": the
        trainings that would confirm it are not done.
    first, second
        The two points with the highest means over the seeds that chose; None if there are none.
    difference
        By how much the first is above the second on fresh seeds, in validation accuracy, seed by seed.
    equals
        The points whose difference from the first, over the seeds that chose, could be chance: its 95 %
        interval has 0 in it.
    test
        The best on the test images; the first, if none is the best.
    disagreement
        The first and the second, both trained with the first fresh seed, on the test images.
    """

    verdict: Verdict
    first: Point | None
    second: Point | None
    difference: Difference | None
    equals: tuple[Point, ...]
    test: Tested | None
    disagreement: Disagreement | None

    @property
    def best(self) -> Point | None:
        """The point that may be called the best."""
        return {"best": self.first, "other": self.second}.get(self.verdict)

    def __str__(self) -> str:
        return " ".join(self.sentences())

    def sentences(self) -> list[str]:
        """Return the conclusion in words, with the rule behind each verdict."""
        said = [self._verdict()]
        if len(self.equals) > 1:
            said.append(
                f"By the seeds that chose, {len(self.equals)} points cannot be told from the first place "
                "(the 95 % interval of each difference has 0 in it)."
            )
        if self.test is not None:
            said.append(
                f"On the test images, which were looked at once, at the end: {self.best or self.first} reads "
                f"{percent(self.test.mean)} ({percent(self.test.low)} to {percent(self.test.high)}, "
                f"{len(self.test.accuracies)} seeds)."
            )
        return said

    def _verdict(self) -> str:
        if self.difference is None:
            return (
                "There are too few trainings for a verdict: the first place is not confirmed on fresh seeds."
            )
        span = (
            f"{_points(self.difference.mean)} percentage points of validation accuracy "
            f"(95 % interval {_points(self.difference.low)} to {_points(self.difference.high)})"
        )
        match self.verdict:
            case "best":
                return (
                    f"Best: {self.first}. On fresh seeds, which did not choose it, it is above the second, "
                    f"{self.second}, by {span}; the interval leaves out 0."
                )
            case "other":
                return (
                    f"Best: {self.second}. {self.first} had the highest mean, but on fresh seeds it is below "
                    f"by {span}; the interval leaves out 0."
                )
            case _:
                return (
                    f"No difference that these seeds could show between {self.first} and {self.second}: on "
                    f"fresh seeds {span}; the interval has 0 in it. More seeds could show a smaller one."
                )


def conclude(plan: Plan, ranking: list[Point], results: Results) -> Conclusion:
    """Return what the results bear out.

    Parameters
    ----------
    plan
        Of the sweep.
    ranking
        The points that were trained with all seeds, the highest mean first.
    results
        Of all trainings, those that confirm among them.
    """
    first, second = (*ranking[:2], None, None)[:2]
    if first is None or second is None:
        return Conclusion("too_few", first, second, None, (), None, None)
    pairs = [
        (results[one.key], results[other.key])
        for one, other in zip(plan.confirming(first), plan.confirming(second), strict=True)
        if one.key in results and other.key in results
    ]
    equals = _equals(plan, ranking, results)
    if len(pairs) < plan.seeds:
        return Conclusion("too_few", first, second, None, equals, None, None)
    ours, theirs = zip(*pairs, strict=True)
    difference = paired_difference(
        [result.validation.share for result in ours], [result.validation.share for result in theirs]
    )
    verdict: Verdict = "no_difference"
    if difference.is_shown:
        verdict = "best" if difference.mean > 0 else "other"
    test = _tested([result.test for result in (theirs if verdict == "other" else ours)])
    disagreement = _disagreement(ours[0].wrong, theirs[0].wrong)
    return Conclusion(verdict, first, second, difference, equals, test, disagreement)


def _equals(plan: Plan, ranking: list[Point], results: Results) -> tuple[Point, ...]:
    best = shares_of(plan.choosing(ranking[0]), results)

    def is_equal(point: Point) -> bool:
        return not paired_difference(best, shares_of(plan.choosing(point), results)).is_shown

    return tuple(point for point in ranking[1:] if is_equal(point))


def _tested(scores: list[Score | None]) -> Tested | None:
    shares = [score.share for score in scores if score is not None]
    if len(shares) < 2:
        return None
    low, high = mean_interval(shares)
    return Tested(tuple(shares), sum(shares) / len(shares), max(low, 0.0), min(high, 1.0))


def _disagreement(first: tuple[int, ...] | None, second: tuple[int, ...] | None) -> Disagreement | None:
    if first is None or second is None:
        return None
    only_first = tuple(sorted(set(second) - set(first)))
    only_second = tuple(sorted(set(first) - set(second)))
    return Disagreement(only_first, only_second, mcnemar(len(only_first), len(only_second)))


def percent(share: float) -> str:
    """Return a share of 1 in percent: ``"97.53 %"``."""
    return f"{100 * share:.2f} %"


def _points(share: float) -> str:
    return f"{100 * share:+.2f}"
