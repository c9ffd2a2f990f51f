"""What is exported: a network, with or without its scaling, as layers with names and arrays."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from neurarium.engine.activations import ACTIVATIONS
from neurarium.engine.layers import LAYERS, Dense, Layer, Residual
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.surgery import with_scaling_inside
from neurarium.engine.types import FloatArray
from neurarium.interop.errors import InteropError
from neurarium.persist import Model, ModelError, as_model

Exportable = Any
"""A network, which takes its inputs as they are; a model, a fitted estimator or a pipeline, whose scaling is
exported with it: see `neurarium.persist.as_model`."""


@dataclass(frozen=True, eq=False)
class ExportedLayer:
    """One layer of the network, as an export needs it.

    Attributes
    ----------
    name
        ``"dense_1"``, ``"dense_2"``, …: unique in the network.
    layer
        Its description: kind, sizes and settings.
    arrays
        Its parameters and statistics by name (W, b; gamma, beta, mean, variance).
    inner
        The layers inside (residual block only).
    """

    name: str
    layer: Layer
    arrays: Mapping[str, FloatArray]
    inner: tuple["ExportedLayer", ...] = ()

    @property
    def title(self) -> str:
        """What it is in a few words: ``"dense_1: 784 -> 128"``."""
        layer = self.layer
        sizes = f"{layer.n_in} -> {layer.n_out}" if isinstance(layer, Dense) else f"{layer.n_out} units"
        return f"{self.name}: {sizes}"


def model_of(source: Exportable) -> Model:
    """Return what is exported as a model.

    Raises
    ------
    InteropError
        If it is nothing that can be exported.
    """
    try:
        return as_model(source)
    except ModelError as error:
        raise InteropError(f"cannot export this: {error}") from error


def unpack(source: Exportable) -> tuple[Network, Scaling | None]:
    """Return the network and the scaling, if any; one for each column is taken into the first layer."""
    model = model_of(source)
    if model.scaling is None or model.scaling.columns is None:
        return model.network, model.scaling
    return with_scaling_inside(model.network, model.scaling), None


def exported_layers(network: Network) -> tuple[ExportedLayer, ...]:
    """Return the layers of a network, with names and arrays.

    Raises
    ------
    InteropError
        If a layer or an activation is not one of the engine's own.
    """
    arrays = [
        {**parameters, **statistics}
        for parameters, statistics in zip(network.parameters, network.layer_statistics, strict=True)
    ]
    return _named(network.layers, arrays, Counter())


def every_layer(parts: Sequence[ExportedLayer]) -> Iterator[ExportedLayer]:
    """Yield all layers, those inside residual blocks too."""
    for part in parts:
        yield part
        yield from every_layer(part.inner)


def named_arrays(parts: Sequence[ExportedLayer]) -> dict[str, FloatArray]:
    """Return all arrays of the layers: ``"dense_1.W"``, ``"dense_1.b"``, …."""
    return {
        f"{part.name}.{name}": array for part in every_layer(parts) for name, array in part.arrays.items()
    }


def example(model: Exportable) -> tuple[FloatArray, FloatArray]:
    """Return a few raw rows ``(4, n_in)`` and what the network makes of them ``(4, n_out)``.

    They travel with an export, so that it can be compared with the original wherever it arrives.
    """
    model = model_of(model)
    network, scaling = model.network, model.scaling
    inputs = np.random.default_rng(0).random((4, network.n_in))
    if scaling is None:
        return inputs, network.predict(inputs)
    raw = scaling.undo(inputs).astype(np.float32)
    return raw, network.predict(scaling.apply(raw))


def _named(
    layers: Sequence[Layer], arrays: Sequence[Mapping[str, FloatArray]], counter: Counter[str]
) -> tuple[ExportedLayer, ...]:
    return tuple(_name(layer, own, counter) for layer, own in zip(layers, arrays, strict=True))


def _name(layer: Layer, arrays: Mapping[str, FloatArray], counter: Counter[str]) -> ExportedLayer:
    activation = layer.activation
    if LAYERS.get(layer.kind) is not type(layer):
        raise InteropError(
            f"cannot export a layer of type {type(layer).__name__}: expected {', '.join(LAYERS)}"
        )
    known = ACTIVATIONS.names
    if ACTIVATIONS.members.get(activation.name) is not type(activation):
        raise InteropError(
            f"cannot export the activation {type(activation).__name__}: expected {', '.join(known)}"
        )
    counter[layer.kind] += 1
    name = f"{layer.kind}_{counter[layer.kind]}"
    if not isinstance(layer, Residual):
        return ExportedLayer(name, layer, arrays)
    inside = [
        {key.removeprefix(f"{i}."): array for key, array in arrays.items() if key.startswith(f"{i}.")}
        for i in range(len(layer.layers))
    ]
    return ExportedLayer(name, layer, {}, _named(layer.layers, inside, counter))
