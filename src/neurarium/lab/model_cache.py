"""The learner's models, ready to read digits with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from neurarium.engine.errors import NeurariumError
from neurarium.engine.surgery import with_scaling_inside
from neurarium.lab.protocol import LabError, brief
from neurarium.persist import Model, ModelStore, StoredModel
from neurarium.persist.choice import best_reader
from neurarium.recognizer import check_reads_digits


@dataclass(frozen=True)
class NamedModel:
    """A model and what it is called."""

    name: str
    model: Model


class ModelCache:
    """Models out of a store, of which the one used last stays loaded.

    Parameters
    ----------
    store
        Where the models are; other processes may add to it and take from it at any time.
    """

    def __init__(self, store: ModelStore) -> None:
        self.store = store
        self._loaded: tuple[object, NamedModel] | None = None

    def readers(self) -> list[StoredModel]:
        """Return all models that read digits, newest first."""
        return [entry for entry in self.store.entries() if entry.reads_digits]

    def best(self, dataset: str = "") -> StoredModel | None:
        """Return the model to read images of a data set with if none is named; see `best_reader`."""
        return best_reader(self.store.entries(), dataset)

    def require(self, name: str) -> None:
        """Raise `LabError` (`not_found`) if there is no model of this name."""
        if name not in self.store.names():
            raise LabError(
                "not_found",
                f"There is no model named {brief(name)}.",
                "Choose one from the list of models.",
                {"what": "model", "name": brief(name)},
            )

    def reader(self, name: str | None = None, dataset: str = "") -> NamedModel:
        """Return the model of this name, or the best one for images of a data set; see `best_reader`.

        Raises
        ------
        LabError
            `no_model`, if there is none yet; `not_found`, if there is none of this name; `bad_model`, if its
            file is broken or it does not read digits.
        """
        if name is None:
            best = self.best(dataset)
            if best is None:
                raise LabError("no_model", "There is no trained model yet.", "Train one: it takes seconds.")
            name = best.name
        self.require(name)
        return self._load(name)

    def load(self, name: str) -> Model:
        """Return the model of this name, whatever it reads.

        Raises
        ------
        LabError
            `not_found`, if there is none of this name; `bad_model`, if its file is broken.
        """
        self.require(name)
        with _told(name):
            return self.store.load(name)

    def _load(self, name: str) -> NamedModel:
        with _told(name):
            status = self.store.path(name).stat()
            state = (name, status.st_mtime_ns, status.st_size, status.st_ino)
            loaded = self._loaded  # read once: another session's thread may put another model there
            if loaded is None or loaded[0] != state:
                model = _with_one_scaling(self.store.load(name))
                check_reads_digits(model)
                self._loaded = loaded = (state, NamedModel(name, model))
        return loaded[1]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say as `bad_model` what goes wrong with the model of this name."""
    try:
        yield
    except (NeurariumError, OSError) as error:
        message = f"The model {brief(name)} cannot be used: {error}"
        data = {"name": brief(name), "reason": str(error)}
        raise LabError("bad_model", message, "Choose another one.", data) from error


def _with_one_scaling(model: Model) -> Model:
    """Return a model that scales all pixels alike: the first layer takes in a scaling of each for itself."""
    if model.scaling is None or model.scaling.columns is None:
        return model
    return replace(model, network=with_scaling_inside(model.network, model.scaling), scaling=None)
