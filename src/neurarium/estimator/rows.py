"""Rows as scikit-learn's users have them, made ready for the network."""

from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ParameterError
from neurarium.estimator.messages import NOT_FINITE

Rows = npt.NDArray[Any]


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
