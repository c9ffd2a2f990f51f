"""What the workers share: the works, the data, and how a worker answers.

A worker is a separate program: it sets up one peer for one work, then does one measured run for each line
that it reads, and answers with one line of JSON. So many workers can wait side by side while their runs take
turns.
"""

import json
import sys
import time
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Work:
    """A network and how it is trained; all are float32 and shuffle the rows anew in every epoch."""

    sizes: tuple[int, ...]
    batch: int
    optimizer: str  # "adam", learning rate 0.001; "sgd", see rate
    rate: float
    activation: str = "relu"
    epochs: int = 1  # in one measured run


WORKS = {
    "W1": Work((784, 128, 10), 128, "adam", 1e-3),
    "W2": Work((784, 16, 16, 10), 32, "sgd", 0.1),
    "W3": Work((784, 800, 10), 128, "adam", 1e-3),
    "W4": Work((2, 4, 4, 1), 10, "sgd", 0.03, "tanh", epochs=20),  # mean squared error, linear output
    "W5": Work((784, 128, 10), 128, "adam", 1e-3),  # prediction: one image, and ten thousand
    "W6": Work((784, 512, 256, 10), 128, "adam", 1e-3),
}


@dataclass(frozen=True)
class Data:
    """Training and test set; images as bytes, or the two columns of W4."""

    x: Any
    y: Any
    x_test: Any
    y_test: Any

    @property
    def scaled(self) -> tuple[Any, Any]:
        """Inputs as float32, 0 to 1 for images."""
        factor = np.float32(1 / 255 if self.x.dtype == np.uint8 else 1)
        return self.x.astype(np.float32) * factor, self.x_test.astype(np.float32) * factor


def load(work: str, folder: str) -> Data:
    """Load what `benchmarks/peers.py` has put there."""
    if work == "W4":
        rng = np.random.default_rng(0)
        x = rng.uniform(-1, 1, (500, 2)).astype(np.float32)
        y = np.where(x[:, :1] * x[:, 1:] > 0, 1, -1).astype(np.float32)
        return Data(x, y, x, y)
    with np.load(Path(folder) / "mnist.npz") as arrays:
        return Data(*(arrays[name] for name in ("x", "y", "x_test", "y_test")))


def first_weights(sizes: tuple[int, ...]) -> list[tuple[Any, Any]]:
    """Draw the same first weights for all who let them be set: Glorot's uniform."""
    rng = np.random.default_rng(0)
    pairs = []
    for n_in, n_out in pairwise(sizes):
        limit = np.sqrt(6 / (n_in + n_out))
        pairs.append(
            (rng.uniform(-limit, limit, (n_in, n_out)).astype(np.float32), np.zeros(n_out, np.float32))
        )
    return pairs


def right_share(outputs: Any, y: Any) -> float:
    """Return the share of right answers: the greatest output, or the sign of the only one."""
    outputs = np.asarray(outputs)
    if outputs.shape[-1] == 1 or outputs.ndim == 1:
        return float(((outputs.reshape(-1) > 0) == (y.reshape(-1) > 0)).mean())
    return float((outputs.argmax(axis=1) == y).mean())


def time_calls(function: Any, calls: int) -> float:
    """Return the median seconds of a call."""
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


class Peer:
    """What a worker fills in. `version` is reported once, with the first answer."""

    version = ""

    def __init__(self, variant: str, work: Work, data: Data) -> None:
        raise NotImplementedError

    def train(self, epochs: int) -> None:
        """Train for so many epochs, to the end of the last step."""
        raise NotImplementedError

    def predict(self, x: Any) -> Any:
        """Return the outputs (or logits) for float32 rows, as a NumPy array."""
        raise NotImplementedError


def serve(peer_class: type[Peer]) -> None:
    """Answer requests until the input ends."""
    variant, name, folder = sys.argv[1:4]
    work, data = WORKS[name], load(name, folder)
    x_test = data.scaled[1]
    peer = peer_class(variant, work, data)
    for line in sys.stdin:
        request = line.strip()
        answer: dict[str, Any] = {"version": peer.version}
        if request == "train":
            start = time.perf_counter()
            peer.train(work.epochs)
            answer["seconds"] = (time.perf_counter() - start) / work.epochs
        elif request == "accuracy":
            answer["accuracy"] = right_share(peer.predict(x_test), data.y_test)
        elif request == "predict":
            answer["one"] = time_calls(partial(peer.predict, x_test[:1]), 300)
            answer["many"] = time_calls(partial(peer.predict, x_test), 5)
        print(json.dumps(answer), flush=True)
