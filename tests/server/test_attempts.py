"""Wrong tokens, counted."""

import pytest

from neurarium.server.attempts import Attempts


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(clock):
    return Attempts(3, clock)


def test_after_the_last_attempt_a_client_waits_for_a_minute(attempts, clock):
    """A client is refused from its last attempt on, until a minute after the first that still counts."""
    for i in range(3):
        assert attempts.wait("a") == 0
        attempts.note("a", f"wrong-{i}")
        clock.now += 10
    assert attempts.wait("a") == 30
    clock.now += 29.5
    assert attempts.wait("a") == 1
    clock.now += 0.5
    assert attempts.wait("a") == 0
    attempts.note("a", "wrong-4")
    assert attempts.wait("a") == 10  # the second attempt counts for ten more seconds


def test_the_same_wrong_token_counts_once(attempts):
    """A program that asks again and again with one old token does not lock its machine out."""
    for _ in range(100):
        attempts.note("a", "old")
    assert attempts.wait("a") == 0


def test_clients_are_counted_apart(attempts):
    """One client's attempts do not keep another out; the addresses of one IPv6 network count together."""
    for i in range(3):
        attempts.note("192.0.2.1", f"wrong-{i}")
        attempts.note(f"2001:db8::{i}", f"wrong-{i}")
    assert attempts.wait("192.0.2.1") == 60
    assert attempts.wait("192.0.2.2") == 0
    assert attempts.wait("2001:db8::ffff") == 60
    assert attempts.wait("2001:db8:0:1::1") == 0


def test_what_is_remembered_is_bounded(attempts):
    """However many wrong tokens come from however many clients, only so many are remembered."""
    for i in range(20_000):
        attempts._wrong.append((1000.0, str(i), b""))
    attempts.note("a", "wrong")
    assert len(attempts._wrong) <= 10_001
