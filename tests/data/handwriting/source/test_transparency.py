"""Pictures with transparent parts."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.data.handwriting.scenes import ink_of, likeness, to_uint8

from neurarium.data.handwriting import prepare
from neurarium.data.handwriting.source.transparency import lay_on_ground

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]


@pytest.mark.parametrize("light", [0.0, 1.0])
def test_transparent_ink_is_laid_on_its_opposite(light: float) -> None:
    """Ink alone, black or white, gets the ground on which it is seen; half-transparent edges stay soft."""
    alpha = np.array([[0.0, 0.5, 1.0]], np.float32)
    laid = lay_on_ground(np.full((1, 3, 3), light, np.float32), alpha)
    np.testing.assert_allclose(laid[0, :, 0], [1 - light, 0.5, light])


def test_holes_in_an_opaque_photo_are_filled_with_paper() -> None:
    """The transparent corners of a photo become paper, not ink."""
    image = Image.new("RGBA", (120, 120), (235, 235, 225, 255))
    image.paste((20, 20, 30, 255), (55, 25, 65, 95))
    for corner in ((0, 0), (108, 0), (0, 108), (108, 108)):
        image.paste((0, 0, 0, 0), (*corner, corner[0] + 12, corner[1] + 12))
    prepared = prepare(image)
    assert len(prepared) == 1
    assert prepared[0].box == pytest.approx((55, 25, 10, 70), abs=2)


def test_a_palette_with_a_transparent_colour_is_read(samples: Samples) -> None:
    """A GIF-like picture whose paper is the transparent entry of the palette."""
    ink = np.pad(ink_of(samples[0][0], 80) > 0.5, 20)
    image = Image.new("P", ink.shape[::-1])
    image.putdata(ink.astype(np.uint8).ravel().tolist())
    image.putpalette([0, 0, 0, 0, 0, 0])
    image.info["transparency"] = 0
    opaque = prepare(to_uint8(1 - ink.astype(np.float32)))[0].image
    assert likeness(prepare(image)[0].image, opaque) > 0.99
