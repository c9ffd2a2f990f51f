"""Gradients, spent on the spot: a piece of dW is made and the optimizer takes it at once.

So the whole gradient never lies in memory: each piece is spent while it is in the nearest cache.

Twin of: `x.T @ delta` and the sum of delta in `neurarium.engine.layers.dense`, and `Optimizer.update`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import compiled
from neurarium.kernels.optimizers import Rule, update
from neurarium.kernels.plan import Layer
from neurarium.kernels.product import product
from neurarium.kernels.sparse import sparse_gradient, sparse_product, vectors_of
from neurarium.kernels.vectors import WIDTH, load, spread, store

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Floats, Integers, Shorts

PANEL = 4 * WIDTH
"""Columns of a piece of the gradient, and of the pieces in which a thread's own matrices are laid out."""

BLOCK = 96
"""Rows of a piece of a dense gradient: with its panel it stays in the nearest cache until it is spent."""


@compiled
def update_weights(
    layer: Layer, rule: Rule, W: Floats, first: Floats, second: Floats, place: int, place_row: int,
    scratch: Floats, n: int, gradient: Floats, g: int, row: int, last_row: int, column: int, last_column: int,
) -> None:  # fmt: skip
    """Compute dW = x.T @ delta for some rows and columns of W, piece by piece, and spend it.

    Element (i, j) of the weights is ``W[place + i * place_row + j]``; `first` and `second` lie alike.
    """
    for j in range(column, last_column, PANEL):
        n_columns = min(PANEL, last_column - j)
        for i in range(row, last_row, BLOCK):
            n_rows = min(BLOCK, last_row - i)
            product(
                scratch, layer.x + i, 1, layer.x_row, scratch, layer.delta + j, layer.width, n,
                gradient, g, PANEL, n_rows, n_columns,
            )  # fmt: skip
            update(
                rule, W, first, second, place + i * place_row + j, place_row,
                gradient, g, PANEL, n_rows, n_columns, True,
            )  # fmt: skip


@compiled
def update_transposed_weights(
    layer: Layer, rule: Rule, W: Floats, first: Floats, second: Floats, place: int, place_row: int,
    scratch: Floats, gradient: Floats, g: int, column: int, n_columns: int,
    T_indptr: Integers, T_indices: Shorts, T_data: Bytes, table: Floats, inputs: Integers,
) -> None:  # fmt: skip
    """Do the same for one panel of the first layer's W and sparse inputs that have been turned round."""
    for i in range(0, layer.n_in, BLOCK):
        n_rows = min(BLOCK, layer.n_in - i)
        sparse_product(
            T_indptr, T_indptr[1:], T_indices, T_data, table, inputs, i,
            scratch, layer.delta + column, layer.width, gradient, g, PANEL, n_rows, n_columns, False,
        )  # fmt: skip
        update(
            rule, W, first, second, place + i * place_row + column, place_row,
            gradient, g, PANEL, n_rows, n_columns, True,
        )  # fmt: skip


@compiled
def update_sparse_weights(
    layer: Layer, rule: Rule, W: Floats, first: Floats, second: Floats, place: int, place_row: int,
    scratch: Floats, n: int, gradient: Floats, g: int, row: int, last_row: int, column: int, last_column: int,
    begins: Integers, ends: Integers, indices: Shorts, data: Bytes, table: Floats, order: Integers, o: int,
) -> None:  # fmt: skip
    """Do the same for some rows and columns of the first layer's W and sparse inputs as they are stored.

    The lists have no elements but those of these rows.
    """
    j = column
    while j < last_column:
        vectors = min(2, vectors_of(last_column - j))
        n_columns = min(vectors * WIDTH, last_column - j)
        sparse_gradient(
            begins, ends, indices, data, table, order, o, row, last_row,
            scratch, layer.delta + j, layer.width, gradient, g, vectors * WIDTH, n, vectors,
        )  # fmt: skip
        update(
            rule, W, first, second, place + row * place_row + j, place_row,
            gradient, g, vectors * WIDTH, last_row - row, n_columns, True,
        )  # fmt: skip
        j += vectors * WIDTH


@compiled
def update_biases(
    layer: Layer, rule: Rule, theta: Floats, first: Floats, second: Floats, scratch: Floats, n: int,
    gradient: Floats, g: int, column: int, last_column: int,
) -> None:  # fmt: skip
    """Compute db = sum of delta over the rows for some columns, and spend it."""
    for j in range(column, last_column, WIDTH):
        summed = spread(0)
        for r in range(n):
            summed = summed + load(scratch, layer.delta + r * layer.width + j)
        store(gradient, g, summed)
        left = min(WIDTH, last_column - j)
        update(rule, theta, first, second, layer.b + j, 0, gradient, g, WIDTH, 1, left, False)
