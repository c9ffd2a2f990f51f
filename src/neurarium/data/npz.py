"""Data sets in one `.npz` archive with the keys x_train, y_train, x_test, y_test."""

import io
import zipfile
import zlib
from os import PathLike
from pathlib import Path

import numpy as np

from neurarium.data.errors import DataError
from neurarium.data.train_test import TrainTest

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
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
        It is not such an archive, or its arrays do not fit together.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            arrays = {}
            for key in TrainTest._fields:
                # As a whole: in pieces, it would wait for Python's lock each time.
                member = io.BytesIO(archive.read(f"{key}.npy"))
                arrays[key] = np.lib.format.read_array(member, allow_pickle=False)
    except (*_DAMAGED, *_NO_ARRAYS) as error:
        raise DataError(
            f"Expected {path} to be an .npz archive with the arrays {', '.join(TrainTest._fields)}; "
            f"got: {error.args[0] if error.args else type(error).__name__}"
        ) from error
    return TrainTest(**arrays).checked(path)
