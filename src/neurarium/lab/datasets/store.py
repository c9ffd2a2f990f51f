"""The learner's own data sets in the data folder: one .npz archive each, which other programs read too."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from neurarium.data.mnist import Mnist
from neurarium.data.npz import read_array
from neurarium.lab.datasets.assembly import ImageSet
from neurarium.lab.datasets.gallery import MOST_IMAGES, Gallery, mnist_gallery
from neurarium.lab.digits import digits
from neurarium.lab.protocol import LabError, brief
from neurarium.lab.rules import FileName, refuse
from neurarium.persist import ModelError, check_name
from neurarium.persist.atomic import sweep, write_atomically
from neurarium.persist.model import DIGITS, PIXELS

SUFFIX = ".npz"
ABOUT = "about.json"
VERSION = 1
MOST_SETS = 50
_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
_MOST_ABOUT = 64 * 1024
_BROKEN = (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError, NotImplementedError)


@dataclass(frozen=True)
class StoredSet:
    """A data set in the list.

    Attributes
    ----------
    name, classes
        Its own.
    train, test
        How many images there are to learn from and to test with.
    source, inverted, split, skipped
        See `ImageSet`.
    created
        When it came, in ISO 8601.
    """

    name: str
    classes: tuple[str, ...]
    train: int
    test: int
    source: str
    inverted: bool
    split: bool
    skipped: int
    created: str


class DataSets:
    """The data sets in one folder, by name; the empty name is MNIST.

    Parameters
    ----------
    folder
        The folder; made with the first data set. Files in it that are no such sets are passed over.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: tuple[object, Gallery] | None = None
        sweep(folder)

    def save(self, name: str, found: ImageSet) -> str:
        """Keep a data set under a name or, if that is taken, the next free one; return the name.

        Raises
        ------
        LabError
            `bad_param`, if it is no name; `too_large`, if there are too many sets; `internal`, if the file
            cannot be written.
        """
        check_set_name(name)
        taken = {path.stem.casefold() for path in self._files()}
        if len(taken) >= MOST_SETS:
            raise LabError(
                "too_large",
                f"There are {len(taken)} data sets; at most {MOST_SETS} are kept.",
                "Delete one first.",
                {"limit": MOST_SETS, "got": len(taken) + 1, "unit": "datasets"},
            )
        free = next(each for each in _names(name) if each.casefold() not in taken)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / (free + SUFFIX), _encode(found), replace=False)
        except OSError as error:
            raise LabError(
                "internal",
                f"The data set could not be kept: {error.strerror or error}.",
                f"Look at the folder {self.folder}.",
            ) from error
        return free

    def entries(self) -> tuple[StoredSet, ...]:
        """Return all data sets, newest first."""
        found = [entry for path in self._files() if (entry := _entry(path)) is not None]
        return tuple(sorted(found, key=lambda entry: (entry.created, entry.name), reverse=True))

    def gallery(self, name: str) -> Gallery:
        """Return the data set of this name, ready to look at; the one used last stays loaded.

        Raises
        ------
        LabError
            `not_found`, if there is none; `bad_data`, if its file is damaged.
        """
        if name == "":
            return _mnist()
        path = self._path(name)
        try:
            status = path.stat()
            state = (name, status.st_mtime_ns, status.st_size)
            loaded = self._loaded  # read once: another session's thread may put another one there
            if loaded is None or loaded[0] != state:
                self._loaded = loaded = (state, _decode(name, path))
        except _BROKEN as error:
            raise LabError(
                "bad_data",
                f"The data set {brief(name)} cannot be used: {error}",
                "Delete it, and bring it again.",
                {"reason": "damaged", "file": name, "got": "", "limit": ""},
            ) from error
        return loaded[1]

    def remove(self, name: str) -> None:
        """Delete a data set; it cannot be restored.

        Raises
        ------
        LabError
            `not_found`, if there is none.
        """
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        found = next((path for path in self._files() if path.stem == name), None)
        if found is None:  # a name that is not in the folder's own list is no path
            raise LabError(
                "not_found",
                f"There is no data set named {brief(name)}.",
                "Choose one from the list.",
                {"what": "dataset", "name": brief(name)},
            )
        return found

    def _files(self) -> list[Path]:
        try:
            return [path for path in self.folder.iterdir() if path.suffix == SUFFIX and path.is_file()]
        except OSError:  # there is no such folder yet
            return []


