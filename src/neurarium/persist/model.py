"""A saved model: a network, and all that using it and resuming its training needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.layers import Layer
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray
from neurarium.persist.errors import ModelError
from neurarium.persist.plain import to_plain

PIXELS, DIGITS = 784, 10
"""Inputs and outputs of a network that reads digits: images of 28x28 pixels, and the classes 0 to 9."""


def reads_digits(layers: Sequence[Layer]) -> bool:
    """Return whether a network of these layers takes images of digits and tells which digit they show."""
    return bool(layers) and (layers[0].n_in, layers[-1].n_out) == (PIXELS, DIGITS)


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelCard:
    """The description of a model, without its arrays.

    Parameters
    ----------
    scaling
        How raw values (pixels 0-255) become the network's inputs; None if they are taken as they are.
    classes
        What the outputs stand for, in order (a single output: two classes); empty for the numbers 0, 1, 2, …
        and for outputs that are not classes.
    name
        For people; in a store, also the file's name.
    created
        The time, in ISO 8601 with a time zone: ``"2026-01-31T12:00:00+00:00"``; or empty.
    config, metrics
        Plain data: how the network was trained, and its results (``test_accuracy``).
    history
        Plain data, one dict an epoch.

    Raises
    ------
    ModelError
        If a part is not valid.
    """

    scaling: Scaling | None = None
    classes: Sequence[str | int] = ()
    name: str = ""
    created: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Mapping[str, Any]] = ()

    def __post_init__(self) -> None:
        self._set("classes", _list("classes", self.classes, str, int))
        self._set("history", _list("history", self.history, dict))
        self._set("config", _dict("config", self.config))
        self._set("metrics", _dict("metrics", self.metrics))
        if not isinstance(to_plain(self.name, "name"), str):
            raise ModelError(f"expected name to be text, got {self.name!r:.80}")
        _check_time(self.created)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the class is frozen for all others


@dataclass(frozen=True, eq=False)
class TrainingState:
    """What resuming a training run needs besides the network.

    Parameters
    ----------
    tensors
        Arrays by name: the optimizer's state, the best weights so far.
    values
        Plain data: epoch, step, the states of random-number generators. Whole numbers of any
        size stay exact, so ``rng.bit_generator.state`` can be stored as it is.
    """

    tensors: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _dict("training", self.values))


@dataclass(frozen=True, eq=False)
class Model(ModelCard):
    """A network with its description: the contents of one file.

    Parameters
    ----------
    network
        The network, with its parameters and statistics.
    training
        What resuming the training needs; None if it cannot be resumed.

    The other parameters are those of `ModelCard`.
    """

    network: Network
    training: TrainingState | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        expected = 2 if self.network.n_out == 1 else self.network.n_out
        if self.classes and len(self.classes) != expected:
            raise ModelError(
                f"a network with {self.network.n_out} outputs has {expected} classes, "
                f"got {len(self.classes)} classes"
            )

    @property
    def reads_digits(self) -> bool:
        """Whether it takes images of digits and tells which digit they show."""
        return reads_digits(self.network.layers)

    def predict(self, X: npt.ArrayLike, *, batch_size: int = 1000) -> FloatArray:
        """Return the outputs ``(n, n_out)`` for raw rows `X` ``(n, n_in)``; scaling is done here.

        Parameters
        ----------
        X
            Rows before scaling, such as pixels 0-255.
        batch_size
            Rows per forward pass.
        """
        X = np.asarray(X)
        if self.scaling is None:
            return self.network.predict(X, batch_size=batch_size)
        starts = range(0, max(len(X), 1), batch_size)
        blocks = (self.scaling.apply(X[start : start + batch_size]) for start in starts)
        return np.concatenate([self.network.predict(block, batch_size=batch_size) for block in blocks])


def _dict(name: str, value: Any) -> dict[str, Any]:
    plain = to_plain(value, name)
    if not isinstance(plain, dict):
        raise ModelError(f"expected {name} to be a dict, got {value!r:.80}")
    return plain


def _list(name: str, value: Any, *kinds: type) -> list[Any]:
    plain = to_plain(value, name)
    if not isinstance(plain, list) or not all(isinstance(item, kinds) for item in plain):
        what = " or ".join(kind.__name__ for kind in kinds)
        raise ModelError(f"expected {name} to be a list of {what}, got {value!r:.80}")
    return plain


def _check_time(created: str) -> None:
    if created == "":
        return
    try:
        if datetime.fromisoformat(created).tzinfo is not None:
            return
    except (TypeError, ValueError):
        pass
    raise ModelError(
        f"expected created to be a time with its zone, such as 2026-01-31T12:00:00+00:00; got {created!r:.80}"
    )
