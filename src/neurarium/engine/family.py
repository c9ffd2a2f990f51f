"""A family of interchangeable parts: found by name, described as plain data."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from numbers import Integral, Real
from typing import Any, Generic, TypeVar

from neurarium.engine.errors import ParameterError

T = TypeVar("T")


class Family(Generic[T]):
    """The known activations, losses, optimizers, … each a frozen dataclass with a ``name``.

    Parameters
    ----------
    kind
        What the members are, for messages: ``"activation"``.
    members
        The classes, each with a class attribute ``name``.
    """

    def __init__(self, kind: str, *members: type[T]) -> None:
        self.kind = kind
        self.members: dict[str, type[T]] = {_name_of(member): member for member in members}

    @property
    def names(self) -> tuple[str, ...]:
        """The names that `get` knows, in order."""
        return tuple(self.members)

    def get(self, spec: T | str | Mapping[str, Any]) -> T:
        """Return the member that `spec` names or describes.

        Parameters
        ----------
        spec
            A member, which is returned as it is; a name (``"relu"``, ``"cross-entropy"``); or the plain data
            that `describe` returned.

        Raises
        ------
        ParameterError
            If there is no such member, or it has no such setting, or the value is not valid.
        """
        if isinstance(spec, tuple(self.members.values())):
            return spec  # type: ignore[return-value]  # mypy cannot follow a tuple of classes
        if isinstance(spec, str):
            return self._member(spec)()
        if isinstance(spec, Mapping) and isinstance(spec.get("name"), str):
            member = self._member(spec["name"])
            settings = {key: value for key, value in spec.items() if key != "name"}
            known = {field.name for field in fields(member)}  # type: ignore[arg-type]
            if unknown := set(settings) - known:
                raise ParameterError(
                    f"the {self.kind} {spec['name']!r} has no setting {', '.join(sorted(unknown))}; "
                    f"expected {', '.join(sorted(known)) or 'none'}"
                )
            try:
                return member(**settings)
            except TypeError as error:  # a text instead of a number, for example
                raise ParameterError(
                    f"the {self.kind} {spec['name']!r} cannot have the settings {settings!r}: {error}"
                ) from error
        raise ParameterError(
            f"the {self.kind} is given by its name or as an object: expected one of {', '.join(self.names)}, "
            f"got {spec!r}"
        )

    def describe(self, member: T) -> dict[str, Any]:
        """Return a member as plain data (name and settings) from which `get` returns it again."""
        return {"name": _name_of(type(member)), **asdict(member)}  # type: ignore[call-overload]

    def _member(self, name: str) -> type[T]:
        key = name.strip().lower().replace("-", "_").replace(" ", "_")
        if key not in self.members:
            raise ParameterError(
                f"there is no {self.kind} named {name!r}; expected one of {', '.join(self.names)}"
            )
        return self.members[key]


def _name_of(member: type) -> str:
    return str(member.name)  # type: ignore[attr-defined]


def require(condition: bool, message: str) -> None:
    """Raise `ParameterError` with `message` unless `condition` holds."""
    if not condition:
        raise ParameterError(message)


def is_whole(value: object) -> bool:
    """Say whether a setting is a whole number, Python's or NumPy's; True and False are none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """Say whether a setting is a real number, Python's or NumPy's; True and False are none."""
    return isinstance(value, Real) and not isinstance(value, bool)
