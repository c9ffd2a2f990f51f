"""Files on their way in: received part by part, never more than is taken."""

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from neurarium.lab.datasets.errors import refused

MOST_BYTES = 64 * 2**20
"""Of all files together, as they come."""

MOST_UNPACKED = 256 * 2**20
"""Of all files together, when archives are unpacked."""

MOST_FILES = 20_000

_ENTRY = b"PK\x01\x02"  # begins each entry of a ZIP archive's directory
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may unpack far more than they announce
_ENCRYPTED = 1
_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
_JUNK = ("__MACOSX", "Thumbs.db", "desktop.ini")


class File(NamedTuple):
    """A file: its path, with slashes, inside what was chosen; and its bytes."""

    path: str
    data: bytes


class Upload:
    """Files that come in parts: a part of the name of the last one continues it."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, bytearray]] = []
        self.bytes = 0

    def add(self, names: Iterable[str], parts: Iterable[bytes]) -> None:
        """Take in some parts.

        Raises
        ------
        LabError
            `bad_data`, if there are too many files or bytes.
        """
        for name, part in zip(names, parts, strict=True):
            self.bytes += len(part)
            if self.bytes > MOST_BYTES:
                raise refused(
                    "too_large",
                    f"The files have more than {MOST_BYTES:,} bytes together.",
                    limit=MOST_BYTES,
                    got=self.bytes,
                )
            if self._parts and self._parts[-1][0] == name:
                self._parts[-1][1].extend(part)
                continue
            if len(self._parts) == MOST_FILES:
                raise _many(MOST_FILES + 1)
            self._parts.append((name, bytearray(part)))

    @property
    def received(self) -> list[File]:
        """The files as they came."""
        return [File(name.replace("\\", "/"), bytes(data)) for name, data in self._parts]

    def files(self) -> list[File]:
        """Return all files; a ZIP archive (but not of arrays) is replaced by what is in it.

        Raises
        ------
        LabError
            `bad_data`, if there is none, or an archive is damaged, encrypted, unpacks to too much, or has a
            path that leads out of it.
        """
        found = [file for each in self.received for file in _unpacked(each)]
        if not found:
            raise refused("nothing", "No file came.")
        if len(found) > MOST_FILES:
            raise _many(len(found))
        size = sum(len(file.data) for file in found)
        if size > MOST_UNPACKED:
            raise _bomb(size)
        return found


def _unpacked(file: File) -> list[File]:
    if not file.data.startswith(b"PK") or file.path.lower().endswith(".npz"):
        return [file]
    with open_archive(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        found = []
        for member in members:
            check_path(member.filename)
            found.append(File(member.filename.replace("\\", "/"), read_member(archive, member, file)))
    return found


def open_archive(file: File) -> zipfile.ZipFile:
    """Open a ZIP archive whose directory announces no more files and bytes than are taken.

    Raises
    ------
    LabError
        `bad_data`, if it does, or it is none.
    """
    entries = file.data.count(_ENTRY)  # before the directory is read, which takes memory for each
    if entries > MOST_FILES:
        raise _many(entries)
    try:
        archive = zipfile.ZipFile(BytesIO(file.data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(file) from error
    size = sum(member.file_size for member in archive.infolist())
    if size > MOST_UNPACKED:
        raise _bomb(size)
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: File) -> bytes:
    """Return the bytes of a file in an archive; never more than the directory announced.

    Raises
    ------
    LabError
        `bad_data`, if it is damaged, encrypted, or packed in a way that is not read.
    """
    if member.compress_type not in _PACKINGS or member.flag_bits & _ENCRYPTED:
        raise refused(
            "packing",
            f"'{member.filename}' is encrypted, or packed in a way that is not read.",
            file=member.filename,
        )
    try:
        return archive.read(member)
    except Exception as error:  # whatever a damaged archive raises: zlib.error, EOFError, struct.error …
        raise damaged(file) from error


def check_path(path: str) -> None:
    """Refuse a path that leads out of its archive. Nothing is ever written there: but it is no honest one.

    Raises
    ------
    LabError
        `bad_data`.
    """
    parts = PurePosixPath(path.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or _DRIVE.match(path) or "\0" in path:
        raise refused("outside", f"The path '{path}' leads out of the archive.", file=path)


def damaged(file: File) -> Exception:
    """Return the error for a file that is not whole."""
    return refused("damaged", f"The file '{file.path}' is damaged or cut short.", file=file.path)


def is_junk(path: str) -> bool:
    """Return whether a file belongs to a system's file browser and not to the data."""
    parts = PurePosixPath(path).parts
    return any(part in _JUNK or part.startswith(".") for part in parts if part not in {".", ".."})


def _many(got: int) -> Exception:
    return refused(
        "many_files", f"There are {got:,} files; at most {MOST_FILES:,} are read.", limit=MOST_FILES, got=got
    )


def _bomb(size: int) -> Exception:
    return refused(
        "unpacked",
        f"Unpacked, the files would have {size:,} bytes; at most {MOST_UNPACKED:,} are taken.",
        limit=MOST_UNPACKED,
        got=size,
    )
