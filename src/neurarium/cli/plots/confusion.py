"""The confusion matrix: which digit is mistaken for which."""

import numpy as np
from matplotlib.axes import Axes

from neurarium.engine.types import IntArray


def draw_confusion(axes: Axes, confusion: IntArray) -> None:
    """Draw counts ``(10, 10)``: the shade shows the share of the row's digit, small ones too.

    Parameters
    ----------
    axes
        Where.
    confusion
        Row the true digit, column the answer.
    """
    share = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    axes.imshow(np.sqrt(share), cmap="Blues", vmin=0, vmax=1)
    for true, row in enumerate(confusion):
        for answer, count in enumerate(row):
            if count:
                dark = share[true, answer] > 0.3
                axes.text(
                    answer,
                    true,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=8,
                    color="white" if dark else "black",
                )
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    axes.set_xlabel("answer")
    axes.set_ylabel("true digit")
    axes.set_title("Confusion matrix")
