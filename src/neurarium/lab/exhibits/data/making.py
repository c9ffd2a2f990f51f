"""A part of the exhibit: how MNIST was made."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting import STEPS, Picture
from neurarium.data.handwriting.steps import to_uint8
from neurarium.lab.datasets.gallery import Gallery
from neurarium.lab.datasets.scan import MADE, SCAN_SIDE, scan
from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.data.settings import DataSettings
from neurarium.lab.preparation import StepView, prepared, step_views
from neurarium.lab.values import Axes

_OTHERS = tuple(step for step in STEPS if step not in MADE)


@dataclass(frozen=True, eq=False)
class Made:
    """The way from a scan to 28x28.

    Attributes
    ----------
    scan
        The picture that it begins with.
    steps
        Each step, with the picture after it.
    pixels
        What comes out.
    difference
        Mean difference to the image in the file, of all pixels, 0 to 255.
    """

    scan: Annotated[NDArray[np.uint8], Axes("row", "column")]
    steps: tuple[StepView, ...]
    pixels: Annotated[NDArray[np.uint8], Axes(784)]
    difference: float


class Making:
    """Operations on the image that is looked at."""

    settings: DataSettings

    @property
    def gallery(self) -> Gallery:
        """The data set."""
        raise NotImplementedError

    @op
    def made(self) -> Made:
        """Return the steps from a picture like NIST's to the image that is looked at."""
        image = self.gallery.rows(np.array([self.settings.image]))[0]
        picture = scan(image)
        off = self.settings.off
        source = Picture(picture, (SCAN_SIDE, SCAN_SIDE))
        digit = prepared(source, (*_OTHERS, *off), steps=True)[0]
        return Made(
            scan=to_uint8(picture),
            steps=tuple(step for step in step_views(digit.steps, off) if step.name in MADE),
            pixels=digit.image.reshape(-1),
            difference=float(np.abs(digit.image.reshape(-1).astype(int) - image).mean()),
        )
