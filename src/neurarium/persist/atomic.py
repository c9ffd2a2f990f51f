"""Atomic writing: a process killed at any moment leaves the old file or the new one."""

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from neurarium.engine.errors import NeurariumError

_STALE_SECONDS = 3600  # no write takes this long: an older file was left by a killed process
_SUFFIX = ".tmp"
_END = rf"[0-9a-f]{{16}}{re.escape(_SUFFIX)}"
_TEMPORARY = re.compile(rf"\..+\.{_END}", re.DOTALL)


def write_atomically(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write `data` to `path`, all of it or nothing.

    The bytes go into a temporary file in the same folder, reach the disk, and are then renamed to `path`
    in one step of the file system. A process killed before that step leaves a hidden temporary file beside
    `path`, which a later write, or `sweep`, removes.

    Parameters
    ----------
    path
        The file; if it is a symbolic link, the file that it points to.
    data
        Its new content.
    replace
        Whether an existing file is replaced.

    Raises
    ------
    FileExistsError
        If the file exists and `replace` is false.
    OSError
        If the file system refuses.
    """
    path = Path(os.path.realpath(path))
    # Not by `tempfile`: its files are private to the user, but a model should have the usual permissions.
    temporary = path.with_name(f"{_prefix(path)}{secrets.token_hex(8)}{_SUFFIX}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        now = temporary.stat().st_mtime
        if replace:
            temporary.replace(path)
        else:
            _take_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    _remove_stale(path.parent, now, re.compile(re.escape(_prefix(path)) + _END))


@contextmanager
def write_errors_as(kind: type[NeurariumError], path: Path) -> Iterator[None]:
    """Turn an error of the file system into one of `kind`, which says why `path` cannot be written.

    If its folder is missing, the message says to make it.
    """
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        hint = "" if path.parent.is_dir() else f"; make the folder {path.parent} first"
        raise kind(f"cannot write {path}: {reason}{hint}") from error


def _take_free_name(temporary: Path, path: Path) -> None:
    """Create a hard link, which, unlike a rename, fails in one step if the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # no hard links: a short race between check and rename remains
        if path.exists():
            raise FileExistsError(f"{path} exists already") from None
        temporary.replace(path)


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."  # short enough for any file system with what follows


def _sync_folder(folder: Path) -> None:
    """Flush the new name to the disk as well, where folders can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what killed writers left in a folder that is ours alone; a folder that is not there has nothing.

    A file of another process that is just being written stays: it is not old enough.
    """
    _remove_stale(folder, time.time(), _TEMPORARY)


def _remove_stale(folder: Path, now: float, pattern: re.Pattern[str]) -> None:
    """Remove temporary files whose names fit, last written long before `now` (a file time, in seconds)."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if pattern.fullmatch(entry.name):
                with suppress(OSError):
                    if now - entry.stat().st_mtime > _STALE_SECONDS:
                        entry.unlink()
