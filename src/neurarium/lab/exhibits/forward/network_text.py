"""A network as a text of a few lines, and back: numbers and lists only, read by this parser, never executed.

The text is ``name = value`` lines, each a list of numbers or a list of rows::

    x = [[0.5, 0.8]]
    W1 = [[0.4, -0.6], [0.3, 0.9]]
    b1 = [0.1, -0.2]
    W2 = [[0.7], [-0.5]]
    b2 = [0.2]

A list may go over several lines; ``#`` begins a comment. Full-width digits and brackets are read too.
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from neurarium.lab.exhibits.forward.settings import INPUTS, MOST_LAYERS, MOST_ROWS, MOST_UNITS, TYPED

LONGEST = 16_000
_LONGEST_GOT = 24

Expected = Literal[
    "name",  # one of x, W1, b1, …
    "equals",  # "=" after the name
    "list",  # "["
    "number",
    "comma",  # "," or "]"
    "line_end",
    "range",  # a number from -100 to 100
    "once",  # a name that is not there yet
    "missing",  # a line for `name`
    "numbers",  # `name` as a list of numbers
    "rows",  # `name` as a list of rows
    "row_count",  # `count` rows in `name`
    "row_length",  # `count` numbers in each row of `name`
    "length",  # `count` numbers in `name`
    "most_rows",  # 1 to `count` rows in `name`
    "units",  # 1 to `count` columns in `name`
    "one_output",  # one column in `name`, the last layer
]


@dataclass(frozen=True)
class Problem:
    """Why a text is no network: in which line, counted from 1, what was expected there, what came.

    Attributes
    ----------
    name, count
        What the expectation speaks of; "" and 0 where it speaks of none.
    got
        As it was written, or a number of things; empty at the end of the text.
    """

    line: int
    expected: Expected
    got: str
    name: str = ""
    count: int = 0


@dataclass(frozen=True)
class NetworkNumbers:
    """What a text says, as the exhibit's settings hold it."""

    inputs: tuple[float, ...]
    hidden: tuple[int, ...]
    parameters: tuple[float, ...]


def read_network(text: str) -> NetworkNumbers | Problem:
    """Return the network that a text describes, or the first thing that is wrong with it."""
    try:
        return _network(_Reader(text).lines())
    except _ProblemError as error:
        return error.problem


class _ProblemError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


# --- from characters to named values ------------------------------------------------------------------------

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("−"): "-",
    ord("【"): "[",
    ord("】"): "]",
    ord("\u3000"): " ",
}
_TOKEN = re.compile(
    r"(?P<skip>[ \t\r]+|#[^\n]*)|(?P<end>\n)"
    r"|(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<word>[^\W0-9]\w*)|(?P<sign>.)",
    re.DOTALL,
)
_NAME = re.compile(r"x|[Wb][1-9]")


@dataclass(frozen=True)
class _Token:
    kind: str  # number, word, sign, end
    text: str
    line: int


@dataclass(frozen=True)
class _Value:
    """A list of numbers, or of rows of numbers, and the line in which it begins."""

    line: int
    numbers: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...] | None  # None: a list of numbers


