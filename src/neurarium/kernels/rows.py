"""The training set as the kernels read it: bytes, floats, or lists of the non-zero elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.kernels.compiling import entry
from neurarium.kernels.sparse import WORTHWHILE
from neurarium.kernels.steps import share

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurarium.kernels.memory import Bytes, Floats, Integers, Shorts
    from neurarium.kernels.team import Team


@dataclass(frozen=True)
class Rows:
    """Rows of inputs in one of three forms; the arrays of the others are empty.

    Attributes
    ----------
    bytes, floats
        All elements, row after row.
    starts, columns, values
        The non-zero elements, row after row, already scaled: those of row r are numbers starts[r] to
        starts[r + 1], each with its place in the row.
    shift, scale
        What turns stored bytes and floats into inputs, ``(stored - shift) * scale``.
    """

    bytes: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))
    floats: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    starts: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    columns: Shorts = field(default_factory=lambda: np.zeros(0, np.uint16))
    values: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    shift: float = 0.0
    scale: float = 1.0

    @property
    def sparse(self) -> bool:
        """Whether the rows are lists of non-zero elements."""
        return len(self.starts) > 0


def read_rows(x: npt.NDArray[Any], shift: float, scale: float, team: Team, *, sparse: bool = True) -> Rows:
    """Take the rows of `x` ``(n, n_in)`` in the form that is fastest to compute with.

    Parameters
    ----------
    x
        Bytes, or any other numbers.
    shift, scale
        See `Rows`.
    team
        Does the work.
    sparse
        Whether lists of non-zero elements may be made.
    """
    n, n_in = x.shape
    if x.dtype in (np.uint8, np.bool_):
        flat = np.ascontiguousarray(x).reshape(-1).view(np.uint8)
    else:
        flat = np.ascontiguousarray(x, np.float32).reshape(-1)
    if sparse and shift == 0 and n_in <= np.iinfo(np.uint16).max + 1:
        starts = np.zeros(n + 1, np.int64)
        team.run(lambda rank: count_elements(rank, team.size, flat, n_in, starts))
        np.cumsum(starts, out=starts)
        if starts[-1] <= WORTHWHILE * flat.size:
            columns, values = np.empty(starts[-1], np.uint16), np.empty(starts[-1], np.float32)
            team.run(
                lambda rank: list_elements(rank, team.size, flat, n_in, np.float32(scale), starts, columns, values)
            )
            return Rows(starts=starts, columns=columns, values=values)
    if flat.dtype == np.uint8:
        return Rows(bytes=flat, shift=shift, scale=scale)
    return Rows(floats=flat, shift=shift, scale=scale)


@entry
def count_elements(rank: int, n_threads: int, flat: Bytes | Floats, n_in: int, counts: Integers) -> None:
    """Write the number of non-zero elements of row r to counts[r + 1]."""
    start, stop = share(len(counts) - 1, 1, rank, n_threads)
    for r in range(start, stop):
        count = np.int32(0)
        for element in flat[r * n_in : (r + 1) * n_in]:
            count += np.int32(element != 0)
        counts[r + 1] = count


@entry
def list_elements(
    rank: int, n_threads: int, flat: Bytes | Floats, n_in: int, scale: float,
    starts: Integers, columns: Shorts, values: Floats,
) -> None:  # fmt: skip
    """List the non-zero elements: where they stand in their row, and their value times `scale`."""
    first, last = share(len(starts) - 1, 1, rank, n_threads)
    for r in range(first, last):
        q = starts[r]
        for j in range(n_in):
            element = flat[r * n_in + j]
            if element != 0:
                columns[q] = j
                values[q] = np.float32(element) * scale
                q += 1
