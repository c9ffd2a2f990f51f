"""The table of a sweep: a row for each point, the best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from neurarium.training.statistics import mean_interval
from neurarium.tuning.conclusion import Conclusion, percent
from neurarium.tuning.plan import Plan, Results, shares_of
from neurarium.tuning.points import Point


@dataclass(frozen=True)
class Row:
    """A point, and what its trainings came to.

    Attributes
    ----------
    point
        The values of the knobs.
    accuracies
        Validation accuracy with each seed, 0 to 1, in the order of the seeds.
    mean
        Of these.
    low, high
        The 95 % interval of the mean over seeds (Student's t); both None with fewer than two seeds.
    diverged
        How many of the trainings diverged.
    epochs, seconds
        Means over the trainings; seconds are those of one thread.
    parameters
        Weights and biases of the network.
    """

    point: Point
    accuracies: tuple[float, ...]
    mean: float
    low: float | None
    high: float | None
    diverged: int
    epochs: float
    seconds: float
    parameters: int

    def __str__(self) -> str:
        interval = (
            "" if self.low is None or self.high is None else f" ({percent(self.low)} to {percent(self.high)})"
        )
        return f"{self.point}: {percent(self.mean)}{interval}"


class Table(list[Row]):
    """The rows of a sweep, the best mean first, and what they show.

    Attributes
    ----------
    conclusion
        What the numbers bear out.
    plan
        What was tried.
    """

    def __init__(self, rows: Iterable[Row], plan: Plan, conclusion: Conclusion) -> None:
        super().__init__(rows)
        self.plan, self.conclusion = plan, conclusion

    def to_pandas(self) -> Any:
        """Return the table as a pandas DataFrame: a column for each knob, then the measurements.

        Raises
        ------
        ModuleNotFoundError
            If pandas is not installed: ``pip install 'neurarium[pandas]'``.
        """
        import pandas as pd

        return pd.DataFrame(self.records())

    def records(self) -> list[dict[str, Any]]:
        """Return each row as one flat dict: the knobs by name, then the measurements."""
        return [
            row.point.as_dict()
            | {
                "mean": row.mean,
                "low": row.low,
                "high": row.high,
                "seeds": len(row.accuracies),
                "diverged": row.diverged,
                "epochs": row.epochs,
                "seconds": row.seconds,
                "parameters": row.parameters,
            }
            for row in self
        ]


def rows_of(plan: Plan, points: Iterable[Point], results: Results) -> list[Row]:
    """Return the rows of those points that were trained in full with at least one seed, the best first."""
    rows = []
    for point in points:
        trials = [trial for trial in plan.choosing(point) if trial.key in results]
        if not trials:
            continue
        found = [results[trial.key] for trial in trials]
        shares = shares_of(trials, results)
        low, high = mean_interval(shares) if len(shares) > 1 else (None, None)
        rows.append(
            Row(
                point=point,
                accuracies=tuple(shares),
                mean=sum(shares) / len(shares),
                low=None if low is None else max(low, 0.0),
                high=None if high is None else min(high, 1.0),
                diverged=sum(result.diverged is not None for result in found),
                epochs=sum(result.epochs for result in found) / len(found),
                seconds=sum(result.seconds for result in found) / len(found),
                parameters=found[0].parameters,
            )
        )
    # Whole rows first: a mean of fewer seeds is not comparable with the others.
    return sorted(rows, key=lambda row: (-len(row.accuracies), -row.mean))
