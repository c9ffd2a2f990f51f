"""A part of the exhibit: many images as points, by principal components or by t-SNE."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.data.neighbours import principal_plane
from neurarium.engine.types import FloatArray
from neurarium.lab.datasets import tsne
from neurarium.lab.datasets.tsne_maps import TsneMaps
from neurarium.lab.exhibit import op
from neurarium.lab.exhibits.data.looking import Looking
from neurarium.lab.protocol import LabError
from neurarium.lab.rules import Integer
from neurarium.lab.runs.training_list import ListProgress
from neurarium.lab.values import Axes
from neurarium.training.blas import single_threaded_blas

ON_MAP = 2000


@dataclass(frozen=True, eq=False)
class ImageMap:
    """Some images as points in the plane in which they spread most.

    Attributes
    ----------
    layer
        What is compared: 0 pixels, else the outputs of that hidden layer.
    x, y
        Their coordinates along the first and the second principal component.
    explained
        The share of the variance that each has.
    """

    layer: int
    numbers: Annotated[NDArray[np.uint32], Axes("image")]
    labels: Annotated[NDArray[np.uint8], Axes("image")]
    x: Annotated[FloatArray, Axes("image")]
    y: Annotated[FloatArray, Axes("image")]
    explained: tuple[float, float]


@dataclass(frozen=True)
class MapOf:
    """Parameters of `map`: what is compared, 0 for pixels, 1 for the hidden layer that was chosen."""

    hidden: Annotated[int, Integer(0, 1)] = 0


@dataclass(frozen=True, eq=False)
class TsneMap:
    """The same images as points by t-SNE, as far as they are drawn.

    Attributes
    ----------
    available
        Whether scikit-learn is installed where the lab runs.
    layer
        See `ImageMap`.
    asked
        Whether this map was asked for; it is drawn in the background.
    x, y
        The points; None until the map is drawn.
    perplexity
        About how many neighbours count for each image.
    progress
        Of all maps that were asked for: one is drawn after another.
    """

    available: bool
    layer: int
    asked: bool
    numbers: Annotated[NDArray[np.uint32], Axes("image")]
    labels: Annotated[NDArray[np.uint8], Axes("image")]
    x: Annotated[FloatArray, Axes("image")] | None
    y: Annotated[FloatArray, Axes("image")] | None
    perplexity: float
    progress: ListProgress


class Mapping(Looking):
    """Operations on the map."""

    @op
    def map(self, params: MapOf) -> ImageMap:
        """Return some images of the chosen part in the plane in which they spread most."""
        layer, numbers, rows = self._on_map(params)
        with single_threaded_blas():
            plane, explained = principal_plane(rows)
        x, y = np.ascontiguousarray(plane.T)
        return ImageMap(layer, numbers, self.gallery.labels[numbers], x, y, explained)

    @op
    def tsne(self, params: MapOf) -> TsneMap:
        """Return the map by t-SNE as it is."""
        return self._tsne(TsneMaps(self._workspace), params)

    @op
    def tsne_draw(self, params: MapOf) -> TsneMap:
        """Draw the map by t-SNE in the background, and draw on what was stopped."""
        if not tsne.is_available():
            raise LabError(
                "not_found",
                "t-SNE needs scikit-learn, which is not installed.",
                "Run: pip install 'neurarium[sklearn]'; then start the lab again.",
                {"what": "package", "name": "scikit-learn"},
            )
        maps = TsneMaps(self._workspace)
        maps.ask(self._on_map(params)[2])
        return self._tsne(maps, params)

    @op
    def tsne_stop(self, params: MapOf) -> TsneMap:
        """Stop drawing; what is not drawn yet begins anew when it is asked for again."""
        maps = TsneMaps(self._workspace)
        maps.list.stop()
        return self._tsne(maps, params)

    def _tsne(self, maps: TsneMaps, params: MapOf) -> TsneMap:
        layer, numbers, rows = self._on_map(params)
        asked, plane = maps.find(rows)
        x, y = (None, None) if plane is None else np.ascontiguousarray(plane.T)
        return TsneMap(
            available=tsne.is_available(),
            layer=layer,
            asked=asked,
            numbers=numbers,
            labels=self.gallery.labels[numbers],
            x=x,
            y=y,
            perplexity=tsne.perplexity_for(len(numbers)),
            progress=maps.list.progress,
        )

    def _on_map(self, params: MapOf) -> tuple[int, NDArray[np.uint32], NDArray[np.float32]]:
        """Return the layer, the images' numbers, and what is compared: a row for each, ``(n, d)``."""
        among = self.gallery.select(self.settings.part, -1)
        rng = np.random.default_rng(0)
        numbers = np.sort(rng.choice(among, min(ON_MAP, len(among)), replace=False))
        if params.hidden:
            eyes = self.seeing()
            if eyes.features is not None:
                return eyes.layer, numbers, eyes.features[numbers].astype(np.float32)
        return 0, numbers, self.gallery.rows(numbers).astype(np.float32) / np.float32(255)
