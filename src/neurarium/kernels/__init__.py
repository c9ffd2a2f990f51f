"""The compiled twin of the engine (Numba): the same training step, several times faster.

Nothing here imports Numba until it is needed, and everything works without it, only slower.

Where to begin: `steps` (one training step), then `product` (the matrix product), then `vectors`.
"""

from __future__ import annotations

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


def _why_not_at_all() -> str | None:
    try:
        from neurarium.kernels import support  # noqa: F401  (it is the attempt that counts)
    except ModuleNotFoundError as error:
        return f"{error.name or 'Numba'} is not installed"
    except ImportError as error:  # a Numba that does not go with this Python or NumPy
        return f"Numba cannot be loaded ({error})"
    return None


def prepare() -> float:
    """Compile all kernels, or load them from the cache, so that no training has to wait; return the seconds.

    The first time on a machine this takes some seconds, later a fraction of one. It may be called from any
    thread, also while others train.

    Raises
    ------
    ImportError
        If Numba is missing or does not go with this Python or NumPy.
    """
    from neurarium.kernels.preparing import prepare_all

    return prepare_all()
