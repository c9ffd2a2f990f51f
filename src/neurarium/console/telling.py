"""What a program tells the code lab besides what it prints: an attempt with its score, and growing curves.

Outside the lab the same calls print a line, or do nothing: a program stays one that runs anywhere.
"""

import math
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.console.variables import brief

ATTEMPT, CURVES = "application/vnd.neurarium.attempt+json", "application/vnd.neurarium.curves+json"
"""The types under which both are sent."""

MOST_POINTS = 2000
_LIBRARIES = {"numpy": "numpy", "sklearn": "scikit-learn", "neurarium": "neurarium", "keras": "keras"}

_curves: dict[str, dict[str, dict[str, list[float | None]]]] = {}


def attempt(score: float | None = None, *, seed: int | None = None, **configuration: object) -> None:
    """Keep this run in the code lab's table of attempts: its program, its score, and how it was configured.

    Parameters
    ----------
    score
        How good the result is, from 0 to 1; the table marks the highest.
    seed
        The seed with which anybody gets the same result.
    **configuration
        What this run has tried: ``hidden=(256, 128), learning_rate=0.001``.

    Raises
    ------
    ValueError
        If the score is no finite number.

    Examples
    --------
    >>> attempt(0.974, seed=1, hidden=(128,))
    attempt: score 0.974, seed 1, hidden (128,)
    """
    if score is not None and not math.isfinite(score):
        raise ValueError(f"a score is a finite number, got {score}; did the training diverge?")
    told = {name: brief(value) for name, value in configuration.items()}
    parts = [] if score is None else [f"score {score:.4g}"]
    parts += [] if seed is None else [f"seed {seed}"]
    line = "attempt: " + ", ".join([*parts, *(f"{name} {value}" for name, value in told.items())])
    data = {
        "score": None if score is None else float(score),
        "seed": None if seed is None else int(seed),
        "configuration": told,
        "versions": versions(),
    }
    if not _publish(ATTEMPT, data, line):
        sys.stdout.write(line + "\n")


def curve(name: str, x: npt.ArrayLike, y: npt.ArrayLike, figure: str = "") -> None:
    """Draw a curve in the code lab, or draw it anew as it grows; all of one `figure` are in one chart.

    Parameters
    ----------
    name
        The name of the curve.
    x, y
        Its points, ``(n,)`` each. Of more than `MOST_POINTS` some are left out between.
    figure
        The name of the chart.

    Raises
    ------
    ValueError
        If there are not as many values in `y` as in `x`.
    """
    xs, ys = np.ravel(np.asarray(x, np.float64)), np.ravel(np.asarray(y, np.float64))
    if len(xs) != len(ys):
        raise ValueError(f"a curve has as many values y as x, got {len(ys)} and {len(xs)}")
    step = -(-len(xs) // MOST_POINTS) or 1
    shell = _shell()
    display = f"{figure}@{'' if shell is None else shell.execution_count}"
    for other in [each for each in _curves if each.rpartition("@")[2] != display.rpartition("@")[2]]:
        del _curves[other]  # of an earlier run
    drawn = _curves.setdefault(display, {})
    drawn[name] = {"x": _plain(xs[::step]), "y": _plain(ys[::step])}
    data = {"curves": [{"name": each, **points} for each, points in drawn.items()]}
    _publish(CURVES, data, f"curves: {', '.join(drawn)}", display)


def _publish(kind: str, data: Mapping[str, Any], text: str, display: str = "") -> bool:
    shell = _shell()
    if shell is None:
        return False
    transient = {"display_id": display} if display else {}
    shell.display_pub.publish({"text/plain": text, kind: data}, transient=transient, update=bool(display))
    return True


def _shell() -> Any:
    """Return the shell in which this runs; None outside Jupyter."""
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()


def _plain(values: "np.ndarray[Any, Any]") -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that this process has loaded, by name."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for module, name in _LIBRARIES.items():
        if module in sys.modules:
            found[name] = str(getattr(sys.modules[module], "__version__", ""))
    return found
