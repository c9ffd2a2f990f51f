"""Data sets in one `.npz` archive with the keys x_train, y_train, x_test, y_test."""

import io
import math
import zipfile
import zlib
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.data.errors import MOST_BYTES, DataError, ObjectArrayError
from neurarium.data.train_test import TrainTest

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_NO_ARRAYS = (KeyError, ValueError, MemoryError)  # missing, of another type, far too large


def read_npz(path: str | PathLike[str]) -> TrainTest:
    """Read the four arrays of a data set from an `.npz` archive. Nothing in it is ever unpickled.

    Parameters
    ----------
    path
        The archive; its inputs have at least one row each, and one label for each row.

    Raises
    ------
    OSError
        The file is missing or may not be read.
    DataError
        It is not such an archive, it would unpack to absurdly much, or its arrays do not fit together.
    """
    path = Path(path)
    with path.open("rb") as file:
        try:
            arrays = _read(file)
        except (*_DAMAGED, *_NO_ARRAYS) as error:
            raise DataError(
                f"Expected {path} to be an .npz archive with the arrays {', '.join(TrainTest._fields)}; "
                f"got: {error.args[0] if error.args else type(error).__name__}"
            ) from error
    return TrainTest(**arrays).checked(path)


def _read(file: Any) -> dict[str, npt.NDArray[Any]]:
    with zipfile.ZipFile(file) as archive:
        members = {key: archive.getinfo(f"{key}.npy") for key in TrainTest._fields}
        size = sum(member.file_size for member in members.values())
        if size > MOST_BYTES:
            raise ValueError(f"{size:,} bytes when unpacked, at most {MOST_BYTES:,} are read")
        # As a whole: in pieces, it would wait for Python's lock each time.
        return {key: read_array(archive.read(member)) for key, member in members.items()}


def read_array(data: bytes) -> npt.NDArray[Any]:
    """Return the array in the bytes of an `.npy` file, having compared its header with their number.

    Raises
    ------
    ObjectArrayError
        The array would have to be unpickled; a `ValueError` too.
    ValueError
        They are not such a file.
    """
    stream = io.BytesIO(data)
    first = np.lib.format.read_magic(stream) == (1, 0)
    read_header = np.lib.format.read_array_header_1_0 if first else np.lib.format.read_array_header_2_0
    shape, _, dtype = read_header(stream)
    if dtype.hasobject:
        raise ObjectArrayError("Object arrays are not read: they would have to be unpickled")
    if math.prod(shape) * dtype.itemsize != len(data) - stream.tell():
        raise ValueError(f"an array of shape {shape} and type {dtype} in {len(data) - stream.tell():,} bytes")
    stream.seek(0)
    array: npt.NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    return array
