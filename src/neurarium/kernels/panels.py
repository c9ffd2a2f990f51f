"""Panels: each thread packs its columns of the first layer's matrices into its own contiguous memory.

The columns of one matrix lie far apart in memory: they would neither stay in the cache of a thread's core nor
be prefetched. So each thread packs its part of the first layer before the steps, panel by panel (as BLIS and
GotoBLAS do for one product), computes with the panels, and unpacks them after the last step.

Twin of: nothing in the engine, where a matrix stays where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import compiled
from neurarium.kernels.tuples import Matrix, block
from neurarium.kernels.vectors import WIDTH, load_some, store_some

if TYPE_CHECKING:
    from neurarium.kernels.memory import Floats


@compiled
def copy_columns(source: Matrix, target: Matrix, n_rows: int, n: int) -> None:
    """Copy n columns of a matrix."""
    for i in range(n_rows):
        for j in range(0, n, WIDTH):
            numbers = load_some(source.data, source.at + i * source.stride + j, n - j)
            store_some(target.data, target.at + i * target.stride + j, numbers, n - j)


@compiled
def pack(matrix: Matrix, panels: Floats, width: int, n_rows: int, n: int) -> None:
    """Copy n columns of a matrix into panels of some width, one behind the other; nothing if it is empty.

    Element (i, j) then is ``panels[j // width * width * n_rows + i * width + j % width]``.
    """
    if len(matrix.data):
        for j in range(0, n, width):
            panel = Matrix(panels, j * n_rows, width)
            copy_columns(block(matrix, 0, j), panel, n_rows, min(width, n - j))


@compiled
def unpack(panels: Floats, width: int, matrix: Matrix, n_rows: int, n: int) -> None:
    """Copy the panels back to where `pack` copied them from."""
    if len(matrix.data):
        for j in range(0, n, width):
            panel = Matrix(panels, j * n_rows, width)
            copy_columns(panel, block(matrix, 0, j), n_rows, min(width, n - j))
