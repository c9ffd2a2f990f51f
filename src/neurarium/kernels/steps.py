"""Training steps: the loop that is run by every thread of the team.

A step has up to four phases, with a meeting of all threads behind each:

1. gather      the batch's rows are scaled            (left out where rows are read as sparse lists)
2. first       the first layer's outputs              each thread: some of its units, all rows
3. upper       the other layers forward, loss, back   each thread: some rows, all units
4. gradient    dW and db, spent on the spot           each thread: some of the weights

The first layer holds most of the weights, and in phases 2 and 4 each thread works on the same units of it. It
keeps copies of its own of their weights and of the optimizer's memory for as long as the steps take, panel by
panel: the columns of one matrix, far apart in memory, would neither stay in the cache of its core nor be
fetched ahead. Every number is computed by one thread in an order that does not depend on the others, so the
result is the same, bit for bit, for any number of threads.

Twin of: `objective` and `Optimizer.update`, as `neurarium.training.backends.reference` calls them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype

from neurarium.kernels.compiling import TYPES, compiled, entry
from neurarium.kernels.layers import activate, deltas_below, gather, pack, weigh
from neurarium.kernels.losses import answers
from neurarium.kernels.optimizers import begin_step, update
from neurarium.kernels.plan import NOWHERE
from neurarium.kernels.product import product
from neurarium.kernels.sparse import NARROW, fetch_lists, sparse_gradient, sparse_product, vectors_of
from neurarium.kernels.team import called_off, flush_denormals, meet, restore_control
from neurarium.kernels.transpose import transpose_lists
from neurarium.kernels.vectors import WIDTH, load, load_some, spread, store, store_some

if TYPE_CHECKING:
    from neurarium.kernels.memory import Bytes, Doubles, Floats, Integers, Shorts
    from neurarium.kernels.optimizers import Rule
    from neurarium.kernels.plan import Layer

PANEL = 4 * WIDTH
"""Columns of a piece of the gradient, and of the pieces in which a thread's own matrices are laid out."""

BLOCK = 96
"""Rows of a piece of a dense gradient: with its panel it stays in the nearest cache until it is spent."""

