"""A data set through a model's eyes: its answer to every image, and what a layer makes of each."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.metrics import cross_entropies, margins
from neurarium.engine.types import FloatArray
from neurarium.lab.datasets.gallery import Gallery
from neurarium.lab.datasets.sides import Sides
from neurarium.lab.layer_groups import hidden_groups
from neurarium.lab.model_cache import ModelCache, NamedModel
from neurarium.recognizer import shares
from neurarium.training.blas import single_threaded_blas

BLOCK = 500
"""Images in a forward pass."""

_MOST_BYTES = 120 * 2**20  # of features in float32; beyond, half of the digits must do
_KEPT = 3  # pairs of eyes: each has up to 150 MB


class Eyes:
    """One model's view of one data set, made block by block.

    Parameters
    ----------
    named
        The model.
    gallery
        The data set.
    layer
        The hidden layer, from 1, whose outputs are kept as `features`; beyond the last one, the last.
    lock
        Held while it is looked on.

    Attributes
    ----------
    probabilities
        Of the ten classes, ``(n, 10)``; valid for the first `done` images.
    features
        Outputs of the hidden layer, ``(n, units)``; None if the network has none.
    layer
        Which it is; 0: the network has none.
    """

    def __init__(
        self, named: NamedModel, gallery: Gallery, layer: int, lock: AbstractContextManager[Any]
    ) -> None:
        self.named, self.gallery, self.lock = named, gallery, lock
        network = named.model.network
        self.layers = tuple(group.size for group in hidden_groups(network))
        self.layer = min(layer, len(self.layers))
        self.done = 0
        n = len(gallery)
        self.probabilities = np.empty((n, network.n_out), np.float32)
        self.features: NDArray[Any] | None = None
        if self.layer:
            units = self.layers[self.layer - 1]
            wide = n * units * 4 <= _MOST_BYTES
            self.features = np.empty((n, units), np.float32 if wide else np.float16)

    @property
    def at_home(self) -> bool:
        """Whether the model was trained on images of this data set."""
        return bool(self.named.model.metrics.get("dataset", "") == self.gallery.name)

    @property
    def ready(self) -> bool:
        """Whether all images have been looked at."""
        return self.done == len(self.gallery)

    def advance(self, blocks: int) -> None:
        """Look at so many more blocks of images."""
        model = self.named.model
        network = model.network
        groups = hidden_groups(network)
        for _ in range(blocks):
            with self.lock, single_threaded_blas():
                if self.ready:
                    return
                numbers = np.arange(self.done, min(self.done + BLOCK, len(self.gallery)))
                rows = self.gallery.rows(numbers)
                trace = network.forward(rows if model.scaling is None else model.scaling.apply(rows))
                self.probabilities[numbers] = shares(network, trace.output)
                if self.features is not None:
                    self.features[numbers] = trace.layers[groups[self.layer - 1].last].a
                self.gallery.distances.lay_out(self.done + len(numbers))  # or the first question would wait
                self.done += len(numbers)

    @cached_property
    def answers(self) -> NDArray[np.uint8]:
        """The class that the model decides for, ``(n,)``."""
        answers: NDArray[np.uint8] = self.probabilities.argmax(axis=1).astype(np.uint8)
        return answers

    @cached_property
    def losses(self) -> FloatArray:
        """See `engine.metrics.cross_entropies`."""
        return cross_entropies(self.probabilities, self._labels)

    @cached_property
    def margins(self) -> FloatArray:
        """See `engine.metrics.margins`."""
        return margins(self.probabilities, self._labels)

    @property
    def _labels(self) -> NDArray[np.int64]:
        return self.gallery.labels.astype(np.int64)


class EyesCache:
    """The last few pairs of eyes, for all pages together.

    Parameters
    ----------
    models
        The models.
    make_lock
        Makes a re-entrant lock.
    """

    def __init__(
        self, models: ModelCache, make_lock: Callable[[], AbstractContextManager[Any]] = nullcontext
    ) -> None:
        self._models = models
        self._make_lock = make_lock
        self._lock = make_lock()
        self._kept: dict[tuple[object, ...], Eyes] = {}
        self._sides: Sides | None = None

    def sides(self, gallery: Gallery) -> Sides:
        """Return the short training on a data set that tells which images change sides; one is kept."""
        with self._lock:
            found = self._sides
            if found is None or found.gallery is not gallery:
                self._sides = found = Sides(gallery, self._make_lock())
        return found

    def get(self, model: str, gallery: Gallery, layer: int) -> Eyes:
        """Return the eyes of a model (empty: the best of those trained on it, or of all) on a data set.

        Raises
        ------
        LabError
            `no_model`, `not_found` or `bad_model`; see `ModelCache.reader`.
        """
        named = self._models.reader(model or None, gallery.name)
        status = self._models.store.path(named.name).stat()
        key = (named.name, status.st_mtime_ns, status.st_ino, id(gallery), layer)
        with self._lock:
            found = self._kept.pop(key, None)
            if found is None:
                found = Eyes(named, gallery, layer, self._make_lock())
            self._kept[key] = found  # the last one used stands last
            while len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return found
