"""Named tuples of compiled functions: what belongs together is passed on under one name.

They exist for the reader alone: the compiler takes them apart again, so they cost nothing. Entries, which
Python calls, take plain arrays and numbers, and pack them at their first lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neurarium.kernels.compiling import compiled_tuple, inlined

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Floats, Integers, Shorts


@compiled_tuple
class Matrix(NamedTuple):
    """Element (i, j) is ``data[at + i * stride + j]``."""

    data: Floats
    at: int
    stride: int


@compiled_tuple
class Strided(NamedTuple):
    """Element (i, k) is ``data[at + i * row + k * step]``: a matrix, or a transposed one at no cost."""

    data: Floats
    at: int
    row: int
    step: int


@compiled_tuple
class Csr(NamedTuple):
    """Compressed sparse rows: row r has the elements q from ``indptr[r]`` to ``ends[r]``.

    Element q stands in column ``indices[q]`` and is the number ``table[data[q]]``. Usually `ends` is
    ``indptr[1:]``; if not, the matrix has some of the columns only.
    """

    indptr: Integers
    ends: Integers
    indices: Shorts
    data: Bytes
    table: Floats


@compiled_tuple
class Batch(NamedTuple):
    """The n rows ``order[at]``, ``order[at + 1]``, … of a training set."""

    order: Integers
    at: int
    n: int


@compiled_tuple
class Stored(NamedTuple):
    """Inputs as they are stored, row after row: bytes, or floats (the other array is empty).

    What is computed with is ``(stored - shift) * scale``.
    """

    bytes: Bytes
    floats: Floats
    shift: float
    scale: float


@compiled_tuple
class Targets(NamedTuple):
    """Class numbers, one a row, or k numbers a row (the other array is empty)."""

    labels: Integers
    values: Floats


@compiled_tuple
class Span(NamedTuple):
    """Rows from `row` and columns from `column`, up to the last ones, which do not belong to it."""

    row: int
    last_row: int
    column: int
    last_column: int


@compiled_tuple
class Params(NamedTuple):
    """A matrix of parameters and, laid out alike, the optimizer's memory for them.

    Element (i, j) is ``theta[at + i * stride + j]``. `first` and `second` are the optimizer's two vectors, as
    far as it has them; the others are empty.
    """

    theta: Floats
    first: Floats
    second: Floats
    at: int
    stride: int


@inlined
def plain(matrix: Matrix) -> Strided:
    """Return a matrix as the left factor of a product."""
    return Strided(matrix.data, matrix.at, matrix.stride, 1)


@inlined
def transposed(matrix: Matrix) -> Strided:
    """Return the transpose of a matrix as the left factor of a product."""
    return Strided(matrix.data, matrix.at, 1, matrix.stride)


@inlined
def block(matrix: Matrix, i: int, j: int) -> Matrix:
    """Return the part of a matrix that begins at its element (i, j)."""
    return Matrix(matrix.data, matrix.at + i * matrix.stride + j, matrix.stride)


@inlined
def params_block(params: Params, i: int, j: int) -> Params:
    """Return the part of some parameters that begins at their element (i, j)."""
    at = params.at + i * params.stride + j
    return Params(params.theta, params.first, params.second, at, params.stride)
