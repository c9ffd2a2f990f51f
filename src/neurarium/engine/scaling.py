"""Scaling of inputs: a shift and a factor, kept with a model that was trained on scaled values."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.family import is_number

_LARGEST = float(np.finfo(np.float32).max)
_BLOCK = 1024  # rows: the statistics of 60,000 images need no second copy of them


Numbers = float | tuple[float, ...]
"""One number for every value, or one for each column."""


@dataclass(frozen=True)
class Scaling:
    """The map x = (raw - shift) · scale from stored values (pixels 0-255) to a network's inputs.

    Parameters
    ----------
    shift
        Subtracted first, in units of the raw values: one number, or one for each column.
    scale
        Factor, per unit of the raw values; finite and above 0: one number, or one for each column.

    Examples
    --------
    >>> Scaling(shift=100.0, scale=0.5).apply(np.array([100, 104], dtype=np.uint8))
    array([0., 2.], dtype=float32)
    >>> Scaling(shift=(100.0, 0.0), scale=(0.5, 2.0)).apply(np.array([[104, 104]], dtype=np.uint8))
    array([[  2., 208.]], dtype=float32)
    """

    shift: Numbers
    scale: Numbers

    def __post_init__(self) -> None:
        lengths = set()
        for name in ("shift", "scale"):
            given = getattr(self, name)
            if isinstance(given, Sequence | np.ndarray) and not isinstance(given, str):
                values = tuple(_finite(name, value) for value in given)
                object.__setattr__(self, name, values)
                lengths.add(len(values))
            else:
                _finite(name, given)
        if len(lengths) > 1 or 0 in lengths:
            raise ParameterError(
                f"Expected shift and scale of a Scaling for as many columns, got {sorted(lengths)}."
            )
        if np.min(self.scale) <= 0:
            raise ParameterError(
                f"Expected scale of a Scaling to be above 0, got {float(np.min(self.scale))!r}."
            )

    @property
    def columns(self) -> int | None:
        """How many columns there are, if each has its own numbers; None if all are treated alike."""
        return next((len(n) for n in (self.shift, self.scale) if isinstance(n, tuple)), None)

    @property
    def one(self) -> tuple[float, float]:
        """The one shift and the one scale of all values.

        Raises
        ------
        ParameterError
            If each column has its own.
        """
        if isinstance(self.shift, tuple) or isinstance(self.scale, tuple):
            raise ParameterError(
                f"Expected one shift and one scale, got one for each of {self.columns} columns."
            )
        return float(self.shift), float(self.scale)

    @classmethod
    def unit(cls) -> "Scaling":
        """Scale pixels 0-255 to 0-1."""
        return cls(shift=0.0, scale=1 / 255)

    @classmethod
    def standard(cls, x_train: NDArray[Any]) -> "Scaling":
        """Scale to mean 0 and standard deviation 1 over all values of the training inputs together.

        One mean and one deviation for all pixels: the border pixels, which are nearly always 0, would
        otherwise be scaled up by their tiny deviations.

        Raises
        ------
        ParameterError
            If there are no values, or all are equal.
        """
        if x_train.size == 0:
            raise ParameterError(f"Expected training inputs to standardise by, got shape {x_train.shape}.")
        mean = sum(float(block.sum()) for block in _blocks(x_train)) / x_train.size
        variance = sum(float(np.square(block - mean).sum()) for block in _blocks(x_train)) / x_train.size
        if variance <= 0:
            raise ParameterError(f"Expected training inputs that differ, got {mean:g} everywhere.")
        return cls(shift=mean, scale=1 / math.sqrt(variance))

    def apply(self, x: NDArray[Any], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """Return (x - shift) · scale as float32, written into `out` if given.

        No other memory is used, but for float64 values: they are narrowed only when the shift is off them.

        Parameters
        ----------
        x
            Raw values, integer or floating: any shape, or ``(…, n_columns)`` if each column has its numbers.
        out
            float32 array of the same shape; may be `x` itself.

        Raises
        ------
        ShapeError
            If `x` has another number of columns.
        """
        if self.columns is not None and (x.ndim == 0 or x.shape[-1] != self.columns):
            raise ShapeError(f"this scaling is for {self.columns} columns, got values of shape {x.shape}")
        if out is None:
            out = np.empty(x.shape, dtype=np.float32)
        shift, scale = np.asarray(self.shift), np.asarray(self.scale)
        if x.dtype == np.float64:
            np.multiply(x - shift, scale, out=out, casting="unsafe")
            return out
        np.subtract(x, shift.astype(np.float32), out=out, dtype=np.float32, casting="unsafe")
        out *= scale.astype(np.float32)
        return out

    def undo(self, x: NDArray[Any]) -> NDArray[np.float64]:
        """Return the raw values that `apply` turns into `x`: ``x / scale + shift``, float64."""
        raw: NDArray[np.float64] = np.asarray(x, np.float64) / self.scale + np.asarray(self.shift)
        return raw

    def then(self, after: "Scaling") -> "Scaling":
        """Return the one scaling that does the same as this one and, behind it, `after`.

        ``((x - a) b - c) d = (x - (a + c / b)) b d``.

        Raises
        ------
        ParameterError
            If the two are for different numbers of columns, or come to a number that is not finite.
        """
        lengths = {self.columns, after.columns} - {None}
        if len(lengths) > 1:
            raise ParameterError(
                f"expected a scaling of {self.columns} columns after this one, got one of {after.columns}"
            )
        shift = np.asarray(self.shift) + np.asarray(after.shift) / np.asarray(self.scale)
        scale = np.asarray(self.scale) * np.asarray(after.scale)
        return Scaling(shift.tolist(), scale.tolist())

    def as_dict(self) -> dict[str, float | list[float]]:
        """Return the numbers by name, for a model's header."""
        return {
            name: list(numbers) if isinstance(numbers, tuple) else numbers
            for name, numbers in (("shift", self.shift), ("scale", self.scale))
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Scaling":
        """Read what `as_dict` wrote.

        Raises
        ------
        ParameterError
            If a key is missing or unknown, or its value is not valid.
        """
        if set(values) != {"shift", "scale"}:
            raise ParameterError(
                f"Expected a scaling with the keys 'shift' and 'scale', got {sorted(values)}."
            )
        return cls(shift=values["shift"], scale=values["scale"])


def _finite(name: str, value: Any) -> float:
    if not is_number(value) or not abs(value) <= _LARGEST:
        raise ParameterError(f"Expected {name} of a Scaling to be a finite number, got {value!r}.")
    return float(value)


def _blocks(x: NDArray[Any]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, len(x), _BLOCK):
        yield x[start : start + _BLOCK].astype(np.float64)
