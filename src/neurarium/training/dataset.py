"""The data that a network is trained on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.data.split import stratified_split
from neurarium.engine.errors import ShapeError
from neurarium.engine.losses import Loss
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.types import IntArray

Rows = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows and their targets; some of them held back for validation, if wanted.

    Parameters
    ----------
    x_train, y_train
        Inputs ``(n, n_in)``, of real numbers or of bytes (pixels 0-255); targets ``(n,)`` (class numbers) or
        ``(n, n_out)``.
    x_validation, y_validation
        Rows that are never used for training, of the same kinds.
    scaling
        Applied to each batch of rows on its way into the network; None if the rows are ready.
    weights
        How much each training row counts, ``(n,)``, 0 or more; None for all alike.

    Raises
    ------
    ShapeError
        If rows and targets do not fit together, or a number is not finite.
    """

    x_train: Rows
    y_train: Rows
    x_validation: Rows | None = None
    y_validation: Rows | None = None
    scaling: Scaling | None = None
    weights: Rows | None = None

    def __post_init__(self) -> None:
        for name in ("x_train", "y_train", "x_validation", "y_validation", "weights"):
            if getattr(self, name) is not None or name in ("x_train", "y_train"):
                object.__setattr__(self, name, _array(name, getattr(self, name)))
        _check("training", self.x_train, self.y_train)
        if (self.x_validation is None) != (self.y_validation is None):
            raise ShapeError("a validation set needs both inputs and targets, got one of the two")
        if self.x_validation is not None and self.y_validation is not None:
            _check("validation", self.x_validation, self.y_validation)
            if self.x_validation.shape[1] != self.x_train.shape[1]:
                raise ShapeError(
                    f"validation rows must be as long as training rows: expected {self.x_train.shape[1]}, "
                    f"got {self.x_validation.shape[1]}"
                )
        if self.weights is not None:
            _check_weights(self.weights, len(self.x_train))

    @classmethod
    def split(
        cls,
        x: Rows,
        y: Rows,
        *,
        validation: float = 0.2,
        seed: int = 0,
        scaling: Scaling | None = None,
    ) -> "Dataset":
        """Hold back a share of the rows for validation, at random; classes are kept in proportion.

        Parameters
        ----------
        x, y
            All rows, and their class numbers, one-hot rows, or numbers to be predicted.
        validation
            The share held back, 0 to less than 1.
        seed
            Of the choice.
        scaling
            See `Dataset`.
        """
        if validation == 0:
            return cls(x, y, scaling=scaling)
        x, y = _array("x", x), _array("y", y)
        _check_shapes("training", x, y)
        train, held = split_rows(y, validation, seed)
        return cls(x[train], y[train], x[held], y[held], scaling)

    def check_fit(self, network: Network, loss: Loss) -> None:
        """Raise `ShapeError` if a network with this loss cannot be trained on these rows and targets."""
        if self.x_train.shape[1] != network.n_in:
            raise ShapeError(
                f"the network takes {network.n_in} inputs, but the rows of the data have "
                f"{self.x_train.shape[1]}"
            )
        for part, y in (("training", self.y_train), ("validation", self.y_validation)):
            if y is not None:
                _check_targets(part, y, network.n_out)
                loss.check_targets(y)

    def __len__(self) -> int:
        return len(self.x_train)


def split_rows(y: Rows, validation: float, seed: int) -> tuple[IntArray, IntArray]:
    """Return which rows `Dataset.split` learns from and which it holds back, ascending."""
    if validation == 0:
        return np.arange(len(y)), np.arange(0)
    return stratified_split(_strata(y), validation, np.random.default_rng(seed))


def _array(name: str, given: Any) -> Rows:
    """Return a list, a data frame or anything of that kind as an array."""
    if isinstance(given, np.ndarray):
        return given
    try:
        return np.asarray(given)
    except ValueError as error:  # rows of different lengths
        raise ShapeError(f"expected {name} to be an array, got what cannot be made one: {error}") from error


def _strata(y: Rows) -> Rows:
    """Return the class of each row; all rows are of one if the targets are not classes."""
    if y.ndim == 1 and y.dtype.kind in "buiUS":
        return y
    one_hot = y.ndim == 2 and y.shape[1] > 1 and np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()
    return y.argmax(axis=1) if one_hot else np.zeros(len(y), np.int64)


def _check_shapes(part: str, x: Rows, y: Rows) -> None:
    if x.ndim != 2 or y.ndim not in (1, 2) or len(x) != len(y) or len(x) == 0:
        raise ShapeError(
            f"expected {part} inputs (n, n_in) and as many targets, (n,) or (n, n_out), n at least 1; "
            f"got {x.shape} and {y.shape}"
        )


def _check(part: str, x: Rows, y: Rows) -> None:
    _check_shapes(part, x, y)
    for what, array in (("inputs", x), ("targets", y)):
        if array.dtype.kind not in "buif":
            raise ShapeError(f"{part} {what} must be numbers, got dtype {array.dtype}")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            row = int(np.argwhere(~np.isfinite(array))[0][0])
            raise ShapeError(f"{part} {what} must be finite numbers; row {row} has NaN or infinity")


def _check_weights(weights: Rows, n: int) -> None:
    good = weights.shape == (n,) and np.isfinite(weights).all() and (weights >= 0).all() and weights.any()
    if not good:
        extent = f" from {weights.min():g} to {weights.max():g}" if weights.size else ""
        raise ShapeError(
            f"expected {n} weights, one a training row, finite, 0 or more and not all 0; got "
            f"{weights.dtype} of shape {weights.shape}{extent}"
        )


def _check_targets(part: str, y: Rows, n_out: int) -> None:
    if y.ndim == 1 and n_out > 1:
        if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= n_out:
            raise ShapeError(
                f"the network has {n_out} outputs, so {part} targets must be class numbers from 0 to "
                f"{n_out - 1}; got {y.dtype} from {y.min()} to {y.max()}"
            )
    elif (y.shape[1] if y.ndim == 2 else 1) != n_out:
        raise ShapeError(f"the network has {n_out} outputs, but the {part} targets have shape {y.shape}")
