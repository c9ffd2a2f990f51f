"""A batch of sparse rows transposed: for each input, the list of the rows in which it is not zero.

With it the first layer's gradient, dW = x.T @ delta, is the same product as its forward pass, x @ W: each
row of dW is one sum in registers, written once. (Walking along the rows themselves would load and store a
row of dW for each element.) Listing a batch anew takes about as long as multiplying it by 64 columns, so it
is worth its while for wide layers only.

Twin of: the transpose in `x.T @ delta`, in `neurarium.engine.layers.dense`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurarium.kernels.compiling import compiled
from neurarium.kernels.vectors import at

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Integers, Shorts

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
    indptr: Integers, indices: Shorts, data: Bytes, order: Integers, o: int, n: int, n_in: int,
    first: int, last: int, room: Integers, q: int,
    T_indptr: Integers, T_indices: Shorts, T_data: Bytes,
) -> None:  # fmt: skip
    """List columns first…last of the rows ``order[o : o + n]``; each thread does so for some columns.

    Column i then has the elements ``T_indptr[i]`` to ``T_indptr[i + 1]``: where they stand in the batch, in
    ascending order, and their stored bytes.

    Parameters
    ----------
    room, q
        ``2 * n + n_in`` places of this thread's own, from ``room[q]`` on.
    """
    begins, ends, next_place = q, q + n, q + 2 * n
    place = 0  # of the next element: behind all those of the columns before the first
    for i in range(n):
        row = at(order, o + i)
        start = at(indptr, row)
        begin = find_column(indices, start, at(indptr, row + 1), first)
        room[begins + i] = begin
        place += begin - start
    for column in range(first, last):
        room[next_place + column] = 0
    for i in range(n):
        begin, end = at(room, begins + i), at(indptr, at(order, o + i) + 1)
        for k in range(begin, end):
            column = at(indices, k)
            if column >= last:
                end = k
                break
            room[next_place + column] += 1
        room[ends + i] = end
    for column in range(first, last):
        count = at(room, next_place + column)
        T_indptr[column] = room[next_place + column] = place
        place += count
    if last == n_in:
        T_indptr[n_in] = place
    for i in range(n):
        for k in range(at(room, begins + i), at(room, ends + i)):
            column = at(indices, k)
            place = at(room, next_place + column)
            T_indices[place] = i
            T_data[place] = at(data, k)
            room[next_place + column] = place + 1
