"""Backend selection: the NumPy reference or its compiled twin computes the training steps."""

from dataclasses import dataclass

from neurarium import kernels
from neurarium.engine.errors import ParameterError
from neurarium.engine.network import Network
from neurarium.engine.optimizers import State
from neurarium.training.backends.base import Backend, LossNotFinite, StepPlan, Streams, Totals
from neurarium.training.backends.reference import ReferenceBackend
from neurarium.training.config import TrainConfig
from neurarium.training.dataset import Dataset
from neurarium.training.evaluation import Forward, reference_forward

__all__ = ["Backend", "Choice", "LossNotFinite", "StepPlan", "Streams", "Totals", "choose", "forward_of"]


@dataclass(frozen=True)
class Choice:
    """A backend, the reason for it, and whether a faster one will be ready soon."""

    backend: Backend
    why: str
    provisional: bool = False


def choose(network: Network, data: Dataset, config: TrainConfig, state: State) -> Choice:
    """Return the backend that `config` asks for; ``"auto"`` means the fastest that can do this work.

    Raises
    ------
    ParameterError
        If the compiled backend is asked for and cannot do this work.
    """
    if config.backend == "numpy":
        return Choice(ReferenceBackend(network, data, config, state), "the NumPy reference, as asked for")
    reason = kernels.why_not(network, config.loss, config.optimizer, config.regularizers)
    provisional = reason is None and config.backend == "auto" and kernels.being_compiled()
    if provisional:
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
    reference = ReferenceBackend(network, data, config, state)
    return Choice(reference, f"the NumPy reference, because {reason}", provisional)


def forward_of(network: Network, threads: int | None = None) -> Forward:
    """Return the fastest way to compute a network's last z, with the weights as they are now.

    Parameters
    ----------
    network
        Any.
    threads
        Of the compiled twin; None for as many as the process may use.
    """
    if kernels.being_compiled() or kernels.why_not_network(network) is not None:
        return reference_forward(network)
    from neurarium.kernels.predict import Predictor

    return Predictor(network, threads=threads, scores=True)
