"""What changes all the time, sent now and then: always the newest, and in the end the last."""

from collections.abc import Callable

Send = Callable[[], None]


class Pace:
    """Sends each of several things with a rest between.

    Parameters
    ----------
    seconds
        The rest.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._sent: dict[str, float] = {}
        self._held: dict[str, Send] = {}

    def send(self, name: str, send: Send, now: float) -> None:
        """Send a new state of `name`, or hold it back until the next one or `send_rest`."""
        if now - self._sent.get(name, float("-inf")) < self._seconds:
            self._held[name] = send
            return
        self._sent[name] = now
        self._held.pop(name, None)
        send()

    def send_rest(self) -> None:
        """Send what is held back."""
        held, self._held = self._held, {}
        for send in held.values():
            send()
