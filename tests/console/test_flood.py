"""What a run prints is kept as its beginning and its end."""

from hypothesis import given
from hypothesis import strategies as st

from neurarium.console.flood import Flood
from neurarium.console.pace import Pace

PIECES = st.lists(st.text("ab\n", max_size=30), max_size=40)


@given(PIECES, st.integers(0, 50), st.integers(1, 50))
def test_beginning_and_end_and_the_count_between_make_the_whole(
    pieces: list[str], first: int, last: int
) -> None:
    """Whatever is printed in whichever pieces: nothing is lost uncounted, nothing is there twice."""
    flood, whole = Flood(first, last), "".join(pieces)
    sent = "".join(flood.take(piece) for piece in pieces)
    assert sent == whole[:first]
    tail = flood.tail()
    if len(whole) <= first:
        assert tail is None
    else:
        assert tail is not None
        assert tail.text == whole[first:][-last:]
        assert len(sent) + tail.left_out + len(tail.text) == len(whole)


@given(PIECES, st.integers(1, 20))
def test_a_shorter_end_counts_more_as_left_out(pieces: list[str], most: int) -> None:
    """While a flood goes on only its last characters are told, and the count still fits."""
    flood, whole = Flood(0, 50), "".join(pieces)
    for piece in pieces:
        flood.take(piece)
    tail = flood.tail(most)
    if whole:
        assert tail is not None
        assert tail.text == whole[-most:]
        assert tail.left_out == len(whole) - len(tail.text)


@given(st.lists(st.text("a你🙂\ud800", max_size=9), max_size=9), st.integers(0, 30), st.integers(4, 30))
def test_bytes_are_counted_and_no_character_is_cut(pieces: list[str], first: int, last: int) -> None:
    """A Chinese character takes three bytes: both ends keep to their limits, and nothing is lost."""
    flood, whole = Flood(first, last), "".join(pieces)
    sent = "".join(flood.take(piece) for piece in pieces)
    tail = flood.tail()
    rest = "" if tail is None else tail.text
    assert whole.startswith(sent)
    assert whole.endswith(rest)
    assert len(sent.encode("utf-8", "replace")) <= first
    assert len(rest.encode("utf-8", "replace")) <= last
    assert len(sent) + (0 if tail is None else tail.left_out) + len(rest) == len(whole)


def test_a_new_run_begins_anew() -> None:
    """The limit is one of each run."""
    flood = Flood(3, 3)
    flood.take("abcdefgh")
    flood.start()
    assert flood.take("xyz") == "xyz"
    assert flood.tail() is None


def test_memory_is_bounded() -> None:
    """A million pieces take no more room than the end that is kept."""
    flood = Flood(10, 100)
    for _ in range(1_000_000):
        flood.take("xx\n")
    assert flood._held < 200
    assert len(flood._ends) < 200


def test_the_end_is_told_only_when_it_has_changed_and_not_too_often() -> None:
    """A flood costs a few messages a second."""
    flood = Flood(0, 10)
    assert not flood.wants_telling(1.0, 0.25)
    flood.take("a")
    assert flood.wants_telling(1.0, 0.25)
    flood.tail()
    assert not flood.wants_telling(2.0, 0.25)
    flood.take("b")
    assert not flood.wants_telling(1.1, 0.25)
    assert flood.wants_telling(1.3, 0.25)


def test_what_changes_all_the_time_is_sent_now_and_then_and_at_last() -> None:
    """Of a hundred states in ten seconds ten are sent, each the newest, and the last in any case."""
    pace, sent = Pace(1.0), []
    for step in range(100):
        pace.send("figure", lambda step=step: sent.append(step), step * 0.1)
    pace.send("other", lambda: sent.append(-1), 9.9)
    pace.send_rest()
    pace.send_rest()
    assert sent[-2:] == [-1, 99]
    assert 10 <= len(sent) - 2 <= 11
    assert sent[:-2] == sorted(sent[:-2])
