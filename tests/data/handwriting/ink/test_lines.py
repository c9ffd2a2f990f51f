"""Ruled and squared paper."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neighbors import KNeighborsClassifier
from tests.data.handwriting.scenes import lay_out, sheet

from neurarium.data.handwriting import prepare

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]
RNG = np.random.default_rng


@pytest.mark.parametrize("strength", [0.25, 0.6])
def test_ruled_paper_does_not_join_the_digits(
    reader: KNeighborsClassifier, samples: Samples, strength: float
) -> None:
    """Faint and strong rulings are taken away; the digits on them are counted and read."""
    images, labels = samples
    counted = right = 0
    for start in range(0, 30, 3):
        ink, _ = lay_out(images[start : start + 3], 100, 50, 60, RNG(start))
        found = prepare(sheet(ink, RNG(start), ruled=strength, gradient=0.2, noise=0.01)).images
        if len(found) == 3:
            counted += 1
            right += int((reader.predict(found.reshape(3, -1)) == labels[start : start + 3]).sum())
    assert counted >= 9
    assert right >= 0.85 * 3 * counted


def test_squared_paper_is_removed_both_ways() -> None:
    """Lines across and lines down are gone, and counted."""
    ink = np.zeros((300, 300), np.float32)
    ink[80:220, 142:158] = 1
    paper = np.ones((300, 300), np.float32)
    paper[25::50] = paper[:, 25::50] = 0.45
    digit = prepare(np.minimum(paper, 1 - ink), steps=True)[0]
    lines = next(step for step in digit.steps if step.name == "lines")
    assert lines.values["lines"] == 12
    assert digit.box == pytest.approx((142, 80, 16, 140), abs=3)
