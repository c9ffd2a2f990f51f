"""Back from a divergence to the last weights with a finite loss."""

import numpy as np
import pytest

from neurarium.engine.errors import Diverged
from neurarium.engine.mlp import MLP
from neurarium.engine.optimizers import SGD, Adam, Optimizer
from neurarium.training import Dataset, EpochEnd, TrainConfig, Trainer
from neurarium.training.foothold import Foothold, to_last_finite


def trainer_of(optimizer: Optimizer) -> Trainer:
    """Return a linear regression that runs away with a large learning rate, ten steps an epoch."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 3)).astype(np.float32)
    config = TrainConfig(loss="mse", optimizer=optimizer, epochs=1000, batch_size=4, seed=3)
    return Trainer(
        MLP([3, 1], output="linear", seed=1),
        Dataset(X, X @ np.array([[1.0], [2.0], [-1.0]], np.float32)),
        config,
    )


def loss_of(trainer: Trainer) -> float:
    """Return the loss on all rows."""
    with np.errstate(over="ignore", invalid="ignore"):
        return trainer.evaluate(trainer.data.x_train, trainer.data.y_train).loss


def is_finite(trainer: Trainer) -> bool:
    """Whether the loss on all rows is finite."""
    return bool(np.isfinite(loss_of(trainer)))


@pytest.mark.parametrize("rate", [3.0, 30.0, 1e20])
def test_it_ends_at_the_last_weights_with_a_finite_loss(rate: float) -> None:
    """The weights are those of a twin that took step after step as long as its loss was finite."""
    trainer, twin = trainer_of(SGD(rate)), trainer_of(SGD(rate))
    start = Foothold(trainer)
    with pytest.raises(Diverged) as found:
        trainer.fit()
    events = list(to_last_finite(trainer, start, found.value.step, lambda: is_finite(trainer)))

    thetas = []
    while is_finite(twin) and twin.step < found.value.step - 1:
        thetas.append(twin.network.theta.copy())
        list(twin.advance(1))
    if is_finite(twin):
        thetas.append(twin.network.theta.copy())
    assert trainer.step == len(thetas) - 1
    np.testing.assert_array_equal(trainer.network.theta, thetas[-1])
    assert trainer.epochs_done == trainer.step // 10
    assert sum(isinstance(event, EpochEnd) for event in events) >= trainer.epochs_done


def test_a_run_goes_on_from_its_foothold_as_it_went_before() -> None:
    """After `restore`, weights and optimizer continue bit for bit, in the middle of an epoch too."""
    trainer = trainer_of(Adam(0.01))
    list(trainer.advance(7))
    foothold = Foothold(trainer)
    for _ in range(4):
        list(trainer.advance(5))
    there = trainer.network.theta.copy()
    foothold.restore(trainer)
    assert trainer.step == 7
    for _ in range(4):
        list(trainer.advance(5))
    np.testing.assert_array_equal(trainer.network.theta, there)
