"""The compiled twin of the engine (Numba): the same training step, several times faster.

Nothing here imports Numba until it is needed, and everything works without it, only slower.

Where to begin: `README.md` beside this file has a drawing, and the order in which to read.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from neurarium.kernels.cores import available_cores, is_x86
from neurarium.kernels.readiness import being_compiled, compiling_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurarium.engine import Loss, Network, Optimizer, Regularizer

__all__ = [
    "available_cores",
    "being_compiled",
    "compiling_elsewhere",
    "is_x86",
    "prepare",
    "why_not",
    "why_not_network",
]


def why_not(
    network: Network, loss: Loss, optimizer: Optimizer, regularizers: Sequence[Regularizer] = ()
) -> str | None:
    """Return why the kernels cannot train this, in words that end a sentence; None if they can."""
    reason = _why_not_at_all()
    if reason is None:
        from neurarium.kernels import support

        reason = support.why_not(network, loss, optimizer, regularizers)
    return reason


def why_not_network(network: Network) -> str | None:
    """Return why the kernels cannot compute this network's outputs, in such words; None if they can."""
    reason = _why_not_at_all()
    if reason is None:
        from neurarium.kernels import support

        reason = support.why_not_network(network)
    return reason


@functools.cache
def _why_not_at_all() -> str | None:
    """Import every kernel once: whatever goes wrong with it is a reason for NumPy, not an error."""
    try:
        from neurarium.kernels import predict, stepper, support  # noqa: F401  (it is the attempt that counts)
    except ModuleNotFoundError as error:
        if error.name is None or "." not in error.name:
            return f"{error.name or 'Numba'} is not installed"
        return f"this version of Numba does not fit: it has no {error.name}"
    except ImportError as error:
        return f"Numba cannot be loaded ({error})"
    except Exception as error:  # noqa: BLE001  (the kernels use inner parts of Numba, which may change)
        return f"Numba cannot be loaded ({type(error).__name__}: {error})"
    return None


def prepare() -> float:
    """Compile all kernels, or load them from the cache, so that no training has to wait; return the seconds.

    The first time on a machine this takes some seconds, later a fraction of one. It may be called from any
    thread, also while others train.

    Raises
    ------
    ImportError
        If Numba is missing or does not go with this Python or NumPy: ask `why_not` first.
    """
    from neurarium.kernels.preparing import prepare_all

    return prepare_all()
