"""All that the front end draws of the small network: every number of the pass, and what it cost."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.layers import Dense, LayerTrace
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase, activation_function
from neurarium.lab.computed import Computed, computed, symbol_of
from neurarium.lab.engine_program import matrices_of, named_numbers
from neurarium.lab.exhibits.forward.programs import loops_program, program
from neurarium.lab.exhibits.forward.settings import ForwardSettings
from neurarium.lab.source import read_source
from neurarium.lab.values import Axes

RowUnit = Annotated[FloatArray, Axes("row", "unit")]


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer: what came in, what it did with it, what went out.

    Attributes
    ----------
    x, z, a
        Of each row: the inputs, the sums, the outputs.
    W, b
        The weights and the biases.
    terms
        ``x[row, input] * W[input, unit]``.
    totals
        The sum as it grows: after each term, and at last with the bias, which is z.
    computed
        What computes each kind of number.
    """

    x: Annotated[FloatArray, Axes("row", "input")]
    W: Annotated[FloatArray, Axes("input", "unit")]
    b: Annotated[FloatArray, Axes("unit")]
    terms: Annotated[FloatArray, Axes("row", "input", "unit")]
    totals: Annotated[FloatArray, Axes("row", "step", "unit")]
    z: RowUnit
    a: RowUnit
    computed: dict[str, Computed]


@dataclass(frozen=True)
class Cost:
    """What the pass took, counted from the arrays that took part in it.

    Attributes
    ----------
    multiplications, additions, sigmoids
        Of all rows together; an addition for each term but the first of a sum, and one for the bias.
    parameter_bytes
        Weights and biases: the same for any number of rows.
    value_bytes
        Inputs, sums and outputs of all rows.
    """

    rows: int
    multiplications: int
    additions: int
    sigmoids: int
    parameters: int
    parameter_bytes: int
    value_bytes: int


@dataclass(frozen=True, eq=False)
class ForwardView:
    """All that the front end draws.

    Attributes
    ----------
    parameters
        All weights and biases, as the setting of this name holds them.
    lines
        The engine's lines that computed each layer, read from its source: x W, + b, f(z).
    text
        The network as a text that `read` reads.
    program, loops
        The pass as a program: with Keras, with PyTorch, and with nothing but loops.
    """

    settings: ForwardSettings
    parameters: tuple[float, ...]
    layers: tuple[LayerView, ...]
    cost: Cost
    lines: tuple[str, ...]
    text: str
    program: Phrase
    loops: str


def look_at(settings: ForwardSettings, network: Network, x: FloatArray) -> ForwardView:
    """Let the rows ``(rows, 2)`` through the network and return every number of the pass."""
    trace = network.forward(x)
    layers = tuple(
        _layer(k, layer, parameters["W"], parameters["b"], t)
        for k, (layer, parameters, t) in enumerate(
            zip(network.dense_layers, network.parameters, trace.layers, strict=True), start=1
        )
    )
    matrices = matrices_of(network)
    products = sum(layer.terms.size for layer in layers)
    return ForwardView(
        settings=settings,
        parameters=tuple(network.theta.tolist()),
        layers=layers,
        cost=Cost(
            rows=len(x),
            multiplications=products,
            additions=products,
            sigmoids=sum(layer.z.size for layer in layers),
            parameters=network.theta.size,
            parameter_bytes=network.theta.nbytes,
            value_bytes=x.nbytes + sum(layer.z.nbytes + layer.a.nbytes for layer in layers),
        ),
        lines=tuple(line.strip() for line in read_source(symbol_of(Dense.forward)).code.splitlines()[-3:]),
        text=named_numbers(x.tolist(), matrices) + "\n",
        program=program(x.tolist(), matrices),
        loops=loops_program(x.tolist(), matrices),
    )


def _layer(k: int, layer: Dense, W: FloatArray, b: FloatArray, t: LayerTrace) -> LayerView:
    terms = t.x[:, :, None] * W  # (row, input, unit)
    biases = np.broadcast_to(b, (len(t.x), 1, len(b)))  # (row, 1, unit)
    fed = "x" if k == 1 else f"a{k - 1}"
    one, kernel = f"{fed}[{{row}}, {{i}}]", f"layer{k}.kernel[{{i}}, {{j}}]"
    weight, bias = f"layer{k}.weight[{{j}}, {{i}}]", f"layer{k}.bias[{{j}}]"
    z = f"z{k} = layer{k}({fed})\nz = z{k}[{{row}}, {{j}}]"
    f = activation_function(layer.activation)
    return LayerView(
        x=t.x,
        W=W,
        b=b,
        terms=terms,
        totals=np.concatenate([terms, biases], axis=1).cumsum(axis=1),
        z=t.z,
        a=t.a,
        computed={
            "input": computed(Dense.forward, Phrase(one, one)),
            "weight": computed(Dense.forward, Phrase(kernel, weight)),
            "bias": computed(Dense.forward, Phrase(bias, bias)),
            "term": computed(Dense.forward, Phrase(f"{one} * {kernel}", f"{one} * {weight}")),
            "z": computed(Dense.forward, Phrase(z, z)),
            "a": computed(
                layer.activation.forward,
                Phrase(f"{z}\na = {f.keras}", f"{z}\na = {f.torch}"),
                layer.activation.formula,
            ),
        },
    )
