"""The room that the steps of a run work in: made once, used again by every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.kernels.gradients import BLOCK, PANEL
from neurarium.kernels.memory import aligned
from neurarium.kernels.sparse import NARROW
from neurarium.kernels.transpose import MOST_ROWS
from neurarium.kernels.vectors import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurarium.kernels.memory import Doubles, Floats, Integers
    from neurarium.kernels.plan import Plan
    from neurarium.kernels.rows import Rows


class Workspace:
    """Room for batches of up to `batch_size` rows.

    Parameters
    ----------
    plan, rows
        The layers, and the training set.
    memory
        The optimizer's two vectors; an empty one takes no room.
    batch_size, n_threads
        The most rows of a step, and how many threads take it.
    small, split
        Whether batches lie in the lanes (see `small`), and whether the first layer is split (see `steps`).

    Attributes
    ----------
    transposes
        Whether batches of sparse rows are transposed for the gradient.
    gradient_size
        Floats of one thread's block of the gradient.
    scratch, gradient, row_losses, row_right
        For all threads together.
    panels
        For each thread: its panels of the first layer's weights and of the optimizer's memory.
    transposed
        For the transposed batch: numbers of all inputs, indptr, indices, data, and room to make them.
    """

    def __init__(
        self, plan: Plan, rows: Rows, memory: Sequence[Floats], batch_size: int, n_threads: int,
        *, small: bool, split: bool,
    ) -> None:  # fmt: skip
        bottom, top = plan.layers[0], plan.layers[-1]
        n_in = int(bottom["n_in"])
        self.transposes = rows.sparse and not split and batch_size <= MOST_ROWS
        self.gradient_size = BLOCK * PANEL
        if rows.sparse and not self.transposes:
            self.gradient_size = max(self.gradient_size, n_in * NARROW)
        n_params = int(top["b"]) + int(top["n_out"])
        self.scratch: Floats = aligned(plan.scratch_size)
        self.gradient: Floats = aligned(n_params + PANEL if small else n_threads * self.gradient_size)
        self.row_losses: Doubles = np.zeros(batch_size)
        self.row_right: Integers = np.zeros(batch_size, np.int64)

        shares = 1 if split else n_threads
        registers = -(-int(bottom["width"]) // (WIDTH * shares))  # of the thread that has most units
        size = 0 if small else n_in * -(-registers * WIDTH // PANEL) * PANEL
        self.panels: list[list[Floats]] = [
            [aligned(size), *(aligned(size if len(vector) else 0) for vector in memory)]
            for _ in range(n_threads)
        ]
        self.transposed: list[Any] = _room_to_transpose(
            rows, n_in if self.transposes else 0, batch_size if self.transposes else 0, n_threads
        )


def _room_to_transpose(rows: Rows, n_in: int, batch_size: int, n_threads: int) -> list[Any]:
    """Make the room to transpose a batch of sparse rows; empty if there are none."""
    most = 0
    if batch_size:
        most = int(np.sort(np.diff(rows.indptr))[-batch_size:].sum())  # elements that a batch can have
    return [
        np.arange(n_in),
        np.zeros(n_in + 1 if n_in else 0, np.int64),
        np.zeros(most, np.uint16),
        np.zeros(most, np.uint8),
        np.zeros(n_threads * (2 * batch_size + n_in), np.int64),
    ]
