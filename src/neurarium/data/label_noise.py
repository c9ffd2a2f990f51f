"""Wrong labels, on purpose: to see what a network does with what no rule explains."""

import numpy as np
import numpy.typing as npt

from neurarium.engine.types import IntArray


def with_wrong_labels(
    labels: npt.NDArray[np.integer], share: float, n_classes: int, rng: np.random.Generator
) -> IntArray:
    """Return the labels, of which a share drawn at random is replaced by another class.

    Parameters
    ----------
    labels
        Class numbers ``(n,)``.
    share
        0 to 1; so large a part of them, rounded to whole labels, is wrong afterwards.
    n_classes
        Each wrong label is one of the ``n_classes - 1`` others, all equally likely.
    rng
        Source of all randomness.
    """
    given: IntArray = labels.astype(np.int64)
    spoilt = rng.permutation(len(labels))[: round(share * len(labels))]
    given[spoilt] = (given[spoilt] + rng.integers(1, n_classes, len(spoilt))) % n_classes
    return given
