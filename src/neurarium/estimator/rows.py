"""Rows as scikit-learn's users have them, made ready for the network."""

from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ParameterError
from neurarium.engine.scaling import Scaling
from neurarium.estimator.messages import NOT_FINITE

Rows = npt.NDArray[Any]

MANY = 1_000_000
"""Values that are worth a look whether they are pixels."""

SPARSE = 0.3
"""Share of values other than 0 below which the kernels gain by skipping zeros, which they do for bytes."""

BLOCK = 1024


def dense(rows: Any, dtype: npt.DTypeLike) -> Rows:
    """Return rows ``(n, n_in)`` as an array of `dtype`; those of a sparse matrix are written out."""
    if isinstance(rows, np.ndarray):
        with np.errstate(over="ignore"):
            return rows.astype(dtype, copy=False)
    written: Rows = rows.astype(dtype).toarray()
    return written


def narrow(rows: Any, dtype: npt.DTypeLike) -> Rows:
    """Return rows in the type that training calculates in.

    Raises
    ------
    ParameterError
        If a value is beyond what that type can hold.
    """
    ready = dense(rows, dtype)
    if not np.isfinite(ready).all():
        raise ParameterError(
            f"{NOT_FINITE} Values beyond {np.finfo(np.dtype(dtype)).max:.1g} cannot be held in "
            f"{np.dtype(dtype)}: scale the columns, with StandardScaler for instance."
        )
    return ready


def as_pixels(rows: Rows) -> tuple[Rows, Scaling] | None:
    """Return rows as bytes and the scaling that makes the same numbers of them; None if that cannot be.

    Images of ink on paper are mostly 0, and the kernels skip zeros if they get bytes. They come as whole
    numbers from 0 to 255, or as those divided by 255.
    """
    sample = rows[:100]
    if rows.size < MANY or np.count_nonzero(sample) > SPARSE * sample.size:
        return None
    for scale in (1.0, 1 / 255):
        if _is_scaled(sample, scale):
            pixels = np.empty(rows.shape, np.uint8)
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                if not _is_scaled(block, scale):
                    return None
                pixels[start : start + BLOCK] = np.rint(block / scale)
            return pixels, Scaling(0.0, scale)
    return None


def _is_scaled(rows: Rows, scale: float) -> bool:
    """Say whether all numbers are whole ones from 0 to 255 times `scale`, to rounding."""
    if rows.min() < 0 or rows.max() > 255 * scale * (1 + 1e-6):
        return False
    whole = np.rint(rows / scale)
    return bool((np.abs(whole * scale - rows) <= 4 * np.finfo(rows.dtype).eps * rows).all())
