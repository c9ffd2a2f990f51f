"""What every exhibit is: settings from which its state is built, a view of it, and named operations."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeVar, get_type_hints

from neurarium.lab.budget import Budget
from neurarium.lab.workspace import Workspace

Method = TypeVar("Method", bound=Callable[..., object])


class Exhibit(ABC):
    """One room of the lab, as one session sees it.

    A subclass declares its `id`, takes a frozen dataclass of rules as its settings, and marks its operations
    with `op`::

        class Neuron(Exhibit):
            id = "neuron"

            def __init__(self, settings: NeuronSettings, workspace: Workspace) -> None: ...

            def view(self) -> NeuronView: ...

            @op
            def inspect(self, params: Point) -> Inspection: ...

    The request `open` constructs the exhibit anew and answers with its view: so the whole state can always
    be rebuilt from the settings (which hold the seed), and a link, a reload or a reconnect restores it. An
    operation may take `params` (a frozen dataclass of rules) and `budget` (the time it may use). Views and
    other answers are dataclasses, maps, lists, plain values and NumPy arrays.
    """

    id: ClassVar[str]
    constants: ClassVar[Mapping[str, float]] = {}
    """Numbers of the lab that the front end needs too, and that are no rule of a setting."""

    @abstractmethod
    def __init__(self, settings: Any, workspace: Workspace) -> None: ...

    @abstractmethod
    def view(self) -> object:
        """Return everything that the front end draws."""

    def take_over(self, before: Any) -> None:  # noqa: B027  (most exhibits are made of their settings alone)
        """Take over from the same exhibit with the settings before what no settings hold: a process."""

    def close(self) -> None:  # noqa: B027  (most exhibits hold nothing)
        """End what this exhibit holds: its session has ended."""

    @classmethod  # noqa: B027  (most exhibits have nothing to restore)
    def restore(cls, workspace: Workspace) -> None:
        """Restore, once per process, what an earlier process left in the workspace: a run to resume."""


@dataclass(frozen=True)
class Operation:
    """An operation of an exhibit: the method, and what it takes."""

    name: str
    params: type[Any] | None
    takes_budget: bool

    def call(self, exhibit: Exhibit, params: object, budget: Budget) -> object:
        """Call the method with what it takes."""
        arguments: dict[str, object] = {}
        if self.params is not None:
            arguments["params"] = params
        if self.takes_budget:
            arguments["budget"] = budget
        answer: object = getattr(exhibit, self.name)(**arguments)
        return answer


def op(method: Method) -> Method:
    """Mark a method of an exhibit as an operation that the front end may ask for."""
    method.__dict__["is_operation"] = True
    return method


@cache
def operations(kind: type[Exhibit]) -> dict[str, Operation]:
    """Return the operations of an exhibit by name, without `open`, which every exhibit has."""
    found: dict[str, Operation] = {}
    for name in dir(kind):
        method = getattr(kind, name)
        if getattr(method, "is_operation", False):
            hints = get_type_hints(method)
            found[name] = Operation(name, hints.get("params"), "budget" in hints)
    return found


@cache
def settings_type(kind: type[Exhibit]) -> type[Any]:
    """Return the dataclass of an exhibit's settings, as its constructor names it."""
    settings: type[Any] = get_type_hints(kind.__init__)["settings"]
    return settings
