"""The compiled twin of a training step, for one network, one training set and one set of settings."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.engine import ShapeError
from neurarium.kernels.cores import available_cores
from neurarium.kernels.losses import LOSS_CODES
from neurarium.kernels.memory import flat, padded
from neurarium.kernels.optimizers import RULE, rule_of
from neurarium.kernels.plan import JOB, NOWHERE, make_plan
from neurarium.kernels.rows import read_targets
from neurarium.kernels.small import is_small, take_small_steps
from neurarium.kernels.sparse import NARROW
from neurarium.kernels.steps import take_steps
from neurarium.kernels.team import Team
from neurarium.kernels.warp import warp_rows
from neurarium.kernels.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from neurarium.engine import Loss, Network, Optimizer, Regularizer
    from neurarium.engine.optimizers import State
    from neurarium.engine.types import IntArray
    from neurarium.kernels.memory import Doubles, Floats, Integers
    from neurarium.kernels.rows import Rows

SLICE_SECONDS = 0.03
"""How long compiled code runs before Python checks for signals: Ctrl-C and pause act after this time."""

FIRST_WORK = 100_000_000
"""Parameters times rows of the first slice, which shows how long a step takes: hundredths of a second."""

UNITS_OF_TWO, UNITS_PER_THREAD = 32, 32
WORK_OF_TWO, WORK_PER_THREAD = 120_000, 400_000
"""Units of the first layer, and multiplications of a step's forward pass: from so many on, two threads are
faster; with more threads, each must have so many. For less, barriers take longer than the work."""

DRAWN_AHEAD = 1 << 22
"""The most random numbers for dropout, or pixels of warped images, that are prepared ahead (16 MB)."""

DrawWarps = Callable[[int], "npt.NDArray[np.float32]"]
"""Draws where the pixels of n images are read, ``(n, 2, side, side)``."""

NOTHING: Floats = np.zeros(0, np.float32)
NO_BYTES = np.zeros(0, np.uint8)


@dataclass
class Taken:
    """The result of some steps: sums over their rows, and whether the loss stayed finite.

    Attributes
    ----------
    steps
        Steps taken.
    rows, loss, correct
        Rows they visited, the sum of their losses, and how many were answered rightly.
    penalty
        The sum of the steps' penalties, each times the step's rows; its last digits depend on the number of
        threads.
    diverged
        The loss that was not finite, of the step after the last one taken; else None.
    """

    steps: int = 0
    rows: int = 0
    loss: float = 0.0
    correct: int = 0
    penalty: float = 0.0
    diverged: float | None = None


class Stepper:
    """Takes training steps in compiled code, in place. The GIL is free meanwhile.

    Parameters
    ----------
    network
        Its `theta` is trained.
    rows, y
        The training set: what `read_rows` made of the inputs; class numbers ``(n,)`` or numbers ``(n,
        n_out)``.
    loss, optimizer, regularizers
        From `neurarium.engine`; with the network, such as `neurarium.kernels.why_not` has nothing against.
    penalties_per_row
        Whether the regularizers' rates are divided by the rows of each batch.
    state
        The optimizer's memory, from `Optimizer.init`; changed in place.
    batch_size
        The most rows of a step.
    threads
        At most so many; None for as many as the process may use. The result does not depend on it.

    Attributes
    ----------
    small
        Whether the network is so small that the batch lies in the lanes (see `neurarium.kernels.small`).
    threads
        How many threads work.

    Raises
    ------
    ShapeError
        If the targets do not fit the network.
    """

    def __init__(
        self,
        network: Network,
        rows: Rows,
        y: npt.NDArray[Any],
        *,
        loss: Loss,
        optimizer: Optimizer,
        state: State,
        regularizers: Sequence[Regularizer] = (),
        penalties_per_row: bool = False,
        batch_size: int = 128,
        threads: int | None = None,
    ) -> None:
        self.network = network
        self.rows = rows
        self.batch_size = min(batch_size, len(y))
        self.small = is_small(network) and not rows.sparse
        # Threads share the inputs of a narrow first layer with sparse rows, and the units of all others.
        self._split = rows.sparse and network.dense_layers[0].n_out <= NARROW
        self._plan = make_plan(
            network, self.batch_size, gather=not rows.sparse, transposed=self.small, split=self._split
        )
        self._team = Team(self._useful_threads(threads))
        self._labels, self._targets = read_targets(y, network.n_out)
        self._memory = [state[name] for name in optimizer.memory]
        self._memory += [NOTHING] * (2 - len(self._memory))
        self._rules = np.zeros(self._team.size, RULE)
        self._rules[:] = rule_of(optimizer, regularizers, per_row=penalties_per_row)

        self._work = Workspace(
            self._plan, rows, self._memory, self.batch_size, self._team.size,
            small=self.small, split=self._split,
        )  # fmt: skip
        self._frames: Floats = NOTHING
        self._job = np.zeros(1, JOB)
        for name, value in (
            ("loss", LOSS_CODES[type(loss)]),
            ("inputs", self._plan.inputs),
            ("transposes", self._work.transposes),
            ("split", rows.split if self._split else NOWHERE),
            ("shift", rows.shift),
            ("scale", rows.scale),
            ("uniforms", self._plan.uniforms),
            ("gradient_size", self._work.gradient_size),
            ("transposed_stride", padded(self.batch_size)),
            ("targets", self._plan.targets),
        ):
            self._job[name] = value
        self._pace = 0.0  # seconds a step

    @property
    def threads(self) -> int:
        """How many threads work."""
        return self._team.size

    def take(
        self,
        order: IntArray,
        batch_size: int,
        first_step: int,
        scales: Doubles,
        dropout: np.random.Generator | None = None,
        draw_warps: DrawWarps | None = None,
    ) -> Taken:
        """Take ``len(scales)`` steps.

        Parameters
        ----------
        order
            The rows that these steps visit, one batch after the other.
        batch_size
            Rows of each batch; the last may be shorter.
        first_step
            Number of the first step, counted from 1.
        scales
            Factor on the learning rate for each step.
        dropout
            Where dropout's random numbers are drawn from.
        draw_warps
            Draws how each batch's images are warped; needs rows that are not sparse.
        """
        visits, scales = flat(order, np.int64), flat(scales, np.float64)
        if batch_size > self.batch_size:
            raise ShapeError(f"expected batches of at most {self.batch_size} rows, got {batch_size}")
        taken = Taken()
        self._job["batch_size"] = batch_size
        while taken.steps < len(scales) and taken.diverged is None:
            steps = self._slice(batch_size, len(scales) - taken.steps, warps=draw_warps is not None)
            part = visits[taken.steps * batch_size : (taken.steps + steps) * batch_size]
            uniforms = NOTHING
            if self._plan.uniforms:
                assert dropout is not None
                uniforms = dropout.random(len(part) * self._plan.uniforms, dtype=np.float32)
            totals = np.zeros(3)
            self._rules["penalty"] = 0
            start = time.perf_counter()
            made = None if draw_warps is None else self._warp(part, batch_size, draw_warps)
            done = self._run(
                part,
                first_step + taken.steps,
                scales[taken.steps : taken.steps + steps],
                uniforms,
                made,
                totals,
            )
            self._pace = (time.perf_counter() - start) / steps
            taken.steps += done
            taken.rows += min(done * batch_size, len(part))
            taken.loss += float(totals[0])
            taken.correct += int(totals[1])
            taken.penalty += float(self._rules["penalty"].sum())
            if done < steps:
                taken.diverged = float(totals[2])
        return taken

    def _useful_threads(self, threads: int | None) -> int:
        """Return how many of the available threads save time."""
        if self.small:
            return 1
        cores = available_cores()
        wanted = cores if threads is None else min(threads, cores)
        units = self.network.dense_layers[0].n_out
        work = self.network.theta.size * self.batch_size
        two = 2 if work >= WORK_OF_TWO and (self._split or units >= UNITS_OF_TWO) else 1
        more = 1 if self._split else min(units // UNITS_PER_THREAD, work // WORK_PER_THREAD)
        return min(wanted, max(two, more))

    def _slice(self, batch_size: int, left: int, *, warps: bool) -> int:
        """Return how many steps to take before Python checks for signals again."""
        if self._pace:
            steps = int(SLICE_SECONDS / self._pace)
        else:
            steps = FIRST_WORK // (self.network.theta.size * batch_size)
        held = self._plan.uniforms + (3 * self.network.n_in if warps else 0)
        if held:
            steps = min(steps, DRAWN_AHEAD // (batch_size * held))
        return max(1, min(steps, left))

    def _warp(self, order: Integers, batch_size: int, draw_warps: DrawWarps) -> Floats:
        """Make the images of some batches, each warped differently: ``(n, side²)``, flat."""
        side = math.isqrt(self.network.n_in)
        batches = range(0, len(order), batch_size)
        coordinates = np.concatenate([draw_warps(len(order[i : i + batch_size])) for i in batches])
        if not len(self._frames):
            self._frames = np.zeros(self._team.size * (side + 3) ** 2, np.float32)
        made = np.empty(len(order) * side * side, np.float32)
        self._team.run(
            lambda rank: warp_rows(
                rank, self._team.size, self.rows.bytes, self.rows.floats, order, side,
                coordinates.reshape(-1), self._frames, made,
            )
        )  # fmt: skip
        return made

    def _run(
        self, order: Integers, first_step: int, scales: Doubles, uniforms: Floats, made: Floats | None,
        totals: Doubles,
    ) -> int:  # fmt: skip
        rows, team, work = self.rows, self._team, self._work
        x_order, x_bytes, x_floats = order, rows.bytes, rows.floats
        if made is not None:
            x_order, x_bytes, x_floats = np.arange(len(order)), NO_BYTES, made
        if self.small:
            small: int = take_small_steps(
                self._job, self._plan.layers, self._rules, self.network.theta, *self._memory,
                x_bytes, x_floats, self._labels, self._targets,
                order, x_order, first_step, scales, work.scratch, work.gradient, totals,
            )  # fmt: skip
            return small

        def thread(rank: int) -> Any:
            return take_steps(
                rank, team.size, team.counters, team.yield_core,
                self._job, self._plan.layers, self._rules,
                self.network.theta, *self._memory,
                x_bytes, x_floats,
                rows.indptr, rows.split_at, rows.indices, rows.data, rows.table, *work.transposed,
                self._labels, self._targets,
                order, x_order, first_step, scales, uniforms, *work.panels[rank],
                work.scratch, work.gradient, work.row_losses, work.row_right, totals,
            )  # fmt: skip

        return int(team.run(thread))
