"""Images and labels, checked, and put together to a data set that every exhibit can use."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.data.mnist import Mnist
from neurarium.data.split import stratified_split
from neurarium.lab.datasets.errors import refused
from neurarium.lab.datasets.gallery import MOST_IMAGES
from neurarium.lab.datasets.pixels import FULL, SIDE, as_bytes, as_images, fit, full_ink, ink_high
from neurarium.persist.model import DIGITS, PIXELS

LEAST_IMAGES = 20
MOST_NAME = 40
"""Characters of a class's name."""

MOST_TRAINING = 60_000
TEST_SHARE = 1 / 6
"""Of the images, where the files do not say which are for testing: as much as MNIST has."""

Source = Literal["idx", "npz", "pictures"]
Pair = tuple[NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, eq=False)
class ImageSet:
    """A data set of the learner's own.

    Attributes
    ----------
    images
        Pixels and labels, of which the numbers are places in `classes`.
    classes
        What the labels stand for; at most ten.
    source
        What it was read from.
    inverted
        Whether it was dark on light ground.
    split
        Whether the test images were chosen here, at random.
    skipped
        How many files were passed over, because they are none that are read.
    """

    images: Mnist
    classes: tuple[str, ...]
    source: Source
    inverted: bool
    split: bool
    skipped: int


def assemble(learned: Pair, tested: Pair | None, *, source: Source, skipped: int = 0) -> ImageSet:
    """Return the data set of images ``(n, h, w)`` and labels ``(n,)``; without `tested`, a part is held back.

    Raises
    ------
    LabError
        `bad_data`, if they do not fit together, or there are too few or too many images or classes.
    """
    pairs = [_checked(*pair) for pair in (learned, tested) if pair is not None]
    count = sum(len(x) for x, _ in pairs)
    if count < LEAST_IMAGES:
        raise refused(
            "few",
            f"There are {count} images; at least {LEAST_IMAGES} are needed.",
            limit=LEAST_IMAGES,
            got=count,
        )
    if count > MOST_IMAGES:
        raise refused(
            "many_images",
            f"There are {count:,} images; at most {MOST_IMAGES:,} are taken.",
            limit=MOST_IMAGES,
            got=count,
        )
    if tested is not None and (learning := len(pairs[0][0])) > MOST_TRAINING:
        raise refused(
            "many_training",
            f"There are {learning:,} training images; at most {MOST_TRAINING:,} are taken.",
            limit=MOST_TRAINING,
            got=learning,
        )
    # Pictures were brought to bytes when they were decoded, each by its own kind.
    full = FULL[-1] if source == "pictures" else full_ink([x for x, _ in pairs])
    classes, numbers = _classes(np.concatenate([y for _, y in pairs]))
    images, inverted = ink_high(np.concatenate([_fitted(x, full) for x, _ in pairs]))
    if tested is None:
        first, second = stratified_split(numbers, TEST_SHARE, np.random.default_rng(0))
    else:
        first, second = np.split(np.arange(count), [len(pairs[0][0])])
    rows, labels = images.reshape(count, PIXELS), numbers.astype(np.int64)
    found = Mnist(rows[first], labels[first], rows[second], labels[second], None)
    return ImageSet(found, classes, source, inverted, tested is None, skipped)


def _checked(x: NDArray[Any], y: NDArray[Any]) -> Pair:
    x = as_images(x)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1 or len(y) != len(x) or not len(x):
        raise refused(
            "labels",
            f"Expected one label for each of {len(x)} images, got an array of shape {y.shape}.",
            limit=len(x),
            got=" x ".join(map(str, y.shape)) or "1",
        )
    return x, _whole(y)


def _whole(labels: NDArray[Any]) -> NDArray[Any]:
    """Return labels as whole numbers or text, if they are that in whatever type."""
    if labels.dtype.kind == "S":
        return np.char.decode(labels, "utf-8", "replace")
    if labels.dtype.kind in "uiU":
        return labels
    if labels.dtype.kind not in "bf":
        raise _label_kind(str(labels.dtype))
    numbers = labels.astype(np.float64)
    if not (broken := labels[~(np.isfinite(numbers) & (numbers == np.rint(numbers)))]).size:
        return numbers.astype(np.int64)
    raise _label_kind(f"{broken[0]:g}")


def _label_kind(got: str) -> Exception:
    return refused("label_kind", f"Expected labels to be whole numbers or names, got {got}.", got=got)


def _fitted(images: NDArray[Any], full: int) -> NDArray[np.uint8]:
    pixels = as_bytes(images, full)
    if pixels.shape[1:] == (SIDE, SIDE):
        return pixels
    scaled = np.empty((len(pixels), SIDE, SIDE), np.uint8)
    for i, image in enumerate(pixels):
        scaled[i] = np.rint(np.clip(fit(image.astype(np.float32)), 0, 255))
    return scaled


def _classes(labels: NDArray[Any]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return what the labels stand for, and the number of each label among them.

    Labels that are digits keep their numbers, also if not all ten are there.
    """
    distinct, numbers = np.unique(labels, return_inverse=True)
    if not 2 <= len(distinct) <= DIGITS:
        got = len(distinct)
        raise refused("classes", f"There are {got} classes; 2 to {DIGITS} are taken.", got=got)
    names = [str(name) for name in distinct.tolist()]
    if all(name in _DIGITS for name in names):
        return _DIGITS, np.array([int(name) for name in names])[numbers]
    return _shown(names), numbers


def _shown(labels: list[str]) -> tuple[str, ...]:
    """Return the labels as they can be read: short, of printable characters, and no two alike."""
    names: list[str] = []
    for label in labels:
        name = "".join(filter(str.isprintable, label)).strip()[:MOST_NAME] or "–"
        others = (f"{name[: MOST_NAME - 2]} {i}" for i in range(2, DIGITS + 1))
        names.append(name if name not in names else next(each for each in others if each not in names))
    return tuple(names)


_DIGITS = tuple(map(str, range(DIGITS)))
