"""A comparison: one knob as a curve with a band, two as a map, more as bars."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from neurarium.cli.plots.curves import TRAIN
from neurarium.cli.plots.pages import write
from neurarium.tuning import Row, Table
from neurarium.tuning.knobs import Range, as_text

MOST_BARS = 20


def draw_sweep(path: Path, table: Table) -> None:
    """Draw the rows of a sweep, validation accuracy with its interval over seeds."""
    figure = Figure(figsize=(9, 6), layout="constrained")
    axes = figure.subplots()
    knobs = table.plan.knobs
    whole = [row for row in table if row.low is not None]
    if len(knobs) == 1 and all(isinstance(row.point.values[0], int | float) for row in whole):
        _draw_curve(axes, whole, is_log=isinstance(knobs[0].choices, Range) and knobs[0].choices.log)
    elif len(knobs) == 2 and table.plan.sampler == "grid":
        _draw_map(axes, whole)
    else:
        _draw_bars(axes, whole[:MOST_BARS])
    axes.set_title(f"Validation accuracy, mean of {table.plan.seeds} seeds")
    write(figure, path)


def _draw_curve(axes: Axes, rows: list[Row], *, is_log: bool) -> None:
    rows = sorted(rows, key=lambda row: float(row.point.values[0]))
    x = [row.point.values[0] for row in rows]
    axes.fill_between(
        x, [row.low or 0.0 for row in rows], [row.high or 0.0 for row in rows], color=TRAIN, alpha=0.2
    )
    axes.plot(x, [row.mean for row in rows], color=TRAIN, marker="o")
    axes.set_xlabel(rows[0].point.names[0].replace("_", " "))
    if is_log:
        axes.set_xscale("log")
    axes.yaxis.set_major_formatter(_PERCENT)
    axes.grid(alpha=0.3)


def _draw_map(axes: Axes, rows: list[Row]) -> None:
    down, across = (_sorted({row.point.values[i] for row in rows}) for i in (0, 1))
    means = np.full((len(down), len(across)), np.nan)
    for row in rows:
        place = down.index(row.point.values[0]), across.index(row.point.values[1])
        means[place] = row.mean
        axes.text(place[1], place[0], f"{100 * row.mean:.1f}", ha="center", va="center", color="white")
    axes.imshow(means, cmap="viridis", aspect="auto", vmax=1.2 * np.nanmax(means) - 0.2 * np.nanmin(means))
    names = rows[0].point.names
    axes.set_yticks(range(len(down)), [as_text(names[0], value) for value in down])
    axes.set_xticks(range(len(across)), [as_text(names[1], value) for value in across])
    axes.set_ylabel(names[0].replace("_", " "))
    axes.set_xlabel(f"{names[1].replace('_', ' ')} (numbers in the map: percent)")


def _draw_bars(axes: Axes, rows: list[Row]) -> None:
    places = range(len(rows))
    means = np.array([row.mean for row in rows])
    reach = [
        means - np.array([row.low or 0.0 for row in rows]),
        np.array([row.high or 0.0 for row in rows]) - means,
    ]
    axes.errorbar(means, places, xerr=reach, fmt="o", color=TRAIN, capsize=3)
    axes.set_yticks(places, [str(row.point) for row in rows])
    axes.invert_yaxis()
    axes.xaxis.set_major_formatter(_PERCENT)
    axes.grid(alpha=0.3)


def _sorted(values: set[Any]) -> list[Any]:
    numbers = all(isinstance(value, int | float) for value in values)
    return sorted(values, key=None if numbers else str)


_PERCENT = FuncFormatter(lambda share, _: f"{100 * share:g} %")
