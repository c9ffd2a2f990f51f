"""Digits as pictures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from neurarium.data import Mnist
from neurarium.engine.types import FloatArray

EXAMPLES = 12


def draw_digit(axes: Axes, pixels: NDArray[Any], title: str = "", color: str = "black") -> None:
    """Draw one image ``(784,)``, ink dark on light."""
    axes.imshow(pixels.reshape(28, 28), cmap="gray_r", vmin=0, vmax=255)
    axes.set_xticks([])
    axes.set_yticks([])
    for edge in axes.spines.values():
        edge.set_color("#bbbbbb")
    axes.set_title(title, color=color, fontsize=9)


def draw_samples(row: Sequence[Axes], images: Mnist, outputs: FloatArray) -> None:
    """Draw the first test images, one on each axes, with the network's answer and the true digit."""
    for i, axes in enumerate(row):
        predicted, true = int(outputs[i].argmax()), int(images.y_test[i])
        mark = "" if predicted == true else " wrong"
        draw_digit(
            axes,
            images.x_test[i],
            f"predicted {predicted}\ntrue {true}{mark}",
            "black" if predicted == true else "#c00000",
        )


def draw_sheet(axes: Axes, x: NDArray[np.uint8], y: NDArray[np.int64]) -> None:
    """Draw a row for each digit: its average, then the first of its images.

    Parameters
    ----------
    axes
        Where; all digits are one picture, because a hundred axes would take long.
    x, y
        Raw pixels ``(n, 784)`` and digits ``(n,)``.
    """
    rows = []
    for digit in range(10):
        of_digit = x[y == digit]
        pictures = np.stack([of_digit.mean(axis=0), *of_digit[:EXAMPLES]])  # (13, 784)
        framed = np.pad(pictures.reshape(-1, 28, 28), ((0, 0), (2, 2), (2, 2)))  # (13, 32, 32)
        rows.append(np.hstack(list(framed)))  # (32, 13 * 32)
    sheet = np.vstack(rows)
    axes.imshow(sheet, cmap="gray_r", vmin=0, vmax=255)
    counts = np.bincount(y, minlength=10)
    axes.set_yticks([32 * digit + 16 for digit in range(10)], [f"{d}   {counts[d]:,}" for d in range(10)])
    axes.set_xticks([16, 32 * (EXAMPLES + 1) / 2 + 16], ["average", "the first of them"])
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.axvline(31.5, color="#bbbbbb")
    for edge in axes.spines.values():
        edge.set_visible(False)
