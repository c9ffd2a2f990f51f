"""Whether a run has learned anything; if not, the likely reason."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.losses import BinaryCrossEntropy, CrossEntropy, Loss, MeanSquaredError
from neurarium.engine.metrics import true_classes
from neurarium.engine.network import Network
from neurarium.training.dataset import Dataset
from neurarium.training.probe import PROBE_ROWS, dead_units

LARGE = 50.0
"""Inputs of this size drive units into their flat parts, or the loss out of the numbers."""

TINY = 0.01
"""A spread of targets that the first outputs, of random weights, are far wider than."""

STILL = 0.01
"""A loss that has changed by a smaller share than this has hardly moved."""


def learned_nothing(
    network: Network, data: Dataset, loss: Loss, losses: Sequence[float], accuracy: float | None
) -> str | None:
    """Return why a run that ended at chance may have done so; None if it has learned something.

    At chance are answers that are right no more often than the most frequent class alone would be, with a
    cross-entropy no smaller than that of the classes' shares (a network can know of a rare class well that a
    row is likelier than others to be in it, and never name it); and numbers no nearer than the mean alone.

    Parameters
    ----------
    network, data, loss
        After the run.
    losses, accuracy
        The training loss of each epoch, and the last one's accuracy; None for numbers.
    """
    if not losses or not _at_chance(data, loss, losses[-1], accuracy):
        return None
    what = "numbers no nearer than the mean"
    if accuracy is not None:
        what = f"{accuracy:.0%} right, no more than by chance"
    return f"The network has learned nothing ({what}): {_reason(network, data, loss, losses)}"


def _at_chance(data: Dataset, loss: Loss, last: float, accuracy: float | None) -> bool:
    y = data.y_train
    if accuracy is not None:
        if y.ndim == 2 and y.shape[1] > 1 and not (y.sum(axis=1) == 1).all():
            return False  # several labels at once: accuracy says nothing
        _, numbers, counts = np.unique(true_classes(y), return_inverse=True, return_counts=True)
        chance = counts.max() / len(y)
        error = float(np.sqrt(chance * (1 - chance) / len(y)))  # what chance itself varies by
        if len(counts) < 2 or accuracy > chance + error:
            return False
        if not isinstance(loss, CrossEntropy | BinaryCrossEntropy):
            return True
        shares = np.bincount(numbers.ravel(), weights=data.weights)
        shares = shares[shares > 0] / shares.sum()
        entropy = float(-(shares * np.log(shares)).sum())
        return not last < (1 - STILL) * entropy  # NaN is at chance too
    variance = float(np.square(_spreads(y)).mean())
    return isinstance(loss, MeanSquaredError) and variance > 0 and last >= variance / 2


def _spreads(y: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return the deviation of each output's targets, ``(n_outputs,)``."""
    spreads: npt.NDArray[np.float64] = y.astype(np.float64).reshape(len(y), -1).std(axis=0)
    return spreads


def _reason(network: Network, data: Dataset, loss: Loss, losses: Sequence[float]) -> str:
    x = data.x_train[:PROBE_ROWS]
    x = x if data.scaling is None else data.scaling.apply(x)
    dead = dead_units(network, data)
    sizes = [layer.n_out for layer in network.dense_layers]
    for number, (silent, units) in enumerate(zip(dead, sizes, strict=True), 1):
        if silent == units and units:
            return (
                f"all {units} units of layer {number} are silent (dead) for every row. "
                "Try a smaller learning rate, scaled inputs, or 'leaky_relu'."
            )
    largest = float(np.abs(x).max(initial=0))
    if largest > LARGE:
        return (
            f"its inputs reach {largest:.3g}. Scale them to about 0-1, or to mean 0 and deviation 1 "
            "(StandardScaler)."
        )
    if isinstance(loss, MeanSquaredError):
        target, spread = float(np.abs(data.y_train).max(initial=0)), float(_spreads(data.y_train).max())
        if target > LARGE or 0 < spread < TINY:
            what = f"reach {target:.3g}" if target > LARGE else f"have a deviation of only {spread:.2g}"
            return (
                f"its targets {what}. Scale them to mean 0 and deviation 1 (MLPRegressor does, with "
                "standardize_targets=True)."
            )
    if abs(losses[-1] - losses[0]) < STILL * abs(losses[0]):
        return (
            f"the loss has hardly moved, from {losses[0]:.4g} to {losses[-1]:.4g}. Try a larger learning "
            "rate or more epochs."
        )
    if losses[-1] > losses[0]:
        return f"the loss rose from {losses[0]:.4g} to {losses[-1]:.4g}. Try a smaller learning rate."
    return "try more epochs, a larger network, or another learning rate; perhaps the inputs do not tell."
