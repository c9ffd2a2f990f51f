"""The learner's own data sets: brought in, listed, deleted."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.datasets.errors import refused
from neurarium.lab.datasets.imports import Imports
from neurarium.lab.datasets.store import StoredSet, check_set_name
from neurarium.lab.datasets.upload import MOST_BYTES, Upload
from neurarium.lab.datasets.votes import Votes
from neurarium.lab.exhibit import op
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Bytes, Flag, Length, List, Text, refuse
from neurarium.lab.runs.training_list import ListProgress
from neurarium.lab.workspace import Workspace

MOST_AT_ONCE = 500
PART_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Parts:
    """Parameters of `receive`: parts of files, each with the path of its file.

    A part with the path of the one before continues it. `first` forgets what came before.
    """

    names: Annotated[tuple[str, ...], List(Text(500), 1, MOST_AT_ONCE)]
    parts: Annotated[tuple[bytes, ...], List(Bytes(PART_BYTES), 1, MOST_AT_ONCE)]
    first: Annotated[bool, Flag()] = False


@dataclass(frozen=True)
class Received:
    """How many bytes have come, and how many may come."""

    bytes: int
    most: int


@dataclass(frozen=True)
class Named:
    """Parameters of operations on a data set: its name."""

    name: Annotated[str, Text(100)]


@dataclass(frozen=True)
class Importing:
    """What is read in the background, or was read last.

    Attributes
    ----------
    id
        Of the import; empty if there is none.
    progress
        How far it is.
    name
        Of the data set, once it is there.
    problem
        Why there is none.
    """

    id: str
    progress: ListProgress
    name: str | None
    problem: Problem | None


class OwnSets:
    """A part of the exhibit: what the learner brings."""

    _workspace: Workspace
    _upload: Upload | None = None

    @op
    def receive(self, params: Parts) -> Received:
        """Take in parts of files."""
        if len(params.names) != len(params.parts):
            raise refuse("parts", Length(len(params.names)), list(params.parts))
        if params.first or self._upload is None:
            self._upload = Upload()
        try:
            self._upload.add(params.names, params.parts)
        except LabError:
            self._upload = None
            raise
        return Received(self._upload.bytes, MOST_BYTES)

    @op
    def bring(self, params: Named) -> Importing:
        """Make a data set of the files that were received, in the background."""
        upload, self._upload = self._upload, None
        if upload is None:
            raise refused("nothing", "No file came.")
        name = params.name.strip() or "images"
        check_set_name(name)
        imports = Imports(self._workspace)
        imports.ask(name, upload.received)
        return _importing(imports)

    @op
    def importing(self) -> Importing:
        """Return how far it is."""
        return _importing(Imports(self._workspace))

    @op
    def import_stop(self) -> Importing:
        """Stop reading; the files wait."""
        imports = Imports(self._workspace)
        imports.list.stop()
        return _importing(imports)

    @op
    def import_go(self) -> Importing:
        """Read what was stopped, from its beginning."""
        imports = Imports(self._workspace)
        imports.list.go_on()
        return _importing(imports)

    @op
    def sets(self) -> tuple[StoredSet, ...]:
        """Return the learner's own data sets, newest first."""
        return self._workspace.datasets.entries()

    @op
    def remove(self, params: Named) -> tuple[StoredSet, ...]:
        """Delete one of them for good, with what was said of its labels."""
        self._workspace.datasets.remove(params.name)
        Votes(self._workspace.folder, params.name).clear()
        return self._workspace.datasets.entries()


def _importing(imports: Imports) -> Importing:
    return Importing(imports.id, imports.list.progress, imports.name, imports.problem)
