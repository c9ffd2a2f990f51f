"""Models by name, in the user's data folder."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from neurarium.engine.layers import Layer, shape_of
from neurarium.engine.scaling import Scaling
from neurarium.engine.summary import Summary
from neurarium.persist.atomic import sweep
from neurarium.persist.errors import ModelError
from neurarium.persist.files import load_card, load_model, save_model
from neurarium.persist.fitted import as_model
from neurarium.persist.model import Model, ModelCard, reads_digits

SUFFIX = ".safetensors"
MAX_NAME_BYTES = 100
_FORBIDDEN = '<>:"/\\|?*'
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10))}


@dataclass(frozen=True, eq=False)
class StoredModel:
    """A model in a store's list.

    Attributes
    ----------
    name, path
        Its name and its file.
    size
        Of the file, in bytes.
    created
        The time in the model's card, or else when the file was last written.
    layers
        Its layers; none if the file is broken.
    card
        Its description; None if the file is broken.
    error
        What is wrong with the file; empty if it is sound.
    """

    name: str
    path: Path
    size: int
    created: datetime
    layers: tuple[Layer, ...] = ()
    card: ModelCard | None = None
    error: str = ""

    @property
    def shape(self) -> str:
        """Inputs, units of each dense layer, outputs: ``"784-128-10"``; empty if the file is broken."""
        return shape_of(self.layers) if self.layers else ""

    @property
    def reads_digits(self) -> bool:
        """Whether it takes images of digits and tells which digit they show; not if the file is broken."""
        return reads_digits(self.layers)

    @property
    def parameters(self) -> int:
        """Number of parameters."""
        return Summary.of(self.layers).parameters if self.layers else 0

    @property
    def test_accuracy(self) -> float | None:
        """Share of correct answers on the test set, 0 to 1; None if unknown."""
        found = self.card.metrics.get("test_accuracy") if self.card else None
        return float(found) if isinstance(found, int | float) else None

    def as_dict(self) -> dict[str, Any]:
        """Return name, time, layers, parameters and test accuracy as plain data; or what is wrong with it."""
        known = {"name": self.name, "created": self.created.isoformat()}
        if self.error:
            return known | {"error": self.error}
        return known | {
            "layers": [int(size) for size in self.shape.split("-")],
            "parameters": self.parameters,
            "test_accuracy": self.test_accuracy,
        }


class ModelStore:
    """The models in one folder, by name. Temporary files of saves that were killed are removed from it.

    Parameters
    ----------
    folder
        The folder; created when the first model is saved. By default the user's data folder.

    Examples
    --------
    >>> import tempfile
    >>> from neurarium.engine import MLP
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = ModelStore(folder)
    ...     path = store.save(Model(MLP([4, 8, 3]), name="iris"))
    ...     [(model.name, model.shape) for model in store.entries()], store.free_name("iris")
    ([('iris', '4-8-3')], 'iris-2')
    """

    def __init__(self, folder: str | PathLike[str] | None = None) -> None:
        self.folder = default_folder() if folder is None else Path(folder)
        sweep(self.folder)

    def path(self, name: str) -> Path:
        """Return the file of the model called `name`, existing or not.

        Raises
        ------
        ModelError
            If `name` is not a valid name.
        """
        check_name(name)
        return self.folder / f"{name}{SUFFIX}"

    def prepare(self) -> None:
        """Create the folder and check that files can be written into it; call it before a long training.

        Raises
        ------
        ModelError
            If they cannot.
        """
        self._make_folder()
        try:
            with TemporaryFile(dir=self.folder) as probe:
                probe.write(b"model")
        except OSError as error:
            raise ModelError(
                f"cannot write into the folder for models {self.folder}: {error.strerror}"
            ) from error

    def save(
        self,
        model: Any,
        *,
        name: str | None = None,
        before: Scaling | None = None,
        overwrite: bool = False,
    ) -> Path:
        """Save a model under a name; return its file.

        Parameters
        ----------
        model
            A model, a network, a fitted estimator or a pipeline; see `as_model`.
        name
            None: the model's own.
        before
            What was done to the raw rows before the model got them, if it does not do so itself. The lab
            gives pixels 0-255: a model that was trained on ``X / 255`` needs ``Scaling.unit()``. What
            scales inside the model comes after it.
        overwrite
            Whether a model of that name is replaced.

        Raises
        ------
        ModelError
            If it holds no model, there is a model of that name and `overwrite` is false, or saving fails.
        ParameterError
            If `before` is for another number of columns.
        """
        whole = as_model(model)
        if before is not None:
            whole = replace(whole, scaling=before if whole.scaling is None else before.then(whole.scaling))
        if name is not None:
            whole = replace(whole, name=name)
        path = self.path(whole.name)
        self._make_folder()
        save_model(whole, path, overwrite=overwrite)
        return path

    def save_new(self, model: Model) -> Path:
        """Save a model under its own name or, if that is taken, the next free one; return its file.

        Raises
        ------
        ModelError
            If saving fails.
        """
        while True:
            free = replace(model, name=self.free_name(model.name))
            try:
                return self.save(free)
            except ModelError:
                if self.free_name(free.name) == free.name:
                    raise
                # Another process has taken the name since it was found free.

    def load(self, name: str) -> Model:
        """Load the model called `name`.

        Raises
        ------
        ModelError
            If there is none, or its file is broken.
        """
        path = self.path(name)
        if not path.exists():
            names = ", ".join(self.names()) or "none yet"
            raise ModelError(f"there is no model named {name!r} in {self.folder}; there are: {names}")
        return replace(load_model(path), name=name)  # the file may have been renamed

    def delete(self, name: str) -> None:
        """Delete the model called `name`; it cannot be restored.

        Raises
        ------
        ModelError
            If there is none, or its file cannot be removed.
        """
        try:
            self.path(name).unlink()
        except FileNotFoundError as error:
            raise ModelError(f"there is no model named {name!r} in {self.folder}") from error
        except OSError as error:
            raise ModelError(f"cannot remove {self.path(name)}: {error.strerror}") from error

    def names(self) -> list[str]:
        """Return the names of all models, sorted; those of broken files too."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self._files())

    def entries(self) -> list[StoredModel]:
        """Return all models, newest first; a broken file is listed with what is wrong with it."""
        found = [entry for path in self._files() if (entry := _entry(path))]
        return sorted(found, key=lambda entry: (entry.created, entry.name), reverse=True)

    def newest(self) -> StoredModel | None:
        """Return the newest model that is not broken; None if there is none."""
        return next((entry for entry in self.entries() if not entry.error), None)

    def free_name(self, base: str) -> str:
        """Return `base` or, if that is taken, the first free one of base-2, base-3, ….

        Raises
        ------
        ModelError
            If `base` is not a valid name.
        """
        taken, name, i = {used.casefold() for used in self.names()}, base, 1
        while name.casefold() in taken:
            i += 1
            name = f"{base}-{i}"
        check_name(name)
        return name

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(f"cannot make the folder for models {self.folder}: {error.strerror}") from error

    def _files(self) -> list[Path]:
        try:
            return [
                path
                for path in self.folder.iterdir()
                # A name that is not printable, above all one that is not Unicode, cannot be typed either.
                if path.name.endswith(SUFFIX) and not path.name.startswith(".") and path.name.isprintable()
            ]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ModelError(f"cannot look into {self.folder}: {error.strerror}") from error


