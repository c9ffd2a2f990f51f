"""`coefs_` and `intercepts_`: scikit-learn's names for the network's own weights and biases."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from neurarium.engine.errors import ShapeError
from neurarium.engine.mlp import MLP
from neurarium.engine.types import FloatArray
from neurarium.estimator.starting import dense_parameters


class Views(list[FloatArray]):
    """Views of a network's arrays, one a layer: assigning to an item writes into the network."""

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            for number, array in zip(range(len(self))[index], value, strict=True):
                self[number] = array
            return
        view = self[index]
        if np.shape(value) != view.shape:
            raise ShapeError(f"expected an array of shape {view.shape}, got shape {np.shape(value)}")
        view[...] = value


class WeightViews:
    """Once there is a `network_`, views of it; before, what was set for the first call of `partial_fit`."""

    network_: MLP
    _given: dict[str, Sequence[Any]]

    @property
    def coefs_(self) -> Sequence[FloatArray]:
        """The weight matrices, each ``(n_in, n_out)``: views of the network's own."""
        return self._arrays("coefs_", "W")

    @coefs_.setter
    def coefs_(self, arrays: Sequence[Any]) -> None:
        self._set_arrays("coefs_", "W", arrays)

    @property
    def intercepts_(self) -> Sequence[FloatArray]:
        """The bias vectors, each ``(n_out,)``: views of the network's own."""
        return self._arrays("intercepts_", "b")

    @intercepts_.setter
    def intercepts_(self, arrays: Sequence[Any]) -> None:
        self._set_arrays("intercepts_", "b", arrays)

    def _arrays(self, attribute: str, name: str) -> Sequence[Any]:
        if "network_" in self.__dict__:
            return Views(parameters[name] for _, parameters in dense_parameters(self.network_))
        if attribute in self.__dict__.get("_given", {}):
            given: Sequence[Any] = self._given[attribute]
            return given
        raise AttributeError(f"{type(self).__name__} has no {attribute} before it is fitted")

    def _set_arrays(self, attribute: str, name: str, arrays: Sequence[Any]) -> None:
        if "network_" not in self.__dict__:
            self.__dict__.setdefault("_given", {})[attribute] = arrays
            return
        layers = dense_parameters(self.network_)
        if len(arrays) != len(layers):
            raise ShapeError(f"expected {len(layers)} arrays, one a layer, got {len(arrays)}")
        for (_, parameters), array in zip(layers, arrays, strict=True):
            parameters[name] = array
