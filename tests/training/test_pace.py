"""Slices of work that take the time they should."""

from itertools import pairwise

import pytest

from neurarium.training.pace import Pace


@pytest.mark.parametrize(("seconds_per_step", "expected"), [(0.001, 50), (0.2, 1), (1e-5, 5000)])
def test_it_finds_the_steps_that_fit(seconds_per_step: float, expected: int) -> None:
    """Whatever a step takes, slices come to the time that is wanted, and have at least one step."""
    pace = Pace()
    slices = []
    for _ in range(20):
        slices.append(pace.fitting(0.05))
        pace.note(slices[-1], slices[-1] * seconds_per_step)
    assert slices[0] == 1  # nothing is known yet
    assert pace.fitting(0.05) == pytest.approx(expected, abs=1)
    assert all(later <= 2 * earlier for earlier, later in pairwise(slices))


def test_it_follows_a_change() -> None:
    """When steps become slower, slices become shorter; one odd slice changes them only a little."""
    pace = Pace()
    for _ in range(20):
        pace.note(100, 0.1)
    before = pace.fitting(0.05)
    pace.note(50, 0.1)  # twice as slow, once
    assert before > pace.fitting(0.05) > before / 2
    for _ in range(20):
        pace.note(50, 0.1)
    assert pace.fitting(0.05) == pytest.approx(before / 2, abs=1)


def test_a_slice_without_measurable_time() -> None:
    """A clock too coarse for the work does no harm: the next slice is twice as long."""
    pace = Pace()
    pace.note(1, 0.0)
    assert pace.fitting(1.0) == 2


def test_how_fast_how_long_so_far_and_how_long_still() -> None:
    """What is still to come takes as long as what was before; at first none is known."""
    pace = Pace()
    assert pace.steps_per_second is None
    assert pace.seconds_left(100, 1, 2.0) is None
    pace.note(50, 0.1)
    pace.note(50, 0.1)
    assert pace.seconds == pytest.approx(0.2)
    assert pace.steps_per_second == pytest.approx(500)
    assert pace.seconds_left(1500, 2, 0.25) == pytest.approx(3.5)
