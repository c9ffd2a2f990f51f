"""Waiting for what happens in its own time, on a machine of any speed."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

LONGEST_WAIT = 600.0
"""Seconds after which a test takes for lost what it waits for. It is only so that a fault ends a test: no
test passes or fails because something took a while."""


def eventually(condition: Callable[[], Found], what: str) -> Found:
    """Wait until the condition holds, and return what it says then.

    Parameters
    ----------
    condition : callable
        Asked again and again, with a short rest between.
    what : str
        What is waited for: for the message if it never comes.
    """
    end = time.monotonic() + LONGEST_WAIT
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {LONGEST_WAIT:g} seconds in vain: {what}"
        time.sleep(0.01)
    return found
