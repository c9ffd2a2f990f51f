"""What comes out looks like MNIST, however the digit came in; real MNIST is the judge."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage
from sklearn.neighbors import KNeighborsClassifier
from tests.data.handwriting.scenes import as_bytes, ink_of, lay_out, sheet

from neurarium.data.handwriting import prepare

Samples = tuple[NDArray[np.uint8], NDArray[np.int64]]


def accuracy(
    reader: KNeighborsClassifier, samples: Samples, show: Callable[[NDArray[np.uint8], int], object]
) -> float:
    """Show each sample in some way, prepare it, and return how many are read rightly."""
    images, labels = samples
    read = []
    for i, image in enumerate(images):
        prepared = prepare(show(image, i))
        read.append(int(reader.predict(prepared.images[:1].reshape(1, 784))[0]) if len(prepared) == 1 else -1)
    return float(np.mean(np.array(read) == labels))


def test_a_digit_of_mnist_comes_back(samples: Samples) -> None:
    """Enlarged eightfold in black on white, MNIST's own digits come back nearly as they were."""
    likeness = []
    for image in samples[0]:
        ink = np.pad(ink_of(image, 160), 40)
        digit = prepare(255 - (ink * 255).astype(np.uint8))[0]
        likeness.append(np.corrcoef(image.astype(float).ravel(), digit.image.astype(float).ravel())[0, 1])
    assert np.median(likeness) > 0.93
    assert np.quantile(likeness, 0.05) > 0.65  # MNIST itself has strokes of very different widths


def test_what_comes_out_has_mnists_measures(samples: Samples) -> None:
    """Longest side 20, centre of mass within half a pixel of 14, full range, black around."""
    for image in samples[0]:
        digit = prepare(1 - np.pad(ink_of(image, 130), ((90, 10), (5, 200))))[0]
        rows, columns = np.flatnonzero(digit.image.any(1)), np.flatnonzero(digit.image.any(0))
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
        centre = ndimage.center_of_mass(digit.image.astype(float))
        assert all(13.4 < c <= 14.6 for c in centre)
        assert digit.image.max() == 255
        assert 0.7 < np.mean(digit.image == 0) < 0.95


@pytest.mark.parametrize(
    ("name", "least", "how"),
    [
        ("plain", 0.9, {}),
        ("shadow and slope of light", 0.88, {"gradient": 0.4, "shadow": 0.5}),
        ("grey noisy paper", 0.88, {"paper": 0.55, "pen": 0.1, "noise": 0.03}),
        ("weak pencil", 0.85, {"paper": 0.85, "pen": 0.55, "noise": 0.02}),
        ("out of focus", 0.85, {"blur": 4}),
        ("chalk on a blackboard", 0.88, {"paper": 0.15, "pen": 0.85}),
    ],
)
def test_paper_and_light_do_not_matter(
    reader: KNeighborsClassifier, samples: Samples, name: str, least: float, how: dict[str, float]
) -> None:
    """A reader trained on plain MNIST keeps reading, whatever the sheet looks like."""

    def photograph(image: NDArray[np.uint8], i: int) -> NDArray[np.float32]:
        rng = np.random.default_rng(i)
        ink = np.pad(ink_of(image, 150), tuple(map(tuple, rng.integers(30, 160, (2, 2)))))
        return sheet(ink.astype(np.float32), rng, **how)

    assert accuracy(reader, samples, photograph) >= least


@pytest.mark.parametrize(("pen", "least"), [(-3, 0.8), (5, 0.8)])
def test_thin_and_thick_pens_are_read(
    reader: KNeighborsClassifier, samples: Samples, pen: int, least: float
) -> None:
    """Strokes worn thinner or swollen are restored to MNIST's width."""

    def write(image: NDArray[np.uint8], i: int) -> NDArray[np.float32]:
        ink = np.pad(ink_of(image, 160), 40)
        change = ndimage.grey_dilation if pen > 0 else ndimage.grey_erosion
        return (1 - change(ink, size=(abs(pen), abs(pen)))).astype(np.float32)

    assert accuracy(reader, samples, write) >= least


def test_jpeg_and_webp_artefacts_do_not_matter(reader: KNeighborsClassifier, samples: Samples) -> None:
    """Strongly compressed pictures are read like clean ones."""

    def compress(image: NDArray[np.uint8], i: int) -> bytes:
        grey = 1 - np.pad(ink_of(image, 120), 30)
        return as_bytes(grey.astype(np.float32), ("JPEG", "WEBP")[i % 2], quality=25)

    assert accuracy(reader, samples, compress) >= 0.88


@pytest.mark.parametrize("count", [2, 3, 5])
def test_several_digits_are_found_in_order(
    reader: KNeighborsClassifier, samples: Samples, count: int
) -> None:
    """A row of digits is split, left to right; boxes lie where the digits were written."""
    images, labels = samples
    found = right = 0
    for start in range(0, 60 - count, count):
        rng = np.random.default_rng(start)
        ink, boxes = lay_out(images[start : start + count], 90, 40, 30, rng)
        prepared = prepare((1 - ink).astype(np.float32))
        if len(prepared) != count:
            continue
        found += 1
        right += int(
            (reader.predict(prepared.images.reshape(-1, 784)) == labels[start : start + count]).sum()
        )
        for digit, (x, y, w, h) in zip(prepared, boxes, strict=True):
            wrong = np.abs(np.array(digit.box) - (x, y, w, h))
            assert wrong.max() <= 20  # enlarging leaves a fading edge of up to 10 pixels around each digit
    rows = len(range(0, 60 - count, count))
    assert found >= 0.9 * rows
    assert right >= 0.85 * found * count


def test_two_lines_are_read_line_by_line(samples: Samples) -> None:
    """The upper line comes first, each line from the left."""
    images = samples[0]
    rng = np.random.default_rng(0)
    upper, _ = lay_out(images[:3], 80, 50, 20, rng)
    lower, _ = lay_out(images[3:5], 80, 50, 20, rng)
    page = np.zeros((upper.shape[0] + lower.shape[0] + 40, max(upper.shape[1], lower.shape[1])), np.float32)
    page[: upper.shape[0], : upper.shape[1]] = upper
    page[-lower.shape[0] :, : lower.shape[1]] = lower
    prepared = prepare(1 - page)
    assert len(prepared) == 5
    assert max(d.box[1] for d in prepared[:3]) < min(d.box[1] for d in prepared[3:])
    for line in (prepared[:3], prepared[3:]):
        assert [d.box[0] for d in line] == sorted(d.box[0] for d in line)
