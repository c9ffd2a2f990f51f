"""A thread's own copy of its part of a matrix, for as long as the steps take.

Columns of one matrix lie far apart in memory: they would neither stay in the cache of a thread's core nor be
fetched ahead. So each thread takes its part of the first layer home, panel by panel, and brings it back when
the steps are done.

Twin of: nothing in the engine, where a matrix stays where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import compiled
from neurarium.kernels.vectors import WIDTH, load_some, store_some

if TYPE_CHECKING:
    from neurarium.kernels.memory import Floats


@compiled
def copy_columns(
    source: Floats, s: int, s_row: int, target: Floats, t: int, t_row: int, n_rows: int, n: int
) -> None:
    """Copy n columns of a matrix."""
    for i in range(n_rows):
        for j in range(0, n, WIDTH):
            numbers = load_some(source, s + i * s_row + j, n - j)
            store_some(target, t + i * t_row + j, numbers, n - j)


@compiled
def pack(matrix: Floats, place: int, row: int, own: Floats, panel: int, n_rows: int, n: int) -> None:
    """Copy n columns of a matrix into panels of a thread's own, one behind the other; nothing if it is empty.

    Element (i, j) then is ``own[j // panel * panel * n_rows + i * panel + j % panel]``.
    """
    if len(matrix):
        for j in range(0, n, panel):
            copy_columns(matrix, place + j, row, own, j * n_rows, panel, n_rows, min(panel, n - j))


@compiled
def unpack(own: Floats, panel: int, matrix: Floats, place: int, row: int, n_rows: int, n: int) -> None:
    """Copy the panels back to where `pack` has them from."""
    if len(matrix):
        for j in range(0, n, panel):
            copy_columns(own, j * n_rows, panel, matrix, place + j, row, n_rows, min(panel, n - j))
