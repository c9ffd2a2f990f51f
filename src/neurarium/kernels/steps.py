"""Training steps: the loop that every thread of the team runs.

A step has up to four phases (see `phases`), with a barrier behind each:

1. gather_phase   the batch's rows are scaled            (left out where rows are read as sparse lists)
2. first_layer    the first layer's outputs              each thread: some of its units, all rows
3. upper_layers   the other layers forward, loss, back   each thread: some rows, all units
4. update_phase   dW and db, used up block by block      each thread: some of the weights

The first layer holds most of the weights, and in phases 2 and 4 each thread works on the same units of it. It
keeps its own copies of their weights and of the optimizer's memory for as long as the steps take, in
contiguous panels (see `panels`).

A narrow first layer has not enough units to share. If its rows are sparse, its inputs are shared instead:
each sum is made in two halves, one over the inputs before a certain one and one over those from there on, and
two threads take one half each (one thread takes both, one after the other). Such a layer is called split.

Every number is computed by one thread in an order that does not depend on the others, so the result is the
same, bit for bit, for any number of threads.

Twin of: `ReferenceBackend.take` in `neurarium.training.backends.reference`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neurarium.kernels.compiling import compiled, entry
from neurarium.kernels.gradients import PANEL
from neurarium.kernels.optimizers import begin_step
from neurarium.kernels.panels import pack, unpack
from neurarium.kernels.phases import (
    Dropout,
    Inputs,
    Part,
    first_layer,
    gather_phase,
    update_phase,
    upper_layers,
)
from neurarium.kernels.plan import NOWHERE
from neurarium.kernels.team import Member, barrier, cancelled, flush_denormals, restore_control, share
from neurarium.kernels.tuples import Batch, Csr, Matrix, Params, Span, Stored, Targets
from neurarium.kernels.vectors import WIDTH

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Doubles, Floats, Integers, Shorts
    from neurarium.kernels.optimizers import Rule
    from neurarium.kernels.plan import Job, Layer


@compiled
def span_of(member: Member, job: Job, layer: Layer) -> Span:
    """Return a thread's part of the first layer's W: some units, or in a split layer some inputs."""
    if job.split == NOWHERE:
        column, last_column = share(layer.n_out, WIDTH, member.rank, member.size)
        return Span(0, layer.n_in, column, last_column)
    row = job.split if member.rank > 0 else 0
    last_row = job.split if member.rank < member.size - 1 else layer.n_in
    return Span(row, last_row, 0, layer.n_out)


@entry
def take_steps(
    rank: int, n_threads: int, counters: Integers, yield_core: int,
    jobs: Job, layers: Layer, rules: Rule,
    theta: Floats, first: Floats, second: Floats,
    x_bytes: Bytes, x_floats: Floats,
    indptr: Integers, split_at: Integers, indices: Shorts, data: Bytes, table: Floats,
    numbers: Integers, T_indptr: Integers, T_indices: Shorts, T_data: Bytes, T_room: Integers,
    labels: Integers, values: Floats,
    order: Integers, x_order: Integers, first_step: int, scales: Doubles, uniforms: Floats,
    W_panels: Floats, first_panels: Floats, second_panels: Floats,
    scratch: Floats, gradient: Floats, row_losses: Doubles, row_right: Integers, totals: Doubles,
) -> int:  # fmt: skip
    """Take one step for each of `scales`; return how many were taken before the loss was no longer finite.

    Parameters
    ----------
    rank, n_threads, counters, yield_core
        This thread as a `Member` of its team.
    jobs, layers, rules
        Records of type `JOB` (one), `LAYER` (one a dense layer) and `RULE` (one a thread).
    theta, first, second
        Parameters and the optimizer's memory, changed in place.
    x_bytes, x_floats, indptr, split_at, indices, data, table
        The training set in one of three forms, the others empty: bytes, floats, sparse rows (see `Rows`).
    numbers, T_indptr, T_indices, T_data, T_room
        The numbers of all inputs, in order, and room to transpose a batch of sparse rows.
    labels, values
        The `Targets`.
    order, x_order
        The rows to visit: of the targets, and of the inputs (the same, unless inputs were made for the
        occasion).
    first_step, scales, uniforms
        The first step's number (from 1), factors on the learning rate, random numbers for dropout.
    W_panels, first_panels, second_panels
        This thread's room for its panels of the first layer's weights and of the optimizer's memory.
    scratch, gradient, row_losses, row_right
        Room for all to work in.
    totals
        Where the sum of the rows' losses and the number of right answers are added to; and, third, a loss
        that is not finite.
    """
    job, rule, bottom = jobs[0], rules[rank], layers[0]
    member = Member(rank, n_threads, counters, yield_core)
    rows = Csr(indptr, indptr[1:], indices, data, table)
    T_rows = Csr(T_indptr, T_indptr[1:], T_indices, T_data, table)
    stored = Stored(x_bytes, x_floats, job.shift, job.scale)
    inputs = Inputs(stored, rows, split_at, T_rows, T_room, numbers)
    targets = Targets(labels, values)
    params = Params(theta, first, second, 0, 0)
    control = flush_denormals()

    span = span_of(member, job, bottom)
    n_rows, n_units = span.last_row - span.row, span.last_column - span.column
    at = bottom.W + span.row * bottom.n_out + span.column
    # No wider than it need be: rows far apart would fall into the same few places of a cache.
    width = min(PANEL, -(-n_units // WIDTH) * WIDTH)
    part = Part(span, width, W_panels, first_panels, second_panels)
    pack(Matrix(theta, at, bottom.n_out), W_panels, width, n_rows, n_units)
    pack(Matrix(first, at, bottom.n_out), first_panels, width, n_rows, n_units)
    pack(Matrix(second, at, bottom.n_out), second_panels, width, n_rows, n_units)

    taken = o = u = 0
    for s in range(len(scales)):
        n = min(job.batch_size, len(order) - o)
        batch, x_batch, dropout = Batch(order, o, n), Batch(x_order, o, n), Dropout(uniforms, u)
        begin_step(rule, first_step + s, scales[s], n)
        if job.inputs != NOWHERE:
            gather_phase(member, job, bottom, stored, x_batch, scratch)
            barrier(member)
        first_layer(member, job, layers, theta, scratch, inputs, x_batch, part, dropout)
        barrier(member)
        if cancelled(counters):
            break  # nothing has been changed yet
        upper_layers(member, job, layers, theta, scratch, targets, batch, dropout, row_losses, row_right)
        barrier(member)

        # Every thread comes to the same sum, so all of them stop at the same step.
        loss, right = 0.0, 0
        for r in range(n):
            loss += row_losses[r]
            right += row_right[r]
        if not math.isfinite(loss):
            totals[2] = loss
            break
        if rank == 0:
            totals[0] += loss
            totals[1] += right

        update_phase(member, job, layers, rule, params, scratch, gradient, inputs, x_batch, part)
        barrier(member)
        o += n
        u += n * job.uniforms
        taken += 1

    unpack(W_panels, width, Matrix(theta, at, bottom.n_out), n_rows, n_units)
    unpack(first_panels, width, Matrix(first, at, bottom.n_out), n_rows, n_units)
    unpack(second_panels, width, Matrix(second, at, bottom.n_out), n_rows, n_units)
    restore_control(control)
    return taken
