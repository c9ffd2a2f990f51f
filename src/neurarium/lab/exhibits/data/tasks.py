"""The exhibit's tasks and questions."""

import numpy as np

from neurarium.lab.datasets.gallery import Gallery
from neurarium.lab.exhibits.data.settings import DataSettings
from neurarium.lab.exhibits.data.view import ShownImage
from neurarium.lab.tasks import DONE, Tasks, Verdict, not_yet, number_of, question, task
from neurarium.persist.model import PIXELS

PLACE = 300
"""The input that is to be found, counted from 1."""

DIGIT = 7
TURNED = 30


class DataTasks(Tasks):
    """Checked against the settings, and the image that is looked at."""

    settings: DataSettings

    @property
    def gallery(self) -> Gallery:
        """The data set."""
        raise NotImplementedError

    def shown_image(self) -> ShownImage:
        """Return the image that is looked at."""
        raise NotImplementedError

    @task("filter", "image")
    def sevens(self) -> Verdict:
        """Look at a test image of a seven, the grid showing only those."""
        if (self.settings.part, self.settings.label) != ("test", DIGIT):
            return not_yet("filter")
        shown = self.shown_image()
        return DONE if (shown.part, shown.label) == ("test", DIGIT) else not_yet("image")

    @task("place")
    def place(self) -> Verdict:
        """Find the pixel that becomes a given input."""
        pixel = self.settings.pixel
        row, column = divmod(pixel, 28)
        found = pixel + 1 == PLACE
        return DONE if found else not_yet("place", place=pixel + 1, row=row + 1, column=column + 1)

    @task("value")
    def grey(self) -> Verdict:
        """Find a pixel that is neither paper nor ink."""
        value = int(self.shown_image().pixels[self.settings.pixel])
        return DONE if 0.3 < value / 255 < 0.7 else not_yet("value", value=value / 255)

    @task("lit")
    def dark(self) -> Verdict:
        """Find a pixel that no training image lights."""
        values = self.gallery.images.x_train[:, self.settings.pixel]
        images = int(np.count_nonzero(values))
        return not_yet("lit", images=images, all=len(values)) if images else DONE

    @task("angle", "others")
    def turned(self) -> Verdict:
        """Turn the image far, and change nothing else."""
        settings = self.settings
        if settings.rotate < TURNED:
            return not_yet("angle", angle=settings.rotate)
        others = settings.shift, settings.scale, settings.elastic
        return not_yet("others") if any(others) else DONE

    @question
    def predict_zeros(self, answer: str) -> Verdict:
        """Ask which share of all pixels is exactly zero, in percent."""
        share = 100 * self.gallery.portrait.zeros
        right = min((20, 50, 80), key=lambda choice: abs(choice - share))
        return Verdict(number_of(answer) == right, str(right), {"share": share})

    @question
    def predict_dark(self, answer: str) -> Verdict:
        """Ask how many pixels no training image lights."""
        places = np.flatnonzero(self.gallery.portrait.never_lit)
        right = min((0, 67, 400), key=lambda choice: abs(choice - len(places)))
        row, column = np.divmod(places, 28)
        from_edge = np.minimum.reduce([row, 27 - row, column, 27 - column])  # 0: in the outermost
        rings = int(from_edge.max(initial=-1)) + 1
        tested = int(np.count_nonzero(self.gallery.images.x_test[:, places].any(axis=0)))
        values: dict[str, float] = {"dark": len(places), "pixels": PIXELS, "rings": rings, "tested": tested}
        return Verdict(number_of(answer) == right, str(right), values)
