"""A model of the shelf, walked through with a test image: what its layers answer, and any unit's sum."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.layers import Dense
from neurarium.engine.passes import Trace
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.computed import Computed, activated, computed
from neurarium.lab.digits import digits
from neurarium.lab.layer_groups import LayerGroup, layer_groups
from neurarium.lab.model_cache import ModelCache
from neurarium.lab.protocol import LabError
from neurarium.lab.values import Axes
from neurarium.persist import Model

SHOWN = 16
"""Units of a layer that are drawn: those that answer loudest."""

TOP_TERMS = 8


@dataclass(frozen=True, eq=False)
class WalkLayer:
    """One layer for one image.

    Attributes
    ----------
    size
        Number of units.
    activation
        The name of its activation.
    shown
        The units that are drawn, of largest activation, in order.
    values
        The activations of those.
    weights
        Into those, from the drawn units of the layer before; None into the first, and into a residual block.
    """

    size: int
    activation: str
    shown: Annotated[IntArray, Axes("unit")]
    values: Annotated[FloatArray, Axes("unit")]
    weights: Annotated[FloatArray, Axes("before", "unit")] | None


@dataclass(frozen=True, eq=False)
class WalkView:
    """A model and an image on the way through it.

    Attributes
    ----------
    image
        Pixels of the test image, 255 is ink.
    answer
        The digit of the largest output.
    multiplications
        Of the dense layers, for this one image.
    """

    name: str
    image: Annotated[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], Axes(28, 28)]
    label: int
    answer: int
    layers: tuple[WalkLayer, ...]
    multiplications: int


@dataclass(frozen=True, eq=False)
class UnitSum:
    """The weighted sum of one unit: its largest terms first, the others together, the bias.

    Attributes
    ----------
    inputs
        Which inputs have the largest terms.
    x, weights, terms
        Of those: value, weight, and their product.
    totals
        The sum as it grows: after each of these terms, after the others, and at last with the bias.
    others
        How many terms there are beside the largest.
    rest
        The sum of those.
    z, a
        Input and output of the activation; z is the last of `totals` unless `normalised`.
    normalised
        Whether batch normalization comes between the sum and the activation.
    """

    layer: int
    unit: int
    inputs: Annotated[IntArray, Axes("term")]
    x: Annotated[FloatArray, Axes("term")]
    weights: Annotated[FloatArray, Axes("term")]
    terms: Annotated[FloatArray, Axes("term")]
    totals: Annotated[FloatArray, Axes("step")]
    others: int
    rest: float
    bias: float
    normalised: bool
    activation: str
    z: float
    a: float
    computed: dict[str, Computed]


def walk_through(models: ModelCache, name: str, image: int) -> WalkView:
    """Return what every layer of a model answers to a test image.

    Raises
    ------
    LabError
        `not_found` or `bad_model`, if there is no such model or it cannot be used.
    """
    model = models.reader(name).model
    groups = layer_groups(model.network)
    trace = _trace(model, image)
    layers: list[WalkLayer] = []
    for group in groups:
        a = trace.layers[group.activation_layer].a[0]  # (units,)
        loudest = np.argsort(-np.abs(a), kind="stable")[:SHOWN]
        shown = np.sort(loudest).astype(np.int32)
        dense = isinstance(model.network.layers[group.first], Dense)
        weights = None
        if layers and dense:
            W = model.network.parameters[group.first]["W"]  # (n_in, n_out)
            weights = W[np.ix_(layers[-1].shown, shown)]
        activation = model.network.layers[group.activation_layer].activation.name
        layers.append(WalkLayer(group.size, activation, shown, a[shown], weights))
    return WalkView(
        name=name,
        image=digits().x_test[image].reshape(28, 28),
        label=int(digits().y_test[image]),
        answer=int(trace.output[0].argmax()),
        layers=tuple(layers),
        multiplications=sum(layer.n_in * layer.n_out for layer in model.network.dense_layers),
    )


def sum_of(models: ModelCache, name: str, image: int, layer: int, unit: int) -> UnitSum:
    """Return the weighted sum of one unit.

    Raises
    ------
    LabError
        As `walk_through`; `not_found` also if there is no such unit, or no single sum makes it.
    """
    model = models.reader(name).model
    groups = layer_groups(model.network)
    if layer >= len(groups) or unit >= groups[layer].size or not _has_sum(model, groups[layer]):
        raise LabError(
            "not_found",
            f"The model has no sum for unit {unit + 1} of layer {layer + 1}.",
            "Choose a unit that the diagram shows.",
            {"what": "unit", "name": f"{layer + 1}.{unit + 1}"},
        )
    group = groups[layer]
    trace = _trace(model, image)
    x = trace.layers[group.first].x[0].astype(np.float64)  # (n_in,)
    W, b = (model.network.parameters[group.first][part] for part in ("W", "b"))
    weights, bias = W[:, unit].astype(np.float64), float(b[unit])
    terms = x * weights  # (n_in,)
    top = np.argsort(-np.abs(terms), kind="stable")[:TOP_TERMS]
    rest = float(terms.sum() - terms[top].sum())
    t = trace.layers[group.activation_layer]
    activation = model.network.layers[group.activation_layer].activation
    return UnitSum(
        layer=layer,
        unit=unit,
        inputs=top.astype(np.int32),
        x=x[top],
        weights=weights[top],
        terms=terms[top],
        totals=np.array([*terms[top], rest, bias]).cumsum(),
        others=len(terms) - len(top),
        rest=rest,
        bias=bias,
        normalised=model.network.layers[group.activation_layer].kind == "batch_norm",
        activation=activation.name,
        z=float(t.z[0, unit]),
        a=float(t.a[0, unit]),
        computed={
            "z": computed(Dense.forward, "dense.z"),
            "a": activated(activation),
        },
    )


def _has_sum(model: Model, group: LayerGroup) -> bool:
    return isinstance(model.network.layers[group.first], Dense)


def _trace(model: Model, image: int) -> Trace:
    pixels = digits().x_test[image].reshape(1, -1)
    scaled = pixels if model.scaling is None else model.scaling.apply(pixels)
    return model.network.forward(scaled)
