"""One digit in detail: every step of its preparation, and its way through the network."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import STEPS, Step
from neurarium.data.handwriting.steps import to_uint8
from neurarium.data.handwriting.tools.resample import shrink
from neurarium.engine.layers import Dense
from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.exhibits.recognise.reader import Guess, Reader
from neurarium.lab.exhibits.recognise.settings import StepName
from neurarium.lab.layer_groups import layer_groups
from neurarium.lab.problem import Problem
from neurarium.lab.values import Axes

THUMBNAIL = 160  # pixels on the longer side: as large as a step is shown
STRONGEST = 60  # connections that are drawn between two layers


@dataclass(frozen=True, eq=False)
class StepView:
    """One step of the preparation.

    Attributes
    ----------
    name
        Of the step.
    image
        The picture after it, scaled down.
    size
        Width and height that the picture really has.
    on
        Whether the step did anything.
    off
        Whether the learner switched it off.
    values
        What was found or done, in numbers.
    """

    name: StepName
    image: Annotated[NDArray[np.uint8], Axes("row", "column")]
    size: tuple[int, int]
    on: bool
    off: bool
    values: Mapping[str, float]


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


def step_views(steps: tuple[Step, ...], off: tuple[str, ...]) -> tuple[StepView, ...]:
    """Return the steps as they are shown."""
    return tuple(
        StepView(
            name=step.name,
            image=_small(step.image),
            size=(step.image.shape[1], step.image.shape[0]),
            on=step.on,
            off=step.name in off,
            values={name: float(value) for name, value in step.values.items()},
        )
        for step in steps
        if step.name in STEPS
    )


def _small(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if max(image.shape) <= THUMBNAIL:
        return image
    return to_uint8(shrink(image.astype(np.float32) / np.float32(255), THUMBNAIL))


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
