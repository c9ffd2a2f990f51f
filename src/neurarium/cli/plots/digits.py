"""Digits as pictures."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from numpy.typing import NDArray

from neurarium.data import Mnist
from neurarium.engine.types import FloatArray


def draw_digit(axes: Axes, pixels: NDArray[Any], title: str = "", color: str = "black") -> None:
    """Draw one image ``(784,)``, ink dark on light."""
    axes.imshow(pixels.reshape(28, 28), cmap="gray_r", vmin=0, vmax=255)
    axes.set_xticks([])
    axes.set_yticks([])
    for edge in axes.spines.values():
        edge.set_color("#bbbbbb")
    axes.set_title(title, color=color, fontsize=9)


def draw_samples(row: Sequence[Axes], images: Mnist, outputs: FloatArray) -> None:
    """Draw the first test images, one on each axes, with what the network says and what is true."""
    for i, axes in enumerate(row):
        predicted, true = int(outputs[i].argmax()), int(images.y_test[i])
        mark = "" if predicted == true else " wrong"
        draw_digit(
            axes,
            images.x_test[i],
            f"predicted {predicted}\ntrue {true}{mark}",
            "black" if predicted == true else "#c00000",
        )
