"""The exhibit's operations."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.losses import one_hot
from neurarium.lab.datasets.assembly import LEAST_IMAGES
from neurarium.lab.datasets.eyes import Eyes
from neurarium.lab.datasets.gallery import MOST_IMAGES, Gallery
from neurarium.lab.datasets.imports import Imports
from neurarium.lab.datasets.tsne_maps import TsneMaps
from neurarium.lab.datasets.upload import MOST_BYTES, MOST_FILES
from neurarium.lab.exhibit import Exhibit, op
from neurarium.lab.exhibits.data.lines import draw_computed, draw_program
from neurarium.lab.exhibits.data.making import Making
from neurarium.lab.exhibits.data.mapping import ON_MAP, Mapping
from neurarium.lab.exhibits.data.own import MOST_AT_ONCE, PART_BYTES, OwnSets
from neurarium.lab.exhibits.data.settings import ALL, DataSettings
from neurarium.lab.exhibits.data.tasks import DataTasks
from neurarium.lab.exhibits.data.view import (
    Arrangement,
    DataView,
    PortraitView,
    Sheet,
    ShownImage,
    Varied,
)
from neurarium.lab.problem import Problem
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Array
from neurarium.lab.workspace import Workspace
from neurarium.persist.model import DIGITS

MOST_ON_SHEET = 1024
VARIANTS = 11


@dataclass(frozen=True)
class Numbers:
    """Parameters of `sheet`: the numbers of the images."""

    numbers: Annotated[
        NDArray[Any], Array((None,), "float64", low=0, high=MOST_IMAGES - 1, longest=MOST_ON_SHEET)
    ]


class Data(OwnSets, Making, Mapping, DataTasks, Exhibit):
    """A data set, image by image and as a whole."""

    id = "data"
    constants: ClassVar = {
        "sheet": MOST_ON_SHEET,
        "on_map": ON_MAP,
        "variants": VARIANTS,
        "all": ALL,
        "most_parts": MOST_AT_ONCE,
        "part_bytes": PART_BYTES,
        "most_bytes": MOST_BYTES,
        "most_files": MOST_FILES,
        "least_images": LEAST_IMAGES,
    }

    def __init__(self, settings: DataSettings, workspace: Workspace) -> None:
        self._workspace = workspace
        self._enter(settings)

    @classmethod
    def restore(cls, workspace: Workspace) -> None:
        """Begin anew the maps and imports that an earlier process left, unless another has the runs."""
        TsneMaps(workspace)
        Imports(workspace)

    @property
    def gallery(self) -> Gallery:
        """The data set."""
        return self._gallery

    def view(self) -> DataView:
        """Return the state, and the image that is looked at."""
        return DataView(
            settings=self.settings,
            problem=self._problem,
            sets=tuple(entry.name for entry in self._workspace.datasets.entries()),
            classes=self._gallery.classes,
            counts=self._gallery.counts,
            shown=self.shown_image(),
            computed=draw_computed(),
            program=draw_program(),
        )

    def shown_image(self) -> ShownImage:
        """Return the image that is looked at."""
        gallery, number = self._gallery, self.settings.image
        in_train = number < gallery.n_train
        label = int(gallery.labels[number])
        return ShownImage(
            number=number,
            part="train" if in_train else "test",
            place=number if in_train else number - gallery.n_train,
            label=label,
            pixels=gallery.rows(np.array([number]))[0],
            one_hot=one_hot(np.array([label]), DIGITS)[0],
        )

    @op
    def configure(self, params: DataSettings) -> DataView:
        """Change the settings."""
        self._enter(params)
        return self.view()

    @op
    def arrange(self) -> Arrangement:
        """Return the images that the grid shows; until the model has seen all of them, as in the file."""
        numbers = self._gallery.select(self.settings.part, self.settings.label)
        answers = scores = None
        order, eyes = self.settings.order, None if self.settings.order == "file" else self._eyes_if_ready()
        sides = self._workspace.eyes.sides(self._gallery) if order == "changes" else None
        if sides is not None and sides.share == 1:
            scores = sides.changes[numbers].astype(np.float32)
        elif eyes is not None and order in {"loss", "margin"}:
            scores = (eyes.losses if order == "loss" else eyes.margins)[numbers].astype(np.float32)
            answers = eyes.answers[numbers]
        if scores is not None:
            first = np.argsort(scores if order == "margin" else -scores, kind="stable")
            numbers, scores = numbers[first], scores[first]
            answers = None if answers is None else answers[first]
        return Arrangement(numbers, self._gallery.labels[numbers], answers, scores)

    @op
    def sheet(self, params: Numbers) -> Sheet:
        """Return the pixels of some images; numbers beyond the last one are the last one."""
        numbers = np.minimum(params.numbers.astype(np.int64), len(self._gallery) - 1)
        return Sheet(self._gallery.rows(numbers))

    @op
    def portrait(self) -> PortraitView:
        """Return what the training images look like together."""
        found = self._gallery.portrait
        return PortraitView(
            class_means=found.class_means,
            mean=found.mean,
            spread=found.spread,
            never_lit=found.never_lit.astype(np.uint8),
            dark=int(found.never_lit.sum()),
            overall_mean=found.overall_mean,
            overall_spread=found.overall_spread,
            zeros=found.zeros,
        )

    @op
    def vary(self) -> Varied:
        """Return the image that is looked at, changed at random a few times."""
        image = self._gallery.rows(np.full(VARIANTS, self.settings.image))
        return Varied(self.settings.augmentation.apply(image, np.random.default_rng(self.settings.draw)))

    def _eyes_if_ready(self) -> Eyes | None:
        try:
            eyes = self.eyes()
        except LabError:
            return None
        return eyes if eyes.ready else None

    def _enter(self, settings: DataSettings) -> None:
        """Take over settings; a data set that cannot be used is told, and MNIST shown instead."""
        self._problem: Problem | None = None
        try:
            gallery = self._workspace.datasets.gallery(settings.dataset)
        except LabError as error:
            self._problem = Problem.of(error)
            gallery = self._workspace.datasets.gallery("")
        self._gallery = gallery
        self.settings = replace(
            settings,
            dataset=gallery.name,
            image=min(settings.image, len(gallery) - 1),
            label=settings.label if settings.label < len(gallery.classes) else ALL,
        )
