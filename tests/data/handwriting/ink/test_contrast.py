"""What stands out from the paper, and what does not."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.data.handwriting.scenes import sheet

from neurarium.data.handwriting import EmptyImage, prepare

RNG = np.random.default_rng


def test_coloured_ink_is_seen() -> None:
    """Red, green, blue on white, yellow on blue; without the step 'grey' red on white is as good as gone."""
    stroke = np.zeros((120, 120, 1), np.float32)
    stroke[20:100, 55:66] = 1

    def paint(ink: tuple[int, ...], paper: tuple[int, ...]) -> NDArray[np.uint8]:
        return (np.array(paper) * (1 - stroke) + np.array(ink) * stroke).astype(np.uint8)

    for ink, paper in (
        ((220, 30, 30), (255, 255, 255)),
        ((20, 120, 40), (255, 255, 255)),
        ((30, 40, 200), (240, 235, 220)),
        ((250, 230, 60), (20, 40, 120)),
    ):
        assert prepare(paint(ink, paper))[0].box == pytest.approx((55, 20, 11, 80), abs=2)
    with pytest.raises(EmptyImage):
        prepare(paint((255, 40, 40), (255, 255, 255)), off={"grey"})


@pytest.mark.parametrize("noise", [0.0, 0.01, 0.02, 0.05])
@pytest.mark.parametrize("seed", range(5))
def test_blank_paper_is_empty(noise: float, seed: int) -> None:
    """A blank sheet, with grain, shadow and slope of light, holds no digit."""
    blank = sheet(
        np.zeros((240, 320), np.float32), RNG(seed), noise=noise, gradient=0.3, shadow=0.15 * (seed % 3)
    )
    with pytest.raises(EmptyImage, match=r"no ink|only specks"):
        prepare(blank)
