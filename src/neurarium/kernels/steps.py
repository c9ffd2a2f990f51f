"""Training steps: the loop that is run by every thread of the team.

A step has up to four phases, with a barrier for all threads behind each:

1. gather      the batch's rows are scaled            (left out where rows are read as sparse lists)
2. first       the first layer's outputs              each thread: some of its units, all rows
3. upper       the other layers forward, loss, back   each thread: some rows, all units
4. gradient    dW and db, spent on the spot           each thread: some of the weights

The first layer holds most of the weights, and in phases 2 and 4 each thread works on the same units of it. It
keeps copies of its own of their weights and of the optimizer's memory for as long as the steps take, panel by
panel: the columns of one matrix, far apart in memory, would neither stay in the cache of its core nor be
fetched ahead.

A narrow first layer has not enough units to share. If its rows are sparse, its inputs are shared instead:
each sum is made in two halves, one over the inputs before a certain one and one over those from there on, and
two threads take one half each (one thread takes both, one after the other).

Every number is computed by one thread in an order that does not depend on the others, so the result is the
same, bit for bit, for any number of threads.

Twin of: `objective` and `Optimizer.update`, as `neurarium.training.backends.reference` calls them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype

from neurarium.kernels.compiling import TYPES, compiled, entry
from neurarium.kernels.gradients import (
    PANEL,
    update_biases,
    update_sparse_weights,
    update_transposed_weights,
    update_weights,
)
from neurarium.kernels.layers import activate, deltas_below, gather, join_halves, matmul, pad_and_transpose
from neurarium.kernels.losses import loss_and_delta
from neurarium.kernels.optimizers import begin_step
from neurarium.kernels.panels import pack, unpack
from neurarium.kernels.plan import NOWHERE
from neurarium.kernels.product import product
from neurarium.kernels.sparse import fetch_lists, sparse_product
from neurarium.kernels.team import barrier, cancelled, flush_denormals, restore_control
from neurarium.kernels.transpose import transpose_lists
from neurarium.kernels.vectors import WIDTH

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Doubles, Floats, Integers, Shorts
    from neurarium.kernels.optimizers import Rule
    from neurarium.kernels.plan import Layer

JOB = np.dtype(
    [
        ("loss", np.int64),
        ("batch_size", np.int64),
        ("inputs", np.int64),  # place in scratch of the gathered batch, or NOWHERE: rows are sparse
        (
            "transposes",
            np.int64,
        ),  # 1 if sparse rows are transposed for the gradient
        (
            "split",
            np.int64,
        ),  # the input at which the first layer is split in two, or NOWHERE: units are shared
        ("shift", np.float32),
        ("scale", np.float32),
        ("uniforms", np.int64),  # random numbers for dropout, for each row
        ("gradient_size", np.int64),  # floats of one thread's piece of the gradient
        ("transposed_stride", np.int64),  # `small` only: row stride of the transposed matrices
        ("targets", np.int64),  # `small` only: place in scratch of the transposed targets
    ],
    align=True,
)
"""What stays the same for a whole run."""

Job = Any
TYPES["Job"] = from_dtype(JOB)


@compiled
def share(n: int, unit: int, rank: int, n_threads: int) -> tuple[int, int]:
    """Return this thread's part, from and to, of n things that come in whole units."""
    units = -(-n // unit)
    return min(n, units * rank // n_threads * unit), min(n, units * (rank + 1) // n_threads * unit)


@entry
def take_steps(
    rank: int, n_threads: int, counters: Integers, yield_core: int,
    jobs: Job, layers: Layer, rules: Rule,
    theta: Floats, first: Floats, second: Floats,
    x_bytes: Bytes, x_floats: Floats,
    indptr: Integers, split_at: Integers, indices: Shorts, data: Bytes, table: Floats,
    inputs: Integers, T_indptr: Integers, T_indices: Shorts, T_data: Bytes, T_room: Integers,
    labels: Integers, targets: Floats,
    order: Integers, x_order: Integers, first_step: int, scales: Doubles, uniforms: Floats,
    own_W: Floats, own_first: Floats, own_second: Floats,
    scratch: Floats, gradient: Floats, row_losses: Doubles, row_right: Integers, totals: Doubles,
) -> int:  # fmt: skip
    """Take one step for each of `scales`; return how many were taken before the loss was no longer finite.

    Parameters
    ----------
    rank, n_threads, counters, yield_core
        This thread's number, and its `Team`.
    jobs, layers, rules
        Records of type `JOB` (one), `LAYER` (one a dense layer) and `RULE` (one a thread).
    theta, first, second
        Parameters and the optimizer's memory, changed in place.
    x_bytes, x_floats, indptr, split_at, indices, data, table
        The training set in one of three forms, the others empty: bytes, floats, sparse rows
        (see `Rows`).
    inputs, T_indptr, T_indices, T_data, T_room
        The numbers of all inputs, in order, and room to transpose a batch of sparse rows.
    labels, targets
        Class numbers, or numbers for each output; the other is empty.
    order, x_order
        The rows to visit: of the targets, and of the inputs (the same, unless inputs were made for the
        occasion).
    first_step, scales, uniforms
        The first step's number (from 1), factors on the learning rate, dropout's randomness.
    own_W, own_first, own_second
        This thread's room for its columns of the first layer's weights and of the optimizer's memory.
    scratch, gradient, row_losses, row_right
        Room for all to work in.
    totals
        Where the sum of the rows' losses and the number of right answers are added to; and, third, a loss
        that is not finite.
    """
    job, rule = jobs[0], rules[rank]
    control = flush_denormals()
    n_layers = len(layers)
    bottom, top = layers[0], layers[n_layers - 1]
    sparse, transposes, split = job.inputs == NOWHERE, job.transposes != 0, job.split != NOWHERE
    listed = share(bottom.n_in, 1, rank, n_threads)
    room = rank * (2 * job.batch_size + bottom.n_in)
    g = rank * job.gradient_size
    # This thread's part of the first layer: some units, or some inputs and what the rows' lists have of them.
    units, row, last_row = share(bottom.n_out, WIDTH, rank, n_threads), 0, bottom.n_in
    begins, ends = indptr, indptr[1:]
    if split:
        units = (0, bottom.n_out)
        if rank > 0:
            row, begins = job.split, split_at
        if rank < n_threads - 1:
            last_row, ends = job.split, split_at
    n_units, n_rows = units[1] - units[0], last_row - row
    home = bottom.W + row * bottom.n_out + units[0]
    whole = -(-n_units // WIDTH) * WIDTH  # the columns of its own, filled up to whole registers
    # No wider than it need be: rows far apart would fall into the same few places of a cache.
    panel = min(PANEL, whole)
    pack(theta, home, bottom.n_out, own_W, panel, n_rows, n_units)
    pack(first, home, bottom.n_out, own_first, panel, n_rows, n_units)
    pack(second, home, bottom.n_out, own_second, panel, n_rows, n_units)
    taken = 0
    o = draw = 0
    for s in range(len(scales)):
        n = min(job.batch_size, len(order) - o)
        rows = share(n, 1, rank, n_threads)
        begin_step(rule, first_step + s, scales[s])

        # 1. gather
        if not sparse:
            gather(
                x_bytes, x_floats, job.shift, job.scale, x_order, o,
                bottom.n_in, scratch, job.inputs, bottom.x_row, rows[0], rows[1],
            )  # fmt: skip
            barrier(counters, n_threads, yield_core)

        # 2. first layer; and phases 3 and 4 find laid out what they need: W, transposed rows
        if split:
            if rank == 0:
                sparse_product(
                    indptr, split_at, indices, data, table, x_order, o, own_W, 0, panel,
                    scratch, bottom.a, bottom.width, n, n_units, True,
                )  # fmt: skip
            if rank == n_threads - 1:
                sparse_product(
                    split_at, indptr[1:], indices, data, table, x_order, o, own_W, -row * panel, panel,
                    scratch, bottom.half, bottom.width, n, n_units, True,
                )  # fmt: skip
        else:
            for j in range(0, n_units, panel):
                a, n_columns = bottom.a + units[0] + j, min(panel, n_units - j)
                if sparse:
                    sparse_product(
                        indptr, indptr[1:], indices, data, table, x_order, o, own_W, j * bottom.n_in, panel,
                        scratch, a, bottom.width, n, n_columns, False,
                    )  # fmt: skip
                else:
                    product(
                        scratch, bottom.x, bottom.x_row, 1, own_W, j * bottom.n_in, panel, bottom.n_in,
                        scratch, a, bottom.width, n, n_columns,
                    )  # fmt: skip
        if transposes:
            transpose_lists(
                indptr, indices, data, x_order, o, n, bottom.n_in, listed[0], listed[1],
                T_room, room, T_indptr, T_indices, T_data,
            )  # fmt: skip
        if n_layers > 1 and not split:
            activate(bottom, theta, scratch, uniforms, draw, 0, n, units[0], units[1])
        for i in range(1, n_layers):
            packed = share(layers[i].n_in, 1, rank, n_threads)
            pad_and_transpose(layers[i], theta, scratch, packed[0], packed[1])
        barrier(counters, n_threads, yield_core)

        if cancelled(counters):
            break  # nothing has been changed yet

        # 3. the other layers, forward and back
        if split:
            join_halves(bottom, scratch, rows[0], rows[1])
            if n_layers > 1:
                activate(bottom, theta, scratch, uniforms, draw, rows[0], rows[1], 0, bottom.width)
        for i in range(1, n_layers):
            matmul(layers[i], theta, scratch, rows[0], rows[1])
            if i < n_layers - 1:
                activate(
                    layers[i], theta, scratch, uniforms, draw + n * layers[i].uniforms, rows[0], rows[1],
                    0, layers[i].width,
                )  # fmt: skip
        loss_and_delta(
            job.loss, top, theta, scratch, labels, targets, order, o, n, rows[0], rows[1],
            row_losses, row_right,
        )  # fmt: skip
        for i in range(n_layers - 1, 0, -1):
            deltas_below(
                layers[i],
                layers[i - 1],
                scratch,
                uniforms,
                draw + n * layers[i - 1].uniforms,
                rows[0],
                rows[1],
            )
        barrier(counters, n_threads, yield_core)

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

        # 4. gradients, spent on the spot; meanwhile memory fetches the next batch
        if sparse:
            soon = min(o + n + job.batch_size, len(x_order))
            fetch_lists(begins, ends, indices, data, x_order, o + n, soon)
        for j in range(units[0], units[1], panel):
            # Where this thread would have element (0, 0), if this panel reached so far.
            place, last = (j - units[0]) * n_rows - row * panel - j, min(j + panel, units[0] + whole)
            if transposes:
                update_transposed_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, gradient, g, j, last - j, T_indptr, T_indices, T_data, table, inputs,
                )  # fmt: skip
            elif sparse:
                update_sparse_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, n, gradient, g, row, last_row, j, last,
                    begins, ends, indices, data, table, x_order, o,
                )  # fmt: skip
            else:
                update_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, n, gradient, g, row, last_row, j, last,
                )  # fmt: skip
        for i in range(n_layers):
            layer = layers[i]
            weights = share(layer.n_in, WIDTH, rank, n_threads)
            columns = share(layer.n_out, WIDTH, rank, n_threads)
            if i > 0:
                update_weights(
                    layer, rule, theta, first, second, layer.W, layer.n_out,
                    scratch, n, gradient, g, weights[0], weights[1], 0, layer.n_out,
                )  # fmt: skip
            update_biases(layer, rule, theta, first, second, scratch, n, gradient, g, columns[0], columns[1])
        barrier(counters, n_threads, yield_core)
        o += n
        draw += n * job.uniforms
        taken += 1
    unpack(own_W, panel, theta, home, bottom.n_out, n_rows, n_units)
    unpack(own_first, panel, first, home, bottom.n_out, n_rows, n_units)
    unpack(own_second, panel, second, home, bottom.n_out, n_rows, n_units)
    restore_control(control)
    return taken
