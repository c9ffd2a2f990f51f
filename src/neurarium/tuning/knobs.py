"""Knobs: the settings that a sweep varies, each with the values that it tries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp, isfinite, log
from typing import Any

from neurarium.data.augment import Augmentation
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_number, is_whole, require
from neurarium.training.settings import NONE, RunSettings

HIDDEN = "hidden"
"""The knob that is no setting of its own: the sizes of the hidden layers."""

FIXED = {
    "seed": "every point is trained with several seeds: choose how many",
    "threads": "it changes no result",
}
"""Settings of a run that are no knobs, and why."""

KNOBS = (
    HIDDEN,
    *(field.name for field in fields(RunSettings) if field.name not in FIXED),
)
"""What can be varied: `hidden`, and all settings of a run but its seed and its threads."""

_WHOLE = {HIDDEN, "batch_size", "epochs", "early_stopping", "limit"}

Value = Any
"""A number, a name, a switch, or sizes of layers: plain data."""


@dataclass(frozen=True)
class Range:
    """All numbers from `low` to `high`; a grid takes `count` of them, evenly spaced.

    Parameters
    ----------
    low, high
        The bounds, both included.
    count
        How many values a grid takes, 2 or more.
    log
        Whether the spacing is even in the logarithm, as suits learning rates; then `low` is above 0.

    Examples
    --------
    >>> Range(0.001, 0.1, 3, log=True).values()
    (0.001, 0.01, 0.1)
    """

    low: float
    high: float
    count: int = 5
    log: bool = False

    def __post_init__(self) -> None:
        numbers = is_number(self.low) and is_number(self.high) and isfinite(self.low) and isfinite(self.high)
        require(
            numbers and self.low < self.high,
            f"a range goes from a number to a larger one, got {self.low!r} to {self.high!r}",
        )
        require(
            is_whole(self.count) and self.count >= 2,
            f"a range takes a whole number of values, 2 or more; got {self.count!r}",
        )
        require(
            not self.log or self.low > 0, f"even in the logarithm a range begins above 0, got {self.low!r}"
        )

    def values(self) -> tuple[float, ...]:
        """Return the values of a grid, ascending."""
        return tuple(self.at(i / (self.count - 1)) for i in range(self.count))

    def at(self, share: float) -> float:
        """Return the number at a share of the way, 0 to 1, from `low` to `high`: five digits of it."""
        if share in (0, 1):
            return self.high if share else self.low
        if self.log:
            return _rounded(exp(log(self.low) + share * (log(self.high) - log(self.low))))
        return _rounded(self.low + share * (self.high - self.low))


@dataclass(frozen=True)
class Knob:
    """A setting, and what is tried for it.

    Parameters
    ----------
    name
        One of `KNOBS`; dashes are accepted.
    choices
        The values, or the range that they lie in.

    Raises
    ------
    ParameterError
        If there is no such setting, or nothing to compare.
    """

    name: str
    choices: tuple[Value, ...] | Range

    def __post_init__(self) -> None:
        name = self.name.strip().replace("-", "_")
        name = "augmentation" if name == "augment" else name
        if name in FIXED:
            raise ParameterError(f"{name} cannot be varied: {FIXED[name]}")
        if name not in KNOBS:
            raise ParameterError(f"there is no setting {self.name!r}; expected one of {', '.join(KNOBS)}")
        object.__setattr__(self, "name", name)
        if isinstance(self.choices, Range):
            require(name in _RANGED, f"{name} has no range: give its values one by one")
            if name in _WHOLE:
                require(self.choices.low >= 1, f"{name} is 1 or more, got a range from {self.choices.low!r}")
            return
        values = tuple(_plain(value) for value in self.choices)
        require(len(values) > 0, f"{name} needs at least one value")
        written = ", ".join(as_text(name, value) for value in values)
        require(len(values) == len(set(map(repr, values))), f"{name} has a value twice: {written}")
        object.__setattr__(self, "choices", values)

    def grid(self) -> tuple[Value, ...]:
        """Return the values that a grid tries, in order."""
        if not isinstance(self.choices, Range):
            return self.choices
        return tuple(dict.fromkeys(self._fitting(value) for value in self.choices.values()))

    def at(self, share: float) -> Value:
        """Return the value at a share of the way through, 0 to 1; of a list, each has an equal part."""
        if isinstance(self.choices, Range):
            return self._fitting(self.choices.at(share))
        return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]

    def _fitting(self, value: float) -> Value:
        return round(value) if self.name in _WHOLE else value

    def plain(self) -> dict[str, Any]:
        """Return the knob as plain data, from which `of_plain` makes it again."""
        if isinstance(self.choices, Range):
            span = self.choices
            return {"name": self.name, "range": [span.low, span.high, span.count, span.log]}
        return {"name": self.name, "values": [list(v) if isinstance(v, tuple) else v for v in self.choices]}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> "Knob":
        """Return the knob that `plain` described."""
        choices = Range(*plain["range"]) if "range" in plain else tuple(plain["values"])
        return cls(plain["name"], choices)


_RANGED = _WHOLE | {"learning_rate", "momentum", "l1", "l2", "dropout", "validation"}


def knobs_of(vary: Mapping[str, Sequence[Value] | Range]) -> tuple[Knob, ...]:
    """Return the knobs of a mapping from names to values: ``{"hidden": [2, 4, 8]}``.

    Raises
    ------
    ParameterError
        If there is none, one comes twice, or one is not valid.
    """
    require(len(vary) > 0, "there is nothing to compare: vary at least one setting, such as hidden=[2, 4, 8]")
    knobs = []
    for name, values in vary.items():
        if isinstance(values, str) or not isinstance(values, Range | Sequence):
            raise ParameterError(f"{name} needs a list of values or a Range, got {values!r}")
        knobs.append(Knob(name, values if isinstance(values, Range) else tuple(values)))
    return distinct(knobs)


def distinct(knobs: Sequence[Knob]) -> tuple[Knob, ...]:
    """Return the knobs, of which no two are of one setting.

    Raises
    ------
    ParameterError
        If two are.
    """
    names = [knob.name for knob in knobs]
    require(len(set(names)) == len(names), f"a setting is varied twice: {', '.join(names)}")
    require(not {HIDDEN, "layers"} <= set(names), "hidden and layers say the same: vary one of them")
    return tuple(knobs)


def with_values(settings: RunSettings, point: Mapping[str, Value]) -> RunSettings:
    """Return the settings with the values of a point in place of theirs.

    Raises
    ------
    ParameterError
        If a value is not valid, or does not go with the others.
    """
    changes = dict(point)
    if HIDDEN in changes:
        hidden = changes.pop(HIDDEN)
        sizes = tuple(hidden) if isinstance(hidden, tuple | list) else (hidden,)
        changes["layers"] = (settings.layers[0], *sizes, settings.layers[-1])
    if "layers" in changes:
        changes["layers"] = tuple(changes["layers"])
    return settings.changed(changes)


def as_text(name: str, value: Value) -> str:
    """Return a setting's value as it is written on the command line: ``"0.001"``, ``"256-128"``."""
    if value is None:
        return NONE.get(name, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return "-".join(map(str, value)) or "none"
    return f"{value:.15g}" if isinstance(value, float) else str(value).replace("_", "-")


def _plain(value: Value) -> Value:
    """Return a value as plain data; NumPy's numbers become Python's own."""
    if isinstance(value, Augmentation):
        raise ParameterError(f"an augmentation is given by its name, got {value!r}")
    if isinstance(value, tuple | list):
        return tuple(_plain(part) for part in value)
    if is_whole(value):
        return int(value)
    if is_number(value) and not isinstance(value, bool):
        return float(value)
    if value is None or isinstance(value, bool | str):
        return value
    name = getattr(value, "name", None)
    if isinstance(name, str):
        return name
    raise ParameterError(f"a value is a number, a name, a switch or sizes of layers; got {value!r}")


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")
