"""Named views of a flat buffer."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ShapeError
from neurarium.engine.layers import Shape
from neurarium.engine.types import FloatArray, Parameters


class Views(MutableMapping[str, FloatArray]):
    """Named views of one buffer. Assigning to a name writes into the buffer: the view stays in its place.

    Raises
    ------
    ShapeError
        If a name is not there, is to be taken out, or what is assigned does not have the view's shape.
    """

    def __init__(self, views: Mapping[str, FloatArray]) -> None:
        self._views = dict(views)

    def __getitem__(self, name: str) -> FloatArray:
        return self._views[name]

    def __setitem__(self, name: str, value: npt.ArrayLike) -> None:
        if name not in self._views:
            raise ShapeError(f"this layer has no array {name!r}: expected {', '.join(self) or 'none'}")
        write(name, self._views[name], value)

    def __delitem__(self, name: str) -> None:
        raise ShapeError(f"{name!r} is a part of the network and cannot be taken out of it")

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def __repr__(self) -> str:
        return repr(self._views)


def write(name: str, view: FloatArray, value: npt.ArrayLike) -> None:
    """Write `value` into `view`, which must have its shape."""
    new = np.asarray(value)
    if new.shape != view.shape:
        raise ShapeError(f"expected {name} of shape {view.shape}, got shape {new.shape}")
    if new is not view:
        view[...] = new


def size_of(shapes: Sequence[dict[str, Shape]]) -> int:
    """Return how many numbers arrays of these shapes have together."""
    return sum(prod(shape) for layer in shapes for shape in layer.values())


def views_of(vector: FloatArray, shapes: Sequence[dict[str, Shape]]) -> list[Parameters]:
    """Return views of these shapes, one after the other, layer by layer."""
    start = 0
    views: list[Parameters] = []
    for layer in shapes:
        cut = {}
        for name, shape in layer.items():
            stop = start + prod(shape)
            cut[name] = vector[start:stop].reshape(shape)
            start = stop
        views.append(cut)
    return views
