"""IDX files, the format in which MNIST was published: a header with the shape, then the values.

As the MNIST page of Y. LeCun, C. Cortes and C. J. C. Burges describes it: two zero bytes, a byte for the
type, a byte for the number of axes, each axis' length as a big-endian 32-bit integer, then the values,
big-endian, the last axis running fastest.
"""

import gzip
import math
import struct
import zlib
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from neurarium.data.errors import MOST_BYTES, DataError, DataTooLargeError, MissingDataError
from neurarium.data.train_test import TrainTest

IDX_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
MOST_AXES = 32
FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def read_idx(source: str | PathLike[str] | BinaryIO, *, most_bytes: int = MOST_BYTES) -> NDArray[Any]:
    """Read an IDX file, plain or compressed with gzip (recognised by its first bytes, not by its name).

    Parameters
    ----------
    source
        Its path, or the open file.
    most_bytes
        A file whose header asks for more is refused before anything is unpacked.

    Returns
    -------
    array
        Of the shape and type that the header gives, in this machine's byte order.

    Raises
    ------
    OSError
        The file is missing or may not be read.
    DataTooLargeError
        It has more values than are read.
    DataError
        It is not an IDX file, or has not exactly the values that its header announces.
    """
    if isinstance(source, str | PathLike):
        with Path(source).open("rb") as file:
            return _unpack(file, str(source), most_bytes)
    return _unpack(source, "the file", most_bytes)


def read_idx_folder(folder: str | PathLike[str]) -> TrainTest:
    """Read the four files of a data set such as MNIST or Fashion-MNIST, plain or .gz, by their usual names.

    Raises
    ------
    MissingDataError
        One of the files is not in the folder.
    DataError
        A file is damaged, or they do not fit together.
    """
    folder = Path(folder)
    return TrainTest(**{key: read_idx(_find(folder, name)) for key, name in FILES.items()}).checked(folder)


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise MissingDataError(f"Expected {name} or {name}.gz in {folder}, got neither.")


def _unpack(file: BinaryIO, path: str, most_bytes: int) -> NDArray[Any]:
    compressed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    try:
        return _read(gzip.GzipFile(fileobj=file) if compressed else file, path, most_bytes)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"Expected {path} to be a whole gzip file, got: {error}.") from error


def _read(stream: BinaryIO | gzip.GzipFile, path: str, most_bytes: int) -> NDArray[Any]:
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0" or start[2] not in IDX_TYPES or start[3] == 0:
        raise DataError(
            f"Expected {path} to begin as an IDX file: 00 00, a type (one of {bytes(IDX_TYPES).hex(' ')}), "
            f"the number of axes; got {start.hex(' ') or 'nothing'}."
        )
    dtype, axes = np.dtype(IDX_TYPES[start[2]]), start[3]
    if axes > MOST_AXES:
        raise DataError(f"Expected {path} to have at most {MOST_AXES} axes, got {axes}.")
    lengths = stream.read(4 * axes)
    if len(lengths) < 4 * axes:
        raise DataError(
            f"Expected {path} to give the lengths of {axes} axes, got {len(lengths)} bytes of them."
        )
    shape = struct.unpack(f">{axes}I", lengths)
    size = math.prod(shape) * dtype.itemsize
    if size > most_bytes:
        raise DataTooLargeError(
            f"Expected an IDX file of at most {most_bytes} bytes, got the shape {shape} in {path}."
        )
    values = stream.read(size + 1)
    if len(values) != size:
        got = "more" if len(values) > size else str(len(values))
        raise DataError(f"Expected {size} bytes of values for the shape {shape} in {path}, got {got}.")
    return np.frombuffer(values, dtype).reshape(shape).astype(dtype.newbyteorder("="))
