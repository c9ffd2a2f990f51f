"""Parameters, checked at the door."""

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab.params import read_params
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Array, Bytes, Choice, Flag, Integer, List, Number, Optional, Text, refuse


@dataclass(frozen=True)
class Everything:
    rate: Annotated[float, Number(0, 10)]
    steps: Annotated[int, Integer(1, 5)] = 1
    mode: Annotated[str, Choice("a", "b")] = "a"
    on: Annotated[bool, Flag()] = False
    name: Annotated[str, Text(5)] = ""
    file: Annotated[bytes, Bytes(3)] = b"x"
    grid: Annotated[np.ndarray[Any, Any], Array((None, 2), low=0, high=9, longest=3)] = None
    sizes: Annotated[tuple[int, ...], List(Integer(1, 8), 0, 3)] = ()
    maybe: Annotated[float | None, Optional(Number(0, 1))] = None
    pairs: Annotated[tuple[tuple[float, ...], ...], List(List(Number(-1, 1), 2, 2), 0, 2)] = ()


def read(**raw: Any) -> Everything:
    return read_params(Everything, {"rate": 1, **raw})


def test_good_values_come_through():
    """Each rule accepts what it describes and yields the Python type of its field."""
    got = read(
        rate=3,
        steps=5,
        mode="b",
        on=True,
        name="hé\n",
        file=b"abc",
        sizes=[1, 8],
        maybe=0.5,
        pairs=[[1, 0]],
        grid=[[1, 2]],
    )
    assert (got.rate, got.steps, got.mode, got.on, got.name, got.file) == (3.0, 5, "b", True, "hé\n", b"abc")
    assert type(got.rate) is float
    assert (got.sizes, got.maybe, got.pairs) == ((1, 8), 0.5, ((1.0, 0.0),))
    assert got.grid.dtype == np.float32
    assert got.grid.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate", -0.1),
        ("rate", 10.1),
        ("rate", math.nan),
        ("rate", math.inf),
        ("rate", True),
        ("rate", "1"),
        ("rate", None),
        ("rate", 10**400),
        pytest.param("rate", -(10**5000), id="huge"),
        ("steps", 0),
        ("steps", 1.0),
        ("steps", True),
        ("mode", "c"),
        ("mode", 1),
        ("mode", ["a"]),
        ("on", 1),
        ("on", "true"),
        ("name", "123456"),
        ("name", "a\x00"),
        ("name", b"a"),
        ("file", b""),
        ("file", "abc"),
        ("sizes", [1, 2, 3, 4]),
        ("sizes", "12"),
        ("sizes", {}),
        ("maybe", 2),
        ("pairs", 1),
        ("grid", [[1, 2, 3]]),
        ("grid", [[1, 2]] * 4),
        ("grid", [[1], [2, 3]]),
        ("grid", [[1, math.nan]]),
        ("grid", [[1, 10]]),
        ("grid", [["a", "b"]]),
        ("grid", [[None, 1]]),
        ("grid", [[10**400, 1]]),
        ("grid", np.zeros((1, 2), bool)),
        ("grid", np.zeros((1, 2), "M8[s]")),
        ("grid", 3),
    ],
)
def test_bad_values_are_refused_by_name(name, value):
    """A value that breaks its rule is refused; the error names the parameter, the rule and what came."""
    with pytest.raises(LabError) as caught:
        read(**{name: value})
    error = caught.value
    assert error.code == "bad_param"
    assert error.data["param"] == name
    assert set(error.data) == {"param", "expected", "got"}
    assert name in error.message
    assert error.hint


def test_nested_values_are_named_by_their_path():
    """An error inside a list says where."""
    with pytest.raises(LabError) as caught:
        read(sizes=[1, 9])
    assert caught.value.data["param"] == "sizes[1]"
    with pytest.raises(LabError) as caught:
        read(pairs=[[0, 0], [0, 5]])
    assert caught.value.data["param"] == "pairs[1][1]"


@pytest.mark.parametrize(
    ("got", "written"),
    [
        ((1, 2.5), "[1, 2.5]"),
        (["x", None, True], "['x', None, True]"),
        (list(range(9)), "<list of 9>"),
        ([[1], 2], "<list of 2>"),
        (["a" * 40, "b" * 40], "['" + "a" * 40 + "', '" + "b" * 13 + "…"),
        (10**100, "<a huge number>"),
    ],
)
def test_a_refusal_writes_out_a_few_plain_values(got, written):
    """A short list is written out as it is, a long or nested one only named; no message becomes long."""
    error = refuse("sizes", Flag(), got)
    assert error.data["got"] == written
    assert error.message == f"The parameter 'sizes' must be true or false; got {written}."
    assert len(written) <= 60


def test_large_files_have_an_error_of_their_own():
    """A file over its limit is `too_large`, with the limit."""
    with pytest.raises(LabError) as caught:
        read(file=b"abcd")
    assert caught.value.code == "too_large"
    assert caught.value.data == {"limit": 3, "got": 4, "unit": "bytes"}


def test_missing_and_unknown_parameters():
    """A required parameter that is missing and a parameter that does not exist are refused."""
    with pytest.raises(LabError, match="rate"):
        read_params(Everything, {})
    with pytest.raises(LabError, match=r"no parameter 'rat'.*rate, steps"):
        read(rat=1)
    with pytest.raises(LabError, match="no parameter"):
        read_params(Everything, {"rate": 1, 7: 1})


def test_a_field_without_a_rule_is_a_mistake_of_the_exhibit():
    """A dataclass that forgets a rule fails as soon as it is used."""

    @dataclass(frozen=True)
    class Loose:
        x: float = 0.0

    with pytest.raises(TypeError, match=r"Loose\.x"):
        read_params(Loose, {})


def test_arrays_are_copies():
    """What an exhibit gets does not change when the sender's array does."""
    sent = np.ones((1, 2), np.float32)
    got = read(grid=sent).grid
    sent[:] = 5
    assert got.tolist() == [[1, 1]]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(list(Everything.__dataclass_fields__)), anything)
def test_nothing_else_is_raised(name, value):
    """Whatever comes, it is read or refused with a clear error."""
    with suppress(LabError):
        read(**{name: value})
