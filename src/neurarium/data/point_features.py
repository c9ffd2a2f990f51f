"""The inputs that may be made of a point (x, y): what is fed to the network."""

from collections.abc import Sequence

import numpy as np

from neurarium.engine.types import FloatArray

FORMULAS = {
    "x": r"x",
    "y": r"y",
    "xSquared": r"x^2",
    "ySquared": r"y^2",
    "xTimesY": r"x y",
    "sinX": r"\sin x",
    "sinY": r"\sin y",
}
"""The inputs by name, as LaTeX, in the order in which they enter the network."""

CODE = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1**2",
    "ySquared": "x2**2",
    "xTimesY": "x1 * x2",
    "sinX": "{}.sin(x1)",
    "sinY": "{}.sin(x2)",
}
"""The same as Python, of the coordinates `x1` and `x2`; ``{}`` is the library."""


def features(points: FloatArray, names: Sequence[str]) -> FloatArray:
    """Return the chosen inputs of each point.

    Parameters
    ----------
    points
        ``(n, 2)``.
    names
        Of `FORMULAS`.

    Returns
    -------
    ``(n, len(names))`` float32
    """
    x, y = points[:, 0], points[:, 1]
    columns = {
        "x": x,
        "y": y,
        "xSquared": x * x,
        "ySquared": y * y,
        "xTimesY": x * y,
        "sinX": np.sin(x),
        "sinY": np.sin(y),
    }
    return np.column_stack([columns[name] for name in names]).astype(np.float32)