def default_folder() -> Path:
    """Return the folder for models in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("neurarium", appauthor=False) / "models"


def check_name(name: str) -> None:
    """Raise `ModelError` unless `name` is a valid name of a model and, on any system, of a file."""
    if not 1 <= len(name.encode(errors="replace")) <= MAX_NAME_BYTES:
        raise ModelError(f"expected a name of 1 to {MAX_NAME_BYTES} bytes, got {name!r:.150}")
    if not name.isprintable() or any(c in _FORBIDDEN for c in name):
        raise ModelError(
            f"expected a name without {' '.join(_FORBIDDEN)} and control characters, got {name!r}"
        )
    if name[0] in ".- " or name[-1] in ". ":
        raise ModelError(
            f"expected a name that does not begin with . - or space, nor end in . or space; got {name!r}"
        )
    if name.split(".", maxsplit=1)[0].casefold() in _RESERVED:
        raise ModelError(f"{name!r} is the name of a device on some systems: choose another")


def _entry(path: Path) -> StoredModel | None:
    """Return the entry of one file; None if the file was removed meanwhile."""
    try:
        status = path.stat()
    except OSError:
        return None
    name, written = path.name.removesuffix(SUFFIX), datetime.fromtimestamp(status.st_mtime, UTC)
    try:
        layers, card = load_card(path)
    except ModelError as error:
        return StoredModel(name, path, status.st_size, written, error=str(error))
    created = datetime.fromisoformat(card.created) if card.created else written
    return StoredModel(name, path, status.st_size, created, layers, card)
