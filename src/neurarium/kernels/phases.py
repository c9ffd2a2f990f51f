"""The four phases of a training step, each as one thread takes its part in it; `steps` says who does what.

Twin of: `objective` and `Optimizer.update`, as `neurarium.training.backends.reference` calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neurarium.kernels.compiling import compiled, compiled_tuple, inlined
from neurarium.kernels.gradients import (
    PANEL,
    update_biases,
    update_sparse_weights,
    update_transposed_weights,
    update_weights,
)
from neurarium.kernels.layers import activate, deltas_below, gather, join_halves, matmul, pad_and_transpose
from neurarium.kernels.losses import loss_and_delta
from neurarium.kernels.plan import NOWHERE
from neurarium.kernels.product import product
from neurarium.kernels.sparse import fetch_lists, sparse_product
from neurarium.kernels.team import Member, share
from neurarium.kernels.transpose import transpose_lists
from neurarium.kernels.tuples import Batch, Csr, Matrix, Params, Span, Stored, Targets, plain
from neurarium.kernels.vectors import WIDTH

if TYPE_CHECKING:
    from neurarium.kernels.memory import Doubles, Floats, Integers
    from neurarium.kernels.optimizers import Rule
    from neurarium.kernels.plan import Job, Layer, Layers


@compiled_tuple
class Part(NamedTuple):
    """A thread's part of the first layer, and its panels (see `panels`).

    Attributes
    ----------
    span
        Some units and all inputs; in a split layer all units and some inputs.
    width
        Columns of a panel.
    W, first, second
        The panels of the weights and of the optimizer's memory.
    """

    span: Span
    width: int
    W: Floats
    first: Floats
    second: Floats


@compiled_tuple
class Inputs(NamedTuple):
    """The inputs of the training set, and of the batch, as far as they are sparse.

    Attributes
    ----------
    stored
        Bytes or floats, if they are not sparse.
    rows
        Sparse rows.
    split_at
        For each sparse row, its first element that belongs to the second half of a split layer's inputs.
    transposed
        Room for the lists of a batch when it is transposed.
    room
        Room to do so, some for each thread.
    numbers
        0, 1, 2, … up to the last input.
    """

    stored: Stored
    rows: Csr
    split_at: Integers
    transposed: Csr
    room: Integers
    numbers: Integers


@compiled_tuple
class Dropout(NamedTuple):
    """Random numbers from 0 to 1 for the dropout of all layers; those of this batch begin at `at`."""

    uniforms: Floats
    at: int


@inlined
def uniforms_of(layer: Layer, dropout: Dropout, n: int) -> Matrix:
    """Return a layer's random numbers, ``(n, n_out)``; whatever stands there if it has no dropout."""
    return Matrix(dropout.uniforms, dropout.at + n * layer.uniforms, layer.n_out)


@compiled
def gather_phase(
    member: Member, job: Job, layer: Layer, stored: Stored, batch: Batch, scratch: Floats
) -> None:
    """Scale some rows of the batch and write them where the first layer reads them."""
    start, stop = share(batch.n, 1, member.rank, member.size)
    x = Matrix(scratch, job.inputs, layer.x_row)
    gather(stored, batch, layer.n_in, x, start, stop)


@compiled
def first_layer(
    member: Member, job: Job, layers: Layers, theta: Floats, scratch: Floats, inputs: Inputs,
    batch: Batch, part: Part, dropout: Dropout,
) -> None:  # fmt: skip
    """Compute the outputs of this thread's units of the first layer, or its half of the units' sums.

    And lay out what later phases need: some of the other layers' weights, some of the transposed batch.
    """
    layer = layers[0]
    if job.split != NOWHERE:
        half_sums(member, layer, scratch, inputs, batch, part)
    else:
        unit_sums(job, layer, scratch, inputs, batch, part)
        if len(layers) > 1:
            span = Span(0, batch.n, part.span.column, part.span.last_column)
            activate(layer, theta, scratch, uniforms_of(layer, dropout, batch.n), span)
    if job.transposes != 0:
        first, last = share(layer.n_in, 1, member.rank, member.size)
        q = member.rank * (2 * job.batch_size + layer.n_in)
        transpose_lists(inputs.rows, batch, layer.n_in, first, last, inputs.room, q, inputs.transposed)
    for i in range(1, len(layers)):
        start, stop = share(layers[i].n_in, 1, member.rank, member.size)
        pad_and_transpose(layers[i], theta, scratch, start, stop)


@compiled
def half_sums(
    member: Member, layer: Layer, scratch: Floats, inputs: Inputs, batch: Batch, part: Part
) -> None:
    """Compute one half of x W in a split layer: over the inputs before the split, or from there on.

    The first thread computes the one, the last thread the other; one thread alone computes both.
    """
    rows, n_units = inputs.rows, part.span.last_column
    W = Matrix(part.W, -part.span.row * part.width, part.width)
    if member.rank == 0:
        before = Csr(rows.indptr, inputs.split_at, rows.indices, rows.data, rows.table)
        sparse_product(before, batch, W, Matrix(scratch, layer.a, layer.width), n_units, True)
    if member.rank == member.size - 1:
        behind = Csr(inputs.split_at, rows.ends, rows.indices, rows.data, rows.table)
        sparse_product(behind, batch, W, Matrix(scratch, layer.half, layer.width), n_units, True)


