"""Polarity: whether the dark or the light is the ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.data.handwriting.ink.sheet import find_sheet
from neurarium.data.handwriting.tools.resample import shrink

THUMBNAIL = 96  # pixels: enough to tell paper from ink


@dataclass(frozen=True, eq=False)
class Polarity:
    """The decision, with the reasons for it.

    Attributes
    ----------
    dark_ink
        True for dark ink on a light ground, False for light on dark (chalk, a dark screen, MNIST itself).
    border
        From -1 (the picture's border is as dark as it gets) to 1 (as light): the border is mostly ground.
    rarity
        Skewness of the picture against its surroundings, cut to -1 .. 1; above zero if the dark is rarer.
    sheet
        If the ink is on a sheet that lies on a dark desk: where it lies, in a smaller version of the picture.
    """

    dark_ink: bool
    border: float
    rarity: float
    sheet: NDArray[np.bool_] | None = None


DRAWN = Polarity(dark_ink=True, border=1.0, rarity=1.0)
"""The result for a picture that was drawn here, black on white."""


def find_polarity(grey: NDArray[np.float32]) -> Polarity:
    """Decide whether the ink is dark or light.

    Two measures are added: the border shows the ground, and ink is rarer than ground. If they say
    "light ink", a third is looked at: if the light part is one solid sheet, it is paper on a dark table.

    Parameters
    ----------
    grey
        ``(h, w)``: 1 is white.
    """
    small = shrink(grey, THUMBNAIL)
    darkest, lightest = np.percentile(small, [1, 99])
    middle, half = (darkest + lightest) / 2, max((lightest - darkest) / 2, 1e-6)
    edge = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    border = float(np.clip((np.median(edge) - middle) / half, -1.0, 1.0))

    detail = small - _surroundings(small)
    spread = max(float(np.sqrt(np.mean(detail**2))), 1e-6)
    skewness = float(np.mean(detail**3)) / spread**3
    rarity = float(np.clip(-skewness, -1.0, 1.0))

    if border + rarity >= 0:
        return Polarity(dark_ink=True, border=border, rarity=rarity)
    sheet = find_sheet(small > middle)
    return Polarity(sheet is not None, border, rarity, sheet)


def _surroundings(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a strongly blurred copy: averaged down to a few pixels, and up again by interpolation."""
    from PIL import Image

    few = Image.fromarray(shrink(small, 7))
    return np.asarray(few.resize(small.shape[::-1], Image.Resampling.BILINEAR))
