"""The operations on the learner's programs: saved as they are typed, opened from files, written to files."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from neurarium.lab.drafts import Draft, Drafts, StoredProgram
from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.code.attempting import TextFile
from neurarium.lab.exhibits.code.notebook import read_program, to_notebook
from neurarium.lab.exhibits.code.requests import LONGEST_SOURCE
from neurarium.lab.rules import Bytes, Text

LONGEST_NAME = 60


@dataclass(frozen=True)
class Save:
    """Parameters of `save`: a program and its text."""

    name: Annotated[str, Text(LONGEST_NAME)]
    source: Annotated[str, Text(LONGEST_SOURCE)]


@dataclass(frozen=True)
class ProgramName:
    """Parameters of `draft` and `discard`: the name of a program."""

    name: Annotated[str, Text(LONGEST_NAME)]


@dataclass(frozen=True)
class Source:
    """Parameters of `to_notebook`: a program."""

    source: Annotated[str, Text(LONGEST_SOURCE)]


@dataclass(frozen=True)
class File:
    """Parameters of `from_file`: a file with its name, .py or .ipynb."""

    name: Annotated[str, Text(255)]
    file: Annotated[bytes, Bytes(8 * 2**20)]


@dataclass(frozen=True)
class OpenedFile:
    """A program from a file, and a name for it."""

    name: str
    source: str


class Saving:
    """A part of the exhibit: the learner's programs."""

    drafts_kept: Drafts

    @op
    def save(self, params: Save) -> list[StoredProgram]:
        """Keep what the learner has written; return all that is kept, the newest first."""
        self.drafts_kept.save(params.name, params.source)
        return self.drafts_kept.all()

    @op
    def draft(self, params: ProgramName) -> Draft:
        """Return what the learner has made of a program."""
        return self.drafts_kept.read(params.name)

    @op
    def discard(self, params: ProgramName) -> list[StoredProgram]:
        """Forget what the learner has made of a program; return what is left."""
        self.drafts_kept.discard(params.name)
        return self.drafts_kept.all()

    @op
    def drafts(self) -> list[StoredProgram]:
        """Return the programs that the learner has written or changed, the newest first."""
        return self.drafts_kept.all()

    @op
    def to_notebook(self, params: Source) -> TextFile:
        """Return a program as a notebook of Jupyter; `# %%` begins a cell."""
        return TextFile(to_notebook(params.source))

    @op
    def from_file(self, params: File) -> OpenedFile:
        """Read a program from a .py file or a notebook."""
        source = read_program(params.name, params.file, LONGEST_SOURCE)
        stem = PurePosixPath(params.name.replace("\\", "/")).stem
        return OpenedFile(_name(stem), source)


def _name(stem: str) -> str:
    """Return a name for a program that comes from a file of this name."""
    plain = "".join(character if character.isalnum() or character in "-_" else " " for character in stem)
    return " ".join(plain.strip("_- ").split())[: LONGEST_NAME - 1].strip("_- ") or "program"
