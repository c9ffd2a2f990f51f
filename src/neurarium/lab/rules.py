"""Rules: what a value from outside must be, declared as data.

The rules that derive from `ReadingRule` check one value each; the others only say what was expected where
several values must fit together.
"""

import math
import re
from abc import abstractmethod
from dataclasses import dataclass, fields
from typing import Any, ClassVar

import numpy as np

from neurarium.lab.protocol import LabError, brief


@dataclass(frozen=True)
class Rule:
    """What a value from outside must be.

    A rule is data too: `described` says what was expected in a form that each front end can put into its
    reader's language; `words` turns it into English.
    """

    kind: ClassVar[str]

    def described(self) -> dict[str, object]:
        """Return the rule as plain data: its `kind` and its fields."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"kind": self.kind} | {
            name: value.described() if isinstance(value, Rule) else value for name, value in plain.items()
        }


@dataclass(frozen=True)
class ReadingRule(Rule):
    """A rule that a field can be annotated with: it reads one value."""

    @abstractmethod
    def read(self, value: object, name: str) -> Any:
        """Return the checked value, or raise `bad_param` for the parameter `name`."""


def refuse(name: str, rule: Rule, got: object) -> LabError:
    """Return the error for a parameter that is not what was expected."""
    return LabError(
        "bad_param",
        f"The parameter '{name}' must be {words(rule)}; got {brief(got)}.",
        f"Choose {words(rule)}.",
        {"param": name, "expected": rule.described(), "got": brief(got)},
    )


@dataclass(frozen=True)
class Number(ReadingRule):
    """A finite number in [`low`, `high`]."""

    kind = "number"
    low: float
    high: float

    def read(self, value: object, name: str) -> float:
        """Return the checked value."""
        # NaN fails both comparisons, so it is refused here too.
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
        ):
            raise refuse(name, self, value)
        return float(value)


@dataclass(frozen=True)
class Integer(ReadingRule):
    """A whole number in [`low`, `high`]."""

    kind = "integer"
    low: int
    high: int

    def read(self, value: object, name: str) -> int:
        """Return the checked value."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise refuse(name, self, value)
        return value


@dataclass(frozen=True, init=False)
class Choice(ReadingRule):
    """One of a few texts."""

    kind = "choice"
    options: tuple[str, ...]

    def __init__(self, *options: str) -> None:
        object.__setattr__(self, "options", options)

    def read(self, value: object, name: str) -> str:
        """Return the checked value."""
        if not isinstance(value, str) or value not in self.options:
            raise refuse(name, self, value)
        return value


@dataclass(frozen=True)
class Flag(ReadingRule):
    """True or false."""

    kind = "flag"

    def read(self, value: object, name: str) -> bool:
        """Return the checked value."""
        if not isinstance(value, bool):
            raise refuse(name, self, value)
        return value


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Text(ReadingRule):
    """A text of at most `longest` characters, without control characters other than tab and line ends."""

    kind = "text"
    longest: int

    def read(self, value: object, name: str) -> str:
        """Return the checked value."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise refuse(name, self, value)
        if _CONTROL.search(value):
            raise refuse(name, self, value)
        return value


@dataclass(frozen=True)
class Bytes(ReadingRule):
    """At least one and at most `most` bytes (the file of an image, for instance)."""

    kind = "bytes"
    most: int

    def read(self, value: object, name: str) -> bytes:
        """Return the checked value."""
        if not isinstance(value, bytes) or not value:
            raise refuse(name, self, value)
        if len(value) > self.most:
            message = f"The parameter '{name}' has {len(value)} bytes; at most {self.most} are taken."
            raise LabError(
                "too_large",
                message,
                "Send a smaller file.",
                {"limit": self.most, "got": len(value), "unit": "bytes"},
            )
        return value


@dataclass(frozen=True)
class Array(ReadingRule):
    """An array of finite real numbers of a given shape, where None stands for any length up to `longest`.

    The values are read as an array of `dtype`; without `low` or `high` that side has no bound.
    """

    kind = "array"
    shape: tuple[int | None, ...]
    dtype: str = "float32"
    low: float | None = None
    high: float | None = None
    longest: int = 10_000

    def read(self, value: object, name: str) -> np.ndarray[Any, Any]:
        """Return the checked values as a new array of the rule's dtype."""
        array = value if isinstance(value, np.ndarray) else self._from_list(value, name)
        fits = array.ndim == len(self.shape) and all(
            length == size if size is not None else length <= self.longest
            for length, size in zip(array.shape, self.shape, strict=True)
        )
        if array.dtype.kind not in "uif" or not fits:
            got = f"{array.dtype} numbers of shape {array.shape}" if array.dtype.kind in "uif" else value
            raise refuse(name, self, got)
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        inside = np.isfinite(array) & (array >= low) & (array <= high)
        if not inside.all():
            raise refuse(name, self, float(array[~inside][0]))
        return array.astype(self.dtype)

    def _from_list(self, value: object, name: str) -> np.ndarray[Any, Any]:
        if not isinstance(value, list | tuple) or len(value) > self.longest:
            raise refuse(name, self, value)
        try:
            return np.array(value, dtype=None if value else self.dtype)
        except (ValueError, OverflowError):  # ragged, or numbers that no dtype holds
            raise refuse(name, self, value) from None


