"""Which pieces of ink are writing, and which belong together."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.data.handwriting.scenes import lay_out

from neurarium.data.handwriting import prepare

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]
RNG = np.random.default_rng


def test_the_border_of_the_canvas_and_dirt_are_no_digits(samples: Samples) -> None:
    """A frame round the picture, dust, a dark corner and a line below the digits are left out."""
    ink, boxes = lay_out(samples[0][:2], 90, 60, 50, RNG(1))
    h, w = ink.shape
    ink[[0, 1, -1, -2]] = 1
    ink[:, [0, 1, -1, -2]] = 1
    ink[20:26, 20:26] = 1
    ink[h - 30 : h - 26, 40 : w - 40] = 1
    prepared = prepare(1 - ink)
    assert len(prepared) == 2
    for digit, box in zip(prepared, boxes, strict=True):
        assert digit.box == pytest.approx(box, abs=16)


def test_parts_of_one_digit_stay_together() -> None:
    """The loose bar of a 5, and a stroke that the pen skipped, make one digit."""
    ink = np.zeros((200, 200), np.float32)
    ink[40:52, 80:130] = 1  # the bar
    ink[58:70, 70:82] = ink[58:110, 70:82] = ink[100:112, 70:120] = ink[100:160, 112:124] = 1
    ink[150:162, 70:124] = 1
    ink[132:134, 60:140] = 0  # a gap of two pixels
    assert len(prepare(1 - ink)) == 1
