"""From files to a data set: IDX, .npz, or pictures named by label."""

import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.errors import DataError
from neurarium.data.handwriting import HandwritingError, Limits, read_image
from neurarium.data.handwriting.tools.grey import luminance
from neurarium.data.idx import read_idx
from neurarium.data.npz import read_array
from neurarium.lab.datasets.assembly import ImageSet, assemble
from neurarium.lab.datasets.errors import refused
from neurarium.lab.datasets.pixels import SIDE, as_bytes, fit
from neurarium.lab.datasets.upload import (
    MOST_UNPACKED,
    File,
    damaged,
    open_archive,
    read_member,
)

Pair = tuple[NDArray[Any], NDArray[Any]]

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif")
_LIMITS = Limits(max_bytes=8 * 2**20, max_pixels=4_000_000, min_side=4, working_side=112)

IMAGE_KEYS = ("images", "x", "data")
LABEL_KEYS = ("labels", "label", "y", "target")
MOST_ARRAYS = 32
SHOWN = 8  # so many names of files are told


def read_files(files: Sequence[File], decoding: AbstractContextManager[object]) -> Iterator[ImageSet | None]:
    """Read a data set, step by step: yields None after each step, and the data set at the end.

    Parameters
    ----------
    files
        All of them; archives of pictures are unpacked already.
    decoding
        Held while a picture is decoded.

    Raises
    ------
    LabError
        `bad_data`, with the reason.
    """
    first = files[0]
    if len(files) == 1 and first.path.lower().endswith(".npz"):
        yield assemble(*read_npz_file(first), source="npz")
    elif all(_is_idx(file) for file in files):
        yield assemble(*read_idx_files(files), source="idx")
    else:
        images, labels = np.empty((len(files), SIDE, SIDE), np.uint8), []
        in_folders = len({PurePosixPath(file.path).parent for file in files}) > 1
        for i, file in enumerate(files):
            with decoding:
                images[i] = read_picture(file)
            labels.append(label_of(file, in_folders=in_folders))
            yield None
        yield assemble((images, np.array(labels)), None, source="pictures")


# --- arrays -----------------------------------------------------------------------------------------------


def read_idx_files(files: Sequence[File]) -> tuple[Pair, Pair | None]:
    """Return images and labels of two IDX files, or of four: those with "t10k" or "test" are for testing."""
    parts: dict[bool, dict[bool, NDArray[Any]]] = {False: {}, True: {}}
    got = ", ".join(PurePosixPath(file.path).name for file in files[:SHOWN])
    if len(files) not in {2, 4}:  # before anything is unpacked
        raise refused("arrays", f"Expected a file of images and one of labels; got {got}.", got=got)
    left = MOST_UNPACKED  # of all together
    for file in files:
        try:
            array = read_idx(io.BytesIO(file.data), most_bytes=left)
        except (DataError, OSError, zlib.error) as error:
            raise damaged(file) from error
        left -= array.nbytes
        name = PurePosixPath(file.path).name.lower()
        parts["t10k" in name or "test" in name][array.ndim == 1] = array
    if len(files) == 2 and not parts[False]:
        parts = {False: parts[True], True: {}}  # a test set alone is a data set like any other
    complete = all(set(part) in ({False, True}, set()) for part in parts.values()) and parts[False]
    if not complete or len(files) != sum(map(len, parts.values())):
        raise refused("arrays", f"Expected a file of images and one of labels; got {got}.", got=got)
    learned, tested = ((part[False], part[True]) if part else None for part in parts.values())
    assert learned is not None
    return learned, tested


def read_npz_file(file: File) -> tuple[Pair, Pair | None]:
    """Return images and labels of an .npz archive, by their names. Nothing in it is ever unpickled."""
    with open_archive(file) as archive:
        names = [member for member in archive.infolist() if member.filename.endswith(".npy")]
        by_key = {member.filename.removesuffix(".npy").lower(): member for member in names[:MOST_ARRAYS]}

        def find(keys: Sequence[str], ending: str) -> NDArray[Any] | None:
            key = next((key + ending for key in keys if key + ending in by_key), None)
            if key is None:
                return None
            try:
                return read_array(read_member(archive, by_key[key], file))
            except (ValueError, MemoryError, EOFError, TypeError, SyntaxError) as error:
                raise damaged(file) from error

        found = [
            (x, y)
            for ending in ("_train", "", "_test")
            if (x := find(IMAGE_KEYS, ending)) is not None and (y := find(LABEL_KEYS, ending)) is not None
        ]
    if not found:
        got = ", ".join(by_key) or "nothing"
        raise refused(
            "arrays",
            f"Expected arrays named images and labels, or x_train, y_train, x_test and y_test; got {got}.",
            got=got[:200],
        )
    return found[0], found[1] if len(found) > 1 else None


def _is_idx(file: File) -> bool:
    """Return whether a file begins as IDX does, or as what gzip makes of it."""
    return file.data.startswith((b"\0\0", b"\x1f\x8b"))


# --- pictures ---------------------------------------------------------------------------------------------


def read_picture(file: File) -> NDArray[np.uint8]:
    """Return a picture as 28x28 grey bytes.

    Raises
    ------
    LabError
        `bad_data`, if it is none, or too large.
    """
    if not file.path.lower().endswith(PICTURES):
        raise refused("unknown", f"'{file.path}' is none of the files that are read.", file=file.path)
    try:
        pixels = luminance(read_image(file.data, _LIMITS).pixels)
    except HandwritingError as error:
        raise refused(
            "picture", f"The picture '{file.path}' cannot be read: {error}", file=file.path
        ) from error
    return as_bytes(np.clip(fit(pixels), 0, 1))


def label_of(file: File, *, in_folders: bool) -> str:
    """Return the label that a picture's place says: its folder's name, or its own up to the first _ or -.

    Parameters
    ----------
    file
        The picture.
    in_folders
        Whether the pictures are in several folders; a single one says nothing.

    Raises
    ------
    LabError
        `bad_data`, if it says none.
    """
    path = PurePosixPath(file.path)
    if in_folders and len(path.parts) > 1:
        return path.parts[-2]
    for mark in "_-":
        label, found, _ = path.stem.partition(mark)
        if found and label:
            return label
    raise refused("unlabelled", f"The place of '{file.path}' says no label.", file=file.path)
