"""Plain data."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.persist import ModelError
from neurarium.persist.plain import to_plain

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(JSON)
def test_json_gives_back_plain_data_unchanged(value: Any) -> None:
    """What JSON can hold is left as it is, and comes back from JSON equal."""
    plain = to_plain(value, "value")
    assert plain == value
    assert json.loads(json.dumps(plain, allow_nan=False)) == value


def test_numpy_and_tuples_become_plain() -> None:
    """NumPy's scalars and arrays and Python's tuples are turned into what JSON has."""
    plain = to_plain(
        {"a": np.float32(0.5), "b": (np.int64(3), np.bool_(True)), "c": np.eye(2), "d": np.str_("x")}, "v"
    )
    assert plain == {"a": 0.5, "b": [3, True], "c": [[1.0, 0.0], [0.0, 1.0]], "d": "x"}
    assert [type(plain["a"]), type(plain["b"][0]), type(plain["b"][1])] == [float, int, bool]


def test_the_state_of_a_generator_survives_exactly() -> None:
    """Its 128-bit numbers come back from JSON in every bit, so it continues with the same numbers."""
    rng = np.random.default_rng(1)
    rng.random(3)
    state = json.loads(json.dumps(to_plain(rng.bit_generator.state, "rng")))
    twin = np.random.default_rng()
    twin.bit_generator.state = state
    np.testing.assert_array_equal(twin.random(5), rng.random(5))


def _nested(depth: int) -> list[Any]:
    return [] if depth == 0 else [_nested(depth - 1)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"loss": [1.0, float("nan")]}, r"metrics\.loss\[1\]: expected a finite number.*got nan"),
        (float("-inf"), "metrics: expected a finite number.*got -inf"),
        ({1: "x"}, "metrics: expected text as keys, got 1"),
        ({"f": len}, r"metrics\.f: expected plain data .* got builtin_function_or_method"),
        ({"f": b"x"}, r"metrics\.f: expected plain data .* got bytes"),
        (np.array([1 + 2j]), r"metrics\[0\]: expected plain data .* got complex"),
        ("\ud800", "metrics: expected text that UTF-8 can write"),
        ({"\ud800": 1}, "metrics: expected text that UTF-8 can write"),
        (2**1024, "metrics: expected a whole number of at most 1024 bits"),
        (_nested(40), "nested too deeply: at most 32"),
    ],
)
def test_other_data_is_refused_by_its_place(value: Any, message: str) -> None:
    """The error says where the trouble is and what was expected."""
    with pytest.raises(ModelError, match=message):
        to_plain(value, "metrics")
