"""The package neural-network-digits (NumPy): its network's training step, with momentum as it has no Adam."""

from importlib.metadata import version

import numpy as np
from common import Data, Peer, Work, serve
from nn_digits.neural_net.data import normalize, one_hot
from nn_digits.neural_net.network import NeuralNetwork


class Digits(Peer):
    """One variant: "step"."""

    version = version("neural-network-digits")

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        self.network = NeuralNetwork(work.sizes)
        self.x, self.y = normalize(data.x.reshape(-1, 28, 28)), one_hot(data.y)
        self.batch, self.momentum = work.batch, 0.9 if work.optimizer == "adam" else 0.0
        self.rng = np.random.default_rng(0)

    def train(self, epochs: int) -> None:
        for _ in range(epochs):
            order = self.rng.permutation(len(self.x))
            for i in range(0, len(order), self.batch):
                rows = order[i : i + self.batch]
                self.network.train_step(self.x[rows], self.y[rows], 0.1, self.momentum, 0.0, 0.0, self.rng)

    def predict(self, x):
        return self.network.predict(x)


serve(Digits)
