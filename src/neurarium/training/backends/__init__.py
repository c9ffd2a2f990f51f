"""Who computes the training steps: the NumPy reference or its compiled twin."""

from dataclasses import dataclass

from neurarium import kernels
from neurarium.engine.errors import ParameterError
from neurarium.engine.network import Network
from neurarium.engine.optimizers import State
from neurarium.training.backends.base import Backend, LossNotFinite, StepPlan, Streams, Totals
from neurarium.training.backends.reference import ReferenceBackend
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset

__all__ = ["Backend", "Choice", "LossNotFinite", "StepPlan", "Streams", "Totals", "choose"]


@dataclass(frozen=True)
class Choice:
    """A backend, and why it is this one."""

    backend: Backend
    why: str


def choose(network: Network, data: Dataset, config: TrainConfig, state: State) -> Choice:
    """Return the backend that `config` asks for; ``"auto"`` means the fastest that can do the work.

    Raises
    ------
    ParameterError
        If the compiled backend is demanded and cannot do this work.
    """
    if config.backend == "numpy":
        return Choice(ReferenceBackend(network, data, config, state), "the NumPy reference, as asked for")
    reason = kernels.why_not(network, config.loss, config.optimizer, config.regularizers)
    if reason is None and config.backend == "auto" and kernels.being_compiled():
        reason = "its compiled twin is still being compiled"
    if reason is None:
        from neurarium.training.backends.compiled import CompiledBackend

        backend = CompiledBackend(network, data, config, state)
        threads = "1 thread" if backend.threads == 1 else f"{backend.threads} threads"
        return Choice(backend, f"compiled by Numba, {threads}")
    if config.backend == "compiled":
        raise ParameterError(
            f"the compiled backend cannot do this: {reason}. "
            "Use backend='auto' or 'numpy' for the NumPy reference"
        )
    return Choice(ReferenceBackend(network, data, config, state), f"the NumPy reference, because {reason}")
