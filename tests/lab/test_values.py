"""Answers as plain values."""

from dataclasses import dataclass

import numpy as np
import pytest

from neurarium.lab.values import plain


@dataclass(frozen=True)
class Inner:
    x: float


@dataclass(frozen=True)
class Outer:
    inner: Inner
    pair: tuple[int, str]
    scalar: object
    nothing: None = None


def test_dataclasses_tuples_and_scalars():
    """Dataclasses become maps, tuples lists, NumPy scalars Python numbers."""
    got = plain(Outer(Inner(1.5), (1, "a"), np.float32(0.5)))
    assert got == {"inner": {"x": 1.5}, "pair": [1, "a"], "scalar": 0.5, "nothing": None}
    assert type(plain(np.float64(2))) is float
    assert type(plain(np.int64(2))) is int
    assert plain(np.True_) is True


@pytest.mark.parametrize("value", [object(), {1: 2}, np.arange(2), np.array(["a"]), {1, 2}, Inner, 1j])
def test_the_rest_is_a_mistake(value):
    """What a browser cannot have raises, so that an exhibit's test finds it."""
    with pytest.raises(TypeError, match="an answer holds"):
        plain({"deep": [value]})
