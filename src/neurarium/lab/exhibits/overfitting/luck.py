"""What choosing by the test score costs: the best of equal runs, and what it is really worth.

The game is played with the 10,000 images of MNIST that are held back, a tenth of them as the test by which
one chooses, so that nobody has to look at the real test images for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.overfitting.training import PARTS
from neurarium.lab.exhibits.overfitting.work import EQUAL_RUNS
from neurarium.lab.runs.training_list import Result
from neurarium.lab.values import Axes

TEST_IMAGES = 10_000 // PARTS
"""In the test by which one chooses."""


@dataclass(frozen=True, eq=False)
class Luck:
    """The equal runs.

    Attributes
    ----------
    done, of
        Runs that are trained, and all.
    by_test
        The lead of each: by how much its share of right answers, in the test by which one chooses, is above
        the mean of all runs in it.
    fresh
        Its lead on all other images held back.
    best
        Which one is chosen; None until all are trained.
    costs
        For each tenth taken as the test: how much of the lead of the run that is chosen is gone on the rest.
        (A tenth may be harder than the rest, for all runs alike: so leads are compared, not shares.)
    mean_cost
        Their mean; None until all are trained.
    """

    done: int
    of: int
    by_test: Annotated[FloatArray, Axes("run")]
    fresh: Annotated[FloatArray, Axes("run")]
    best: int | None
    costs: Annotated[FloatArray, Axes("choice")]
    mean_cost: float | None

    @classmethod
    def of_results(cls, results: Sequence[Result]) -> "Luck":
        """Return what the results say so far."""
        if not results:
            none = np.empty(0)
            return cls(0, EQUAL_RUNS, none, none, None, none, None)
        right, n = np.moveaxis(np.array([result["held"] for result in results], np.float64), -1, 0)
        by_test = _leads(right / n)  # (run, part)
        fresh = _leads((right.sum(1, keepdims=True) - right) / (n.sum(1, keepdims=True) - n))
        if len(results) < EQUAL_RUNS:
            return cls(len(results), EQUAL_RUNS, by_test[:, 0], fresh[:, 0], None, np.empty(0), None)
        chosen = by_test.argmax(axis=0)  # by each test, (part,)
        parts = np.arange(len(chosen))
        costs = by_test[chosen, parts] - fresh[chosen, parts]
        return cls(
            done=len(results),
            of=EQUAL_RUNS,
            by_test=by_test[:, 0],
            fresh=fresh[:, 0],
            best=int(chosen[0]),
            costs=costs,
            mean_cost=float(costs.mean()),
        )


def _leads(shares: FloatArray) -> FloatArray:
    """Return by how much each is above the mean of all runs."""
    leads: FloatArray = shares - shares.mean(axis=0)
    return leads
