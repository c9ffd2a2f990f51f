"""The plan of a network: what the kernels need to know of it, as arrays that compiled code can read.

Sizes, settings and places in memory are run-time values, so that one compiled program serves all networks.
Matrices of the kernels' own (activations, deltas, packed weights) lie one after another in one flat array,
`scratch`; every row of theirs begins at a cache line. Parameters stay where the engine keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import from_dtype

from neurarium.engine import (
    GELU,
    Activation,
    Dense,
    Dropout,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from neurarium.kernels.compiling import TYPES
from neurarium.kernels.memory import padded

if TYPE_CHECKING:
    from neurarium.engine import Network

LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX, GELU_TANH = range(7)
ACTIVATION_CODES: dict[type[Activation], int] = {
    Linear: LINEAR,
    Sigmoid: SIGMOID,
    Tanh: TANH,
    ReLU: RELU,
    LeakyReLU: LEAKY_RELU,
    Softmax: SOFTMAX,
    GELU: GELU_TANH,
}

NOWHERE = -1  # a place in memory that this layer has no use for

LAYER = np.dtype(
    [
        ("n_in", np.int64),
        ("n_out", np.int64),
        (
            "width",
            np.int64,
        ),  # n_out rounded up to whole registers: row stride of `a`, `delta`, `W_padded`
        ("activation", np.int64),
        ("alpha", np.float32),  # slope of leaky ReLU
        # Places in theta.
        ("W", np.int64),
        ("b", np.int64),
        # Places in scratch.
        ("x", np.int64),  # inputs, (batch, n_in): the outputs of the layer below
        ("x_row", np.int64),  # their row stride
        ("a", np.int64),  # outputs, (batch, n_out); before the activation it holds z
        ("z", np.int64),  # sums of a GELU, whose slope is no function of `a`, (batch, n_out), or NOWHERE
        ("delta", np.int64),  # dL/dz, (batch, n_out)
        ("half", np.int64),  # in a split first layer, the second half of the sums, or NOWHERE
        ("W_padded", np.int64),  # W with padded rows, (n_in, width), or NOWHERE: W itself will do
        ("W_transposed", np.int64),  # W.T, (n_out, padded n_in), or NOWHERE in the first layer
        # Dropout behind the activation.
        ("rate", np.float32),  # 0 without dropout
        ("uniforms", np.int64),  # random numbers that dropout layers before this one use, for each row
    ],
    align=True,
)

JOB = np.dtype(
    [
        ("loss", np.int64),
        ("batch_size", np.int64),
        ("inputs", np.int64),  # place in scratch of the gathered batch, or NOWHERE: rows are sparse
        ("transposes", np.int64),  # 1 if sparse rows are transposed for the gradient
        ("split", np.int64),  # the input at which the first layer is split, or NOWHERE: its units are shared
        ("shift", np.float32),
        ("scale", np.float32),
        ("uniforms", np.int64),  # random numbers for dropout, for each row
        ("gradient_size", np.int64),  # floats of one thread's block of the gradient
        ("transposed_stride", np.int64),  # `small` only: row stride of the transposed matrices
        ("targets", np.int64),  # `small` only: place in scratch of the transposed targets
    ],
    align=True,
)
"""What stays the same for a whole run."""

Layer = Any
Layers = Any
Job = Any
TYPES["Layer"], TYPES["Job"] = from_dtype(LAYER), from_dtype(JOB)
TYPES["Layers"] = TYPES["Layer"][::1]


@dataclass(frozen=True)
class Plan:
    """The layers, and the memory they need.

    Attributes
    ----------
    layers
        One record of type `LAYER` for each dense layer, in order.
    inputs
        Place in scratch of the gathered batch, ``(batch, n_in)``; NOWHERE if rows are read as they are
        stored.
    targets
        Place in scratch of the batch's targets; NOWHERE if they are read as they are stored.
    scratch_size
        Number of floats that all matrices together take.
    uniforms
        Random numbers that dropout needs for each row of a batch.
    """

    layers: np.ndarray[Any, np.dtype[np.void]]
    inputs: int
    targets: int
    scratch_size: int
    uniforms: int


def make_plan(
    network: Network, batch: int, *, training: bool = True, gather: bool = True, transposed: bool = False,
    split: bool = False,
) -> Plan:  # fmt: skip
    """Lay out the memory for batches of up to `batch` rows.

    Parameters
    ----------
    network
        One that `neurarium.kernels.why_not` has nothing against.
    batch
        The most rows that will be computed at a time.
    training
        Whether deltas and transposed weights are needed too.
    gather
        Whether the batch is gathered into scratch first.
    transposed
        Whether batches lie in the lanes (see `small`): x, a and delta are (units, padded batch), W is not
        laid out a second time.
    split
        Whether the first layer's sums are made in two halves (see `steps`).
    """
    dense = [layer for layer in network.layers if isinstance(layer, Dense)]
    records = np.zeros(len(dense), LAYER)
    used = 0

    def room(size: int) -> int:
        nonlocal used
        place, used = used, used + padded(size)
        return place

    def matrix(units: int) -> int:
        return room(units * padded(batch) if transposed else batch * padded(units))

    inputs = matrix(network.n_in) if gather else NOWHERE
    x, x_row = inputs, padded(network.n_in)
    theta_used = uniforms = 0
    for i, (record, layer) in enumerate(zip(records, dense, strict=True)):
        n_in, n_out, width = layer.n_in, layer.n_out, padded(layer.n_out)
        record["n_in"], record["n_out"], record["width"] = n_in, n_out, width
        record["activation"] = ACTIVATION_CODES[type(layer.activation)]
        record["alpha"] = layer.activation.alpha if isinstance(layer.activation, LeakyReLU) else 0
        record["W"], record["b"] = theta_used, theta_used + n_in * n_out
        theta_used += n_in * n_out + n_out
        record["x"], record["x_row"] = x, x_row
        record["a"] = matrix(n_out)
        x, x_row = record["a"], width
        keeps_z = training and isinstance(layer.activation, GELU)
        record["z"] = matrix(n_out) if keeps_z else NOWHERE
        record["delta"] = matrix(n_out) if training else NOWHERE
        record["half"] = matrix(n_out) if split and i == 0 else NOWHERE
        record["W_padded"] = NOWHERE if n_out == width or transposed or i == 0 else room(n_in * width)
        record["W_transposed"] = (
            room(n_out * padded(n_in)) if training and i > 0 and not transposed else NOWHERE
        )
        record["uniforms"] = uniforms
        rate = _dropout_behind(network, layer) if training else 0.0
        record["rate"] = rate
        uniforms += n_out if rate else 0
    targets = matrix(network.n_out) if transposed else NOWHERE
    return Plan(records, inputs, targets, used, uniforms)


def _dropout_behind(network: Network, dense: Dense) -> float:
    place = next(i for i, layer in enumerate(network.layers) if layer is dense)
    behind = network.layers[place + 1 : place + 2]
    return behind[0].rate if behind and isinstance(behind[0], Dropout) else 0.0
