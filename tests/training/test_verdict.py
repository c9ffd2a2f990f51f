"""A run that has learned nothing says so, with the likely reason."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from neurarium.engine import MLP, SGD, CrossEntropy, MeanSquaredError
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training.verdict import learned_nothing

CONFIG = TrainConfig(epochs=4, batch_size=32, optimizer=SGD(0.1), backend="numpy")


def told(network: MLP, data: Dataset, config: TrainConfig) -> str | None:
    history = Trainer(network, data, config).fit()
    return learned_nothing(
        network, data, config.loss, history.column("train_loss"), history[-1].train_accuracy
    )


def test_a_run_that_has_learned_is_not_told_off(data: Dataset) -> None:
    """Above chance, nothing is said."""
    assert told(MLP([2, 8, 3]), data, CONFIG) is None


def test_dead_units_are_named(data: Dataset) -> None:
    """When all units of a layer are silent no row can be told from another."""
    network = MLP([2, 8, 3])
    network.parameters[0]["b"] = np.full(8, -1e4)  # type: ignore[index]
    words = told(network, data, CONFIG)
    assert words is not None
    assert "learned nothing (" in words
    assert "all 8 units of layer 1 are silent" in words


def test_a_rate_that_is_too_small_is_named(data: Dataset) -> None:
    """The loss stays where it was."""
    network = MLP([2, 8, 3], activation="tanh")
    network.theta[...] = 0
    words = told(network, data, replace(CONFIG, optimizer=SGD(1e-9)))
    assert words is not None
    assert "hardly moved" in words
    assert "larger learning rate" in words


def test_large_inputs_are_named(data: Dataset) -> None:
    """Inputs that nobody has scaled."""
    network = MLP([2, 8, 3], activation="sigmoid")
    network.theta[...] = 0
    words = told(network, replace(data, x_train=data.x_train * 1e4), replace(CONFIG, optimizer=SGD(0.0)))
    assert words is not None
    assert "its inputs reach" in words
    assert "StandardScaler" in words


@pytest.mark.parametrize(("rate", "learned"), [(0.05, True), (0.0, False)])
def test_numbers_are_compared_with_their_mean(rate: float, learned: bool) -> None:
    """Nearer than the mean is learning; a network that does not move is not."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2))
    y = 3 * x[:, :1] + 10
    config = replace(CONFIG, loss=MeanSquaredError(), optimizer=SGD(rate), epochs=6)
    words = told(MLP([2, 4, 1], output="linear"), Dataset(x, y), config)
    assert (words is None) == learned


@pytest.mark.parametrize(
    "y", [np.zeros(50, np.int64), np.array([[1, 1, 0], [0, 0, 0]] * 25)], ids=["one class", "labels"]
)
def test_where_there_is_no_chance_nothing_is_said(y: Any) -> None:
    """One class only, or several labels at once: accuracy does not tell."""
    data = Dataset(np.ones((50, 2)), y)
    assert learned_nothing(MLP([2, 3]), data, CrossEntropy(), [1.0], 0.0) is None


@pytest.mark.parametrize(
    ("weights", "loss", "chance"), [(None, 0.15, False), (None, 0.199, True), ([1, 9], 0.6, False)]
)
def test_a_rare_class_that_is_never_named_may_have_been_learned(
    weights: list[float] | None, loss: float, chance: bool
) -> None:
    """One row of 20 is of the second class: entropy 0.1985; weighted 9 times, 0.6277."""
    y = np.repeat([0, 1], [190, 10])
    each = None if weights is None else np.array(weights)[y]
    data = Dataset(np.ones((200, 2)), y, weights=each)
    words = learned_nothing(MLP([2, 2]), data, CrossEntropy(), [1.0, loss], 0.95)
    assert (words is not None) == chance


@pytest.mark.parametrize("size", [1e-3, 1e-9, 1e-25])
def test_tiny_targets_are_named(size: float) -> None:
    """Targets that differ by much less than the first outputs do are the reason, not the network's size."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    words = told(
        MLP([3, 8, 1], output="linear"), Dataset(X, size * X[:, :1]), replace(CONFIG, loss=MeanSquaredError())
    )
    assert words is not None
    assert "its targets have a deviation of only" in words
    assert "standardize_targets=True" in words
