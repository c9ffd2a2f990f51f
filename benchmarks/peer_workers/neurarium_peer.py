"""Us: the trainer on the kernels (zeros skipped, or not), on NumPy, and the steps without the trainer."""

import numpy as np
from common import Data, Peer, Work, first_weights, serve

import neurarium
from neurarium.engine import MLP, SGD, Adam, Scaling
from neurarium.kernels import rows as kernel_rows
from neurarium.kernels.predict import Predictor
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.backends import StepPlan, Streams


class Neurarium(Peer):
    """Variants: "compiled", "dense", "numpy" (all through the trainer) and "steps" (the backend itself)."""

    version = neurarium.__version__

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        if variant == "dense":
            kernel_rows.WORTHWHILE = 0.0
        image = data.x.dtype == np.uint8
        self.network = MLP(work.sizes, activation=work.activation, output="softmax" if image else "linear")
        for layer, (W, b) in zip(self.network.parameters, first_weights(work.sizes), strict=True):
            layer["W"][...], layer["b"][...] = W, b
        optimizer = Adam(work.rate) if work.optimizer == "adam" else SGD(work.rate)
        config = TrainConfig(
            loss="cross_entropy" if image else "mse",
            optimizer=optimizer,
            batch_size=work.batch,
            epochs=1_000_000,
            backend="numpy" if variant == "numpy" else "compiled",
        )
        rows = Dataset(data.x, data.y, scaling=Scaling.unit() if image else None)
        self.variant, self.work, self.data = variant, work, rows
        self.trainer = Trainer(self.network, rows, config)
        self.streams, self.step = Streams.from_seed(0), 0
        self.predictor = None

    def train(self, epochs: int) -> None:
        self.predictor = None
        for _ in range(epochs):
            if self.variant == "steps":
                self._steps()
            else:
                list(self.trainer.advance(self.trainer.steps_per_epoch))

    def _steps(self) -> None:
        steps = self.trainer.steps_per_epoch
        order = self.streams.shuffle.permutation(len(self.data))
        plan = StepPlan(order, self.work.batch, self.step + 1, np.ones(steps))
        self.trainer._backend.take(plan, self.streams)  # noqa: SLF001  (what the trainer calls)
        self.step += steps

    def predict(self, x):
        if self.variant == "numpy":
            return self.network.predict(x)
        if self.predictor is None:
            self.predictor = Predictor(self.network)
        return self.predictor(x)


serve(Neurarium)
