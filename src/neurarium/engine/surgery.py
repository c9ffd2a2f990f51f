"""Networks made from a network: some units silenced, only its first layers, its scaling taken in.

To see what a unit is good for, remove it and see what changes (ablation).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import Activation, Linear
from neurarium.engine.errors import ParameterError
from neurarium.engine.layers import Dense, Layer, LayerGradient, LayerTrace, Mode
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True)
class Silence(Layer):
    """Returns its input, but 0 for the silenced units.

    Parameters
    ----------
    n_in
        Number of units.
    units
        Which of them are silenced, from 0.
    """

    kind: ClassVar[str] = "silence"

    n_in: int
    units: tuple[int, ...]
    n_out: int = field(init=False)
    activation: Activation = field(init=False, default=Linear())

    def __post_init__(self) -> None:
        if not all(0 <= unit < self.n_in for unit in self.units):
            raise ParameterError(f"expected units from 0 to {self.n_in - 1} to silence, got {self.units}")
        object.__setattr__(self, "n_out", self.n_in)

    def trace(self, n: int, dtype: np.dtype[np.floating]) -> LayerTrace:
        """Return buffers for the pass."""
        t = super().trace(n, dtype)
        t.z = t.a  # no activation between the two
        return t

    def forward(
        self, parameters: Parameters, statistics: Parameters, x: FloatArray, t: LayerTrace, mode: Mode
    ) -> FloatArray:
        """Compute ``a = x``, and 0 where a unit is silenced."""
        t.x = x
        t.a[...] = x
        t.a[:, self.units] = 0
        return t.a

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Compute ``dL/dx = delta``, and 0 where a unit is silenced: it has no influence on the loss."""
        if need_x:
            g.x[...] = g.delta
            g.x[:, self.units] = 0


def silenced(network: Network, units: Mapping[int, Collection[int]]) -> Network:
    """Return a copy of a network in which some units give 0, whatever their inputs.

    Parameters
    ----------
    network
        Not changed.
    units
        By the number of the layer whose outputs they are, from 0: which units.

    Raises
    ------
    ParameterError
        If there is no such layer or unit.

    Examples
    --------
    >>> from neurarium.engine import MLP
    >>> whole = MLP([2, 3, 1])
    >>> trace = silenced(whole, {0: [1]}).forward([[1.0, 1.0]])
    >>> float(trace.layers[1].a[0, 1])
    0.0
    """
    if unknown := sorted(set(units) - set(range(len(network.layers)))):
        raise ParameterError(f"expected layers from 0 to {len(network.layers) - 1}, got {unknown}")
    layers: list[Layer] = []
    for i, layer in enumerate(network.layers):
        layers.append(layer)
        if silent := tuple(sorted(units.get(i, ()))):
            layers.append(Silence(layer.n_out, silent))
    return _with_parameters_of(network, layers)


def first_layers(network: Network, n: int) -> Network:
    """Return a copy of a network's first `n` layers: its outputs are those of the n-th layer.

    Raises
    ------
    ParameterError
        If the network has fewer, or `n` is below 1.
    """
    if not 1 <= n <= len(network.layers):
        raise ParameterError(f"expected 1 to {len(network.layers)} layers, got {n}")
    return _with_parameters_of(network, network.layers[:n])


def with_scaling_inside(network: Network, scaling: Scaling) -> Network:
    """Return a network for raw values that computes what `network` does for scaled ones.

    ``(x - shift) scale W + b`` is ``x (scale W) + (b - shift scale W)``: the first layer takes the scaling
    in. Where it is not a dense one, a linear layer is put before it.
    """
    twin = network.copy() if isinstance(network.layers[0], Dense) else _with_linear_layer_before(network)
    first = twin.parameters[0]
    scale = np.broadcast_to(np.asarray(scaling.scale, np.float64), network.n_in)
    shift = np.broadcast_to(np.asarray(scaling.shift, np.float64), network.n_in)
    W = scale[:, None] * first["W"]  # (n_in, n_out), float64
    first["b"][...] = first["b"] - shift @ W
    first["W"][...] = W
    return twin


def _with_linear_layer_before(network: Network) -> Network:
    n = network.n_in
    twin = Network((Dense(n, n), *network.layers), dtype=network.dtype)
    twin.theta[...] = np.concatenate([np.eye(n).ravel(), np.zeros(n), network.theta])
    twin.statistics[...] = network.statistics
    return twin


def _with_parameters_of(network: Network, layers: Collection[Layer]) -> Network:
    """Return a network of `layers` with the first parameters of another, which are in the same order."""
    twin = Network(tuple(layers), dtype=network.dtype)
    twin.theta[...] = network.theta[: twin.theta.size]
    twin.statistics[...] = network.statistics[: twin.statistics.size]
    return twin


def merged(first: Parameters, second: Parameters) -> tuple[FloatArray, FloatArray]:
    """Return W and b of the one dense layer that does what two do with nothing in between.

    ``(x W1 + b1) W2 + b2 = x (W1 W2) + (b1 W2 + b2)``

    Parameters
    ----------
    first, second
        `W` ``(n_in, n)`` and `b` ``(n,)`` of the first, ``(n, n_out)`` and ``(n_out,)`` of the second.
    """
    W = first["W"] @ second["W"]  # (n_in, n) @ (n, n_out) -> (n_in, n_out)
    b = first["b"] @ second["W"] + second["b"]  # (n,) @ (n, n_out) -> (n_out,)
    return W, b
