"""The product of slopes through many layers, by the engine's own backward pass."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.activations.settings import DEEPEST, TRAINABLE
from neurarium.lab.values import Axes

STEEPEST_SIGMOID = 0.25

LayerArray = Annotated[FloatArray, Axes("layer")]


@dataclass(frozen=True, eq=False)
class Chain:
    """One neuron a layer, each with a weight of 1 and no bias, `DEEPEST` layers.

    Attributes
    ----------
    slopes
        f'(z) of each layer, the last layer's first: the way that the gradient goes.
    products
        What is left of a gradient of 1 after 1, 2, … layers.
    """

    name: str
    slopes: LayerArray
    products: LayerArray


@dataclass(frozen=True, eq=False)
class Depth:
    """The chains of all functions that have a slope, and 0.25 to the power of the number of layers."""

    layers: LayerArray
    chains: tuple[Chain, ...]
    sigmoid_bound: LayerArray


def draw_depth(names: tuple[str, ...], z: float) -> Depth:
    """Return the chains of those of the functions that can be trained; `z` goes into the first layer."""
    layers = np.arange(1.0, DEEPEST + 1)
    chains = tuple(chain(name, z) for name in names if name in TRAINABLE)
    return Depth(layers, chains, STEEPEST_SIGMOID**layers)


@lru_cache(maxsize=64)
def chain(name: str, z: float) -> Chain:
    """Send `z` through the chain, and a gradient of 1 back."""
    network = _network(name)
    trace = network.forward(np.array([[z]]))
    deltas = network.backward(trace, np.ones((1, 1))).deltas  # the output layer, which is linear, adds a 1
    hidden = list(zip(network.layers, trace.layers, strict=True))[:-1]
    slopes = [layer.activation.derivative(t.z, t.a).item() for layer, t in reversed(hidden)]
    products = [delta.item() for delta in reversed(deltas[:-1])]
    return Chain(name, np.array(slopes), np.array(products))


@cache
def _network(name: str) -> MLP:
    network = MLP([1] * (DEEPEST + 2), activation=name, output="linear", dtype=np.float64)
    for parameters in network.parameters:
        parameters["W"][...] = 1
    return network
