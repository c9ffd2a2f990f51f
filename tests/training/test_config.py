"""The settings of a run: checked when made, and the same after a round trip through plain data."""

import json

import numpy as np
import pytest

from neurarium.data.augment import Augmentation
from neurarium.engine import AdamW, Cosine, MeanSquaredError, ParameterError, Scaling, StepDecay
from neurarium.training import EarlyStopping, TrainConfig


def test_names_become_parts() -> None:
    """Losses, optimizers and schedules may be given by name."""
    config = TrainConfig(loss="mse", optimizer="adamw", schedule="cosine")
    assert config.loss == MeanSquaredError()
    assert config.optimizer == AdamW()
    assert config.schedule == Cosine()


def test_settings_survive_plain_data() -> None:
    """as_dict through JSON and from_dict gives equal settings."""
    config = TrainConfig(
        loss="mse",
        optimizer=AdamW(0.01, weight_decay=0.2),
        schedule=Cosine(0.1),
        epochs=7,
        batch_size=None,
        l1=0.1,
        augmentation=Augmentation(),
        early_stopping=EarlyStopping(2),
        threads=2,
    )
    assert TrainConfig.from_dict(json.loads(json.dumps(config.as_dict()))) == config


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": 0}, "epochs must be a whole number, 1 or more; got 0"),
        ({"epochs": 1.5}, "epochs"),
        ({"batch_size": -1}, "batch_size"),
        ({"l1": -0.1}, "l1 must be 0 or more"),
        ({"l2": float("nan")}, "l2 must be 0 or more"),
        ({"seed": -1}, "seed"),
        ({"threads": 0}, "threads"),
        ({"optimizer": "sgdd"}, "no optimizer named 'sgdd'"),
        ({"loss": 3}, "expected one of mse"),
        ({"backend": "gpu"}, "backend must be"),
    ],
)
def test_impossible_settings_are_refused(settings: dict[str, object], message: str) -> None:
    """Each bad value is refused with what was expected and what came."""
    with pytest.raises(ParameterError, match=message):
        TrainConfig(**settings)


@pytest.mark.parametrize("plain", [{"unknown": 1}, {"early_stopping": {"x": 1}}, {"augmentation": 3}])
def test_damaged_plain_data_is_refused(plain: dict[str, object]) -> None:
    """Unknown or misshapen settings in a file raise a clear error."""
    with pytest.raises(ParameterError):
        TrainConfig.from_dict(plain)


def test_numbers_of_numpy_are_numbers() -> None:
    """Whole and real numbers of NumPy do as settings, and leave as plain data."""
    config = TrainConfig(
        epochs=np.int64(3), batch_size=np.int32(8), seed=np.uint8(1), threads=np.int64(1), l2=np.float32(0.5),
        schedule=StepDecay(drops=np.int64(2)),
    )  # fmt: skip
    assert (config.epochs, config.batch_size, config.seed, config.threads) == (3, 8, 1, 1)
    assert all(type(getattr(config, name)) is int for name in ("epochs", "batch_size", "seed", "threads"))
    assert Scaling(np.float32(1), np.int64(2)).apply(np.array([3])) == [4]
