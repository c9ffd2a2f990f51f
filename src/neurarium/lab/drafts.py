"""What the learner has written: a text file for each program, in the data folder.

The exhibit `code` keeps them; others add to them: a program that does what they show.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from neurarium.lab.protocol import LabError
from neurarium.lab.rules import FileName, refuse
from neurarium.persist.atomic import sweep, write_atomically

MOST_DRAFTS = 500

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}


@dataclass(frozen=True)
class StoredProgram:
    """A program that the learner has written or changed.

    Attributes
    ----------
    changed
        When it was saved last, in ISO 8601 and UTC.
    lines
        How many lines it has.
    """

    name: str
    changed: str
    lines: int


@dataclass(frozen=True)
class Draft:
    """What the learner has made of a program; None if nothing was saved."""

    name: str
    source: str | None


class Drafts:
    """The programs in one folder, by name.

    Parameters
    ----------
    folder
        The folder; made with the first program.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        sweep(folder)

    def save(self, name: str, source: str) -> None:
        """Keep a program: a process killed at any moment leaves the old text or the new one.

        Raises
        ------
        LabError
            `bad_param`, if it is no name; `too_large`, if there are too many; `internal`, if the file cannot
            be written.
        """
        path = self._path(name)
        if not path.exists() and (kept := len(self._files())) >= MOST_DRAFTS:
            raise LabError(
                "too_large",
                f"There are {kept} programs; at most {MOST_DRAFTS} are kept.",
                "Delete one first.",
                {"limit": MOST_DRAFTS, "got": kept + 1, "unit": "programs"},
            )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, source.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise LabError(
                "internal",
                f"The program could not be kept: {error.strerror or error}.",
                f"Look at the folder {self._folder}.",
            ) from error

    def add(self, stem: str, source: str) -> str:
        """Keep a program under a number after `stem`, the first that is free or has this very text.

        Nothing that the learner has written is replaced. Returns the name.

        Raises
        ------
        LabError
            As `save`.
        """
        name = next(name for i in count(1) if self.read(name := f"{stem} {i}").source in (None, source))
        self.save(name, source)
        return name

    def read(self, name: str) -> Draft:
        """Return what was saved under a name."""
        try:
            return Draft(name, self._path(name).read_bytes().decode("utf-8", "replace"))
        except OSError:
            return Draft(name, None)

    def discard(self, name: str) -> None:
        """Delete a program; nothing happens if there is none."""
        self._path(name).unlink(missing_ok=True)

    def all(self) -> list[StoredProgram]:
        """Return all programs, the newest first."""
        found = []
        for path in self._files():
            try:
                time, lines = path.stat().st_mtime, path.read_bytes().count(b"\n") + 1
            except OSError:  # it was deleted meanwhile
                continue
            changed = datetime.fromtimestamp(time, UTC).isoformat(timespec="seconds")
            found.append((time, StoredProgram(path.stem, changed, lines)))
        return [program for _, program in sorted(found, key=lambda each: (-each[0], each[1].name))]

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*.py") if not path.name.startswith(".")]

    def _path(self, name: str) -> Path:
        """Return the file of a name, which stays in the folder whatever the name is."""
        is_plain = re.fullmatch(r"[^\W_][\w ()+-]{0,58}\w?", name) and name == name.strip()
        if not is_plain or name.casefold() in _RESERVED:
            raise refuse("name", FileName(), name)
        return self._folder / f"{name}.py"
