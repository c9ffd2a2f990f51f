"""One hidden unit: its weights, its weighted sum, and its outgoing weights."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.attribution import attribute, first_curved
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.surgery import first_layers
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.computed import Computed, activated
from neurarium.lab.exhibits.recognise.lines import INPUT
from neurarium.lab.exhibits.recognise.reader import Reader
from neurarium.lab.layer_groups import LayerGroup, layer_groups
from neurarium.lab.protocol import LabError
from neurarium.lab.values import Axes

TOP_TERMS = 8


@dataclass(frozen=True, eq=False)
class Terms:
    """A weighted sum, its largest terms first.

    Attributes
    ----------
    weights, shares
        Of all inputs: the weights, and weight times input.
    top
        Which inputs have the largest shares.
    inputs
        The values of those.
    rest
        The sum of all other shares.
    bias, total
        ``total = sum(shares) + bias``.
    """

    weights: Annotated[FloatArray, Axes("input")]
    shares: Annotated[FloatArray, Axes("input")]
    top: Annotated[IntArray, Axes("top")]
    inputs: Annotated[FloatArray, Axes("top")]
    rest: float
    bias: float
    total: float


@dataclass(frozen=True, eq=False)
class UnitView:
    """What `unit` answers.

    Attributes
    ----------
    terms
        The weighted sum; None in a residual block, where several layers work.
    normalised
        Whether batch normalization comes between the sum and the activation.
    activation
        Its name.
    computed
        How its inputs (``input``) and its activation (``a``) come about.
    z, a
        Input and output of the activation; of a silenced unit, as if it were not silenced.
    slopes
        dz/dx for each pixel; None if the layers below are not piecewise linear.
    outgoing
        Its weights to the next layer; None into a residual block.
    """

    layer: int
    unit: int
    silenced: bool
    terms: Terms | None
    normalised: bool
    activation: str
    computed: dict[str, Computed]
    z: float
    a: float
    slopes: Annotated[FloatArray, Axes(28, 28)] | None
    outgoing: Annotated[FloatArray, Axes("unit")] | None
    to_output: bool


def look_at(reader: Reader, image: NDArray[np.uint8], layer: int, unit: int) -> UnitView:
    """Return all about one hidden unit, for one image ``(28, 28)``.

    Raises
    ------
    LabError
        If there is no such unit.
    """
    if layer >= len(reader.hidden) or unit >= reader.hidden[layer].size:
        raise LabError(
            "not_found",
            f"The model has no unit {unit + 1} in hidden layer {layer + 1}.",
            "Choose one that the diagram shows.",
            {"what": "unit", "name": f"{layer + 1}.{unit + 1}"},
        )
    group, after = layer_groups(reader.network)[layer : layer + 2]
    network = reader.network
    trace = network.forward(reader.inputs(image[None]))
    activation_layer = trace.layers[group.activation_layer]
    onward = network.layers[after.first]
    return UnitView(
        layer=layer,
        unit=unit,
        silenced=(layer, unit) in reader.silenced,
        terms=_terms(reader, trace.layers[group.first].x[0], group, unit),
        normalised=network.layers[group.activation_layer].kind == "batch_norm",
        activation=network.layers[group.activation_layer].activation.name,
        computed={
            "input": _activated(network, layer_groups(network)[layer - 1]) if layer else INPUT,
            "a": _activated(network, group),
        },
        z=float(activation_layer.z[0, unit]),
        a=float(activation_layer.a[0, unit]),
        slopes=_slopes(reader, image, group, unit),
        outgoing=network.parameters[after.first]["W"][unit] if isinstance(onward, Dense) else None,
        to_output=layer == len(reader.hidden) - 1,
    )


def _activated(network: Network, group: LayerGroup) -> Computed:
    return activated(network.layers[group.activation_layer].activation)


def _terms(reader: Reader, x: FloatArray, group: LayerGroup, unit: int) -> Terms | None:
    if not isinstance(reader.network.layers[group.first], Dense):
        return None
    weights = reader.network.parameters[group.first]["W"][:, unit]  # (n_in,)
    bias = float(reader.network.parameters[group.first]["b"][unit])
    shares = x * weights
    top = np.argsort(-np.abs(shares), kind="stable")[:TOP_TERMS]
    total = float(shares.astype(np.float64).sum())
    return Terms(
        weights=np.ascontiguousarray(weights),
        shares=shares,
        top=top.astype(np.int32),
        inputs=x[top],
        rest=total - float(shares[top].astype(np.float64).sum()),
        bias=bias,
        total=total + bias,
    )


def _slopes(reader: Reader, image: NDArray[np.uint8], group: LayerGroup, unit: int) -> FloatArray | None:
    """Return dz/dx: in the first layer those are the weights themselves, deeper what comes through."""
    part = first_layers(reader.network, group.activation_layer + 1)
    if first_curved(part) is not None:
        return None
    row = reader.inputs(image[None])[0]
    slopes: FloatArray = attribute(part, row, unit).slopes
    return slopes.astype(np.float32).reshape(image.shape)
