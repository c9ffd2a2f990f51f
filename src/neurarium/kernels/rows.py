"""The training set as the kernels read it: inputs as bytes, floats, or sparse rows; and the targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.engine import ShapeError
from neurarium.engine.losses import is_labels
from neurarium.kernels.compiling import compiled, entry
from neurarium.kernels.cores import available_cores
from neurarium.kernels.memory import flat
from neurarium.kernels.sparse import WORTHWHILE
from neurarium.kernels.team import Team, share
from neurarium.kernels.transpose import find_column
from neurarium.kernels.vector_functions import count_bits, lowest_bit, nonzero_bytes
from neurarium.kernels.vectors import WIDTH

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurarium.kernels.memory import Bytes, Floats, Integers, Shorts


@dataclass(frozen=True)
class Rows:
    """Rows of inputs in one of three forms; the arrays of the others are empty.

    Attributes
    ----------
    bytes, floats
        All elements, row after row.
    indptr, indices, data, table
        The non-zero bytes, row after row: those of row r are elements indptr[r] to indptr[r + 1], each with
        its place in the row. Byte v stands for table[v].
    split, split_at
        A place in the rows with about as many non-zero bytes before it as behind it, and for each row the
        first of its elements that is not before it.
    shift, scale
        What turns stored bytes and floats into inputs, ``(stored - shift) * scale``.
    """

    bytes: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))
    floats: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    indptr: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    indices: Shorts = field(default_factory=lambda: np.zeros(0, np.uint16))
    data: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))
    table: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    split: int = 0
    split_at: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    shift: float = 0.0
    scale: float = 1.0

    @property
    def sparse(self) -> bool:
        """Whether the rows are lists of non-zero elements."""
        return len(self.indptr) > 0


def read_rows(x: npt.NDArray[Any], shift: float, scale: float, *, sparse: bool = True) -> Rows:
    """Take the rows of `x` ``(n, n_in)`` in the form that is fastest to compute with.

    Parameters
    ----------
    x
        Bytes, or any other numbers.
    shift, scale
        See `Rows`.
    sparse
        Whether lists of non-zero elements may be made.
    """
    n, n_in = x.shape
    if x.dtype not in (np.uint8, np.bool_):
        return Rows(floats=flat(x, np.float32), shift=shift, scale=scale)
    elements = flat(x, x.dtype).view(np.uint8)
    if sparse and shift == 0 and n_in <= np.iinfo(np.uint16).max + 1:
        team = Team(available_cores())
        indptr = np.zeros(n + 1, np.int64)
        team.run(lambda rank: count_elements(rank, team.size, elements, n_in, indptr))
        np.cumsum(indptr, out=indptr)
        if indptr[-1] <= WORTHWHILE * elements.size:
            rows = Rows(
                indptr=indptr,
                indices=np.empty(indptr[-1], np.uint16),
                data=np.empty(indptr[-1], np.uint8),
                table=np.arange(256, dtype=np.float32) * np.float32(scale),
                split=_middle(x),
                split_at=np.empty(n, np.int64),
            )
            team.run(
                lambda rank: list_elements(
                    rank, team.size, elements, n_in, rows.split,
                    indptr, rows.split_at, rows.indices, rows.data,
                )
            )  # fmt: skip
            return rows
    return Rows(bytes=elements, shift=shift, scale=scale)


def read_targets(y: npt.NDArray[Any], n_out: int) -> tuple[Integers, Floats]:
    """Return the targets as class numbers or as rows of numbers; the other array is empty."""
    if is_labels(np.empty((0, n_out), np.float32), y):
        if y.dtype.kind not in "iu" or (len(y) and not 0 <= y.min() <= y.max() < n_out):
            raise ShapeError(
                f"expected class numbers, whole and from 0 to {n_out - 1}; "
                f"got {y.dtype}, {y.min()} to {y.max()}"
            )
        return flat(y, np.int64), np.zeros(0, np.float32)
    rows = y[:, None] if y.ndim == 1 else y
    if rows.shape[1] != n_out:
        raise ShapeError(f"the targets do not fit the outputs: expected {n_out} columns, got {rows.shape[1]}")
    return np.zeros(0, np.int64), flat(rows, np.float32)


def _middle(x: npt.NDArray[Any]) -> int:
    """Return the column with as many non-zero elements before it as behind it, judged by some of the rows."""
    _, columns = np.nonzero(x[:: 1 + len(x) // 500])
    return int(np.median(columns)) if len(columns) else 0


@compiled
def nonzero_some(elements: Bytes, index: int, count: int) -> int:
    """Return which of 16 bytes, or of the first `count` if that is less, are not 0 (see `nonzero_bytes`)."""
    if count >= WIDTH:
        marks: int = nonzero_bytes(elements, index)
        return marks
    marks = 0
    for i in range(count):
        marks |= int(elements[index + i] != 0) << i
    return marks


@entry
def count_elements(rank: int, n_threads: int, elements: Bytes, n_in: int, counts: Integers) -> None:
    """Write the number of non-zero elements of row r to counts[r + 1]."""
    start, stop = share(len(counts) - 1, 1, rank, n_threads)
    for r in range(start, stop):
        count = 0
        for j in range(0, n_in, WIDTH):
            count += count_bits(nonzero_some(elements, r * n_in + j, n_in - j))
        counts[r + 1] = count


@entry
def list_elements(
    rank: int, n_threads: int, elements: Bytes, n_in: int, split: int,
    indptr: Integers, split_at: Integers, indices: Shorts, data: Bytes,
) -> None:  # fmt: skip
    """List the non-zero elements: where they stand in their row, and the bytes; and where the split falls."""
    first, last = share(len(indptr) - 1, 1, rank, n_threads)
    for r in range(first, last):
        place, q = r * n_in, indptr[r]
        for j in range(0, n_in, WIDTH):
            marks = nonzero_some(elements, place + j, n_in - j)
            while marks != 0:
                column = j + lowest_bit(marks)
                indices[q] = column
                data[q] = elements[place + column]
                q += 1
                marks &= marks - 1  # without the lowest one
        split_at[r] = find_column(indices, indptr[r], q, split)
