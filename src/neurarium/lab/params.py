"""Parameters, checked at the door: what an operation accepts is declared once, on a frozen dataclass.

A field is annotated with the Python type that the operation works with and with the rule that a value from
outside must pass::

    @dataclass(frozen=True)
    class Settings:
        bias: Annotated[float, Number(-2, 2)] = -0.2
        activation: Annotated[str, Choice("relu", "tanh")] = "tanh"

`read_params` then makes a `Settings` from a raw map, or says which parameter is wrong, what was expected and
what was got. A field without a default is required; a name that the dataclass lacks is refused.
"""

import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from neurarium.lab.protocol import LabError, brief


class Dataclass(Protocol):
    """A dataclass, as the type checker sees one."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Settings = TypeVar("Settings", bound=Dataclass)


class Rule(Protocol):
    """What a value from outside must be."""

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        ...

    def read(self, value: object, name: str) -> Any:
        """Return the checked value, or raise `bad_param` for the parameter `name`."""
        ...


def refuse(name: str, expected: str, got: object) -> LabError:
    """Return the error for a parameter that is not what was expected."""
    return LabError(
        "bad_param",
        f"The parameter '{name}' must be {expected}; got {brief(got)}.",
        f"Choose {expected}.",
        {"param": name, "expected": expected, "got": brief(got)},
    )


MODEL_NAME = "a name that can be a file's name on any system"
"""What the name of a model must be."""


@dataclass(frozen=True)
class Number:
    """A finite number in [`low`, `high`]."""

    low: float
    high: float

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return f"a number from {self.low:g} to {self.high:g}"

    def read(self, value: object, name: str) -> float:
        """Return the checked value."""
        # NaN fails both comparisons, so it is refused here too.
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
        ):
            raise refuse(name, self.expected(), value)
        return float(value)


@dataclass(frozen=True)
class Integer:
    """A whole number in [`low`, `high`]."""

    low: int
    high: int

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, value: object, name: str) -> int:
        """Return the checked value."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise refuse(name, self.expected(), value)
        return value


class Choice:
    """One of a few texts."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return "one of " + ", ".join(self.options)

    def read(self, value: object, name: str) -> str:
        """Return the checked value."""
        if not isinstance(value, str) or value not in self.options:
            raise refuse(name, self.expected(), value)
        return value


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return "true or false"

    def read(self, value: object, name: str) -> bool:
        """Return the checked value."""
        if not isinstance(value, bool):
            raise refuse(name, self.expected(), value)
        return value


@dataclass(frozen=True)
class Text:
    """A text of at most `longest` characters, without control characters other than tab and line ends."""

    longest: int

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return f"a text of at most {self.longest} characters"

    def read(self, value: object, name: str) -> str:
        """Return the checked value."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise refuse(name, self.expected(), value)
        if any(ord(character) < 32 and character not in "\t\r\n" for character in value):
            raise refuse(name, "a text without control characters", value)
        return value


@dataclass(frozen=True)
class Bytes:
    """At least one and at most `most` bytes (a picture's file, for instance)."""

    most: int

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return f"1 to {self.most} bytes"

    def read(self, value: object, name: str) -> bytes:
        """Return the checked value."""
        if not isinstance(value, bytes) or not value:
            raise refuse(name, self.expected(), value)
        if len(value) > self.most:
            message = f"The parameter '{name}' has {len(value)} bytes; at most {self.most} are taken."
            raise LabError(
                "too_large", message, "Send a smaller file.", {"limit": self.most, "got": len(value)}
            )
        return value


@dataclass(frozen=True)
class Array:
    """An array of finite real numbers of a given shape, where None stands for any length up to `longest`."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"
    low: float = -math.inf
    high: float = math.inf
    longest: int = 10_000

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        sizes = " x ".join("n" if size is None else str(size) for size in self.shape)
        bounded = math.isfinite(self.low) or math.isfinite(self.high)
        return f"an array of {sizes} numbers" + (f" from {self.low:g} to {self.high:g}" if bounded else "")

    def read(self, value: object, name: str) -> np.ndarray[Any, Any]:
        """Return the checked values as a new array of the rule's dtype."""
        array = value if isinstance(value, np.ndarray) else self._from_list(value, name)
        fits = array.ndim == len(self.shape) and all(
            length == size if size is not None else length <= self.longest
            for length, size in zip(array.shape, self.shape, strict=True)
        )
        if array.dtype.kind not in "uif" or not fits:
            got = f"{array.dtype} numbers of shape {array.shape}" if array.dtype.kind in "uif" else value
            raise refuse(name, self.expected(), got)
        inside = np.isfinite(array) & (array >= self.low) & (array <= self.high)
        if not inside.all():
            raise refuse(name, self.expected(), float(array[~inside][0]))
        return array.astype(self.dtype)

    def _from_list(self, value: object, name: str) -> np.ndarray[Any, Any]:
        if not isinstance(value, list | tuple) or len(value) > self.longest:
            raise refuse(name, self.expected(), value)
        try:
            return np.array(value, dtype=None if value else self.dtype)
        except (ValueError, OverflowError):  # ragged, or numbers that no dtype holds
            raise refuse(name, self.expected(), value) from None


@dataclass(frozen=True)
class List:
    """A list of `at_least` to `at_most` items that each pass `item`; it is read as a tuple."""

    item: Rule
    at_least: int
    at_most: int

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return f"a list of {self.at_least} to {self.at_most} items, each {self.item.expected()}"

    def read(self, value: object, name: str) -> tuple[Any, ...]:
        """Return the checked items."""
        if isinstance(value, np.ndarray) and value.ndim == 1:
            value = value.tolist()
        if not isinstance(value, list | tuple) or not self.at_least <= len(value) <= self.at_most:
            raise refuse(name, self.expected(), value)
        return tuple(self.item.read(item, f"{name}[{i}]") for i, item in enumerate(value))


@dataclass(frozen=True)
class Optional:
    """None, or what `item` accepts."""

    item: Rule

    def expected(self) -> str:
        """Return in words what the rule accepts."""
        return self.item.expected() + ", or nothing"

    def read(self, value: object, name: str) -> Any:
        """Return None or the checked value."""
        return None if value is None else self.item.read(value, name)


def read_params(kind: type[Settings], raw: Mapping[Any, object]) -> Settings:
    """Check the raw parameters of an operation.

    Parameters
    ----------
    kind
        A frozen dataclass whose fields are annotated with rules.
    raw
        What came from outside.

    Returns
    -------
    An instance of `kind`.

    Raises
    ------
    LabError
        `bad_param` for the first parameter that is unknown, missing or not as its rule says;
        `too_large` for a file over its limit.
    """
    rules = _rules(kind)
    for name in raw:
        if name not in rules:
            known = ", ".join(rules) or "none"
            raise LabError(
                "bad_param",
                f"There is no parameter {brief(name)} here; known: {known}.",
                "Leave it out, or correct its name.",
                {"param": brief(name), "expected": known, "got": brief(name)},
            )
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in raw:
            values[field.name] = rules[field.name].read(raw[field.name], field.name)
        elif _is_required(field):
            raise refuse(field.name, rules[field.name].expected(), None)
    return kind(**values)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _rules(kind: type[Dataclass]) -> dict[str, Rule]:
    hints = get_type_hints(kind, include_extras=True)
    rules: dict[str, Rule] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(
                f"{kind.__name__}.{field.name} must be annotated with a rule: Annotated[type, rule]"
            )
        rules[field.name] = get_args(hint)[1]
    return rules
