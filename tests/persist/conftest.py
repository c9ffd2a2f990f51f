"""A model with every kind of layer and every kind of entry."""

from collections.abc import Callable

import numpy as np
import pytest

from neurarium.engine import BatchNorm, Dense, Dropout, LeakyReLU, Network, Residual, Scaling
from neurarium.persist import Model, TrainingState


def make_network(dtype: type[np.floating] = np.float32, seed: int = 5) -> Network:
    """Return 4-6-6-3 with batch norm, dropout and a residual block; every parameter and statistic is set."""
    block = Residual((Dense(6, 6, "tanh", "normal", 0.1), BatchNorm(6, "sigmoid", 0.8, 1e-3)))
    network = Network(
        [Dense(4, 6, LeakyReLU(0.2)), BatchNorm(6, "relu"), Dropout(6, 0.25), block, Dense(6, 3, "softmax")],
        dtype=dtype,
    )
    rng = np.random.default_rng(seed)
    network.theta[...] = rng.normal(size=network.theta.shape)
    network.statistics[...] = rng.uniform(0.5, 2, network.statistics.shape)
    return network


def make_model(dtype: type[np.floating] = np.float32) -> Model:
    """Return a model in which no entry is left at its default."""
    network = make_network(dtype)
    rng = np.random.default_rng(8)
    rng.random()
    return Model(
        network,
        scaling=Scaling(3.0, 0.25),
        classes=("setosa", "versicolor", "鸢尾花"),
        name="irises",
        created="2026-01-31T12:00:00+00:00",
        config={"optimizer": {"name": "adam", "learning_rate": 0.001}, "batch_size": None, "epochs": 2},
        metrics={"test_accuracy": 0.1 + 0.2, "confusion": [[1, 2], [3, 4]], "pruned": False},
        history=[{"epoch": 1, "loss": 1e-300}, {"epoch": 2, "loss": 2.5}],
        training=TrainingState(
            tensors={
                "optimizer.m": rng.normal(size=network.theta.shape),
                "best.statistics": np.zeros(0, np.float32),
                "order": np.arange(7),
                "seen": np.array([True, False]),
            },
            values={"epoch": 2, "rng": rng.bit_generator.state},
        ),
    )


def assert_same(a: Model, b: Model) -> None:
    """Compare two models in every bit."""
    assert a.network.layers == b.network.layers
    assert a.network.dtype == b.network.dtype
    np.testing.assert_array_equal(a.network.theta, b.network.theta)
    np.testing.assert_array_equal(a.network.statistics, b.network.statistics)
    for part in ("scaling", "classes", "name", "created", "config", "metrics", "history"):
        assert getattr(a, part) == getattr(b, part), part
    assert (a.training is None) == (b.training is None)
    if a.training is not None and b.training is not None:
        assert a.training.values == b.training.values
        assert a.training.tensors.keys() == b.training.tensors.keys()
        for name, tensor in a.training.tensors.items():
            assert tensor.dtype == b.training.tensors[name].dtype
            np.testing.assert_array_equal(tensor, b.training.tensors[name])


@pytest.fixture(scope="session")
def model() -> Model:
    """A model in which no entry is left at its default; not to be changed."""
    return make_model()


@pytest.fixture(scope="session")
def new_model() -> Callable[..., Model]:
    """Make another such model: ``new_model(np.float64)``."""
    return make_model


@pytest.fixture(scope="session")
def same() -> Callable[[Model, Model], None]:
    """Compare two models in every bit."""
    return assert_same
