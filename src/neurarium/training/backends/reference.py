"""The reference backend: the engine's own NumPy code, step by step."""

import numpy as np

from neurarium.engine.losses import Targets
from neurarium.engine.metrics import correct
from neurarium.engine.network import Network
from neurarium.engine.objective import objective
from neurarium.engine.optimizers import State
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.types import FloatArray, IntArray
from neurarium.training.backends.base import LossNotFinite, StepPlan, Streams, Totals
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset, Rows
from neurarium.training.evaluation import Forward, is_classification, reference_forward


class ReferenceBackend:
    """Takes each step as in a textbook.

    Parameters
    ----------
    network, data, config
        What is trained, on what, and how.
    state
        The optimizer's state, from `Optimizer.init`.
    """

    name = "numpy"
    description = "the NumPy reference"

    def __init__(self, network: Network, data: Dataset, config: TrainConfig, state: State) -> None:
        self.network = network
        self.data = data
        self.config = config
        self.state = state
        self._counts = is_classification(config.loss, data.y_train)
        self._buffers: dict[int, _Buffers] = {}

    def take(self, plan: StepPlan, streams: Streams) -> Totals:
        """Take all steps of `plan`: forward, loss, backward, update."""
        totals = Totals()
        for i, scale in enumerate(plan.scales):
            rows = plan.batch(i)
            weights = None if self.data.weights is None else self.data.weights[rows]
            batch = len(rows) if weights is None else float(weights.sum())
            if batch == 0:
                continue  # rows that do not count teach nothing
            buffers = self._buffers_for(len(rows))
            X = self._batch(rows, buffers, streams)
            y: Targets = self.data.y_train[rows]

            # A diverging run is detected by its loss: NumPy need not warn before.
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                step = objective(
                    self.network,
                    self.config.loss,
                    X,
                    y,
                    self.config.penalties(batch),
                    training=True,
                    rng=streams.dropout,
                    gradient=True,
                    weights=weights,
                    trace=buffers.trace,
                    out=buffers.gradients,
                )
                if not np.isfinite(step.value):
                    raise LossNotFinite(plan.first_step + i, step.value)
                self.config.optimizer.update(
                    self.network.theta,
                    buffers.gradients.vector,
                    self.state,
                    plan.first_step + i,
                    float(scale),
                )
            totals.loss += step.loss * len(rows)
            totals.penalty += step.penalty * len(rows)
            totals.rows += len(rows)
            totals.correct += correct(step.trace.output, y) if self._counts else 0
        return totals

    def forward(self) -> Forward:
        """Return the network's own forward pass."""
        return reference_forward(self.network)

    def _batch(self, rows: IntArray, buffers: "_Buffers", streams: Streams) -> FloatArray:
        """Gather a batch, change its images at random, and scale it: ``(n, n_in)``."""
        # Row numbers are always in range; mode="raise", which would make sure, copies all of `out` first.
        x: Rows = np.take(self.data.x_train, rows, axis=0, out=buffers.raw, mode="clip")
        if self.config.augmentation is not None:
            x = self.config.augmentation.apply(x, streams.augment, out=buffers.inputs)
        if self.data.scaling is not None:
            return self.data.scaling.apply(x, out=buffers.inputs)
        if x.dtype == buffers.inputs.dtype:
            return x
        np.copyto(buffers.inputs, x, casting="unsafe")
        return buffers.inputs

    def _buffers_for(self, n: int) -> "_Buffers":
        """Return buffers for a batch of `n` rows: at most two sizes occur, full batches and the last one."""
        if n not in self._buffers:
            self._buffers[n] = _Buffers(self.network, self.data.x_train, n)
        return self._buffers[n]


class _Buffers:
    """Memory that all steps of one batch size share."""

    def __init__(self, network: Network, x: Rows, n: int) -> None:
        self.raw = np.empty((n, x.shape[1]), x.dtype)
        self.inputs: FloatArray = np.empty((n, x.shape[1]), network.dtype)
        self.trace: Trace = network.trace(n)
        self.gradients: Gradients = network.gradients(n)
