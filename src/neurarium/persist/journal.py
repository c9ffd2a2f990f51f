"""A journal: entries that are appended to a file, one a line, and never changed."""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

Entry = Mapping[str, Any]
"""Plain data, as JSON has it."""


class Journal:
    """A file of entries, which survives whatever ends its writer.

    An entry is on the disk when `append` returns. A process that is killed while it writes leaves at most a
    part of the last line, which is no entry. What cannot be written is kept in memory, and written with the
    next entry.

    Parameters
    ----------
    path
        The file; its folder is made with the first entry.

    Attributes
    ----------
    problem
        Why the last entries are not on the disk; empty if they are.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._waiting: list[bytes] = []

    @property
    def size(self) -> int:
        """Bytes of the file; 0 if there is none."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def read(self) -> list[dict[str, Any]]:
        """Return all entries that are whole.

        Raises
        ------
        OSError
            If the file is there and cannot be read.
        """
        if self.size == 0:
            return []
        lines = self.path.read_bytes().split(b"\n")
        entries = [_entry(line) for line in lines if line]
        damaged = entries.count(None)
        if damaged:
            _log.warning("%s: %d damaged lines are passed over", self.path, damaged)
        return [entry for entry in entries if entry is not None]

    def append(self, *entries: Entry) -> None:
        """Write entries, each a line."""
        self._waiting += [_line(entry) for entry in entries]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as stream:
                # A line that was cut off is ended, so that it damages no other.
                start = b"" if self._ends_whole else b"\n"
                stream.write(start + b"".join(self._waiting))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            if str(error) != self.problem:  # a disk that is full stays so for long
                _log.warning("%s cannot be written: %s", self.path, error)
            self.problem = str(error)
        else:
            self.problem = ""
            self._waiting.clear()

    @property
    def _ends_whole(self) -> bool:
        if self.size == 0:
            return True
        with self.path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) == b"\n"


def _line(entry: Entry) -> bytes:
    return json.dumps(entry, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
