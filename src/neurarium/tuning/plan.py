"""The plan of a sweep: which trainings it takes, round by round, and in which order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from typing import Any

from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_whole, require
from neurarium.training.recipe import Recipe
from neurarium.training.settings import RunSettings
from neurarium.tuning.knobs import Knob, with_values
from neurarium.tuning.points import SAMPLERS, Point, Sampler, drawn, grid
from neurarium.tuning.trial import Result, Trial

SEEDS = 5
"""So many seeds choose, unless another number is asked for, and as many fresh ones confirm."""

DRAWN = 20
"""So many points are drawn where neither a number nor a time limits them."""

_BATCH = 8  # points that are drawn at a time where time is the limit

Results = Mapping[str, Result]
"""The results so far, by the key of their trial."""


@dataclass(frozen=True)
class Plan:
    """What a sweep tries.

    Parameters
    ----------
    base
        The recipe that the points change.
    knobs
        What is varied.
    seeds
        How many seeds each point is trained with, 2 or more: 0, 1, 2, …
    sampler
        How the points are chosen.
    points
        How many points are drawn at random or by Sobol's sequence; None for as many as there is time for.
    halving
        Whether the better half of the points is kept, round after round, and trained for twice the epochs
        each time. Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter
        optimization", AISTATS 2016.

    Raises
    ------
    ParameterError
        If a setting is not valid, or a point is not.
    """

    base: Recipe
    knobs: tuple[Knob, ...]
    seeds: int = SEEDS
    sampler: Sampler = "grid"
    points: int | None = DRAWN
    halving: bool = False
    _recipes: dict[Point, Recipe] = field(default_factory=dict, init=False, repr=False, compare=False)
    _trials: dict[tuple[Any, ...], Trial] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require(
            is_whole(self.seeds) and 2 <= self.seeds <= 1000,
            f"seeds must be a whole number, 2 to 1000: one seed says nothing of luck; got {self.seeds!r}",
        )
        require(
            self.sampler in SAMPLERS, f"sampler must be one of {', '.join(SAMPLERS)}, got {self.sampler!r}"
        )
        require(
            self.points is None or (is_whole(self.points) and self.points >= 2),
            f"a sweep draws 2 points or more, got {self.points!r}",
        )
        require(
            not (self.halving and self.is_open),
            "halving needs to know how many points there are: give the budget as a number of trainings",
        )
        for point in self.drawn_points(_BATCH) if self.is_open else self.all_points:
            self.trial(point, 0)
        require(
            self.is_open or len(self.all_points) >= 2,
            "there is nothing to compare: these values make one point",
        )

    @property
    def is_open(self) -> bool:
        """Whether points are drawn as long as there is time."""
        return self.sampler != "grid" and self.points is None

    @cached_property
    def all_points(self) -> list[Point]:
        """The points of a plan that is not open."""
        return grid(self.knobs) if self.sampler == "grid" else self.drawn_points(self.points or 0)

    def drawn_points(self, n: int) -> list[Point]:
        """Return the first `n` points that are drawn."""
        return drawn(self.knobs, self.sampler, n, self.base.seed)

    def trial(self, point: Point, seed: int, *, epochs: int | None = None, test: bool = False) -> Trial:
        """Return the training of a point with a seed: with the epochs of its recipe, or others."""
        which = (point, seed, epochs, test)
        if which not in self._trials:
            recipe = self._recipe(point)
            training = replace(
                recipe.training, seed=seed, epochs=epochs or recipe.training.epochs, threads=None
            )
            self._trials[which] = Trial(replace(recipe, training=training), test=test)
        return self._trials[which]

    def _recipe(self, point: Point) -> Recipe:
        if point not in self._recipes:
            try:
                self._recipes[point] = with_values(RunSettings.of(self.base), point.as_dict()).recipe()
            except ParameterError as error:
                raise ParameterError(f"{point}: {error}") from error
        return self._recipes[point]

    def choosing(self, point: Point, epochs: int | None = None) -> list[Trial]:
        """Return the trainings of a point by which it is chosen or not."""
        return [self.trial(point, seed, epochs=epochs) for seed in range(self.seeds)]

    def confirming(self, point: Point) -> list[Trial]:
        """Return the trainings of a point that was chosen: with seeds that did not choose it."""
        return [self.trial(point, seed, test=True) for seed in range(self.seeds, 2 * self.seeds)]

    def rounds(self, results: Callable[[], Results]) -> Iterator[list[Trial]]:
        """Yield the trainings by which the points are chosen, round by round.

        Parameters
        ----------
        results
            Asked for the results at the end of a round.
        """
        if self.is_open:
            n = 0
            while True:
                points = self.drawn_points(n + _BATCH)[len(self.drawn_points(n)) :]
                n += _BATCH
                yield self._of(points)
        points = self.all_points
        for shorter in self._halvings():
            epochs = {point: self._epochs(point, shorter) for point in points}
            yield self._of(points, epochs)
            found = results()

            def mean(point: Point, epochs: Mapping[Point, int] = epochs, found: Results = found) -> float:
                shares = shares_of(self.choosing(point, epochs[point]), found)
                return sum(shares) / len(shares) if shares else 0.0

            if shorter > 1:
                points = sorted(points, key=mean, reverse=True)[: ceil(len(points) / 2)]

    def most(self) -> int | None:
        """Return how many trainings it takes, those that confirm among them; None if it is open."""
        if self.is_open:
            return None
        n, total = len(self.all_points), 0
        for shorter in self._halvings():
            total += n * self.seeds
            n = ceil(n / 2) if shorter > 1 else n
        return total + 2 * self.seeds

    def _of(self, points: Sequence[Point], epochs: Mapping[Point, int] | None = None) -> list[Trial]:
        """Return the trainings of points: all with the first seed, then all with the second."""
        return [
            self.trial(point, seed, epochs=epochs[point] if epochs else None)
            for seed in range(self.seeds)
            for point in points
        ]

    def _halvings(self) -> list[int]:
        """Return by how much the epochs of each round are fewer: ``[4, 2, 1]``; ``[1]`` without halving."""
        if not self.halving:
            return [1]
        shorter, n = [1], len(self.all_points)
        most = max(self.trial(point, 0).recipe.training.epochs for point in self.all_points)
        while n > 2 and 2 * shorter[0] <= most:
            shorter.insert(0, 2 * shorter[0])
            n = ceil(n / 2)
        return shorter

    def _epochs(self, point: Point, shorter: int) -> int:
        return max(1, self.trial(point, 0).recipe.training.epochs // shorter)

    def plain(self) -> dict[str, Any]:
        """Return the plan as plain data, from which `of_plain` makes it again."""
        return {
            "base": self.base.as_dict(),
            "knobs": [knob.plain() for knob in self.knobs],
            "seeds": self.seeds,
            "sampler": self.sampler,
            "points": self.points,
            "halving": self.halving,
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Plan":
        """Return the plan that `plain` described.

        Raises
        ------
        ParameterError
            If it describes none.
        """
        try:
            return cls(
                base=Recipe.from_dict(plain["base"]),
                knobs=tuple(map(Knob.of_plain, plain["knobs"])),
                seeds=plain["seeds"],
                sampler=plain["sampler"],
                points=plain["points"],
                halving=bool(plain["halving"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ParameterError(f"this is not the plan of a sweep: {error}") from error


def shares_of(trials: Sequence[Trial], results: Results) -> list[float]:
    """Return the validation accuracies of those trials that have a result."""
    return [results[trial.key].validation.share for trial in trials if trial.key in results]
