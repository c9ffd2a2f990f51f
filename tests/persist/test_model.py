"""What a model is made of."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from neurarium.engine import MLP, Scaling
from neurarium.persist import Model, ModelError, TrainingState


def test_predict_scales_raw_rows() -> None:
    """The network sees what the scaling makes of the pixels, a block of rows at a time or all at once."""
    pixels = np.random.default_rng(0).integers(0, 256, (7, 5), dtype=np.uint8)
    model = Model(MLP([5, 4, 3], seed=2), scaling=Scaling(100.0, 0.02))
    expected = model.network.predict((pixels.astype(np.float64) - 100) * 0.02)
    np.testing.assert_allclose(model.predict(pixels), expected, atol=1e-6)
    np.testing.assert_allclose(model.predict(pixels, batch_size=3), expected, atol=1e-6)
    assert model.predict(pixels[:0]).shape == (0, 3)


def test_predict_without_scaling_takes_rows_as_they_are() -> None:
    """No scaling: the same as the network's own prediction."""
    X = np.random.default_rng(0).normal(size=(7, 5))
    network = MLP([5, 4, 3], seed=2)
    np.testing.assert_array_equal(Model(network).predict(X), network.predict(X))


def test_a_model_keeps_its_own_copy_of_plain_data() -> None:
    """What the caller does to a dict afterwards does not reach the model."""
    metrics = {"loss": [1.0]}
    model = Model(MLP([2, 2]), metrics=metrics)
    metrics["loss"].append(float("nan"))
    assert model.metrics == {"loss": [1.0]}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"name": 3}, "name to be text, got 3"),
        ({"created": "yesterday"}, "created to be a time with its zone"),
        ({"created": "2026-01-31T12:00:00"}, "created to be a time with its zone"),
        ({"created": 5}, "created to be a time with its zone"),
        ({"config": [1]}, r"config to be a dict, got \[1\]"),
        ({"metrics": {"a": float("inf")}}, r"metrics\.a: expected a finite number"),
        ({"history": {"loss": []}}, "history to be a list of dict"),
        ({"history": [1]}, "history to be a list of dict"),
        ({"classes": "ab"}, "classes to be a list of str or int"),
        ({"classes": [1.5, 2.5, 3.5]}, "classes to be a list of str or int"),
        ({"classes": ["a", "b"]}, "3 outputs has 3 classes, got 2"),
    ],
)
def test_a_part_that_cannot_be_is_refused(parts: dict[str, Any], message: str) -> None:
    """Each part is checked where it comes in, not when it is too late to mend."""
    with pytest.raises(ModelError, match=message):
        Model(MLP([2, 3]), **parts)


def test_one_output_has_two_classes() -> None:
    """A single sigmoid unit has two classes."""
    assert Model(MLP([2, 1]), classes=("no", "yes")).classes == ["no", "yes"]
    with pytest.raises(ModelError, match="1 outputs has 2 classes, got 1"):
        Model(MLP([2, 1]), classes=("yes",))


def test_a_training_state_is_plain_data(new_model: Callable[..., Model]) -> None:
    """Values that JSON cannot hold are refused at once."""
    with pytest.raises(ModelError, match=r"training\.best: expected a finite number"):
        TrainingState(values={"best": float("inf")})
