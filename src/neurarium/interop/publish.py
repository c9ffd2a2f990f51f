"""A model of one's own program, handed over to the lab."""

import warnings
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.data import Mnist, mnist
from neurarium.engine import Network, Scaling
from neurarium.engine.types import FloatArray
from neurarium.interop.errors import InteropError
from neurarium.persist import Model, ModelStore, as_model

CHECKED = 1000
"""How many test images the copy and the model are compared on."""

TOLERANCE = 1e-4
"""How far their answers may be apart."""

_PUBLISHED = "published"
"""The mark of a published model in its card: only such a one is replaced by another."""


@dataclass(frozen=True)
class Published:
    """A model that was handed over.

    Attributes
    ----------
    name, path
        Its name in the lab, and its file.
    test_accuracy
        The share of MNIST's 10,000 test images that it reads right, 0 to 1.
    divides
        Whether it was found that the lab has to divide the pixels by 255 first.
    """

    name: str
    path: Path
    test_accuracy: float
    divides: bool

    def __str__(self) -> str:
        text = (
            f"{self.name!r} is in the lab: it reads {self.test_accuracy:.2%} of the 10,000 test images right"
        )
        if self.divides:
            text += ", with pixels divided by 255 (if it has learned from others, say so with `before`)"
        return text

    __repr__ = __str__


def publish(
    model: Any, name: str, *, before: Scaling | None = None, store: ModelStore | None = None
) -> Published:
    """Hand a trained model over to the lab, where it reads digits, is in the lists and can be taken apart.

    Parameters
    ----------
    model
        A network; a `Model`; a fitted `MLPClassifier`, Neurarium's or scikit-learn's; or a pipeline that ends
        in one. scikit-learn's is converted, and the copy compared with it on 1,000 test images.
    name
        Its name in the lab. A model that was published under this name is replaced, any other is not.
    before
        What was done to the pixels 0-255 before the model got them, if it does not do so itself:
        ``Scaling.unit()`` for ``X / 255``. None: pixels as they are or divided by 255, whichever gives the
        test images' right digits more probability. (A `Model` says itself what it does with pixels.)
    store
        Where it goes; by default the user's data folder, which is the lab's.

    Raises
    ------
    InteropError
        If it does not read 784 pixels as the ten digits, or the copy answers otherwise.
    ModelError
        If it is no model, is not fitted, scales in a way that a model cannot hold, or cannot be saved.
    """
    store = ModelStore() if store is None else store
    copy = as_model(model)
    _check_kind(model, copy)
    _check_free(store, name)
    images = mnist("raw")
    divides = False
    if before is None and not isinstance(model, Model):
        before = _preparation(copy, images)
        divides = before is not None
    whole = _after(before, copy)
    _check_copy(model, whole, before, images.x_test[:CHECKED])
    accuracy = _accuracy(whole, images.x_test, images.y_test)
    whole = replace(
        whole,
        classes=(),  # they are the digits, in order
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        config={**whole.config, _PUBLISHED: True},
        metrics={**whole.metrics, "test_accuracy": accuracy},
    )
    path = store.save(whole, name=name, overwrite=True)
    return Published(name, path, accuracy, divides)


def _check_kind(model: Any, copy: Model) -> None:
    """Refuse what does not tell which digit an image of 784 pixels shows."""
    wanted = "the lab's models take 784 pixels and answer with ten digits"
    if not copy.reads_digits:
        network = copy.network
        raise InteropError(f"{wanted}; this one takes {network.n_in} numbers and answers {network.n_out}")
    if hasattr(model, "predict") and not isinstance(model, Model | Network) and not _has_shares(model):
        raise InteropError(f"{wanted}; a {type(model).__name__} that only predicts numbers tells no digits")
    if copy.classes and [str(label) for label in copy.classes] != [str(digit) for digit in range(10)]:
        labels = ", ".join(map(str, copy.classes))
        raise InteropError(f"{wanted}, 0 to 9 in order; this one answers with {labels}")


def _check_free(store: ModelStore, name: str) -> None:
    """Refuse the name of a model that was not published: it would be lost."""
    taken = next((entry for entry in store.entries() if entry.name == name), None)
    if taken is not None and (taken.card is None or not taken.card.config.get(_PUBLISHED)):
        raise InteropError(
            f"there is a model named {name!r}, which was not published and is not replaced: choose another "
            f"name, such as {store.free_name(name)!r}"
        )


def _preparation(copy: Model, images: Mnist) -> Scaling | None:
    """Return what has to be done to pixels first: after anything else the model is sure of wrong digits."""
    ways: list[Scaling | None] = [Scaling.unit(), None]
    x, y = images.x_test[:CHECKED], images.y_test[:CHECKED]
    return min(ways, key=lambda way: _surprise(_after(way, copy).predict(x), y, copy.network.output.name))


def _surprise(outputs: FloatArray, y: NDArray[np.integer[Any]], output: str) -> float:
    """Return the cross-entropy of the digits `y` under the outputs, whichever function they come from."""
    z = outputs.astype(np.float64)
    if output not in ("softmax", "sigmoid"):
        z = np.exp(z - z.max(axis=1, keepdims=True))
    shares = z / np.maximum(z.sum(axis=1, keepdims=True), 1e-12)
    return float(-np.log(np.maximum(shares[np.arange(len(y)), y], 1e-12)).mean())


def _after(before: Scaling | None, model: Model) -> Model:
    """Return the model with a scaling before its own."""
    if before is None:
        return model
    return replace(model, scaling=before if model.scaling is None else before.then(model.scaling))


def _check_copy(model: Any, copy: Model, before: Scaling | None, raw: NDArray[np.uint8]) -> None:
    """Refuse a copy that answers otherwise than the estimator that it was made of."""
    if not _has_shares(model):
        return  # our own network: it is what is saved
    prepared = raw.astype(np.float64) if before is None else before.apply(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # who learned from a table with names of columns warns of one without
        expected = np.asarray(model.predict_proba(prepared))
    apart = float(np.abs(copy.predict(raw) - expected).max())
    if not apart <= TOLERANCE:
        raise InteropError(
            f"the copy for the lab and the {type(model).__name__} differ by {apart:.2g} on {CHECKED} test "
            f"images, and by {TOLERANCE:g} at most are they taken as equal; nothing was saved"
        )


def _has_shares(model: Any) -> bool:
    return hasattr(model, "predict_proba")


def _accuracy(model: Model, x: NDArray[np.uint8], y: NDArray[np.integer[Any]]) -> float:
    return float(np.mean(model.predict(x).argmax(axis=1) == y))
