"""The models that can be walked through: those of the shelf, and files that are put there."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from neurarium.engine.errors import ShapeError
from neurarium.lab.model_cache import ModelCache
from neurarium.lab.protocol import LabError, brief
from neurarium.lab.workspace import Workspace
from neurarium.persist import ModelError
from neurarium.persist.codec import decode_model
from neurarium.recognizer import check_reads_digits


@dataclass(frozen=True)
class ModelLine:
    """A model to choose."""

    name: str
    shape: str
    accuracy: float | None  # on the test set, 0 to 1


@dataclass(frozen=True)
class ModelList:
    """All models that read digits, newest first."""

    models: tuple[ModelLine, ...]


@dataclass(frozen=True)
class Added:
    """The answer to a file: the name under which its model is on the shelf now, or why it is not.

    Attributes
    ----------
    reason
        ``file``: it is no whole file of ours; ``digits``: its network is not one that reads digits.
    detail
        What exactly, in English.
    """

    name: str | None
    reason: Literal["file", "digits"] | None
    detail: str


def list_models(models: ModelCache) -> ModelList:
    """Return all models that read digits, newest first."""
    return ModelList(
        tuple(ModelLine(found.name, found.shape, found.test_accuracy) for found in models.readers())
    )


def add_model(workspace: Workspace, file_name: str, data: bytes) -> Added:
    """Check a file's bytes and put its model on the shelf, under a free name like the file's.

    Raises
    ------
    LabError
        `bad_model`, if it cannot be saved.
    """
    try:
        model = decode_model(data)
        check_reads_digits(model)
    except ModelError as error:
        return Added(None, "file", str(error))
    except ShapeError as error:
        return Added(None, "digits", str(error))
    stem = re.sub(r"\.safetensors$", "", file_name, flags=re.IGNORECASE)
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[:40] or "model"
    try:
        path = workspace.models.save_new(replace(model, name=name))
    except ModelError as error:
        message = f"The model {brief(name)} cannot be kept: {error}"
        about = {"name": brief(name), "reason": str(error)}
        raise LabError("bad_model", message, "Choose another name.", about) from error
    return Added(path.stem, None, "")
