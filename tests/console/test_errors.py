"""Errors of learners' programs as data: the kind, the line, and what the sentence speaks of."""

import linecache
from itertools import count
from typing import Any, get_args

import pytest

from neurarium.console.errors import describe
from neurarium.console.kinds import VALUES, ErrorKind
from neurarium.console.variables import heat_map, table

_numbers = count(1)


def fail(source: str) -> dict[str, Any]:
    """Run a program as the kernel does, and describe the error with which it ends."""
    name = f"<run {next(_numbers)}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        exec(compile(source, name, "exec"), {"__name__": "__main__"})
    except BaseException as error:  # noqa: BLE001  (any at all)
        return describe(error)
    pytest.fail("the program did not fail")


CASES: dict[str, tuple[str, dict[str, str]]] = {
    "matmul": (
        "import numpy as np\nX = np.zeros((5, 3))\nW = np.zeros((4, 2))\nz = X @ W\n",
        {"left": "X", "right": "W", "left_shape": "(5, 3)", "right_shape": "(4, 2)"}
        | {"left_size": "3", "right_size": "4"},
    ),
    "broadcast": (
        "import numpy as np\na = np.zeros((5, 3))\nb = np.zeros(5)\nc = a + b\n",
        {"left": "a", "right": "b", "left_shape": "(5, 3)", "right_shape": "(5,)", "axis": "1"}
        | {"left_size": "3", "right_size": "5"},
    ),
    "assign": (
        "import numpy as np\na = np.zeros((5, 3))\na[0] = np.zeros(4)\n",
        {"value_shape": "4,", "place_shape": "3,"},
    ),
    "reshape": ("import numpy as np\nnp.zeros(10).reshape(3, 4)\n", {"size": "10", "shape": "3,4"}),
    "join": (
        "import numpy as np\nnp.vstack([np.zeros((2, 3)), np.zeros((2, 4))])\n",
        {"axis": "1", "first_size": "3", "other": "1", "other_size": "4"},
    ),
    "axis": ("import numpy as np\nnp.zeros((2, 3)).sum(axis=2)\n", {"axis": "2", "axes": "2"}),
    "index_array": (
        "import numpy as np\nnp.zeros((2, 3))[0, 3]\n",
        {"index": "3", "axis": "1", "size": "3"},
    ),
    "too_many_indices": ("import numpy as np\nnp.zeros(4)[0, 0]\n", {"axes": "1", "indices": "2"}),
    "ragged": ("import numpy as np\nnp.array([[1, 2], [3]])\n", {}),
    "truth": ("import numpy as np\nif np.zeros(3) > 1:\n    pass\n", {}),
    "rows": (
        "from sklearn.linear_model import LinearRegression\nLinearRegression().fit([[1], [2]], [1, 2, 3])\n",
        {"sizes": "2, 3"},
    ),
    "one_axis": (
        "from sklearn.linear_model import LinearRegression\nLinearRegression().fit([1, 2], [1, 2])\n",
        {"got": "1D"},
    ),
    "features": (
        "import sklearn.linear_model as s\ns.LinearRegression().fit([[1], [2]], [1, 2]).predict([[1, 2]])\n",
        {"got": "2", "expected": "1"},
    ),
    "not_fitted": (
        "from sklearn.linear_model import LinearRegression\nLinearRegression().predict([[1]])\n",
        {"model": "LinearRegression"},
    ),
    "indent": ("x = 1\n  y = 2\n", {}),
    "name": ("print(weigths)\n", {"name": "weigths"}),
    "unassigned": ("def f():\n    n += 1\n\nf()\n", {"name": "n"}),
    "attribute": ("'text'.shape\n", {"type": "str", "attribute": "shape"}),
    "module": ("import no_such_module\n", {"module": "no_such_module"}),
    "import_name": ("from math import no_such_name\n", {"module": "math", "name": "no_such_name"}),
    "types": ("1 + 'a'\n", {"operator": "+", "left": "int", "right": "str"}),
    "call": ("def f(x):\n    return x\n\nf()\n", {"function": "f"}),
    "not_callable": ("x = 3\nx()\n", {"type": "int"}),
    "not_indexable": ("x = 3\nx[0]\n", {"type": "int"}),
    "not_iterable": ("for i in 3:\n    pass\n", {"type": "int"}),
    "index": ("[1, 2][5]\n", {"type": "list"}),
    "key": ("{'a': 1}['b']\n", {"key": "'b'"}),
    "unpack": ("a, b = 1, 2, 3\n", {"expected": "2"}),
    "number": ("float('a')\n", {"text": "'a'"}),
    "zero": ("1 / 0\n", {}),
    "file": ("open('no_such_file.txt')\n", {"file": "no_such_file.txt"}),
    "memory": ("raise MemoryError\n", {}),
    "recursion": ("def f():\n    f()\n\nf()\n", {}),
    "assertion": ("assert 1 == 2\n", {}),
    "interrupted": ("raise KeyboardInterrupt\n", {}),
    "other": ("raise RuntimeError('own')\n", {}),
    "input": ("class StdinNotImplementedError(Exception):\n    pass\n\nraise StdinNotImplementedError\n", {}),
    "syntax": ("if True\n    pass\n", {"reason": "colon"}),
}


