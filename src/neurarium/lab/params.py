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

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, get_args, get_origin, get_type_hints

from neurarium.lab.protocol import LabError, brief
from neurarium.lab.rules import Choice, ReadingRule, refuse


class Dataclass(Protocol):
    """A dataclass, as the type checker sees one."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Settings = TypeVar("Settings", bound=Dataclass)


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
    rules = rules_of(kind)
    for name in raw:
        if name not in rules:
            raise LabError(
                "bad_param",
                f"There is no parameter {brief(name)} here; known: {', '.join(rules) or 'none'}.",
                "Leave it out, or correct its name.",
                {"param": brief(name), "expected": Choice(*rules).described(), "got": brief(name)},
            )
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in raw:
            values[field.name] = rules[field.name].read(raw[field.name], field.name)
        elif is_required(field):
            raise refuse(field.name, rules[field.name], None)
    return kind(**values)


def is_required(field: Field[Any]) -> bool:
    """Return whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


@cache
def rules_of(kind: type[Dataclass]) -> dict[str, ReadingRule]:
    """Return the rule of each field.

    Raises
    ------
    TypeError
        If a field has none.
    """
    hints = get_type_hints(kind, include_extras=True)
    rules: dict[str, ReadingRule] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(
                f"{kind.__name__}.{field.name} must be annotated with a rule: Annotated[type, rule]"
            )
        rules[field.name] = get_args(hint)[1]
    return rules
