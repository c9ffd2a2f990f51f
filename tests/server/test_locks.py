"""The fair lock."""

import threading
import time

import pytest
from waiting import LONGEST_WAIT, eventually

from neurarium.server.locks import FairLock


def test_first_come_first_served():
    """Those who wait get the lock in the order of asking, before one who asks again after letting go."""
    lock, order = FairLock(), []

    def wait(i: int) -> None:
        with lock:
            order.append(i)

    threads = [threading.Thread(target=wait, args=(i,)) for i in range(5)]
    with lock:
        for i, thread in enumerate(threads):
            thread.start()
            eventually(lambda i=i: len(lock._waiting) > i, "a thread that waits for the lock")
    with lock:
        order.append("again")
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4, "again"]


def test_re_entrant():
    """A thread that holds it may take it again, and it is free only when let go as often."""
    lock, taken = FairLock(), threading.Event()

    def take() -> None:
        with lock:
            taken.set()

    with lock:
        with lock:
            pass
        thread = threading.Thread(target=take)
        thread.start()
        assert not taken.wait(0.05)
    thread.join()
    assert taken.is_set()


def test_an_exception_frees_it():
    """An exception inside passes through and leaves the lock free."""
    lock = FairLock()
    with pytest.raises(ValueError, match="inside"), lock:
        raise ValueError("inside")
    thread = threading.Thread(target=lock.__enter__)
    thread.start()
    thread.join(LONGEST_WAIT)
    assert not thread.is_alive()


def test_one_at_a_time():
    """Many threads that count under the lock lose no count."""
    lock, counts = FairLock(), {"n": 0}

    def work() -> None:
        for _ in range(500):
            with lock:
                seen = counts["n"]
                if seen % 50 == 0:
                    time.sleep(0)
                counts["n"] = seen + 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts["n"] == 8 * 500
