"""Scaling of inputs: one shift and one factor for all values, saved with the model trained on them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.errors import ParameterError
from neurarium.engine.family import is_number

_LARGEST = float(np.finfo(np.float32).max)
_BLOCK = 1024  # rows: the statistics of 60,000 images need no second copy of them


@dataclass(frozen=True)
class Scaling:
    """The map x = (raw - shift) · scale from stored values (pixels 0-255) to a network's inputs.

    Parameters
    ----------
    shift
        Subtracted first, in units of the raw values.
    scale
        Factor, per unit of the raw values; finite and above 0.

    Examples
    --------
    >>> Scaling(shift=100.0, scale=0.5).apply(np.array([100, 104], dtype=np.uint8))
    array([0., 2.], dtype=float32)
    """

    shift: float
    scale: float

    def __post_init__(self) -> None:
        for name, value in (("shift", self.shift), ("scale", self.scale)):
            if not is_number(value) or not abs(value) <= _LARGEST:
                raise ParameterError(f"Expected {name} of a Scaling to be a finite number, got {value!r}.")
        if self.scale <= 0:
            raise ParameterError(f"Expected scale of a Scaling to be above 0, got {self.scale!r}.")

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
        """Return (x - shift) · scale as float32, written into `out` if given, without other memory.

        Parameters
        ----------
        x
            Raw values, any shape, integer or floating.
        out
            float32 array of the same shape; may be `x` itself.
        """
        if out is None:
            out = np.empty(x.shape, dtype=np.float32)
        np.subtract(x, np.float32(self.shift), out=out, dtype=np.float32, casting="unsafe")
        out *= np.float32(self.scale)
        return out

    def as_dict(self) -> dict[str, float]:
        """Return the two numbers by name, for a model's header."""
        return {"shift": self.shift, "scale": self.scale}

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


def _blocks(x: NDArray[Any]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, len(x), _BLOCK):
        yield x[start : start + _BLOCK].astype(np.float64)
