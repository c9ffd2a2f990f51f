"""What `neurarium tune` shows: a live table, and at the end what the numbers bear out."""

import time
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rich.console import Group
from rich.live import Live
from rich.table import Table as Grid
from rich.text import Text

from neurarium.cli.console import Output
from neurarium.cli.text import percent, plural
from neurarium.tuning import Row, Table
from neurarium.tuning.knobs import as_text
from neurarium.tuning.sweeps import Sweep

LIVE_ROWS = 10
_LINES_EVERY = 5.0  # seconds between two lines where there is no terminal


class SweepProgress:
    """Shows a sweep while it runs; a context manager.

    Parameters
    ----------
    sweep
        What is shown.
    output
        Where: on standard error.
    """

    def __init__(self, sweep: Sweep, output: Output) -> None:
        self._sweep, self._output = sweep, output
        self._before: int | None = None  # results when the first one of this process had come
        self._started = self._said = time.monotonic()
        self._live: Live | None = None
        if output.messages.is_terminal and not output.messages.is_dumb_terminal:
            self._live = Live(
                console=output.messages, transient=True, refresh_per_second=8, get_renderable=self._picture
            )

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def note(self) -> None:
        """Say that one more training has ended."""
        now = time.monotonic()
        if self._before is None:  # until then the workers were starting
            self._before, self._started = len(self._sweep.results), now
        if self._live is None and now - self._said >= _LINES_EVERY:
            self._said = now
            self._output.say(self._line())

    def _picture(self) -> Group:
        rows = self._sweep.table_rows()
        table = result_table(rows[:LIVE_ROWS]) if rows else Text("the workers are starting …", style="dim")
        return Group(table, Text(self._line(), style="dim"))

    def _line(self) -> str:
        done, most = len(self._sweep.results), self._sweep.plan.most()
        if most is None:
            return f"{plural(done, 'training')} done"
        here, left = 0 if self._before is None else done - self._before, ""
        if here:
            seconds = (time.monotonic() - self._started) / here * max(most - done, 0)
            left = f", about {_duration(seconds)} left"
        return f"{min(done, most):,} of {plural(most, 'training')} done{left}"


def result_table(rows: list[Row]) -> Grid:
    """Return the rows as a table for a terminal."""
    table = Grid(box=None, pad_edge=False)
    for name in rows[0].point.names:
        table.add_column(name.replace("_", "-"), style="bold", justify="right")
    headings = ("validation accuracy", "95 % interval", "seeds", "seconds", "parameters", "")
    for heading in headings:
        table.add_column(heading, justify="right")
    for row in rows:
        interval = "-" if row.low is None else f"{100 * row.low:.2f} to {percent(row.high)}"
        table.add_row(
            *map(as_text, row.point.names, row.point.values),
            percent(row.mean),
            interval,
            str(len(row.accuracies)),
            f"{row.seconds:.2f}",
            f"{row.parameters:,}",
            f"{row.diverged} diverged" if row.diverged else "",
        )
    return table


def conclude(
    table: Table, sweep: Sweep, path: str, plot: Path | None, output: Output, *, stopped: bool
) -> None:
    """Show the end of a sweep: the table, the conclusion, the files, JSON."""
    if table:
        output.show(result_table(table))
        output.show(
            "Intervals: Student's t over the seeds. The validation images decide; the test images are looked "
            "at once, for the two finalists."
        )
    for sentence in table.conclusion.sentences():
        output.show(sentence)
    if (found := table.conclusion.disagreement) is not None:
        output.show(
            f"Of the two networks of the first fresh seed, that of {table.conclusion.first} reads "
            f"{plural(len(found.only_first), 'test image')} right that the other reads wrong, and the other "
            f"{len(found.only_second):,}: McNemar's exact test gives p {_written(found.p)}. This is of these "
            "two networks; other seeds make others."
        )
    output.show(f"Results: {path}")
    if plot is not None and table:
        from neurarium.cli.plots.sweep import draw_sweep

        draw_sweep(plot, table)
        output.show(f"Drawn in {plot}")
    if stopped:
        output.say(f"Stopped; all results so far are kept. To go on: neurarium tune --resume --out {path}")
    output.emit(as_json(table, sweep, path))


def as_json(table: Table, sweep: Sweep, path: str) -> dict[str, Any]:
    """Return the result as plain data."""
    found = table.conclusion
    difference, test, disagreement = found.difference, found.test, found.disagreement
    return {
        "out": path,
        "trainings": len(sweep.results),
        "rows": [
            record | {"accuracies": list(row.accuracies)}
            for record, row in zip(table.records(), table, strict=True)
        ],
        "verdict": found.verdict,
        "first": found.first and found.first.as_dict(),
        "second": found.second and found.second.as_dict(),
        "best": found.best and found.best.as_dict(),
        "difference": difference and asdict(difference),
        "test_accuracy": test and {"mean": test.mean, "low": test.low, "high": test.high},
        "mcnemar": disagreement
        and {
            "only_first": list(disagreement.only_first),
            "only_second": list(disagreement.only_second),
            "p": disagreement.p,
        },
        "conclusion": str(found),
    }


def _written(p: float) -> str:
    """Return how large a p is; below 5e-324 there is no number but 0."""
    return f"= {p:.2g}" if p else "< 1e-300"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"
