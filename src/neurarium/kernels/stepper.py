"""The compiled twin of a training step, for one network, one training set and one set of settings."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.engine import L1, L2, Adam, Momentum, RMSprop, ShapeError
from neurarium.engine.losses import is_labels
from neurarium.engine.optimizers import AdamW
from neurarium.kernels.losses import LOSS_CODES
from neurarium.kernels.memory import aligned, padded
from neurarium.kernels.optimizers import OPTIMIZER_CODES, RULE
from neurarium.kernels.plan import Plan, make_plan, why_not
from neurarium.kernels.rows import read_rows
from neurarium.kernels.small import MOST_PARAMETERS, MOST_UNITS, take_small_steps
from neurarium.kernels.steps import BLOCK, JOB, PANEL, take_steps
from neurarium.kernels.team import Team, available_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from neurarium.engine import Loss, Network, Optimizer, Regularizer
    from neurarium.engine.optimizers import State
    from neurarium.kernels.memory import Doubles, Floats, Integers

SLICE_SECONDS = 0.04
"""How long compiled code runs before Python has a look at signals: Ctrl-C and pause act after this time."""

UNITS_PER_THREAD = 32
"""Units of the first layer that make a thread worth its while; see also `WORK_PER_THREAD`."""

WORK_PER_THREAD = 400_000
"""Multiplications of one step's forward pass that do so: less is done sooner than threads have met."""

DRAWS_AT_ONCE = 1 << 22
"""Random numbers for dropout that are drawn ahead, at most (16 MB)."""


@dataclass
class Taken:
    """What some steps came to: sums over their rows, and whether the loss stayed finite.

    Attributes
    ----------
    steps
        Steps taken.
    rows, loss, correct
        Rows they visited, the sum of their losses, and how many were answered rightly.
    diverged
        The loss that was not finite, of the step after the last one taken; None if all went well.
    """

    steps: int = 0
    rows: int = 0
    loss: float = 0.0
    correct: int = 0
    diverged: float | None = None


