"""The loss of each image of a run's last step, with the weights that the step left."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from neurarium.engine.types import FloatArray, IntArray
from neurarium.lab.values import Axes, ByteArray
from neurarium.training import Trainer
from neurarium.training.blas import single_threaded_blas

MOST_ROWS = 256
"""Of a large batch the first rows are read: a picture must not wait for more."""

MOST_SHOWN = 6


@dataclass(frozen=True, eq=False)
class StepLosses:
    """The losses of a step's images, the largest first.

    Attributes
    ----------
    of
        How many images the step learned from; those here are the first of them.
    rows
        The loss of each image.
    labels, outputs
        Of each image its digit, and what the network makes of that digit.
    images
        The pixels of the first few.
    """

    of: int
    rows: Annotated[FloatArray, Axes("image")]
    labels: Annotated[IntArray, Axes("image")]
    outputs: Annotated[FloatArray, Axes("image")]
    images: Annotated[ByteArray, Axes("shown", 784)]


def step_losses(trainer: Trainer) -> StepLosses | None:
    """Read the images of the last step again, as in inference; None before the first step."""
    data, network, loss = trainer.data, trainer.network, trainer.config.loss
    rows = trainer.last_rows[:MOST_ROWS]
    if len(rows) == 0:
        return None
    pixels, targets = data.x_train[rows], data.y_train[rows]
    with single_threaded_blas():
        trace = network.forward(pixels if data.scaling is None else data.scaling.apply(pixels))
    losses = loss.rows(trace.z, trace.output, targets)  # (n,)
    labels = targets if targets.ndim == 1 else targets.argmax(axis=1)
    order = np.argsort(-losses, kind="stable")
    return StepLosses(
        of=len(trainer.last_rows),
        rows=losses[order].astype(np.float32),
        labels=labels[order].astype(np.int32),
        outputs=trace.output[order, labels[order]].astype(np.float32),
        images=pixels[order[:MOST_SHOWN]],
    )
