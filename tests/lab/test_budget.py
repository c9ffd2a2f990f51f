"""The time that a request may take."""

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab.budget import Budget


@given(st.integers(1, 10_000))
def test_all_steps_are_done_while_there_is_time(steps):
    """With time enough, exactly the steps that were asked for are done, in growing chunks."""
    chunks: list[int] = []
    assert Budget(60_000).run(chunks.append, steps) == steps == sum(chunks)
    assert all(later <= 2 * earlier for earlier, later in pairwise(chunks))


def test_an_overdrawn_budget_still_does_one_step():
    """A request that comes late still makes progress, but only one step of it."""
    chunks: list[int] = []
    assert Budget(0).run(chunks.append, 1000) == 1
    assert chunks == [1]


def test_a_budget_stops_slow_work():
    """Work that takes longer than the budget is stopped after the chunk in which the time ran out."""
    assert Budget(20).run(lambda k: time.sleep(0.01 * k), 1000) < 10


def test_a_budget_is_cut_not_extended():
    """A request may ask for less time than its host allows, never for more."""
    assert Budget(20).at_most(5).ms == 5
    assert Budget(20).at_most(500).ms == 20
    assert Budget(20).at_most(None).ms == 20
