"""What a kernel has said, kept for pages that ask what is new."""

from bisect import bisect_right
from dataclasses import replace

from neurarium.lab.kernel.output import Event

MOST_BYTES, MOST_EVENTS = 16_000_000, 5000


class OutputLog:
    """Events in their order, the oldest forgotten when there are too many.

    Of what takes an earlier event's place (a figure that moves, the end of a flood) only the newest is kept.

    Parameters
    ----------
    most_bytes
        Characters and bytes of all events together.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._events: dict[int, Event] = {}
        self._bytes = 0
        self._replaceable: dict[tuple[int, str, str], int] = {}
        self._last = 0
        self._forgotten = 0

    @property
    def last(self) -> int:
        """The number of the newest event; 0 if there is none."""
        return self._last

    def add(self, event: Event) -> None:
        """Append an event; its number is given here."""
        self._last += 1
        event = replace(event, number=self._last)
        if event.kind == "clear":
            for number in [each.number for each in self._events.values() if each.run == event.run]:
                self._drop(number)
        if event.kind == "tail" or event.display:
            key = (event.run, event.kind, event.display)
            self._drop(self._replaceable.get(key))
            self._replaceable[key] = self._last
        self._events[self._last] = event
        self._bytes += _size(event)
        while len(self._events) > MOST_EVENTS or (self._bytes > self._most_bytes and len(self._events) > 1):
            oldest = next(iter(self._events))
            self._forgotten = oldest
            self._drop(oldest)

    def since(self, number: int) -> tuple[tuple[Event, ...], int]:
        """Return the events after this number, and how many of them are forgotten."""
        numbers = list(self._events)
        found = [self._events[each] for each in numbers[bisect_right(numbers, number) :]]
        return tuple(found), max(self._forgotten - max(number, 0), 0)

    def _drop(self, number: int | None) -> None:
        event = self._events.pop(number or 0, None)
        if event is not None:
            self._bytes -= _size(event)


def _size(event: Event) -> int:
    size = len(event.text) + 200 + (0 if event.png is None else event.png.size)
    size += sum(16 * len(curve.x) for curve in event.curves)
    return size + (len(event.error.traceback) if event.error else 0)
