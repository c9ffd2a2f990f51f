"""The time that each request gets."""

import asyncio
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.server.workers import QueueFullError, RequestQueue, Workers


@pytest.fixture
def workers():
    workers = Workers(wait_ms=60, work_ms=25)
    yield workers
    workers.close()


def test_alone_there_is_all_the_time(workers):
    """When answers come soon, work gets the most time there is, and no more."""
    for _ in range(100):
        workers.adapt(26)
    assert workers.budget_ms == 25


@pytest.mark.parametrize(("sessions", "fixed_ms"), [(4, 1), (20, 1), (20, 2.5), (50, 0.5)])
def test_time_settles_where_nobody_waits_too_long(workers, sessions, fixed_ms):
    """The more sessions, the less time each gets: until a turn of all takes the wait that is meant."""
    for _ in range(2000):
        workers.adapt(sessions * (workers.budget_ms + fixed_ms))
    assert sessions * (workers.budget_ms + fixed_ms) == pytest.approx(60, rel=0.15)


def test_a_hopeless_load_leaves_a_little(workers):
    """However slow everything is, work gets a little time; and all of it again when the load is gone."""
    for _ in range(1000):
        workers.adapt(1000)
    assert workers.budget_ms == 0.5
    for _ in range(300):
        workers.adapt(5)
    assert workers.budget_ms == 25


@given(st.lists(st.floats(0, 1e6), max_size=200))
def test_the_time_stays_in_its_bounds(waits):
    """Whatever is measured, the time stays between the least and the most."""
    workers = Workers(wait_ms=60, work_ms=25)
    for wait in waits:
        workers.adapt(wait)
        assert 0.5 <= workers.budget_ms <= 25
    workers.close()


def test_large_work_holds_nobody_up(workers):
    """However much large work there is, other work finds a thread, and its time does not shrink."""

    async def ask() -> int:
        large = [asyncio.create_task(workers.run(lambda _: go_on.wait(), large=True)) for _ in range(20)]
        await asyncio.sleep(0)
        try:
            return await workers.run(lambda _: 7)
        finally:
            go_on.set()
            await asyncio.gather(*large)

    go_on = threading.Event()
    assert asyncio.run(ask()) == 7
    assert workers.budget_ms == 25


def test_a_queue_has_so_many_places():
    """A queue takes as many requests as it has places, and again when one is done or has failed."""
    queue = RequestQueue(2)
    with queue.place(), queue.place(), pytest.raises(QueueFullError), queue.place():
        pass
    with suppress(ZeroDivisionError), queue.place():
        asyncio.run(queue.run(lambda: 1 / 0))
    with queue.place(), queue.place():
        assert asyncio.run(queue.run(lambda: 7)) == 7
    queue.close()


def test_work_runs_in_a_thread(workers):
    """Work is done outside the thread that serves connections, and its result or error comes back."""
    thread, budget_ms = asyncio.run(workers.run(lambda ms: (threading.get_ident(), ms)))
    assert thread != threading.get_ident()
    assert budget_ms == 25
    with pytest.raises(ZeroDivisionError):
        asyncio.run(workers.run(lambda ms: 1 / 0))
