"""From files to a data set: IDX, .npz, or pictures named by label."""

import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data.errors import DataError, DataTooLargeError, ObjectArrayError
from neurarium.data.handwriting import HandwritingError, Limits, read_image
from neurarium.data.handwriting.tools.grey import luminance
from neurarium.data.idx import read_idx
from neurarium.data.npz import read_array
from neurarium.lab.datasets.assembly import ImageSet, Source, assemble
from neurarium.lab.datasets.errors import refused
from neurarium.lab.datasets.pixels import SIDE, as_bytes, fit
from neurarium.lab.datasets.upload import (
    MOST_UNPACKED,
    File,
    damaged,
    is_junk,
    open_archive,
    read_member,
)

Pair = tuple[NDArray[Any], NDArray[Any]]

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif")
_LIMITS = Limits(max_bytes=8 * 2**20, max_pixels=4_000_000, min_side=4, working_side=112)

TEST_SETS = ("test", "testing")
SETS = (*TEST_SETS, "train", "training", "validation", "valid", "val")
"""Names of folders that say for what the pictures in them are; all but the tests are to learn from."""

_KINDS = {"idx": "IDX", "npz": ".npz", "pictures": "PNG, JPEG …"}

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
    kind, chosen = of_one_kind(files)
    skipped = len(files) - len(chosen)
    if kind == "npz":
        yield assemble(*read_npz_file(chosen[0]), source=kind, skipped=skipped)
    elif kind == "idx":
        yield assemble(*read_idx_files(chosen), source=kind, skipped=skipped)
    else:
        for file in chosen:
            if not file.data:
                raise refused("empty", f"The file '{file.path}' is empty.", file=file.path)
        images = np.empty((len(chosen), SIDE, SIDE), np.uint8)
        labels, tests = labels_of([PurePosixPath(file.path) for file in chosen])
        for i, file in enumerate(chosen):
            with decoding:
                images[i] = read_picture(file)
            yield None
        if tests.any():
            tested = images[tests], labels[tests]
            yield assemble((images[~tests], labels[~tests]), tested, source=kind, skipped=skipped)
        else:
            yield assemble((images, labels), None, source=kind, skipped=skipped)


def of_one_kind(files: Sequence[File]) -> tuple[Source, list[File]]:
    """Return the files that are read, and what they are; all others are passed over.

    Raises
    ------
    LabError
        `bad_data`, if there are none, or of several kinds.
    """
    kinds: dict[Source, list[File]] = {"idx": [], "npz": [], "pictures": []}
    for file in files:
        name = file.path.lower()
        if is_junk(file.path):
            continue
        if name.endswith(".npz"):
            kinds["npz"].append(file)
        elif name.endswith(PICTURES):
            kinds["pictures"].append(file)
        elif _is_idx(file):
            kinds["idx"].append(file)
    found = [kind for kind, each in kinds.items() if each]
    if not found:
        first = files[0].path
        raise refused("unknown", f"'{first}' is none of the files that are read.", file=first)
    if len(found) > 1 or len(kinds["npz"]) > 1:
        got = " + ".join(f"{len(each):,} {_KINDS[kind]}" for kind, each in kinds.items() if each)
        raise refused(
            "mixed", f"Expected files of one kind, and one .npz archive at most; got {got}.", got=got
        )
    return found[0], kinds[found[0]]


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
        except DataTooLargeError as error:
            raise _large(file.path) from error
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
            except ObjectArrayError as error:
                raise refused(
                    "objects", f"The array '{key}' holds Python objects, which are never opened.", file=key
                ) from error
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
    try:
        pixels = luminance(read_image(file.data, _LIMITS).pixels)
    except HandwritingError as error:
        raise refused(
            "picture", f"The picture '{file.path}' cannot be read: {error}", file=file.path
        ) from error
    return as_bytes(np.clip(fit(pixels), 0, 1), full=1)


def labels_of(paths: Sequence[PurePosixPath]) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Return the label of each picture, and whether it is for testing, from where it is.

    The label is the name of its folder, or, if all are in one, its own up to the first _ or -. If all
    pictures are below folders named train, validation or test, these say which set, and are no labels.

    Raises
    ------
    LabError
        `bad_data`, if a place says no label.
    """
    sets = [next((part.lower() for part in path.parts[-2::-1] if part.lower() in SETS), "") for path in paths]
    given = all(sets)
    folders = [[part for part in path.parts[:-1] if not (given and part.lower() in SETS)] for path in paths]
    in_folders = len({tuple(each) for each in folders}) > 1
    labels = [
        each[-1] if in_folders and each else _label_in_name(path)
        for path, each in zip(paths, folders, strict=True)
    ]
    tests = np.array([given and each in TEST_SETS for each in sets])
    return np.array(labels), tests if not tests.all() else np.zeros_like(tests)


def _label_in_name(path: PurePosixPath) -> str:
    for mark in "_-":
        label, found, _ = path.stem.partition(mark)
        if found and label:
            return label
    raise refused("unlabelled", f"The place of '{path}' says no label.", file=str(path))


def _large(name: str) -> Exception:
    return refused(
        "large_array",
        f"'{name}' would have more than {MOST_UNPACKED:,} bytes.",
        file=name,
        limit=MOST_UNPACKED,
    )
