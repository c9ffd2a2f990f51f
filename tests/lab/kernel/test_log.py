"""What a kernel has said is kept for pages that ask what is new."""

from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab.kernel.log import OutputLog
from neurarium.lab.kernel.output import Event

EVENTS = st.lists(
    st.builds(
        Event,
        st.just(0),
        st.integers(1, 2),
        st.sampled_from(["out", "err", "tail", "display", "clear"]),
        st.text("ab", max_size=5),
        display=st.sampled_from(["", "a", "b"]),
    ),
    max_size=40,
)


def shown(events: tuple[Event, ...], seen: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Draw events as a page does, on top of what it shows already."""
    for event in events:
        if event.kind == "clear":
            seen = [each for each in seen if each[0] != event.run]
            continue
        key = event.kind if event.kind == "tail" else event.display
        entry = (event.run, event.kind, key, event.text)
        replaceable = event.kind == "tail" or event.display
        places = [i for i, each in enumerate(seen) if replaceable and each[:3] == entry[:3]]
        seen = [each for i, each in enumerate(seen) if i not in places] + [entry]
    return seen


@given(EVENTS, st.lists(st.integers(0, 5), max_size=40))
def test_a_page_that_asks_at_any_time_sees_the_same(events: list[Event], rests: list[int]) -> None:
    """Whether a page asks after each event, now and then, or once in the end, it shows the same."""
    log, seen, since = OutputLog(), [], 0
    for i, event in enumerate(events):
        log.add(event)
        if i < len(rests) and rests[i] == 0:
            new, forgotten = log.since(since)
            assert forgotten == 0
            seen, since = shown(new, seen), log.last
    seen = shown(log.since(since)[0], seen)
    assert seen == shown(log.since(0)[0], [])


def test_the_oldest_is_forgotten_and_counted() -> None:
    """A page that was away for long is told that something is missing."""
    log = OutputLog(most_bytes=5000)
    for i in range(100):
        log.add(Event(0, 1, "out", f"{i:03}" * 100))
    events, forgotten = log.since(0)
    assert 5 <= len(events) <= 10
    assert events[-1].text.startswith("099")
    assert forgotten == 100 - len(events)
    assert log.since(95) == (events[-5:], 0)
    assert log.since(10**9) == ((), 0)


def test_of_a_moving_figure_one_state_is_kept() -> None:
    """An hour of a moving figure takes the room of one."""
    log = OutputLog()
    for i in range(10_000):
        log.add(Event(0, 1, "display", str(i), display="figure"))
    events, _ = log.since(0)
    assert [event.text for event in events] == ["9999"]
    assert log.since(9_999)[0] == events