def check_set_name(name: str) -> None:
    """Refuse what is no name of a data set.

    Raises
    ------
    LabError
        `bad_param`.
    """
    try:
        check_name(name)
    except ModelError as error:
        raise refuse("name", FileName(), name) from error


_MNIST: list[Gallery] = []


def _mnist() -> Gallery:
    if not _MNIST:
        _MNIST.append(mnist_gallery(digits()))
    return _MNIST[0]


def _names(base: str) -> Iterator[str]:
    yield base
    for i in range(2, MOST_SETS + 3):
        yield f"{base}-{i}"


def _encode(found: ImageSet) -> bytes:
    images = found.images
    about = {
        "version": VERSION,
        "classes": list(found.classes),
        "train": len(images.x_train),
        "test": len(images.x_test),
        "source": found.source,
        "inverted": found.inverted,
        "split": found.split,
        "skipped": found.skipped,
        "created": datetime.now(UTC).isoformat(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(ABOUT, json.dumps(about, ensure_ascii=False))
        for name in _ARRAYS:
            array = np.ascontiguousarray(getattr(images, name)).astype(np.uint8)
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
    return file.getvalue()


def _entry(path: Path) -> StoredSet | None:
    """Return the entry of a file; None if it is no data set of ours, or gone."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _about(path.stem, archive)
    except _BROKEN:
        return None


def _about(name: str, archive: zipfile.ZipFile) -> StoredSet:
    with archive.open(ABOUT) as member:
        plain = json.loads(member.read(_MOST_ABOUT))
    if plain["version"] != VERSION:
        raise ValueError(f"it is of version {plain['version']!r}")
    classes = tuple(plain["classes"])
    counts = plain["train"], plain["test"]
    texts = (*classes, plain["source"], plain["created"])
    flags = plain["inverted"], plain["split"]
    skipped = plain.get("skipped", 0)  # sets of earlier versions have none
    if not all(isinstance(text, str) for text in texts) or not 2 <= len(classes) <= DIGITS:
        raise ValueError("its description is not valid")
    if (
        not all(isinstance(n, int) and 0 < n <= MOST_IMAGES for n in counts)
        or not all(isinstance(flag, bool) for flag in flags)
        or not isinstance(skipped, int)
    ):
        raise ValueError("its description is not valid")
    return StoredSet(name, classes, *counts, plain["source"], *flags, skipped, plain["created"])


def _decode(name: str, path: Path) -> Gallery:
    size = path.stat().st_size
    if size > 2 * MOST_IMAGES * PIXELS:
        raise ValueError(f"it has {size:,} bytes")
    with zipfile.ZipFile(path) as archive:
        about = _about(name, archive)
        if sum(member.file_size for member in archive.infolist()) > size:
            raise ValueError("it is packed")
        x_train, y_train, x_test, y_test = (read_array(archive.read(f"{key}.npy")) for key in _ARRAYS)
    for x, y, n in ((x_train, y_train, about.train), (x_test, y_test, about.test)):
        if (x.shape, y.shape) != ((n, PIXELS), (n,)) or {x.dtype, y.dtype} != {np.dtype(np.uint8)}:
            raise ValueError("its arrays do not fit together")
        if y.max() >= len(about.classes):
            raise ValueError("it has labels without a class")
    images = Mnist(x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64), None)
    for array in (images.x_train, images.y_train, images.x_test, images.y_test):
        array.setflags(write=False)
    return Gallery(name, images, about.classes)