@compiled
def unit_sums(job: Job, layer: Layer, scratch: Floats, inputs: Inputs, batch: Batch, part: Part) -> None:
    """Compute x W for this thread's units, panel by panel."""
    n_units = part.span.last_column - part.span.column
    x = plain(Matrix(scratch, layer.x, layer.x_row))
    for j in range(0, n_units, part.width):
        W = Matrix(part.W, j * layer.n_in, part.width)
        a = Matrix(scratch, layer.a + part.span.column + j, layer.width)
        n_columns = min(part.width, n_units - j)
        if job.inputs == NOWHERE:
            sparse_product(inputs.rows, batch, W, a, n_columns, False)
        else:
            product(x, W, a, layer.n_in, batch.n, n_columns)


@compiled
def upper_layers(
    member: Member, job: Job, layers: Layers, theta: Floats, scratch: Floats, targets: Targets,
    batch: Batch, dropout: Dropout, row_losses: Doubles, row_right: Integers,
) -> None:  # fmt: skip
    """Take some rows of the batch through the other layers, to the loss, and back down to the first layer."""
    n, n_layers, bottom = batch.n, len(layers), layers[0]
    start, stop = share(n, 1, member.rank, member.size)
    if job.split != NOWHERE:
        join_halves(bottom, scratch, start, stop)
        if n_layers > 1:
            span = Span(start, stop, 0, bottom.width)
            activate(bottom, theta, scratch, uniforms_of(bottom, dropout, n), span)
    for i in range(1, n_layers):
        layer = layers[i]
        matmul(layer, theta, scratch, start, stop)
        if i < n_layers - 1:
            span = Span(start, stop, 0, layer.width)
            activate(layer, theta, scratch, uniforms_of(layer, dropout, n), span)
    top = layers[n_layers - 1]
    loss_and_delta(job.loss, top, theta, scratch, targets, batch, start, stop, row_losses, row_right)
    for i in range(n_layers - 1, 0, -1):
        below = layers[i - 1]
        deltas_below(layers[i], below, scratch, uniforms_of(below, dropout, n), start, stop)


@compiled
def update_phase(
    member: Member, job: Job, layers: Layers, rule: Rule, params: Params, scratch: Floats, gradient: Floats,
    inputs: Inputs, batch: Batch, part: Part,
) -> None:  # fmt: skip
    """Compute this thread's part of all gradients, block by block, and update the parameters.

    Meanwhile memory fetches the next batch.
    """
    block = Matrix(gradient, member.rank * job.gradient_size, PANEL)
    update_first_layer(member, job, layers[0], rule, scratch, block, inputs, batch, part)
    for i in range(len(layers)):
        layer = layers[i]
        if i > 0:
            row, last_row = share(layer.n_in, WIDTH, member.rank, member.size)
            W = Params(params.theta, params.first, params.second, layer.W, layer.n_out)
            update_weights(layer, rule, W, scratch, batch.n, block, Span(row, last_row, 0, layer.n_out))
        column, last_column = share(layer.n_out, WIDTH, member.rank, member.size)
        b = Params(params.theta, params.first, params.second, layer.b, 0)
        update_biases(layer, rule, b, scratch, batch.n, block, column, last_column)


@compiled
def update_first_layer(
    member: Member, job: Job, layer: Layer, rule: Rule, scratch: Floats, block: Matrix,
    inputs: Inputs, batch: Batch, part: Part,
) -> None:  # fmt: skip
    """Update this thread's part of the first layer's weights, panel by panel."""
    span, width, sparse = part.span, part.width, job.inputs == NOWHERE
    rows = inputs.rows
    if job.split != NOWHERE and member.size > 1:  # this half of the inputs only
        if member.rank == 0:
            rows = Csr(rows.indptr, inputs.split_at, rows.indices, rows.data, rows.table)
        else:
            rows = Csr(inputs.split_at, rows.ends, rows.indices, rows.data, rows.table)
    if sparse:
        soon = batch.at + batch.n
        fetch_lists(rows, batch.order, soon, min(soon + job.batch_size, len(batch.order)))
    n_rows = span.last_row - span.row
    whole = span.column + -(-(span.last_column - span.column) // WIDTH) * WIDTH  # up to whole registers
    for j in range(span.column, span.last_column, width):
        # Where element (0, 0) of W would be, if this panel reached so far.
        at = (j - span.column) * n_rows - span.row * width - j
        W = Params(part.W, part.first, part.second, at, width)
        last = min(j + width, whole)
        if job.transposes != 0:
            update_transposed_weights(
                layer, rule, W, scratch, block, inputs.transposed, inputs.numbers, j, last - j
            )
        elif sparse:
            panel = Span(span.row, span.last_row, j, last)
            update_sparse_weights(layer, rule, W, scratch, block, panel, rows, batch)
        else:
            panel = Span(span.row, span.last_row, j, last)
            update_weights(layer, rule, W, scratch, batch.n, block, panel)
