"""How thick strokes are, and bringing them to MNIST's thickness."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from neurarium.data import Mnist
from neurarium.data.handwriting.normalised.thickness import (
    MNIST_STROKE,
    normalise_thickness,
    relative_width,
    stroke_width,
)
from neurarium.data.handwriting.source.drawing import Drawing, render
from neurarium.data.handwriting.source.picture import Limits
from neurarium.data.handwriting.tools.crop import trim


def written(points: list[tuple[float, float]], brush: float) -> NDArray[np.float32]:
    """Return the ink of one stroke, trimmed; `brush` is in the points' unit."""
    return trim(1 - render(Drawing([points], brush), Limits()).pixels)


ZIGZAG = [(0.0, 0.0), (60.0, 0.0), (0.0, 100.0), (60.0, 100.0)]
LINE = [(0.0, 0.0), (30.0, 100.0)]


@pytest.mark.parametrize("points", [ZIGZAG, LINE])
@pytest.mark.parametrize("brush", [4.0, 10.0, 16.0])
def test_a_brush_is_measured_as_wide_as_it_is(points: list[tuple[float, float]], brush: float) -> None:
    """The width of strokes drawn with a known brush is found within a tenth."""
    ink = written(points, brush)
    pixels_per_unit = max(ink.shape) / (100 + brush)
    assert stroke_width(ink) / pixels_per_unit == pytest.approx(brush, rel=0.12)


def test_mnist_is_as_thick_as_is_said_of_it(raw_mnist: Mnist) -> None:
    """Median about 2.5 pixels; nine digits in ten between 1.7 and 3.9, with some room for the coarse grid."""
    images = raw_mnist.x_train[:400].reshape(-1, 28, 28) / np.float32(255)
    widths = [stroke_width(ndimage.zoom(image, 8, order=3).clip(0, 1)) / 8 for image in images]
    assert np.median(widths) == pytest.approx(2.5, abs=0.3)
    assert np.percentile(widths, 5) > 1.4
    assert np.percentile(widths, 95) < 4.5


@pytest.mark.parametrize("brush", [2.0, 4.0, 26.0, 32.0])
def test_thin_and_thick_strokes_come_into_the_limits(brush: float) -> None:
    """Whatever the pen, the strokes end up as thick as MNIST's, in one piece."""
    ink, before, aim = normalise_thickness(written(ZIGZAG, brush))
    low, high = MNIST_STROKE
    assert not low <= before <= high
    assert aim in MNIST_STROKE
    assert relative_width(trim(ink)) == pytest.approx(aim, rel=0.15)
    assert ndimage.label(ink > 0.5, np.ones((3, 3)))[1] == 1


def test_strokes_that_fit_are_left_alone() -> None:
    """A digit of MNIST's thickness comes back as it was."""
    ink = written(ZIGZAG, 14.0)
    same, before, aim = normalise_thickness(ink)
    assert same is ink
    assert before == aim


def test_thinning_keeps_a_thin_part_of_a_thick_digit() -> None:
    """A hairline between two thick strokes is narrower than what is shaved off, and stays."""
    ink = np.zeros((100, 90), np.float32)
    ink[:, :30] = ink[:, 60:] = 1
    ink[48:52, 30:60] = 1
    thinned, before, aim = normalise_thickness(ink)
    assert before > aim
    assert ndimage.label(thinned > 0.3, np.ones((3, 3)))[1] == 1