def test_every_kind_has_a_case_and_says_what_it_speaks_of() -> None:
    """No kind is declared that nobody has seen."""
    assert set(CASES) == set(VALUES) == set(get_args(ErrorKind))


@pytest.mark.parametrize("kind", CASES)
def test_kinds_are_recognised(kind: str) -> None:
    """Each error is of its kind, and speaks of what was wrong; what it may speak of is declared."""
    source, values = CASES[kind]
    found = fail(source)
    assert found["kind"] == kind, found
    assert set(found["values"]) == set(VALUES[kind])  # type: ignore[index]
    assert {name: found["values"][name] for name in values} == values


@pytest.mark.parametrize(
    ("source", "left", "right"),
    [("'a' + 1\n", "str", "int"), ("[1] + (2,)\n", "list", "tuple"), ("(1,) + [2]\n", "tuple", "list")],
)
def test_a_sum_of_other_things_than_numbers_is_told_by_its_sign(source: str, left: str, right: str) -> None:
    """Python calls it to concatenate; the sentence speaks of the sign that stands in the program."""
    found = fail(source)
    assert (found["kind"], found["values"]) == ("types", {"operator": "+", "left": left, "right": right})


def test_of_three_arrays_the_two_that_do_not_fit_are_told() -> None:
    """NumPy lists all shapes; the sentence speaks of two that differ, and of the axis."""
    values = fail("import numpy as np\nnp.where(np.ones((2, 3)), np.ones((2, 3)), np.ones(4))\n")["values"]
    assert (values["left_shape"], values["right_shape"]) == ("(2, 3)", "(4,)")
    assert (values["axis"], values["left_size"], values["right_size"]) == ("1", "3", "4")


def test_a_check_that_asks_for_input_is_told_so() -> None:
    """Where there is no console, `input` ends at once, and that is told in the same words."""
    assert fail("raise EOFError('EOF when reading a line')\n")["kind"] == "input"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("print((1, 2)\n", "bracket"),
        ("x = [1, 2)\n", "bracket"),
        ("x = 'abc\n", "quote"),
        ("if x = 1:\n    pass\n", "equals"),
        ("f() = 1\n", "equals"),
        ("def f(:\n    pass\n", ""),
    ],
)
def test_syntax_errors_say_why(source: str, reason: str) -> None:
    """A missing bracket, quote or colon is told as such."""
    found = fail(source)
    assert (found["kind"], found["values"]["reason"]) == ("syntax", reason)
    assert "<run" not in found["message"]
    assert found["line"] == 1


def test_the_line_is_the_learners() -> None:
    """An error inside a library is told at the line that called it; inside the learner's function, there."""
    found = fail("import numpy as np\n\nx = np.zeros(10)\nx.reshape(3, 4)\n")
    assert found["line"] == 4
    found = fail("def f(x):\n    return x / 0\n\nf(1)\n")
    assert found["line"] == 2
    assert "program.py" in found["traceback"]
    assert "<run" not in found["traceback"]
    assert __file__ not in found["traceback"]


