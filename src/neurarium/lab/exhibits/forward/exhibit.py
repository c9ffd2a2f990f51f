"""The exhibit: the pass of the small network, its text, and a model of the shelf that is walked through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.forward.engine_program import engine_program
from neurarium.lab.exhibits.forward.models import Added, ModelList, add_model, list_models
from neurarium.lab.exhibits.forward.network_text import (
    LONGEST,
    NetworkNumbers,
    Problem,
    read_network,
)
from neurarium.lab.exhibits.forward.settings import (
    INPUTS,
    MOST_LAYERS,
    MOST_ROWS,
    MOST_UNITS,
    ForwardSettings,
    build,
)
from neurarium.lab.exhibits.forward.tasks import ForwardTasks
from neurarium.lab.exhibits.forward.view import ForwardView, look_at
from neurarium.lab.exhibits.forward.walk import UnitSum, WalkView, sum_of, walk_through
from neurarium.lab.handover import HandedOver, hand_over
from neurarium.lab.rules import Bytes, Integer, Text
from neurarium.lab.workspace import Workspace

MOST_FILE_BYTES = 16 * 2**20


@dataclass(frozen=True)
class NetworkText:
    """Parameters of `read`: the network as a text."""

    text: Annotated[str, Text(LONGEST)]


@dataclass(frozen=True)
class TextAnswer:
    """What a text says: the numbers of a network, or what is wrong with it."""

    network: NetworkNumbers | None
    problem: Problem | None


@dataclass(frozen=True)
class ModelFile:
    """Parameters of `add_model`: a file that Neurarium saved, and the name under which it is to be kept."""

    name: Annotated[str, Text(120)]
    data: Annotated[bytes, Bytes(MOST_FILE_BYTES)]


@dataclass(frozen=True)
class Walk:
    """Parameters of `walk`: a model, and the number of a test image."""

    model: Annotated[str, Text(80)]
    image: Annotated[int, Integer(0, 9999)]


@dataclass(frozen=True)
class WalkUnit(Walk):
    """Parameters of `unit_sum`: one unit of the walk; its layer counts from the first hidden one, 0."""

    layer: Annotated[int, Integer(0, 200)]
    unit: Annotated[int, Integer(0, 100_000)]


class Forward(ForwardTasks, Exhibit):
    """A small network of sigmoids, from input to answer."""

    id = "forward"
    constants: ClassVar[Mapping[str, float]] = {
        "inputs": INPUTS,
        "most_layers": MOST_LAYERS,
        "most_rows": MOST_ROWS,
        "most_units": MOST_UNITS,
        "most_file_bytes": MOST_FILE_BYTES,
    }

    def __init__(self, settings: ForwardSettings, workspace: Workspace) -> None:
        self.settings = settings
        self.workspace = workspace
        self.network, self.x = build(settings)

    def view(self) -> ForwardView:
        """Return every number of the pass."""
        return look_at(self.settings, self.network, self.x)

    @op
    def read(self, params: NetworkText) -> TextAnswer:
        """Read a network from a text, or say what is wrong with it. Nothing in it is executed."""
        found = read_network(params.text)
        return TextAnswer(None, found) if isinstance(found, Problem) else TextAnswer(found, None)

    @op
    def models(self) -> ModelList:
        """Return the models of the shelf that read digits, newest first."""
        return list_models(self.workspace.model_cache)

    @op
    def add_model(self, params: ModelFile) -> Added:
        """Put a model from a file on the shelf."""
        return add_model(self.workspace, params.name, params.data)

    @op
    def walk(self, params: Walk) -> WalkView:
        """Let a test image through a model."""
        return walk_through(self.workspace.model_cache, params.model, params.image)

    @op
    def unit_sum(self, params: WalkUnit) -> UnitSum:
        """Return the weighted sum of one unit of the walk."""
        return sum_of(self.workspace.model_cache, params.model, params.image, params.layer, params.unit)

    @op
    def to_code_lab(self) -> HandedOver:
        """Put the program of what is shown among the learner's own in the code lab."""
        return hand_over(self.workspace, self.id, engine_program(self.settings, self.network, self.x))
