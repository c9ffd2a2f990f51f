"""The network as a text, in the exhibit `forward`: read by a parser, never executed."""

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab.engine_program import named_numbers
from neurarium.lab.exhibits.forward.network_text import (
    NetworkNumbers,
    Problem,
    read_network,
)
from neurarium.lab.exhibits.forward.settings import count_parameters

START = (
    "x = [[0.5, 0.8]]\nW1 = [[0.4, -0.6], [0.3, 0.9]]\nb1 = [0.1, -0.2]\nW2 = [[0.7], [-0.5]]\nb2 = [0.2]\n"
)
NUMBERS = NetworkNumbers((0.5, 0.8), (2,), (0.4, -0.6, 0.3, 0.9, 0.1, -0.2, 0.7, -0.5, 0.2))


@pytest.mark.parametrize(
    "text",
    [
        START,
        START.replace("[[0.5, 0.8]]", "[0.5, 0.8]"),
        START.replace(" ", "").replace("\n", "\r\n"),
        "# mine\n\n" + START.replace("[[0.4, -0.6], ", "[ # two inputs\n  [0.4, -0.6],\n  "),
        "\n".join(reversed(START.splitlines())),
        START.replace("-", "−").replace("[", "【").replace("]", "】").replace(",", "，").replace("5", "５"),
        START.replace("[0.2]", "[+2e-1]").replace("0.7", ".7"),
    ],
)
def test_the_same_network(text):
    """One row may stand alone; spaces, comments, order, line breaks and full-width characters are free."""
    assert read_network(text) == NUMBERS


@given(st.lists(st.integers(1, 8), min_size=1, max_size=4), st.integers(1, 32), st.randoms())
def test_what_is_written_is_read(hidden, rows, rng):
    """The text of any network says exactly its numbers."""
    x = [[rng.uniform(-100, 100), rng.uniform(-1, 1)] for _ in range(rows)]
    parameters = [rng.uniform(-100, 100) for _ in range(count_parameters(tuple(hidden)))]
    matrices, at, n_in = [], 0, 2
    for n_out in (*hidden, 1):
        W = [parameters[at + i * n_out : at + (i + 1) * n_out] for i in range(n_in)]
        at += n_in * n_out
        matrices.append((W, parameters[at : at + n_out]))
        at, n_in = at + n_out, n_out
    found = read_network(named_numbers(x, matrices))
    assert found == NetworkNumbers(tuple(v for row in x for v in row), tuple(hidden), tuple(parameters))


def changed(old: str, new: str) -> str:
    assert old in START
    return START.replace(old, new)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem(1, "missing", "", "x")),
        (changed("b1 =", "b1"), Problem(3, "equals", "[", "b1")),
        (changed("b1 =", "bias ="), Problem(3, "name", "bias")),
        (changed("b1 =", "b10 ="), Problem(3, "name", "b10")),
        (changed("W2", "W1"), Problem(4, "once", "W1", "W1")),
        (changed("[0.2]", "0.2"), Problem(5, "list", "0.2", "b2")),
        (changed("[0.2]", "[__import__('os')]"), Problem(5, "number", "__import__")),
        (changed("[0.2]", "[]"), Problem(5, "number", "]")),
        (changed("[0.2]", "[0.2"), Problem(6, "comma", "")),
        (changed("[0.2]", "[0.2 0.3]"), Problem(5, "comma", "0.3")),
        (changed("[0.2]", "[0.2] * 2"), Problem(5, "line_end", "*")),
        (changed("[0.2]", "[1e999]"), Problem(5, "range", "1e999")),
        (changed("[0.2]", "[-100.5]"), Problem(5, "range", "-100.5")),
        (changed("[0.2]", "[[0.2]]"), Problem(5, "numbers", "[[", "b2")),
        (changed("[0.2]", "[0.2, 0.3]"), Problem(5, "length", "2", "b2", 1)),
        (changed("[[0.7], [-0.5]]", "[0.7, -0.5]"), Problem(4, "rows", "0.7", "W2")),
        (changed("[[0.7], [-0.5]]", "[[0.7], -0.5]"), Problem(4, "rows", "-0.5", "W2")),
        (changed("[[0.7], [-0.5]]", "[[0.7]]"), Problem(4, "row_count", "1", "W2", 2)),
        (changed("[[0.7], [-0.5]]", "[[0.7], [1, 2]]"), Problem(4, "row_length", "2", "W2", 1)),
        (changed("[[0.7], [-0.5]]", "[[1, 2], [1, 2]]"), Problem(4, "one_output", "2", "W2", 1)),
        (changed("[[0.7], [-0.5]]", "[[[0.7]], [-0.5]]"), Problem(4, "number", "[")),
        (changed("[[0.5, 0.8]]", "[0.5]"), Problem(1, "row_length", "1", "x", 2)),
        (changed("[[0.5, 0.8]]", str([[1, 2]] * 33)), Problem(1, "most_rows", "33", "x", 32)),
        (changed("[0.4, -0.6]", str([1] * 9)), Problem(2, "units", "9", "W1", 8)),
        (changed("b2 = [0.2]", ""), Problem(6, "missing", "", "b2")),
        (changed("W2", "W4").replace("b2", "b4"), Problem(6, "missing", "", "W2")),
        ("x = [1, 2]\nW1 = [[1], [2]]\nb1 = [0]", Problem(3, "missing", "", "W2")),
        (
            "x=[1,2]\nW1=[[1],[2]]\nb1=[0]\n" + "".join(f"W{k}=[[1]]\nb{k}=[0]\n" for k in range(2, 7)),
            Problem(12, "name", "W6"),
        ),
    ],
)
def test_what_is_wrong(text, problem):
    """The first mistake is named: its line, what was expected there, what came."""
    assert read_network(text) == problem


def random_text(rng: random.Random) -> str:
    """Return letters at random, pieces of the grammar at random, or a network with a few changes."""
    pieces = [
        "x",
        "W1",
        "b1",
        "W2",
        "b2",
        "=",
        "[",
        "]",
        ",",
        "\n",
        " ",
        "#",
        "0.5",
        "-",
        "1e9",
        "é",
        "import os",
    ]
    kind = rng.randrange(3)
    if kind == 0:
        return "".join(chr(rng.randrange(1, 0x3000)) for _ in range(rng.randrange(60)))
    if kind == 1:
        return "".join(rng.choices(pieces, k=rng.randrange(60)))
    text = list(START)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(text))
        text[at : at + rng.randrange(3)] = rng.choices([*pieces, ""], k=1)
    return "".join(text)


def test_no_text_crashes_it_or_runs_anything():
    """10,000 random texts are each read or refused with a line that there is; nothing is ever executed."""
    happened: list[str] = []
    reading = False

    def hook(event: str, _: object) -> None:  # the interpreter reports what is compiled, run, opened, started
        if reading:
            happened.append(event)

    sys.addaudithook(hook)
    rng = random.Random(8)
    kinds = set()
    for _ in range(10_000):
        text = random_text(rng)
        reading = True
        found = read_network(text)
        reading = False
        if isinstance(found, Problem):
            kinds.add(found.expected)
            assert 1 <= found.line <= text.count("\n") + 1
            assert len(found.got) <= 24
        else:
            kinds.add("read")
            assert len(found.parameters) == count_parameters(found.hidden)
    assert happened == []
    assert {"read", "name", "equals", "list", "number", "comma", "line_end", "missing", "range"} <= kinds
