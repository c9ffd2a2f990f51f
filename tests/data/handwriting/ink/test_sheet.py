"""A sheet of paper on a desk."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.data.handwriting.scenes import lay_out, sheet

from neurarium.data.handwriting import prepare
from neurarium.data.handwriting.ink.polarity import find_polarity

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]
RNG = np.random.default_rng


def test_digits_on_a_sheet_on_a_desk_are_counted(samples: Samples) -> None:
    """Rows of digits on a sheet that lies on a dark desk are found, and the desk is not."""
    found = 0
    for start in range(0, 30, 3):
        ink, _ = lay_out(samples[0][start : start + 3], 90, 40, 50, RNG(start))
        paper = sheet(ink, RNG(start), gradient=0.2, noise=0.01)
        desk = 0.2 + RNG(start).normal(0, 0.01, (ink.shape[0] + 150, ink.shape[1] + 120))
        desk[80:-70, 70:-50] = paper
        found += len(prepare(desk.astype(np.float32))) == 3
    assert found >= 9


def test_a_sheet_on_a_dark_desk_is_read() -> None:
    """The desk round the paper is not ink: the bar on the paper is found, and it is dark."""
    picture = np.full((300, 400), 0.2, np.float32)
    picture[60:240, 80:320] = 0.9
    picture[90:210, 190:206] = 0.1
    assert find_polarity(picture).dark_ink
    prepared = prepare(picture)
    assert len(prepared) == 1
    assert prepared[0].box == pytest.approx((190, 90, 16, 120), abs=4)