def test_operands_are_looked_up_and_not_computed_again() -> None:
    """The shapes are those of the operands that failed; a call among them is not made a second time."""
    found = fail(
        "import numpy as np\ncalls = []\ndef f():\n    calls.append(1)\n    assert len(calls) == 1\n"
        "    return np.zeros((4, 2))\nW = np.zeros((3, 2))\nz = W.T @ f()\n"
    )
    assert found["kind"] == "matmul"
    assert [(each["text"], each["shape"]) for each in found["operands"]] == [("W.T", (2, 3)), ("f()", None)]


def test_operands_of_dot_and_of_attributes_are_known() -> None:
    """`a.dot(b)`, `np.dot(a, b)` and what an object holds are understood too."""
    start = "import numpy as np\na, b = np.zeros((2, 3)), np.zeros((2, 3))\n"
    for line in ("a.dot(b)", "np.dot(a, b)", "a[:1] @ b"):
        found = fail(start + line)
        assert found["kind"] == "matmul"
        assert found["values"]["right"] == "b"
        assert found["values"]["left_size"] == "3"
    net = (
        "class Net:\n    W = None\n    def forward(self, x):\n        self.W = a\n        return x @ self.W\n"
    )
    found = fail(start + net + "Net().forward(b)")
    assert found["values"]["right"] == "self.W"
    assert found["values"]["right_shape"] == "(2, 3)"


def test_an_error_whose_text_fails_is_told_all_the_same() -> None:
    """A learner's own exception class may be broken."""
    found = fail("class Bad(Exception):\n    def __str__(self):\n        return 1 / 0\n\nraise Bad\n")
    assert (found["kind"], found["type"], found["message"], found["line"]) == ("other", "Bad", "", 5)


# --- variables --------------------------------------------------------------------------------------------


def test_the_table_runs_nothing_of_the_learners() -> None:
    """Objects of a learner's own classes are told by their type: their methods might take for ever."""

    class Own:
        def __repr__(self) -> str:
            pytest.fail("called")

        __str__ = __repr__

    names = {"own": Own(), "many": [Own()] * 2, "_hidden": 1, "np": linecache, "n": 3, "one": (128,)}
    rows = {row["name"]: row["text"] for row in table(names, {"n"})["variables"]}
    assert rows == {"own": "<Own>", "many": "[<Own>, <Own>]", "one": "(128,)"}


def test_arrays_are_told_by_shape_and_numbers() -> None:
    """Of an array of numbers least, mean and most are told; its picture has a bounded number of cells."""
    import numpy as np

    X = np.arange(60_000.0).reshape(100, 600)
    found = table({"X": X, "words": np.array(["a"]), "empty": np.zeros((0, 3))}, set(), "X")
    rows = {row["name"]: row for row in found["variables"]}
    assert rows["X"]["shape"] == [100, 600]
    assert (rows["X"]["least"], rows["X"]["mean"], rows["X"]["most"]) == (0.0, 29_999.5, 59_999.0)
    assert rows["words"]["least"] is None
    assert rows["empty"]["shape"] == [0, 3]
    assert found["picture"]["rows"] == 100
    assert len(found["picture"]["cells"]) <= 24
    assert len(found["picture"]["cells"][0]) <= 24
    assert found["picture"]["cells"][0][0] == 0.0


def test_pictures_of_vectors_stacks_and_missing_numbers() -> None:
    """A vector is one row, a stack its first matrix, and what is no number is left empty."""
    import numpy as np

    assert heat_map(np.array([1.0, np.nan, np.inf]))["cells"] == [[1.0, None, None]]
    assert heat_map(np.ones((5, 2, 3)))["rows"] == 2
    assert heat_map(np.array("text")) is None
    assert heat_map(np.array(7))["cells"] == [[7.0]]


def test_long_values_are_cut() -> None:
    """No value takes more than a line."""
    names = {"a": "x" * 10_000, "b": list(range(10_000)), "c": 10**5000, "d": {i: i for i in range(99)}}
    found = table(names | {f"v{i}": i for i in range(200)}, set())
    assert all(len(row["text"]) <= 80 for row in found["variables"])
    assert len(found["variables"]) + found["left_out"] == 204
