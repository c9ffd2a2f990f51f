"""Holding back a part of the rows for validation."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.family import is_number


def stratified_split(
    y: NDArray[Any], fraction: float, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Choose rows for validation at random, with the classes in the same proportions as in the whole.

    Each class gives its share, rounded down; the rows still missing come from the classes that lost most by
    rounding (the method of largest remainders). Every class keeps at least one training row.

    Parameters
    ----------
    y
        Class of each row, ``(n,)``.
    fraction
        Share of the rows to hold back, above 0 and below 1.
    rng
        Source of the choice; the same state gives the same split.

    Returns
    -------
    train, validation
        Row numbers, ascending, int64; each row is in one of the two.

    Raises
    ------
    ShapeError
        `y` is not one class per row.
    ParameterError
        `fraction` is out of range, or so few rows that one part would be empty.

    Examples
    --------
    >>> y = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> train, validation = stratified_split(y, 0.5, np.random.default_rng(0))
    >>> y[train], y[validation]
    (array([0, 0, 1, 1]), array([0, 0, 1, 1]))
    """
    if y.ndim != 1 or y.dtype.kind not in "buiUS":
        raise ShapeError(
            f"Expected y to hold one class per row, integers of shape (n,), got {y.dtype} of shape {y.shape}."
        )
    if not is_number(fraction) or not 0 < fraction < 1:
        raise ParameterError(f"Expected fraction to be a number above 0 and below 1, got {fraction!r}.")
    wanted = round(len(y) * fraction)
    _, classes, counts = np.unique(y, return_inverse=True, return_counts=True)
    shares = counts * fraction
    takes = shares.astype(np.int64)
    for c in np.argsort(takes - shares, kind="stable"):  # the largest remainder first
        if takes.sum() < wanted and takes[c] < shares[c] and takes[c] < counts[c] - 1:
            takes[c] += 1
    if not takes.any():
        raise ParameterError(
            f"Expected enough rows to hold back {fraction:g} of them, got {len(y)} rows"
            + (f" of {len(counts)} classes" if len(counts) > 1 else "")
            + ". Use more rows or a larger fraction."
        )
    held = np.zeros(len(y), dtype=bool)
    for c, take in enumerate(takes):
        held[rng.choice(np.flatnonzero(classes == c), take, replace=False)] = True
    return np.flatnonzero(~held), np.flatnonzero(held)
