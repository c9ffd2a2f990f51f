"""Data sets in one `.npz` archive with the keys x_train, y_train, x_test, y_test."""

from __future__ import annotations

import zipfile
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class TrainTest(NamedTuple):
    """Inputs and labels to learn from, and others to test with; rows are samples."""

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]


def read_npz(path: str | PathLike[str]) -> TrainTest:
    """Read the four arrays of a data set from an `.npz` archive. Nothing in it is ever unpickled.

    Parameters
    ----------
    path
        The archive; its inputs have at least one row each, and one label for each row.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    ValueError
        It is not such an archive, or its arrays do not fit together.
    """
    path = Path(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            missing = [key for key in TrainTest._fields if key not in archive]
            if missing:
                raise ValueError(
                    f"Expected {path} to hold the arrays {', '.join(TrainTest._fields)}; "
                    f"got {', '.join(archive) or 'none'}: {', '.join(missing)} missing."
                )
            data = TrainTest(*(archive[key] for key in TrainTest._fields))
    except (zipfile.BadZipFile, EOFError, AttributeError, TypeError) as error:
        raise ValueError(f"Expected {path} to be a readable .npz archive, got: {error}.") from error
    _check(data, path)
    return data


def _check(data: TrainTest, path: Path) -> None:
    """Refuse arrays of the wrong kind or of lengths that do not fit."""
    for part, x, y in (("train", data.x_train, data.y_train), ("test", data.x_test, data.y_test)):
        if x.ndim < 2 or len(x) == 0 or y.shape != (len(x),):
            raise ValueError(
                f"Expected x_{part} in {path} to have a row for each sample and y_{part} one label for each, "
                f"got shapes {x.shape} and {y.shape}."
            )
        if x.dtype.kind not in "uif" or y.dtype.kind not in "ui":
            raise ValueError(
                f"Expected x_{part} in {path} to be numbers and y_{part} integers, got {x.dtype}, {y.dtype}."
            )
    if data.x_train.shape[1:] != data.x_test.shape[1:]:
        raise ValueError(
            f"Expected the rows of x_train and x_test in {path} to have the same shape, "
            f"got {data.x_train.shape[1:]} and {data.x_test.shape[1:]}."
        )