class Stepper:
    """Takes training steps in compiled code, in place.

    Parameters
    ----------
    network
        Its `theta` is trained. What is possible is told by `why_not`.
    x, y
        The training set: rows of bytes or floats ``(n, n_in)``; class numbers ``(n,)`` or numbers ``(n, n_out)``.
    loss, optimizer, regularizers
        From `neurarium.engine`.
    state
        The optimizer's memory, from `Optimizer.init`; changed in place.
    batch_size
        The most rows of a step.
    shift, scale
        Inputs are ``(x - shift) * scale``.
    threads
        At most so many; None for as many as the process may use. The result does not depend on it.
    """

    def __init__(
        self,
        network: Network,
        x: npt.NDArray[Any],
        y: npt.NDArray[Any],
        *,
        loss: Loss,
        optimizer: Optimizer,
        state: State,
        regularizers: Sequence[Regularizer] = (),
        batch_size: int = 128,
        shift: float = 0.0,
        scale: float = 1.0,
        threads: int | None = None,
    ) -> None:
        reason = why_not(network)
        if reason is not None:
            raise ValueError(f"the compiled kernels cannot train this network: {reason}")
        self.network = network
        self.batch_size = min(batch_size, len(x))
        self._plan, self.small = self._make_plan_if_small()
        self.team = Team(1 if self.small else self._useful_threads(threads))
        self.rows = read_rows(x, shift, scale, self.team, sparse=not self.small)
        if not self.small:
            self._plan = make_plan(network, self.batch_size, gather=not self.rows.sparse)
        self._labels, self._targets = _read_targets(y, network.n_out)
        self._scratch: Floats = aligned(self._plan.scratch_size)
        piece = max(network.n_in * PANEL if self.rows.sparse else 0, BLOCK * PANEL)
        self._gradient: Floats = aligned(network.theta.size + PANEL if self.small else self.team.size * piece)
        self._row_losses: Doubles = np.zeros(self.batch_size)
        self._row_right: Integers = np.zeros(self.batch_size, np.int64)
        self._rules = np.zeros(self.team.size, RULE)
        self._rules[:] = _rule(optimizer, regularizers)
        self._memory = [state[name] for name in optimizer.memory]
        self._memory += [np.zeros(0, np.float32)] * (2 - len(self._memory))
        self._job = np.zeros(1, JOB)
        for name, value in (
            ("loss", LOSS_CODES[loss.name]),
            ("inputs", self._plan.inputs),
            ("shift", shift),
            ("scale", scale),
            ("draws", self._plan.draws),
            ("gradient_size", piece),
            ("turned_row", padded(self.batch_size)),
            ("targets", self._plan.targets),
        ):
            self._job[name] = value
        self._pace = 0.0  # seconds a step

    def take(
        self,
        order: Integers,
        batch_size: int,
        first_step: int,
        scales: Doubles,
        dropout: np.random.Generator | None = None,
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
        """
        if batch_size > self.batch_size:
            raise ShapeError(f"expected batches of at most {self.batch_size} rows, got {batch_size}")
        taken = Taken()
        self._job["batch_size"] = batch_size
        while taken.steps < len(scales) and taken.diverged is None:
            steps = self._slice(batch_size, len(scales) - taken.steps)
            part = order[taken.steps * batch_size : (taken.steps + steps) * batch_size]
            draws = np.zeros(0, np.float32)
            if self._plan.draws:
                assert dropout is not None
                draws = dropout.random(len(part) * self._plan.draws, dtype=np.float32)
            start = time.perf_counter()
            totals = np.zeros(3)
            done = self._run(part, first_step + taken.steps, scales[taken.steps : taken.steps + steps], draws, totals)
            self._pace = (time.perf_counter() - start) / steps
            taken.steps += done
            if done < steps:
                taken.diverged = float(totals[2])
            taken.rows += min(done * batch_size, len(part))
            taken.loss += float(totals[0])
            taken.correct += int(totals[1])
        return taken

    def _make_plan_if_small(self) -> tuple[Plan, bool]:
        """Return the plan with the batch in the lanes, and whether that is the way to go."""
        plan = make_plan(self.network, self.batch_size, turned=True)
        widest = max(layer.n_in for layer in self.network.layers)
        few = self.network.theta.size <= MOST_PARAMETERS and max(widest, self.network.n_out) <= MOST_UNITS
        return plan, few and plan.draws == 0

    def _useful_threads(self, threads: int | None) -> int:
        """Return how many threads there are and, of these, are worth their while."""
        cores = available_cores()
        wanted = cores if threads is None else min(threads, cores)
        units = self.network.dense_layers[0].n_out // UNITS_PER_THREAD
        work = self.network.theta.size * self.batch_size // WORK_PER_THREAD
        return max(1, min(wanted, units, work))

    def _slice(self, batch_size: int, left: int) -> int:
        """Return how many steps to take before Python has a look at signals again."""
        steps = int(SLICE_SECONDS / self._pace) if self._pace else 16
        if self._plan.draws:
            steps = min(steps, DRAWS_AT_ONCE // (batch_size * self._plan.draws))
        return max(1, min(steps, left))

    def _run(self, order: Integers, first_step: int, scales: Doubles, draws: Floats, totals: Doubles) -> int:
        rows, team = self.rows, self.team
        if self.small:
            return take_small_steps(
                self._job, self._plan.layers, self._rules, self.network.theta, *self._memory,
                rows.bytes, rows.floats, self._labels, self._targets,
                order, first_step, scales, self._scratch, self._gradient, totals,
            )  # fmt: skip

        def thread(rank: int) -> int:
            return take_steps(
                rank, team.size, team.meeting, team.hand_on,
                self._job, self._plan.layers, self._rules,
                self.network.theta, *self._memory,
                rows.bytes, rows.floats, rows.starts, rows.columns, rows.levels, rows.table,
                self._labels, self._targets,
                order, order, first_step, scales, draws,
                self._scratch, self._gradient, self._row_losses, self._row_right, totals,
            )  # fmt: skip

        return int(team.run(thread))


def _read_targets(y: npt.NDArray[Any], n_out: int) -> tuple[Integers, Floats]:
    """Return the targets as class numbers or as rows of numbers; the other array is empty."""
    if is_labels(np.empty((0, n_out), np.float32), y):
        if y.dtype.kind not in "iu" or (len(y) and not 0 <= y.min() <= y.max() < n_out):
            raise ShapeError(
                f"expected class numbers, whole and from 0 to {n_out - 1}; got {y.dtype}, {y.min()} to {y.max()}"
            )
        return np.ascontiguousarray(y, np.int64), np.zeros(0, np.float32)
    rows = y[:, None] if y.ndim == 1 else y
    if rows.shape[1] != n_out:
        raise ShapeError(f"the targets do not fit the outputs: expected {n_out} columns, got {rows.shape[1]}")
    return np.zeros(0, np.int64), np.ascontiguousarray(rows, np.float32).reshape(-1)


def _rule(optimizer: Optimizer, regularizers: Sequence[Regularizer]) -> np.void:
    """Return the record of an optimizer's and the penalties' settings."""
    rule = np.zeros((), RULE)
    rule["kind"] = OPTIMIZER_CODES[optimizer.name]
    rule["learning_rate"] = optimizer.learning_rate
    if isinstance(optimizer, Momentum):
        rule["momentum"] = optimizer.momentum
    if isinstance(optimizer, RMSprop):
        rule["keep2"], rule["blend2"] = optimizer.rho, 1 - optimizer.rho
        rule["epsilon"] = optimizer.epsilon
    if isinstance(optimizer, Adam):
        rule["beta1"], rule["beta2"] = optimizer.beta1, optimizer.beta2
        rule["keep1"], rule["blend1"] = optimizer.beta1, 1 - optimizer.beta1
        rule["keep2"], rule["blend2"] = optimizer.beta2, 1 - optimizer.beta2
        rule["epsilon"] = optimizer.epsilon
    if isinstance(optimizer, AdamW):
        rule["weight_decay"] = optimizer.weight_decay
    for regularizer in regularizers:
        if isinstance(regularizer, L1 | L2):
            rule[regularizer.name] += np.float32(regularizer.rate)
    return rule