@dataclass(frozen=True)
class List(ReadingRule):
    """A list of `at_least` to `at_most` items that each pass `item`; it is read as a tuple."""

    kind = "list"
    item: ReadingRule
    at_least: int
    at_most: int

    def read(self, value: object, name: str) -> tuple[Any, ...]:
        """Return the checked items."""
        if isinstance(value, np.ndarray) and value.ndim == 1:
            value = value.tolist()
        if not isinstance(value, list | tuple) or not self.at_least <= len(value) <= self.at_most:
            raise refuse(name, self, value)
        return tuple(self.item.read(item, f"{name}[{i}]") for i, item in enumerate(value))


@dataclass(frozen=True)
class Optional(ReadingRule):
    """None, or what `item` accepts."""

    kind = "optional"
    item: ReadingRule

    def read(self, value: object, name: str) -> Any:
        """Return None or the checked value."""
        return None if value is None else self.item.read(value, name)


@dataclass(frozen=True)
class Map(Rule):
    """A map with text keys."""

    kind = "map"


@dataclass(frozen=True)
class Distinct(Rule):
    """Values that all differ from each other."""

    kind = "distinct"


@dataclass(frozen=True)
class Length(Rule):
    """As many items as something else has: `count`, or also none if `or_empty`."""

    kind = "length"
    count: int
    or_empty: bool = False


@dataclass(frozen=True)
class AtLeast(Rule):
    """A list of at least `count` items."""

    kind = "at_least"
    count: int


@dataclass(frozen=True)
class FileName(Rule):
    """A name that a file can have on any system."""

    kind = "file_name"


def words(rule: Rule) -> str:
    """Return in English what a rule accepts: for logs, plain text and the command line."""
    match rule:
        case Number(low, high):
            return f"a number from {low:g} to {high:g}"
        case Integer(low, high):
            return f"a whole number from {low} to {high}"
        case Choice(options=options):
            return "one of " + ", ".join(options)
        case Flag():
            return "true or false"
        case Text(longest):
            return f"a text of at most {longest} characters, without control characters"
        case Bytes(most):
            return f"1 to {most} bytes"
        case Array(shape=shape, low=low, high=high):
            sizes = " x ".join("n" if size is None else str(size) for size in shape)
            above = "" if low is None else f", at least {low:g}"
            below = "" if high is None else f", at most {high:g}"
            return f"an array of {sizes} numbers{above}{below}"
        case List(item, at_least, at_most):
            return f"a list of {at_least} to {at_most} items, each {words(item)}"
        case Optional(item):
            return f"{words(item)}, or nothing"
        case Map():
            return "a map"
        case Distinct():
            return "a list of different values"
        case Length(count, or_empty):
            return ("an empty list or " if or_empty else "") + f"a list of length {count}"
        case AtLeast(count):
            return f"a list of at least {count} items"
        case FileName():
            return "a name that a file can have on any system"
    raise TypeError(f"a rule without words: {rule}")
