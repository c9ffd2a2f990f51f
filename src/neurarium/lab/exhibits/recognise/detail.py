"""One digit in detail: every step of its preparation, and its way through the network."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.layers import Dense
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.recognise.reader import Guess, Reader
from neurarium.lab.layer_groups import layer_groups
from neurarium.lab.preparation import StepName, StepView
from neurarium.lab.problem import Problem
from neurarium.lab.values import Axes

STRONGEST = 60  # connections that are drawn between two layers


@dataclass(frozen=True, eq=False)
class Flow:
    """The strongest connections between two layers: what each carries is activation times weight.

    Attributes
    ----------
    start, end
        Units, strongest connection first.
    value
        ``a_i W_ij``.
    """

    start: Annotated[IntArray, Axes("connection")]
    end: Annotated[IntArray, Axes("connection")]
    value: Annotated[FloatArray, Axes("connection")]


@dataclass(frozen=True, eq=False)
class Detail:
    """What `detail` answers."""

    focus: int
    steps: tuple[StepView, ...]
    flows: tuple[Flow, ...]
    problem: Problem | None = None


@dataclass(frozen=True, eq=False)
class Flipped:
    """What `flip` answers: the reading with one step switched."""

    step: StepName
    off: bool
    digits: tuple[Guess, ...]
    here: int | None
    problem: Problem | None = None


def flows(reader: Reader, image: NDArray[np.uint8]) -> tuple[Flow, ...]:
    """Return the strongest connections into each layer; none into a residual block."""
    trace = reader.forward(image[None])
    found = []
    for group in layer_groups(reader.network):
        if isinstance(reader.network.layers[group.first], Dense):
            x = trace.layers[group.first].x[0]
            carried = x[:, None] * reader.network.parameters[group.first]["W"]  # (n_in, n_out)
            found.append(_strongest(carried))
        else:
            none = np.empty(0, np.int32)
            found.append(Flow(none, none, np.empty(0, np.float32)))
    return tuple(found)


def _strongest(carried: FloatArray) -> Flow:
    size = np.abs(carried).ravel()
    count = min(STRONGEST, size.size)
    chosen = np.argpartition(-size, count - 1)[:count]
    chosen = chosen[np.argsort(-size[chosen], kind="stable")]
    start, end = np.unravel_index(chosen, carried.shape)
    value = carried[start, end].astype(np.float32)
    return Flow(start.astype(np.int32), end.astype(np.int32), value)
