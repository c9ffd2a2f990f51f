"""A batch of sparse rows transposed: for each input, the list of the rows in which it is not zero.

With it the first layer's gradient, dW = x.T @ delta, is the same product as its forward pass, x @ W: each
row of dW is one sum in registers, written once. (Walking along the rows themselves would load and store a
row of dW for each element.) Transposing a batch takes about as long as multiplying it by 64 columns, so it
saves time for wide layers only.

Twin of: the transpose in `x.T @ delta`, in `neurarium.engine.layers.dense`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurarium.kernels.compiling import compiled
from neurarium.kernels.tuples import Batch, Csr
from neurarium.kernels.vectors import at

if TYPE_CHECKING:
    from neurarium.kernels.memory import Integers, Shorts

MOST_ROWS = int(np.iinfo(np.uint16).max) + 1
"""Rows that a batch may have: their numbers are kept in 16 bits."""


@compiled
def find_column(indices: Shorts, start: int, stop: int, column: int) -> int:
    """Return the first of the ascending elements start…stop that is not below a column; stop if all are."""
    while start < stop:
        middle = (start + stop) // 2
        if at(indices, middle) < column:
            start = middle + 1
        else:
            stop = middle
    return start


@compiled
def transpose_lists(
    X: Csr, batch: Batch, n_in: int, first: int, last: int, room: Integers, q: int, T: Csr
) -> None:
    """List columns first…last of a batch of sparse rows; each thread does so for some columns.

    Row i of T then is column i of the batch: the numbers of the rows in which it is not 0, in ascending
    order, and their stored bytes.

    Parameters
    ----------
    n_in
        Columns of X.
    room, q
        ``2 * n + n_in`` places of this thread's own, from ``room[q]`` on, for a batch of n rows.
    """
    begins, ends, next_place = q, q + batch.n, q + 2 * batch.n
    place = 0  # of the next element: behind all those of the columns before the first
    for i in range(batch.n):
        row = at(batch.order, batch.at + i)
        start = at(X.indptr, row)
        begin = find_column(X.indices, start, at(X.ends, row), first)
        room[begins + i] = begin
        place += begin - start
    for column in range(first, last):
        room[next_place + column] = 0
    for i in range(batch.n):
        begin, end = at(room, begins + i), at(X.ends, at(batch.order, batch.at + i))
        for k in range(begin, end):
            column = at(X.indices, k)
            if column >= last:
                end = k
                break
            room[next_place + column] += 1
        room[ends + i] = end
    for column in range(first, last):
        count = at(room, next_place + column)
        T.indptr[column] = room[next_place + column] = place
        place += count
    if last == n_in:
        T.indptr[n_in] = place
    for i in range(batch.n):
        for k in range(at(room, begins + i), at(room, ends + i)):
            column = at(X.indices, k)
            place = at(room, next_place + column)
            T.indices[place] = i
            T.data[place] = at(X.data, k)
            room[next_place + column] = place + 1