class _Reader:
    """Goes through the tokens once, from the left; nothing is nested deeper than rows in a list."""

    def __init__(self, text: str) -> None:
        self._tokens: list[_Token] = []
        line = 1
        for match in _TOKEN.finditer(text.translate(_WIDE)):
            kind = match.lastgroup or "sign"
            if kind != "skip":
                self._tokens.append(_Token(kind, match.group(), line))
            line += kind == "end"
        self._last_line = line
        self._at = 0

    def lines(self) -> tuple[dict[str, _Value], int]:
        """Return the values by name, and the number of the last line."""
        found: dict[str, _Value] = {}
        while self._skip_ends():
            name = self._next()
            if not (name.kind == "word" and _NAME.fullmatch(name.text)):
                self._refuse(name, "name")
            if name.text in found:
                self._refuse(name, "once", name.text)
            if self._next_text() != "=":
                self._refuse(self._next(), "equals", name.text)
            self._next()
            found[name.text] = self._value(name.text)
            end = self._next()
            if end.kind != "end":
                self._refuse(end, "line_end")
        return found, self._last_line

    def _value(self, name: str) -> _Value:
        start = self._next()
        if start.text != "[":
            self._refuse(start, "list", name)
        if self._skip_ends() and self._next_text() == "[":
            rows = []
            while True:
                opening = self._after_ends()
                if opening.text != "[":
                    self._refuse(opening, "rows", name)
                rows.append(self._numbers())
                if self._comma() == "]":
                    return _Value(start.line, (), tuple(rows))
        return _Value(start.line, self._numbers(), None)

    def _numbers(self) -> tuple[float, ...]:
        """Return the numbers up to the closing bracket."""
        found = []
        while True:
            token = self._after_ends()
            if token.kind != "number":
                self._refuse(token, "number")
            value = float(token.text)
            if not TYPED.low <= value <= TYPED.high:
                self._refuse(token, "range")
            found.append(value)
            if self._comma() == "]":
                return tuple(found)

    def _comma(self) -> str:
        token = self._after_ends()
        if token.text not in (",", "]"):
            self._refuse(token, "comma")
        return token.text

    def _next(self) -> _Token:
        if self._at >= len(self._tokens):
            return _Token("end", "", self._last_line)
        self._at += 1
        return self._tokens[self._at - 1]

    def _next_text(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _skip_ends(self) -> bool:
        """Go on to the next token that is no line's end; return whether there is one."""
        while self._at < len(self._tokens) and self._tokens[self._at].kind == "end":
            self._at += 1
        return self._at < len(self._tokens)

    def _after_ends(self) -> _Token:
        self._skip_ends()
        return self._next()

    def _refuse(self, token: _Token, expected: Expected, name: str = "") -> NoReturn:
        raise _ProblemError(Problem(token.line, expected, token.text.strip()[:_LONGEST_GOT], name))


# --- from named values to a network -------------------------------------------------------------------------


def _network(lines: tuple[dict[str, _Value], int]) -> NetworkNumbers:
    found, last_line = lines
    x = _rows(found, "x", last_line, flat=True)
    _check(len(x) <= MOST_ROWS, found["x"], "most_rows", len(x), ("x", MOST_ROWS))
    _check_width(found, "x", x, INPUTS)
    layers = max((int(name[1:]) for name in found if name != "x"), default=1)
    hidden: list[int] = []
    parameters: list[float] = []
    n_in = INPUTS
    for k in range(1, layers + 1):
        W = _rows(found, f"W{k}", last_line)
        value, n_out = found[f"W{k}"], len(W[0])
        _check(k <= MOST_LAYERS + 1, value, "name", f"W{k}", ("", 0))
        _check(len(W) == n_in, value, "row_count", len(W), (f"W{k}", n_in))
        _check(n_out <= MOST_UNITS, value, "units", n_out, (f"W{k}", MOST_UNITS))
        _check_width(found, f"W{k}", W, n_out)
        _check(k < layers or n_out == 1, value, "one_output", n_out, (f"W{k}", 1))
        b = _value(found, f"b{k}", last_line)
        _check(b.rows is None, b, "numbers", "[[", (f"b{k}", 0))
        _check(len(b.numbers) == n_out, b, "length", len(b.numbers), (f"b{k}", n_out))
        parameters += [weight for row in W for weight in row] + list(b.numbers)
        hidden.append(n_out)
        n_in = n_out
    if layers == 1:  # no hidden layer at all
        raise _ProblemError(Problem(last_line, "missing", "", "W2"))
    return NetworkNumbers(tuple(v for row in x for v in row), tuple(hidden[:-1]), tuple(parameters))


def _value(found: dict[str, _Value], name: str, last_line: int) -> _Value:
    if name not in found:
        raise _ProblemError(Problem(last_line, "missing", "", name))
    return found[name]


def _rows(
    found: dict[str, _Value], name: str, last_line: int, *, flat: bool = False
) -> tuple[tuple[float, ...], ...]:
    """Return a list of rows; with `flat` a list of numbers is one row."""
    value = _value(found, name, last_line)
    if value.rows is None:
        _check(flat, value, "rows", str(value.numbers[0]), (name, 0))
        return (value.numbers,)
    return value.rows


def _check_width(
    found: dict[str, _Value], name: str, rows: tuple[tuple[float, ...], ...], width: int
) -> None:
    wrong = next((len(row) for row in rows if len(row) != width), width)
    _check(wrong == width, found[name], "row_length", wrong, (name, width))


def _check(holds: bool, value: _Value, expected: Expected, got: int | str, about: tuple[str, int]) -> None:
    """Refuse a value; `about` is the name and the count that the expectation speaks of."""
    if not holds:
        raise _ProblemError(Problem(value.line, expected, str(got), *about))
