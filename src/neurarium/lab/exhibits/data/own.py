"""The learner's own data sets: brought in, listed, deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from neurarium.lab.budget import Advance, Budget
from neurarium.lab.datasets.assembly import ImageSet
from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.store import StoredSet
from neurarium.lab.datasets.upload import MOST_BYTES, Upload
from neurarium.lab.datasets.votes import Votes
from neurarium.lab.exhibit import op
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Bytes, Flag, Length, List, Text, refuse
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
    """The state of what is being read: so many files of so many; at the end, the name of the data set."""

    done: int
    of: int
    name: str | None


class OwnSets:
    """A part of the exhibit: what the learner brings."""

    _workspace: Workspace
    _upload: Upload | None = None
    _work: Iterator[ImageSet | None] | None = None
    _importing = Importing(0, 0, None)
    _name = ""

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
        """Start to make a data set of the files that were received; `read` continues."""
        upload, self._upload = self._upload or Upload(), None
        files = upload.files()
        self._name = params.name.strip() or "images"
        self._work = read_files(files, self._workspace.decoding)
        self._importing = Importing(0, len(files), None)
        return self._importing

    @op
    def read(self, params: Advance, budget: Budget) -> Importing:
        """Read on; at the end the data set is kept."""
        if self._work is not None:
            try:
                budget.at_most(params.budget_ms).run(self._advance, params.steps)
            except LabError:
                self._work = None
                raise
        return self._importing

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

    def _advance(self, steps: int) -> None:
        before = self._importing
        for done in range(before.done + 1, before.done + 1 + steps):
            if self._work is None:
                return
            found = next(self._work)
            if found is None:
                self._importing = Importing(done, before.of, None)
                continue
            self._work = None
            name = self._workspace.datasets.save(self._name, found)
            self._importing = Importing(before.of, before.of, name)
