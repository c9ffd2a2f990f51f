"""Models in files: one safetensors file each."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from neurarium.engine.layers import Layer
from neurarium.engine.scaling import Scaling
from neurarium.persist.atomic import write_atomically, write_errors_as
from neurarium.persist.codec import decode_card, decode_model, encode_model
from neurarium.persist.container import header_length
from neurarium.persist.errors import ModelError
from neurarium.persist.fitted import as_model
from neurarium.persist.model import Model, ModelCard
from neurarium.persist.tensors import LENGTH_BYTES


def save_model(
    model: Any,
    path: str | PathLike[str],
    *,
    scaling: Scaling | None = None,
    metrics: Mapping[str, Any] | None = None,
    overwrite: bool = True,
) -> None:
    """Save a model, a bare network, or a fitted estimator or pipeline as one safetensors file.

    The file is replaced in one step: a process killed at any moment leaves the old file or the new one.

    Parameters
    ----------
    model
        What to save; see `as_model`.
    path
        The file.
    scaling, metrics
        Replace the model's own, if given.
    overwrite
        Whether an existing file is replaced.

    Raises
    ------
    ModelError
        If something in the model cannot be saved (NaN among the weights, say), or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from neurarium.engine import MLP, Scaling
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_model(MLP([784, 128, 10]), folder + "/digits.safetensors", scaling=Scaling.unit())
    ...     load_model(folder + "/digits.safetensors").network
    Network(784-128-10, 101,770 parameters)
    """
    model = as_model(model)
    if scaling is not None:
        model = replace(model, scaling=scaling)
    if metrics is not None:
        model = replace(model, metrics=metrics)
    data = encode_model(model)
    path = Path(path)
    with write_errors_as(ModelError, path):
        try:
            write_atomically(path, data, replace=overwrite)
        except FileExistsError as error:
            raise ModelError(f"{path} exists already: choose another name, or overwrite it") from error


def load_model(path: str | PathLike[str]) -> Model:
    """Load a model that `save_model` saved. Nothing in the file is ever executed.

    Raises
    ------
    ModelError
        If there is no such file, or it is not exactly what was saved; the message says what is wrong with it.
    """
    with _explaining(path):
        data, _ = _read(Path(path))
        return decode_model(data)


def load_card(path: str | PathLike[str]) -> tuple[tuple[Layer, ...], ModelCard]:
    """Load a model's layers and card only: quick, but damaged weights are not noticed.

    Raises
    ------
    ModelError
        If there is no such file, or it holds no whole model.
    """
    with _explaining(path):
        return decode_card(*_read(Path(path), header_only=True))


@contextmanager
def _explaining(path: str | PathLike[str]) -> Iterator[None]:
    """Add the file's name to every error."""
    try:
        yield
    except FileNotFoundError as error:
        raise ModelError(f"cannot load {path}: there is no such file") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ModelError(f"cannot load {path}: {_reason(error)}") from error
    except ModelError as error:
        raise ModelError(f"cannot load {path}: {error}") from error


def _read(path: Path, *, header_only: bool = False) -> tuple[bytes, int]:
    """Return a file's bytes, from its beginning, and its size."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):  # a pipe or a device might never end
        raise ModelError("it is a folder" if stat.S_ISDIR(mode) else "it is not a regular file")
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        start = stream.read(LENGTH_BYTES)
        length = header_length(start, size)
        return start + stream.read(length if header_only else size - len(start)), size


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)
