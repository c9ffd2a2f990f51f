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
    numbers from 0 to 255, or as those divided by 255. Needs the kernels.
    """
    from neurarium.kernels.pixels import pixels_of

    sample = rows[:100]
    if rows.size < MANY or np.count_nonzero(sample) > SPARSE * sample.size:
        return None
    for scale in (1.0, 1 / 255):
        if pixels_of(sample, scale) is not None:
            pixels = pixels_of(rows, scale)
            return None if pixels is None else (pixels, Scaling(0.0, scale))
    return None
