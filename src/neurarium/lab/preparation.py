"""Handwriting on its way to 28x28, step by step: as exhibits show it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import (
    STEPS,
    Drawing,
    HandwritingError,
    Picture,
    Prepared,
    Step,
    prepare,
)
from neurarium.data.handwriting.steps import to_uint8
from neurarium.data.handwriting.tools.resample import shrink
from neurarium.lab.image_errors import image_error
from neurarium.lab.rules import Choice
from neurarium.lab.values import Axes

THUMBNAIL = 160  # pixels on the longer side: as large as a step is shown

StepName = Annotated[str, Choice(*STEPS)]

Source = Picture | Drawing


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


def prepared(source: Source, off: Collection[str], *, steps: bool = False) -> Prepared:
    """Find the digits.

    Raises
    ------
    LabError
        If it cannot be read; by code.
    """
    try:
        return prepare(source, off=off, steps=steps)
    except HandwritingError as error:
        raise image_error(error) from error


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
