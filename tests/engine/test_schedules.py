"""Learning-rate schedules: worked values, and what holds for every step of every run."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine import (
    Constant,
    Cosine,
    OneCycle,
    ParameterError,
    Schedule,
    StepDecay,
    WarmUp,
)


def course(schedule: Schedule, total: int) -> list[float]:
    return [schedule.factor(step, total) for step in range(total)]


def test_constant() -> None:
    """Always 1."""
    assert course(Constant(), 4) == [1, 1, 1, 1]


def test_step_decay() -> None:
    """Two drops to a tenth cut the run into thirds: 1, then 0.1, then 0.01."""
    assert course(StepDecay(), 6) == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01])
    assert course(StepDecay(drops=1, decay=0.5), 5) == [1, 1, 1, 0.5, 0.5]


def test_cosine() -> None:
    """From 1 by way of one half in the middle to the floor at the end."""
    assert course(Cosine(), 4) == pytest.approx([1, (1 + math.sqrt(0.5)) / 2, 0.5, (1 - math.sqrt(0.5)) / 2])
    assert Cosine(floor=0.2).factor(50, 100) == pytest.approx(0.6)
    assert Cosine(floor=0.2).factor(100, 100) == pytest.approx(0.2)


def test_warm_up() -> None:
    """A straight line over the first fraction, which is reached by its last step; then 1."""
    assert course(WarmUp(0.5), 8) == [0.25, 0.5, 0.75, 1, 1, 1, 1, 1]
    assert course(WarmUp(0), 3) == [1, 1, 1]


def test_one_cycle() -> None:
    """Begins at `start`, is 1 at the peak, and ends at `end`; half-way up it is in the middle."""
    schedule = OneCycle(peak=0.4, start=0.2, end=0.05)
    factors = course(schedule, 11)
    assert factors[0] == pytest.approx(0.2)
    assert factors[2] == pytest.approx(0.6)
    assert factors[4] == pytest.approx(1)
    assert factors[7] == pytest.approx((1 + 0.05) / 2)
    assert factors[10] == pytest.approx(0.05)
    assert factors[:5] == sorted(factors[:5])
    assert factors[4:] == sorted(factors[4:], reverse=True)


fraction = st.floats(0, 1)
schedules = st.one_of(
    st.just(Constant()),
    st.builds(StepDecay, drops=st.integers(1, 20), decay=st.floats(1e-6, 1)),
    st.builds(Cosine, floor=fraction),
    st.builds(WarmUp, fraction=fraction),
    st.builds(OneCycle, peak=st.floats(1e-3, 0.999), start=fraction, end=fraction),
)


@given(schedules, st.integers(0, 300), st.integers(0, 300))
def test_the_factor_is_from_0_to_1(schedule: Schedule, step: int, total: int) -> None:
    """Whatever the settings and the length of the run, even beyond its end, even an empty one."""
    assert 0 <= schedule.factor(step, total) <= 1 + 1e-12


@given(schedules.filter(lambda s: s.name not in ("warm_up", "one_cycle")), st.integers(1, 200))
def test_schedules_without_a_rise_never_rise(schedule: Schedule, total: int) -> None:
    """Constant, step and cosine only ever lower the rate."""
    factors = course(schedule, total)
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(factors))


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        (StepDecay, {"drops": 0}, "whole number of drops, 1 or more, got 0"),
        (StepDecay, {"drops": 1.5}, "whole number of drops, 1 or more, got 1.5"),
        (StepDecay, {"decay": 0}, "0 < decay <= 1, got 0"),
        (Cosine, {"floor": 1.1}, "0 <= floor <= 1, got 1.1"),
        (WarmUp, {"fraction": -0.1}, "fraction from 0 to 1, got -0.1"),
        (OneCycle, {"peak": 0}, "0 < peak < 1, got 0"),
        (OneCycle, {"peak": 1}, "0 < peak < 1, got 1"),
        (OneCycle, {"start": 2}, "0 <= start <= 1, got 2"),
        (OneCycle, {"end": float("nan")}, "0 <= end <= 1, got nan"),
    ],
)
def test_settings_are_checked(kind: type[Schedule], settings: dict[str, Any], message: str) -> None:
    """Each setting outside its range is refused with the range."""
    with pytest.raises(ParameterError, match=message):
        kind(**settings)
