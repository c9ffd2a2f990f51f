"""Rules as data: what a refusal says of what was expected."""

import pytest

from neurarium.lab import rules
from neurarium.lab.rules import (
    Array,
    AtLeast,
    Bytes,
    Choice,
    Distinct,
    FileName,
    Flag,
    Integer,
    Length,
    List,
    Map,
    Number,
    Optional,
    Rule,
    Text,
    refuse,
    words,
)
from snapshots import compare, written

EXAMPLES: tuple[Rule, ...] = (
    Number(-2, 2),
    Integer(1, 9),
    Choice("relu", "tanh"),
    Flag(),
    Text(40),
    Bytes(1000),
    Array((None, 3), low=-6, high=6),
    List(Number(0, 1), 1, 3),
    Optional(Integer(0, 9)),
    Map(),
    Distinct(),
    Length(4, or_empty=True),
    AtLeast(4),
    FileName(),
)


def test_every_rule_has_an_example():
    """The examples below speak for all rules that there are."""
    kinds = {kind for kind in vars(rules).values() if isinstance(kind, type) and "kind" in vars(kind)}
    assert {type(rule) for rule in EXAMPLES} == kinds


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.kind)
def test_a_refusal_carries_the_rule_as_data_and_in_english(rule):
    """The data names the rule and its fields, the message says the same in words."""
    error = refuse("x", rule, 5)
    assert error.data["expected"] == rule.described()
    assert error.data["expected"]["kind"] == rule.kind
    assert error.message == f"The parameter 'x' must be {words(rule)}; got 5."


def test_words_of_rules_within_rules():
    """A rule that contains another says so in one sentence, with the bounds of both."""
    rule = List(Optional(Number(-1, 1)), 2, 3)
    assert words(rule) == "a list of 2 to 3 items, each a number from -1 to 1, or nothing"
    assert rule.described() == {
        "kind": "list",
        "item": {"kind": "optional", "item": {"kind": "number", "low": -1, "high": 1}},
        "at_least": 2,
        "at_most": 3,
    }


def test_bounds_of_an_array_that_has_only_one():
    """An array without an upper bound names the lower one alone."""
    assert words(Array((None,), low=0)) == "an array of n numbers, at least 0"


def test_snapshot(request, tmp_path):
    """The front end has words for each of these in both languages."""
    seen = {rule.kind: {"op": "refused", "params": {}, "data": rule.described()} for rule in EXAMPLES}
    compare("rules", written(seen, tmp_path), update=request.config.getoption("--update-snapshots"))
