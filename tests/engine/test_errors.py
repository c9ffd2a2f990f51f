"""The tree of errors, and `Diverged`, which carries numbers and travels between processes."""

import copy
import pickle
from collections.abc import Callable

import pytest

from neurarium.engine import (
    Diverged,
    NeurariumError,
    NotDifferentiableError,
    ParameterError,
    ShapeError,
)


def test_one_except_catches_them_all() -> None:
    """Every error is a NeurariumError, and also what Python calls such a mistake."""
    assert issubclass(ParameterError, NeurariumError)
    assert issubclass(ParameterError, ValueError)
    assert issubclass(ShapeError, NeurariumError)
    assert issubclass(ShapeError, ValueError)
    assert issubclass(NotDifferentiableError, NeurariumError)
    assert issubclass(NotDifferentiableError, TypeError)
    assert issubclass(Diverged, NeurariumError)
    assert issubclass(Diverged, ArithmeticError)


def diverged() -> Diverged:
    return Diverged(step=120, epoch=3, learning_rate=0.5, loss=float("inf"))


def test_diverged_says_where_and_what_to_do() -> None:
    """The message gives loss, step, epoch and learning rate, and a tenth of it as advice."""
    assert str(diverged()) == (
        "the loss became inf at step 120 (epoch 3) with learning rate 0.5: "
        "try a smaller learning rate (such as 0.05), or scale the inputs to about 0-1"
    )
    assert diverged().advice in str(diverged())
    far_off = Diverged(step=1, epoch=1, learning_rate=1e30, loss=float("nan"))
    assert "(such as 0.1)" in far_off.advice  # a tenth of that would be no better


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))]
)
def test_diverged_survives_copying(copied: Callable[[Diverged], Diverged]) -> None:
    """A copy, made here or in another process, has the same message and numbers."""
    twin = copied(diverged())
    assert str(twin) == str(diverged())
    assert (twin.step, twin.epoch, twin.learning_rate, twin.loss) == (120, 3, 0.5, float("inf"))
    assert twin.advice == diverged().advice


@pytest.mark.parametrize("error", [ParameterError, ShapeError, NotDifferentiableError])
def test_the_other_errors_survive_pickling(error: type[NeurariumError]) -> None:
    """They carry a message only, which arrives."""
    assert str(pickle.loads(pickle.dumps(error("expected 3, got 4")))) == "expected 3, got 4"
