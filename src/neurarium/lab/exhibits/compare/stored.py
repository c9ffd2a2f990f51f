"""The sweeps in the folder, those of ``neurarium tune`` among them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from neurarium.tuning.journal import SweepFileError, SweepJournal

SUFFIX = ".jsonl"
MOST_LISTED = 50


@dataclass(frozen=True)
class StoredSweep:
    """A sweep in the folder.

    Attributes
    ----------
    text
        What it varies, with spaces between.
    done, of
        Trainings with a result, and all; `of` is None while points are drawn as long as there is time.
    """

    name: str
    text: str
    done: int
    of: int | None


def stored_sweeps(folder: Path) -> tuple[StoredSweep, ...]:
    """Return the newest sweeps in a folder; only files that have changed are read again."""
    files = []
    for path in folder.glob(f"*{SUFFIX}"):
        try:
            status = path.stat()
        except OSError:
            continue  # it has been removed just now
        files.append((status.st_mtime_ns, status.st_size, path))
    found = map(_read, sorted(files, reverse=True)[:MOST_LISTED])
    return tuple(sweep for sweep in found if sweep is not None)


@lru_cache(maxsize=4 * MOST_LISTED)
def _read(file: tuple[int, int, Path]) -> StoredSweep | None:
    """Return the sweep in a file of this time and size; None if it is none."""
    _, _, path = file
    try:
        journal = SweepJournal(path)
    except SweepFileError:
        return None
    text = " ".join(knob.name for knob in journal.plan.knobs)
    return StoredSweep(path.stem, text, len(journal.results), journal.plan.most())
