"""The share of time that each request gets."""

import asyncio
import threading

from neurarium.server import workers as module
from neurarium.server.workers import Workers


def test_the_more_sessions_the_smaller_the_share(monkeypatch):
    """Busy sessions share a round's time alike; one that has been quiet for a while does not count."""
    now = 100.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    workers = Workers(round_ms=60)
    assert workers.share("a") == 60
    assert workers.share("a") == 60
    assert workers.share("b") == 30
    assert workers.share("c") == 20
    now += 5
    assert workers.share("c") == 60
    workers.close()


def test_work_runs_in_a_thread():
    """Work is done outside the thread that serves connections, and its result or error comes back."""
    workers = Workers(round_ms=60)
    here = threading.get_ident()
    assert asyncio.run(workers.run(threading.get_ident)) != here
    try:
        asyncio.run(workers.run(lambda: 1 / 0))
    except ZeroDivisionError:
        pass
    else:
        raise AssertionError("the error got lost")
    workers.close()
