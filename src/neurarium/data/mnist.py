"""MNIST: 70,000 handwritten digits of 28x28 pixels, 60,000 for training and 10,000 for testing.

Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition",
Proceedings of the IEEE 86 (1998).
"""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.data.errors import MissingDataError
from neurarium.data.idx import read_idx_folder
from neurarium.data.npz import read_npz
from neurarium.engine.errors import ParameterError
from neurarium.engine.scaling import Scaling

MNIST_FILE = Path(__file__).with_name("mnist.npz")

MnistScale = Literal["unit", "standard", "raw"]


@dataclass(frozen=True, eq=False)
class Mnist:
    """The images as rows, their labels, and the scaling that was applied to them.

    Attributes
    ----------
    x_train
        Training images, one a row, ink high: ``(60000, 784)`` float32, or uint8 if raw.
    y_train
        The digit of each, 0 to 9, ``(60000,)``.
    x_test
        Test images, written by other people, ``(10000, 784)``.
    y_test
        The digit of each, ``(10000,)``.
    scaling
        How the pixels 0-255 became these numbers; None for raw pixels.
    """

    x_train: NDArray[Any]
    y_train: NDArray[np.int64]
    x_test: NDArray[Any]
    y_test: NDArray[np.int64]
    scaling: Scaling | None


def mnist(scale: MnistScale = "unit", *, path: str | PathLike[str] | None = None) -> Mnist:
    """Load all of MNIST, in its fixed split of 60,000 and 10,000 images.

    Parameters
    ----------
    scale
        "unit": pixels from 0 to 1. "standard": mean 0 and standard deviation 1 over the training images.
        "raw": the bytes 0-255 as they are.
    path
        Another data set of the same form: an `.npz` archive (see `read_npz`), or a folder with four IDX files
        of the usual names (see `read_idx_folder`). Images of any size become one row each.

    Raises
    ------
    MissingDataError
        The file is missing (also a FileNotFoundError).
    ParameterError
        `scale` is unknown.
    DataError
        The file is not valid.

    Examples
    --------
    >>> data = mnist()
    >>> data.x_train.shape, data.y_train[:5]
    ((60000, 784), array([5, 0, 4, 1, 9]))
    """
    if scale not in ("unit", "standard", "raw"):
        raise ParameterError(f"Expected scale to be 'unit', 'standard' or 'raw', got {scale!r}.")
    found = _find(path)
    data = read_idx_folder(found) if found.is_dir() else read_npz(found)
    x_train = data.x_train.reshape(len(data.x_train), -1)  # (n, 28, 28) -> (n, 784)
    x_test = data.x_test.reshape(len(data.x_test), -1)
    scaling = None
    if scale != "raw":
        scaling = Scaling.unit() if scale == "unit" else Scaling.standard(x_train)
        x_train, x_test = scaling.apply(x_train), scaling.apply(x_test)
    return Mnist(x_train, data.y_train.astype(np.int64), x_test, data.y_test.astype(np.int64), scaling)


def _find(path: str | PathLike[str] | None) -> Path:
    """Return the file or folder to read; if it is missing, say how to get it."""
    if path is None and not MNIST_FILE.is_file():
        raise MissingDataError(
            f"Expected the MNIST images in {MNIST_FILE}, got no such file. It is packed when Neurarium is "
            "built: run `python -m pip install -e .` in the source tree, or install Neurarium again."
        )
    found = MNIST_FILE if path is None else Path(path)
    if not found.exists():
        raise MissingDataError(
            f"Expected an .npz archive or a folder of IDX files at {found}, got nothing there. "
            "Without a path, mnist() loads the images that come with Neurarium."
        )
    return found
