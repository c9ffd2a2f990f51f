"""Gradient and optimizer update, fused block by block.

The whole gradient never lies in memory: each block of dW is computed and, while it is in the nearest cache,
used to update its weights.

Twin of: `x.T @ delta` and the sum of delta in `neurarium.engine.layers.dense`, and `Optimizer.update`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurarium.kernels.compiling import compiled
from neurarium.kernels.optimizers import Rule, update
from neurarium.kernels.plan import Layer
from neurarium.kernels.product import product
from neurarium.kernels.sparse import sparse_gradient, sparse_product, vectors_of
from neurarium.kernels.tuples import Batch, Csr, Matrix, Params, Span, params_block, transposed
from neurarium.kernels.vectors import WIDTH, load, spread, store

if TYPE_CHECKING:
    from neurarium.kernels.memory import Floats, Integers

PANEL = 4 * WIDTH
"""Columns of a block of the gradient, and of the panels in which a thread packs its matrices."""

BLOCK = 96
"""Rows of a block of a dense gradient: with its panel it stays in the nearest cache until it is used up."""


@compiled
def update_weights(
    layer: Layer, rule: Rule, params: Params, scratch: Floats, n: int, gradient: Matrix, span: Span
) -> None:
    """Compute dW = x.T @ delta for a span of W, block by block, and update its weights.

    Parameters
    ----------
    params
        The layer's weights, ``(n_in, n_out)``.
    n
        Rows of the batch.
    gradient
        Room for a block, `PANEL` columns wide.
    """
    for j in range(span.column, span.last_column, PANEL):
        n_columns = min(PANEL, span.last_column - j)
        for i in range(span.row, span.last_row, BLOCK):
            n_rows = min(BLOCK, span.last_row - i)
            x = Matrix(scratch, layer.x + i, layer.x_row)
            delta = Matrix(scratch, layer.delta + j, layer.width)
            product(transposed(x), delta, gradient, n, n_rows, n_columns)
            update(rule, params_block(params, i, j), gradient, n_rows, n_columns, layer.n_out - j)


@compiled
def update_transposed_weights(
    layer: Layer, rule: Rule, params: Params, scratch: Floats, gradient: Matrix,
    x_transposed: Csr, inputs: Integers, column: int, n_columns: int,
) -> None:  # fmt: skip
    """Do the same for one panel of the first layer's W and a batch of sparse rows that was transposed.

    Parameters
    ----------
    inputs
        0, 1, 2, … up to the last input: the rows of the transposed batch, in order.
    """
    delta = Matrix(scratch, layer.delta + column, layer.width)
    for i in range(0, layer.n_in, BLOCK):
        n_rows = min(BLOCK, layer.n_in - i)
        sparse_product(x_transposed, Batch(inputs, i, n_rows), delta, gradient, n_columns, False)
        update(rule, params_block(params, i, column), gradient, n_rows, n_columns, layer.n_out - column)


@compiled
def update_sparse_weights(
    layer: Layer, rule: Rule, params: Params, scratch: Floats, gradient: Matrix, span: Span,
    x: Csr, batch: Batch,
) -> None:  # fmt: skip
    """Do the same for a span of the first layer's W and sparse rows as they are stored.

    Of these, `x` has no columns but those that belong to the span's rows.
    """
    j = span.column
    while j < span.last_column:
        vectors = min(2, vectors_of(span.last_column - j))
        n_columns = min(vectors * WIDTH, span.last_column - j)
        delta = Matrix(scratch, layer.delta + j, layer.width)
        dW = Matrix(gradient.data, gradient.at, vectors * WIDTH)
        sparse_gradient(x, batch, span.row, span.last_row, delta, dW, vectors)
        n_rows = span.last_row - span.row
        update(rule, params_block(params, span.row, j), dW, n_rows, n_columns, layer.n_out - j)
        j += vectors * WIDTH


@compiled
def update_biases(
    layer: Layer, rule: Rule, params: Params, scratch: Floats, n: int, gradient: Matrix,
    column: int, last_column: int,
) -> None:  # fmt: skip
    """Compute db = sum of delta over the n rows for some columns, and update the biases.

    Parameters
    ----------
    params
        The layer's biases, ``(1, n_out)``.
    """
    for j in range(column, last_column, WIDTH):
        summed = spread(0)
        for r in range(n):
            summed = summed + load(scratch, layer.delta + r * layer.width + j)
        store(gradient.data, gradient.at, summed)
        update(rule, params_block(params, 0, j), gradient, 1, min(WIDTH, last_column - j), 0)
