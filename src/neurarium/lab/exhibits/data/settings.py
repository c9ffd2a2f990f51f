"""The settings of the exhibit `data`."""

from dataclasses import dataclass
from typing import Annotated

from neurarium.data.augment import Augmentation
from neurarium.lab.datasets.gallery import MOST_IMAGES
from neurarium.lab.datasets.scan import MADE
from neurarium.lab.rules import Choice, Integer, List, Number, Text
from neurarium.persist.model import DIGITS, PIXELS

ALL = -1
"""Of labels: every one."""

ORDERS = ("file", "loss", "margin", "changes")

PARTS = ("all", "train", "test")


@dataclass(frozen=True)
class DataSettings:
    """The whole state.

    Attributes
    ----------
    dataset
        The name of one of the learner's own data sets; empty: MNIST.
    part, label
        Which images the grid shows; label -1: of every label.
    order
        As in the file; or by a model's loss, the largest first; by its margin, the smallest first; or by how
        often an image changed sides during a short training, the most often first.
    model
        The name of the model; empty: the best one for these images.
    layer
        The hidden layer by which images are compared, from 1; the last one if there are fewer.
    image
        The one that is looked at, by its number: training images first, then test images.
    pixel
        The pixel of it that is looked at, counted row by row from the upper left corner.
    shift, rotate, scale, elastic
        How much augmentation may change the image: pixels, degrees, share, strength.
    draw
        Which random changes.
    off
        Which steps are left out where the image is made from a scan.
    """

    dataset: Annotated[str, Text(100)] = ""
    part: Annotated[str, Choice(*PARTS)] = "all"
    label: Annotated[int, Integer(ALL, DIGITS - 1)] = ALL
    order: Annotated[str, Choice(*ORDERS)] = "file"
    model: Annotated[str, Text(200)] = ""
    layer: Annotated[int, Integer(1, 10)] = 1
    image: Annotated[int, Integer(0, MOST_IMAGES - 1)] = 0
    pixel: Annotated[int, Integer(0, PIXELS - 1)] = 406
    shift: Annotated[float, Number(0, 6)] = 1.5
    rotate: Annotated[float, Number(0, 45)] = 10.0
    scale: Annotated[float, Number(0, 0.5)] = 0.12
    elastic: Annotated[float, Number(0, 100)] = 0.0
    draw: Annotated[int, Integer(0, 999)] = 0
    off: Annotated[tuple[str, ...], List(Choice(*MADE), 0, len(MADE))] = ()

    @property
    def augmentation(self) -> Augmentation:
        """What may be done to an image."""
        return Augmentation(
            shift=self.shift, rotate=self.rotate, scale=self.scale, elastic=self.elastic, smoothness=4.5
        )
