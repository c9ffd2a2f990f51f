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
    """One neuron a layer, each with a weight of 1 and no bias; z goes into the first.

    Attributes
    ----------
    slopes
        f'(z) of each layer, the first layer's first.
    products
        What is left at z of a gradient of 1 that comes back through a chain of 1, 2, … layers.
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
    """Send `z` through the chain, and a gradient of 1 back through its first 1, 2, … layers.

    All these chains begin alike, so one forward pass does for all. Row n - 1 is the chain of n layers: its
    gradient joins at layer n, and they go back together.
    """
    network = _network(name)
    trace = network.forward(np.full((DEEPEST, 1), z))
    gradients = network.gradients(DEEPEST)
    slopes = np.empty(DEEPEST)
    back: FloatArray = np.zeros((DEEPEST, 1))  # dL/da of the layer at hand, of each chain
    for i in range(DEEPEST - 1, -1, -1):
        layer, t, g = network.layers[i], trace.layers[i], gradients.layers[i]
        back[i] = 1  # here the chain of i + 1 layers ends
        layer.through_activation(t, back, g)
        layer.backward(network.parameters[i], t, g, need_x=True)
        slopes[i] = layer.activation.derivative(t.z, t.a)[0, 0]
        back = g.x
    return Chain(name, slopes, back[:, 0].copy())


@cache
def _network(name: str) -> MLP:
    network = MLP([1] * (DEEPEST + 2), activation=name, output="linear", dtype=np.float64)
    for parameters in network.parameters:
        parameters["W"][...] = 1
    return network
