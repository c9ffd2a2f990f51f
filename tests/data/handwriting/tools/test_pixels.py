"""Margins, boxes, greys, histograms and centres; NumPy, SciPy and Pillow are the oracles."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from neurarium.data.handwriting.normalised.centre import centre_of_mass
from neurarium.data.handwriting.tools.crop import ink_box, trim
from neurarium.data.handwriting.tools.grey import luminance
from neurarium.data.handwriting.tools.otsu import histogram
from neurarium.data.handwriting.tools.pad import pad
from neurarium.data.handwriting.tools.resample import pick_resample

SHAPES = hnp.array_shapes(min_dims=2, max_dims=2, max_side=20)
PICTURES = hnp.arrays(np.float32, SHAPES, elements=st.floats(0, 1, width=32))
MARGIN = st.tuples(st.integers(0, 4), st.integers(0, 4))


@given(PICTURES, MARGIN, MARGIN, st.floats(0, 1, width=32))
def test_padding_is_numpys(
    image: NDArray[np.float32], rows: tuple[int, int], columns: tuple[int, int], value: float
) -> None:
    """A margin of one value, as NumPy adds it."""
    assert np.array_equal(
        pad(image, rows, columns, value), np.pad(image, (rows, columns), constant_values=value)
    )


@given(PICTURES)
def test_the_box_of_the_ink_is_scipys(image: NDArray[np.float32]) -> None:
    """The smallest box round all ink, as SciPy finds it for one object."""
    assume(image.any())
    [(rows, columns)] = ndimage.find_objects((image > 0).astype(int))
    assert ink_box(image) == (columns.start, rows.start, columns.stop, rows.stop)
    assert np.array_equal(trim(image), image[rows, columns])


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_brightness_is_pillows(pixels: NDArray[np.uint8]) -> None:
    """Red, green and blue have the weights that Pillow gives them; it rounds to a 255th."""
    expected = np.asarray(Image.fromarray(pixels).convert("L")) / 255
    np.testing.assert_allclose(luminance(pixels.astype(np.float32) / 255), expected, atol=0.6 / 255)


@given(PICTURES)
def test_the_histogram_is_numpys(image: NDArray[np.float32]) -> None:
    """Pixels are counted at the nearest of the values; half-way ones may fall to either side."""
    values, counts = histogram(image)
    assume(np.ptp(image) > 1e-3)
    half = (values[1] - values[0]) / 2
    expected, _ = np.histogram(image, np.append(values - half, values[-1] + half))
    assert np.abs(np.cumsum(counts) - np.cumsum(expected)).max() <= np.count_nonzero(
        np.abs((image.ravel()[:, None] - values - half) / half).min(axis=1) < 1e-3
    )


@given(PICTURES)
def test_the_centre_of_mass_is_scipys(image: NDArray[np.float32]) -> None:
    """The mean place of the ink, x before y."""
    assume(image.sum() > 1e-3)
    y, x = ndimage.center_of_mass(image.astype(np.float64))
    np.testing.assert_allclose(centre_of_mass(image), (x, y), atol=1e-3)


@given(PICTURES, st.integers(1, 40), st.integers(1, 40))
def test_picking_is_pillows_nearest(image: NDArray[np.float32], height: int, width: int) -> None:
    """The pixel under the middle of each new one, as Pillow picks it; between two, either."""
    edge = [
        np.abs((np.arange(n) + 0.5) * m / n - np.round((np.arange(n) + 0.5) * m / n)) < 1e-6
        for n, m in ((height, image.shape[0]), (width, image.shape[1]))
    ]
    expected = np.asarray(Image.fromarray(image).resize((width, height), Image.Resampling.NEAREST))
    same = (pick_resample(image, height, width) == expected) | edge[0][:, None] | edge[1]
    assert same.all()
