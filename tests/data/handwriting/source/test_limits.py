"""Large pictures, and the caller's limits."""

import numpy as np
import pytest

from neurarium.data.handwriting import HandwritingError, Limits, UnreadableImage, prepare


def test_boxes_are_in_the_pixels_of_the_large_original() -> None:
    """A large picture is worked on at a smaller size, but its boxes are in its own pixels."""
    picture = np.full((1800, 2600), 250, np.uint8)
    picture[500:1300, 900:1000] = 10
    prepared = prepare(picture)
    assert prepared.size == (2600, 1800)
    assert prepared[0].box == pytest.approx((900, 500, 100, 800), abs=5)


def test_limits_are_the_callers() -> None:
    """Smaller limits refuse what the usual ones take; a page of marks is no picture of a few digits."""
    picture = np.full((100, 400), 255, np.uint8)
    for x in range(20, 380, 40):
        picture[20:80, x : x + 8] = 0
    assert len(prepare(picture)) == 9
    with pytest.raises(UnreadableImage, match="9 separate marks"):
        prepare(picture, limits=Limits(max_digits=8))
    for limits in (Limits(max_pixels=39_999), Limits(min_side=101)):
        with pytest.raises(HandwritingError, match="400 x 100"):
            prepare(picture, limits=limits)
