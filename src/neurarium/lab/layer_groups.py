"""A network as a learner counts it: hidden layers, each a dense layer with whatever belongs to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from neurarium.engine.layers import Dense, Residual
from neurarium.engine.network import Network
from neurarium.engine.surgery import silenced


@dataclass(frozen=True)
class LayerGroup:
    """A dense layer (or residual block) and the normalization, dropout or silence that follow it.

    Attributes
    ----------
    first, last
        The engine's layers from this to that one.
    activation_layer
        The layer whose activation makes the units' outputs.
    size
        Number of units.
    """

    first: int
    last: int
    activation_layer: int
    size: int


def layer_groups(network: Network) -> tuple[LayerGroup, ...]:
    """Return all layers as a learner counts them; the last one is the output."""
    starts = [i for i, layer in enumerate(network.layers) if i == 0 or isinstance(layer, Dense | Residual)]
    found = []
    for first, after in zip(starts, [*starts[1:], len(network.layers)], strict=True):
        inside = range(first, after)
        activation_layer = max(
            (i for i in inside if network.layers[i].kind not in _HANDING_ON), default=first
        )
        found.append(LayerGroup(first, after - 1, activation_layer, network.layers[first].n_out))
    return tuple(found)


_HANDING_ON = {"dropout", "silence"}


def hidden_groups(network: Network) -> tuple[LayerGroup, ...]:
    """Return the hidden layers, from the input on."""
    return layer_groups(network)[:-1]


def existing(network: Network, units: Collection[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return those of the units (hidden layer, unit) that the network has, in order, each once."""
    sizes = [group.size for group in hidden_groups(network)]
    return tuple(
        sorted({(layer, unit) for layer, unit in units if layer < len(sizes) and unit < sizes[layer]})
    )


def without_units(network: Network, units: Collection[tuple[int, int]]) -> Network:
    """Return the network with hidden units silenced; itself if there are none."""
    if not units:
        return network
    hidden = hidden_groups(network)
    by_layer: Mapping[int, list[int]] = {
        group.last: [unit for layer, unit in units if layer == i] for i, group in enumerate(hidden)
    }
    return silenced(network, by_layer)
