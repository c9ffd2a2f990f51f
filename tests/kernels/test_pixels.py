"""Numbers that stand for pixels become bytes, and no others do."""

import numpy as np
import pytest

from neurarium.kernels.pixels import BLOCK, pixels_of


@pytest.mark.parametrize("scale", [1.0, 1 / 255, 1 / 16])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_every_byte_comes_back(kind: type, scale: float) -> None:
    """All 256 bytes, scaled by a product or a quotient, are found again; also in memory of any order."""
    expected = np.arange(2 * 256 * (BLOCK // 256) + 256).astype(np.uint8).reshape(-1, 2)
    product = expected.astype(kind) * kind(scale)
    quotient = (expected / kind(round(1 / scale))).astype(kind)
    product.setflags(write=False)
    for values in (product, quotient, np.asfortranarray(product), np.repeat(product, 2, axis=0)[::2]):
        found = pixels_of(values, scale)
        assert found is not None
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("strange", [-1.0, 256.0, 0.5, 254.999, 1e-20, 1e30, -np.inf, np.inf, np.nan])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_one_number_that_is_no_pixel_is_enough(kind: type, strange: float) -> None:
    """Below 0, above 255, between two bytes, or no number at all: then there are no bytes."""
    values = np.zeros((BLOCK + 3, 5), kind)
    values[-1, -1] = strange
    assert pixels_of(values, 1.0) is None
    values[-1, -1] = 255
    assert pixels_of(values, 1.0) is not None