JOB = np.dtype(
    [
        ("loss", np.int64),
        ("batch_size", np.int64),
        ("inputs", np.int64),  # place in scratch of the gathered batch, or NOWHERE: rows are sparse
        ("turns", np.int64),  # 1 if sparse rows are turned round for the gradient, 0 if it walks along them
        ("shift", np.float32),
        ("scale", np.float32),
        ("draws", np.int64),  # random numbers for dropout, for each row
        ("gradient_size", np.int64),  # floats of one thread's piece of the gradient
        ("turned_row", np.int64),  # `small` only: row stride of the turned matrices
        ("targets", np.int64),  # `small` only: place in scratch of the turned targets
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


@compiled
def spend_weights(
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
def spend_turned_weights(
    layer: Layer, rule: Rule, W: Floats, first: Floats, second: Floats, place: int, place_row: int,
    scratch: Floats, gradient: Floats, g: int, column: int, n_columns: int,
    T_starts: Integers, T_rows: Shorts, T_levels: Bytes, table: Floats, inputs: Integers,
) -> None:  # fmt: skip
    """Do the same for one panel of the first layer's W and sparse inputs that have been turned round."""
    for i in range(0, layer.n_in, BLOCK):
        n_rows = min(BLOCK, layer.n_in - i)
        sparse_product(
            T_starts, T_rows, T_levels, table, inputs, i,
            scratch, layer.delta + column, layer.width, gradient, g, PANEL, n_rows, n_columns, False,
        )  # fmt: skip
        update(
            rule, W, first, second, place + i * place_row + column, place_row,
            gradient, g, PANEL, n_rows, n_columns, True,
        )  # fmt: skip


@compiled
def spend_sparse_weights(
    layer: Layer, rule: Rule, W: Floats, first: Floats, second: Floats, place: int, place_row: int,
    scratch: Floats, n: int, gradient: Floats, g: int, column: int, last_column: int,
    starts: Integers, pixels: Shorts, levels: Bytes, table: Floats, order: Integers, o: int,
) -> None:  # fmt: skip
    """Do the same for some columns of the first layer's W and sparse inputs as they are stored."""
    j = column
    while j < last_column:
        vectors = min(2, vectors_of(last_column - j))
        n_columns = min(vectors * WIDTH, last_column - j)
        sparse_gradient(
            starts, pixels, levels, table, order, o, layer.n_in, scratch, layer.delta + j, layer.width,
            gradient, g, vectors * WIDTH, n, vectors,
        )  # fmt: skip
        update(
            rule, W, first, second, place + j, place_row,
            gradient, g, vectors * WIDTH, layer.n_in, n_columns, True,
        )  # fmt: skip
        j += vectors * WIDTH


@compiled
def spend_biases(
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
def take_home(matrix: Floats, place: int, row: int, own: Floats, panel: int, n_rows: int, n: int) -> None:
    """Copy n columns of a matrix into panels of a thread's own, one behind the other; nothing if it is empty.

    Element (i, j) then is ``own[j // panel * panel * n_rows + i * panel + j % panel]``.
    """
    if len(matrix):
        for j in range(0, n, panel):
            copy_columns(matrix, place + j, row, own, j * n_rows, panel, n_rows, min(panel, n - j))


@compiled
def bring_back(own: Floats, panel: int, matrix: Floats, place: int, row: int, n_rows: int, n: int) -> None:
    """Copy the panels back to where `take_home` has them from."""
    if len(matrix):
        for j in range(0, n, panel):
            copy_columns(own, j * n_rows, panel, matrix, place + j, row, n_rows, min(panel, n - j))


@entry
def take_steps(
    rank: int, n_threads: int, meeting: Integers, hand_on: int,
    jobs: Job, layers: Layer, rules: Rule,
    theta: Floats, first: Floats, second: Floats,
    x_bytes: Bytes, x_floats: Floats, starts: Integers, pixels: Shorts, levels: Bytes, table: Floats,
    inputs: Integers, T_starts: Integers, T_rows: Shorts, T_levels: Bytes, T_room: Integers,
    labels: Integers, targets: Floats,
    order: Integers, x_order: Integers, first_step: int, scales: Doubles, draws: Floats,
    own_W: Floats, own_first: Floats, own_second: Floats,
    scratch: Floats, gradient: Floats, row_losses: Doubles, row_right: Integers, totals: Doubles,
) -> int:  # fmt: skip
    """Take one step for each of `scales`; return how many were taken before the loss was no longer finite.

    Parameters
    ----------
    rank, n_threads, meeting, hand_on
        This thread's number, and its `Team`.
    jobs, layers, rules
        Records of type `JOB` (one), `LAYER` (one a dense layer) and `RULE` (one a thread).
    theta, first, second
        Parameters and the optimizer's memory, changed in place.
    x_bytes, x_floats, starts, pixels, levels, table
        The training set in one of three forms, the others empty: bytes, floats, sparse rows
        (see `sparse`).
    inputs, T_starts, T_rows, T_levels, T_room
        The numbers of all inputs, in order, and room to turn a batch of sparse rows round.
    labels, targets
        Class numbers, or numbers for each output; the other is empty.
    order, x_order
        The rows to visit: of the targets, and of the inputs (the same, unless inputs were made for the
        occasion).
    first_step, scales, draws
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
    sparse, turns, narrow = job.inputs == NOWHERE, job.turns != 0, bottom.n_out <= NARROW
    listed = share(bottom.n_in, 1, rank, n_threads)
    room = rank * (2 * job.batch_size + bottom.n_in)
    g = rank * job.gradient_size
    units = share(bottom.n_out, WIDTH, rank, n_threads)
    n_units = units[1] - units[0]
    home = bottom.W + units[0]
    # No wider than it need be: rows far apart would fall into the same few places of a cache.
    panel = min(PANEL, -(-n_units // WIDTH) * WIDTH)
    take_home(theta, home, bottom.n_out, own_W, panel, bottom.n_in, n_units)
    take_home(first, home, bottom.n_out, own_first, panel, bottom.n_in, n_units)
    take_home(second, home, bottom.n_out, own_second, panel, bottom.n_in, n_units)
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
            meet(meeting, n_threads, hand_on)

        # 2. first layer; and phases 3 and 4 find laid out what they need: other layers' weights, turned rows
        for j in range(0, n_units, panel):
            a, n_columns = bottom.a + units[0] + j, min(panel, n_units - j)
            if sparse:
                sparse_product(
                    starts, pixels, levels, table, x_order, o, own_W, j * bottom.n_in, panel,
                    scratch, a, bottom.width, n, n_columns, narrow,
                )  # fmt: skip
            else:
                product(
                    scratch, bottom.x, bottom.x_row, 1, own_W, j * bottom.n_in, panel, bottom.n_in,
                    scratch, a, bottom.width, n, n_columns,
                )  # fmt: skip
        if turns:
            transpose_lists(
                starts, pixels, levels, x_order, o, n, bottom.n_in, listed[0], listed[1],
                T_room, room, T_starts, T_rows, T_levels,
            )  # fmt: skip
        if n_layers > 1:
            activate(bottom, theta, scratch, draws, draw, 0, n, units[0], units[1])
        for i in range(1, n_layers):
            packed = share(layers[i].n_in, 1, rank, n_threads)
            pack(layers[i], theta, scratch, packed[0], packed[1])
        meet(meeting, n_threads, hand_on)

        if called_off(meeting):
            break  # nothing has been changed yet

        # 3. the other layers, forward and back
        for i in range(1, n_layers):
            weigh(layers[i], theta, scratch, rows[0], rows[1], 0, layers[i].width)
            if i < n_layers - 1:
                activate(
                    layers[i], theta, scratch, draws, draw + n * layers[i].draw, rows[0], rows[1],
                    0, layers[i].width,
                )  # fmt: skip
        answers(
            job.loss, top, theta, scratch, labels, targets, order, o, n, rows[0], rows[1],
            row_losses, row_right,
        )  # fmt: skip
        for i in range(n_layers - 1, 0, -1):
            deltas_below(
                layers[i], layers[i - 1], scratch, draws, draw + n * layers[i - 1].draw, rows[0], rows[1]
            )
        meet(meeting, n_threads, hand_on)

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
            fetch_lists(starts, pixels, levels, x_order, o + n, soon)
        for j in range(units[0], units[1], panel):
            place, last = (j - units[0]) * bottom.n_in - j, min(j + panel, units[1])
            if turns:
                spend_turned_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, gradient, g, j, last - j, T_starts, T_rows, T_levels, table, inputs,
                )  # fmt: skip
            elif sparse:
                spend_sparse_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, n, gradient, g, j, last, starts, pixels, levels, table, x_order, o,
                )  # fmt: skip
            else:
                spend_weights(
                    bottom, rule, own_W, own_first, own_second, place, panel,
                    scratch, n, gradient, g, 0, bottom.n_in, j, last,
                )  # fmt: skip
        for i in range(n_layers):
            layer = layers[i]
            weights = share(layer.n_in, WIDTH, rank, n_threads)
            columns = share(layer.n_out, WIDTH, rank, n_threads)
            if i > 0:
                spend_weights(
                    layer, rule, theta, first, second, layer.W, layer.n_out,
                    scratch, n, gradient, g, weights[0], weights[1], 0, layer.n_out,
                )  # fmt: skip
            spend_biases(layer, rule, theta, first, second, scratch, n, gradient, g, columns[0], columns[1])
        meet(meeting, n_threads, hand_on)
        o += n
        draw += n * job.draws
        taken += 1
    bring_back(own_W, panel, theta, home, bottom.n_out, bottom.n_in, n_units)
    bring_back(own_first, panel, first, home, bottom.n_out, bottom.n_in, n_units)
    bring_back(own_second, panel, second, home, bottom.n_out, bottom.n_in, n_units)
    restore_control(control)
    return taken
