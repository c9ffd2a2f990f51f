"""What the exhibit draws."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import Phrase
from neurarium.lab.computed import Computed
from neurarium.lab.exhibits.data.settings import DataSettings
from neurarium.lab.problem import Problem
from neurarium.lab.values import Axes


@dataclass(frozen=True, eq=False)
class ShownImage:
    """The image that is looked at.

    Attributes
    ----------
    number
        Among all images of the data set.
    part
        What it is for.
    place
        Its number among the images of its part.
    pixels
        0 (paper) to 255 (ink).
    one_hot
        Its label as the network's target.
    """

    number: int
    part: Literal["train", "test"]
    place: int
    label: int
    pixels: Annotated[NDArray[np.uint8], Axes(784)]
    one_hot: Annotated[FloatArray, Axes("output")]


@dataclass(frozen=True, eq=False)
class DataView:
    """All that the front end draws of the state.

    Attributes
    ----------
    settings
        As they are in force: of the data set only what it has.
    problem
        Why the data set that was asked for is not shown.
    sets
        The names of the learner's own data sets, newest first.
    classes
        What the labels stand for.
    counts
        How many images each label has: for training, for testing.
    """

    settings: DataSettings
    problem: Problem | None
    sets: tuple[str, ...]
    classes: tuple[str, ...]
    counts: Annotated[NDArray[np.int32], Axes(2, "class")]
    shown: ShownImage
    computed: dict[str, Computed]
    program: Phrase


@dataclass(frozen=True, eq=False)
class Arrangement:
    """The images that the grid shows, in its order.

    Attributes
    ----------
    answers, scores
        What the model takes each for; its loss, margin or changes of side. None if they are as in the file,
        and for answers also if no model is asked.
    """

    numbers: Annotated[NDArray[np.uint32], Axes("image")]
    labels: Annotated[NDArray[np.uint8], Axes("image")]
    answers: Annotated[NDArray[np.uint8], Axes("image")] | None
    scores: Annotated[FloatArray, Axes("image")] | None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Some images, as pixels 0 to 255."""

    pixels: Annotated[NDArray[np.uint8], Axes("image", 784)]


@dataclass(frozen=True, eq=False)
class PortraitView:
    """What the training images look like together.

    Attributes
    ----------
    class_means, mean, spread
        In pixels 0 to 255.
    never_lit
        1 for the pixels that are 0 in every training image.
    dark
        How many these are.
    overall_mean, overall_spread
        Over all pixels of all images, as shares of 255.
    zeros
        The share of all pixels that are exactly 0.
    """

    class_means: Annotated[FloatArray, Axes("class", 784)]
    mean: Annotated[FloatArray, Axes(784)]
    spread: Annotated[FloatArray, Axes(784)]
    never_lit: Annotated[NDArray[np.uint8], Axes(784)]
    dark: int
    overall_mean: float
    overall_spread: float
    zeros: float


@dataclass(frozen=True, eq=False)
class Varied:
    """The image that is looked at, changed at random."""

    images: Annotated[FloatArray, Axes("variant", 784)]
