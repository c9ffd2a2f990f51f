"""Small, faint and noisy scans: the noise of the paper is not ink."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from sklearn.neighbors import KNeighborsClassifier
from tests.data.handwriting.scenes import as_bytes, ink_of

from neurarium.data.handwriting import HandwritingError, prepare
from neurarium.data.handwriting.ink.levels import Levels
from neurarium.data.handwriting.ink.threshold import soft_ink

FINE = 4  # the scene is drawn so many times finer than the scanner sees it


def scan(
    digit: NDArray[np.uint8], side: int, rng: np.random.Generator, *, pen: float, paper: float, noise: float
) -> NDArray[np.float32]:
    """Return a square scan with one digit on it, of strokes that are one or two pixels wide."""
    ink = ndimage.grey_erosion(ink_of(digit, FINE * side * 2 // 3), size=(3, 3))
    canvas = np.zeros((FINE * side, FINE * side), np.float32)
    top, left = (int(rng.integers(FINE, FINE * side - length - FINE)) for length in ink.shape)
    canvas[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    seen = canvas.reshape(side, FINE, side, FINE).mean(axis=(1, 3))
    grey = paper + (pen - paper) * seen + rng.normal(0, noise, seen.shape)
    return np.clip(grey, 0, 1).astype(np.float32)


@pytest.mark.parametrize("jpeg", [False, True])
@pytest.mark.parametrize(
    ("side", "look"),
    [
        (28, {"paper": 0.95, "pen": 0.2, "noise": 0.03}),
        (32, {"paper": 0.92, "pen": 0.45, "noise": 0.02}),
        (32, {"paper": 0.16, "pen": 0.85, "noise": 0.03}),
        (48, {"paper": 0.9, "pen": 0.6, "noise": 0.02}),
    ],
    ids=["dark pen", "pencil", "white on dark", "faint"],
)
def test_small_noisy_scans_are_read(
    reader: KNeighborsClassifier,
    samples: tuple[NDArray[np.uint8], NDArray[np.int64]],
    side: int,
    look: dict[str, float],
    jpeg: bool,
) -> None:
    """Digits that are clear to the eye are found on noisy paper, one in each scan, and read."""
    images, labels = samples
    found = right = 0
    for i, (image, label) in enumerate(zip(images, labels, strict=True)):
        grey = scan(image, side, np.random.default_rng(i), **look)
        if jpeg:
            grey = np.asarray(Image.open(io.BytesIO(as_bytes(grey, "JPEG", quality=85))))
        try:
            prepared = prepare(grey)
        except HandwritingError:
            continue
        found += len(prepared) == 1
        right += int(len(prepared) == 1 and reader.predict(prepared.images.reshape(1, -1))[0] == label)
    assert found >= 0.95 * len(labels)
    assert right >= 0.8 * len(labels)


def test_grey_ink_begins_above_the_noise() -> None:
    """Paper with its noise is no ink at all; a stroke keeps its grey edge, however noisy the paper."""
    row = np.array([[0.0, 0.04, 0.3, 0.9, 0.3, 0.04, 0.0]], np.float32)
    clean = Levels(paper=0.0, ink=0.9, noise=0.0, threshold=0.45, stroke=1.5)
    assert (soft_ink(row, clean)[0] > 0).tolist() == [[False, True, True, True, True, True, False]]
    for noise in (0.01, 0.03, 0.2):
        noisy = Levels(paper=0.0, ink=0.9, noise=noise, threshold=0.45, stroke=1.5)
        ink, sure = soft_ink(row, noisy)
        assert (ink > 0).tolist() == [[False, False, True, True, True, False, False]]
        assert sure.tolist() == [[False, False, False, True, False, False, False]]
