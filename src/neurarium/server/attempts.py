"""Wrong tokens slow a client down, so that a short token cannot be guessed."""

import ipaddress
import math
import time
from collections import deque
from collections.abc import Callable
from hashlib import sha256

SECONDS = 60.0
_MOST_KEPT = 10_000  # of all clients together


class Attempts:
    """Counts the different wrong tokens of each client in the last minute.

    A client that has used up its attempts is refused without a look at what it offers. The same wrong token
    again is no further attempt: a program that still runs with the token of yesterday locks nobody out.

    Parameters
    ----------
    most
        How many different wrong tokens a client may offer in a minute.
    clock
        Returns seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._wrong: deque[tuple[float, str, bytes]] = deque()  # when, whose, which; oldest first

    def wait(self, client: str) -> int:
        """Return for how many seconds the client is refused; 0 if it is not."""
        self._forget()
        times = [since for since, whose, _ in self._wrong if whose == _network(client)]
        if len(times) < self._most:
            return 0
        return math.ceil(times[-self._most] + SECONDS - self._clock())

    def note(self, client: str, token: str) -> None:
        """Remember a wrong token."""
        self._forget()
        whose, which = _network(client), sha256(token.encode(errors="replace")).digest()
        if not any((whose, which) == attempt[1:] for attempt in self._wrong):
            self._wrong.append((self._clock(), whose, which))

    def _forget(self) -> None:
        while self._wrong and (self._wrong[0][0] <= self._clock() - SECONDS or len(self._wrong) > _MOST_KEPT):
            self._wrong.popleft()


def _network(client: str) -> str:
    """Return what stands for a client: its address or, as one machine has many in IPv6, the address' /64."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else client
