"""The exhibit `lab`: what the front end asks the lab itself, outside any exhibit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import neurarium
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.protocol import PROTOCOL_VERSION, LabError
from neurarium.lab.rules import Integer, List, Text
from neurarium.lab.source import Source, read_source
from neurarium.lab.workspace import Workspace

VERSION = neurarium.__version__
"""The version of the package: all that the lab takes from its top."""


@dataclass(frozen=True)
class Hello:
    """Parameters of `hello`: the version of the protocol that the front end speaks."""

    protocol: Annotated[int, Integer(0, 2**31 - 1)]


@dataclass(frozen=True)
class Symbols:
    """Parameters of `source`: dotted names below the package."""

    symbols: Annotated[tuple[str, ...], List(Text(200), 1, 50)]


@dataclass(frozen=True)
class ModelStatus:
    """Whether there is a trained model; shown in the top bar at all times."""

    status: Literal["not_trained", "training", "trained"]
    name: str | None
    accuracy: float | None  # on the test set, 0 to 1
    progress: float | None  # of the training, 0 to 1


@dataclass(frozen=True)
class Welcome:
    """The answer to `hello`."""

    protocol: int
    version: str
    exhibits: tuple[str, ...]  # in menu order
    model: ModelStatus


@dataclass(frozen=True)
class NoSettings:
    """The reception has nothing to set."""


class Reception(Exhibit):
    """Greets the front end, shows source code, reports the status of the model."""

    id = "lab"

    def __init__(self, settings: NoSettings, workspace: Workspace, exhibits: Sequence[str] = ()) -> None:
        self.workspace = workspace
        self.exhibits = tuple(exhibits)

    def view(self) -> ModelStatus:
        """Return the status of the model."""
        return self.model()

    @op
    def hello(self, params: Hello) -> Welcome:
        """Check that both sides speak the same protocol."""
        if params.protocol != PROTOCOL_VERSION:
            raise LabError(
                "version_mismatch",
                f"The lab speaks version {PROTOCOL_VERSION} of the protocol, the page {params.protocol}.",
                "Reload the page; if that does not help, install the package again.",
                {"expected": PROTOCOL_VERSION, "got": params.protocol},
            )
        return Welcome(PROTOCOL_VERSION, VERSION, self.exhibits, self.model())

    @op
    def source(self, params: Symbols) -> list[Source]:
        """Return the source of each named symbol, in the order of the names."""
        return [read_source(symbol) for symbol in params.symbols]

    @op
    def model(self) -> ModelStatus:
        """Return whether a model is trained, in training, or missing."""
        for run in self.workspace.runs.all():
            status = run.status()
            if run.makes_model and status.state == "running":
                return ModelStatus("training", status.name, status.accuracy, status.progress)
        best = self.workspace.model_cache.best()
        if best is None:
            return ModelStatus("not_trained", None, None, None)
        return ModelStatus("trained", best.name, best.test_accuracy, 1.0)
