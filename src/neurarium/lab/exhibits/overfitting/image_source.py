"""The data set that is learned from: MNIST, or one of the learner's own."""

from dataclasses import dataclass

from neurarium.data.mnist import Mnist
from neurarium.lab.datasets.store import DataSets
from neurarium.lab.digits import digits
from neurarium.persist.model import DIGITS

PARTS_HELD_BACK = 6
"""One of so many equal parts of the training images is held back: of MNIST's 60,000 the last 10,000."""


def share_held_back(count: int) -> int:
    """Return how many of so many training images are held back."""
    return count // PARTS_HELD_BACK


@dataclass(frozen=True, eq=False)
class ImageSource:
    """A data set.

    Attributes
    ----------
    name
        Empty for MNIST.
    made
        When it came into the data folder; empty for MNIST. Another one of the same name is another set.
    images
        Raw pixels and labels.
    classes
        What the labels stand for.
    """

    name: str
    made: str
    images: Mnist
    classes: tuple[str, ...]

    @classmethod
    def mnist(cls) -> "ImageSource":
        """Return MNIST."""
        return cls("", "", digits(), tuple(map(str, range(DIGITS))))

    @classmethod
    def of(cls, sets: DataSets, name: str) -> "ImageSource":
        """Return the data set of a name.

        Raises
        ------
        LabError
            `not_found`, if there is none; `bad_data`, if its file is damaged.
        """
        if name == "":
            return cls.mnist()
        gallery = sets.gallery(name)
        made = next((entry.created for entry in sets.entries() if entry.name == name), "")
        return cls(name, made, gallery.images, gallery.classes)

    @property
    def count(self) -> int:
        """How many training images there are."""
        return len(self.images.x_train)

    @property
    def most_held_back(self) -> int:
        """How many of them are held back, as long as no more are learned from than the rest."""
        return share_held_back(self.count)

    def held_back(self, learned: int) -> int:
        """Return how many images are held back, the last ones, while so many are learned from."""
        return min(self.most_held_back, self.count - learned)
