"""A step of the NumPy reference takes no new memory to speak of."""

import tracemalloc
from typing import Any

import numpy as np
import pytest

from neurarium.engine import MLP, Scaling
from neurarium.training import Dataset, TrainConfig
from neurarium.training.backends import StepPlan, Streams
from neurarium.training.backends.reference import ReferenceBackend

ROWS, N_IN, HIDDEN = 256, 300, 256
LIMIT = ROWS * HIDDEN  # bytes: a quarter of one layer's activations, less than any array of a hidden layer


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"])
def test_every_optimizer_works_in_place(optimizer: str) -> None:
    """Whatever the rule."""
    assert peak(TrainConfig(optimizer=optimizer, batch_size=ROWS)) < LIMIT


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "linear"])
@pytest.mark.parametrize("extras", [{}, {"batch_norm": True}, {"residual": True}, {"dropout": 0.5}], ids=repr)
def test_every_layer_works_in_place(activation: str, extras: dict[str, Any]) -> None:
    """Whatever the layers and activations."""
    assert peak(TrainConfig(batch_size=ROWS), activation=activation, **extras) < LIMIT


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize("penalty", [{"l1": 0.1}, {"l2": 0.1}], ids=repr)
def test_losses_and_penalties_work_in_place(loss: str, penalty: dict[str, float]) -> None:
    """Whatever is made small."""
    assert peak(TrainConfig(loss=loss, batch_size=ROWS, **penalty)) < LIMIT


def peak(config: TrainConfig, **settings: Any) -> int:
    """Return the most memory, in bytes, that two steps hold at once beyond what the first one left."""
    rng = np.random.default_rng(0)
    pixels, labels = rng.integers(0, 256, (ROWS, N_IN), np.uint8), rng.integers(0, 3, ROWS)
    data = Dataset(pixels, labels, scaling=Scaling.unit())
    network = MLP([N_IN, HIDDEN, HIDDEN, 3], **settings)
    backend = ReferenceBackend(network, data, config, config.optimizer.init(network.theta))
    streams, order = Streams.from_seed(0), np.arange(ROWS)
    backend.take(StepPlan(order, ROWS, 1, np.ones(1)), streams)  # which makes room
    plan = StepPlan(np.tile(order, 2), ROWS, 2, np.ones(2))
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        backend.take(plan, streams)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
