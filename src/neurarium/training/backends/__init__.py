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

__all__ = [
    "Backend",
    "Choice",
    "LossNotFinite",
    "StepPlan",
    "Streams",
    "Totals",
    "choose",
    "forward_of",
    "make_backend",
]


@dataclass(frozen=True)
class Choice:
    """Which backend takes the steps, and why; `choose` makes it.

    Attributes
    ----------
    name
        "numpy" or "compiled".
    reason
        Why it is not the other one, in words that follow a comma; empty if it is the fastest.
    provisional
        Whether a faster one will be ready soon.
    """

    name: str
    reason: str = ""
    provisional: bool = False


def choose(network: Network, config: TrainConfig, data: Dataset | None = None) -> Choice:
    """Return the backend that `config` asks for; ``"auto"`` means the fastest that can do this work.

    `data` is only looked at for rows that are weighted or scaled in a way that the kernels do not know.

    This is the only place that asks whether the kernels can do it; the answer is passed on from here.

    Raises
    ------
    ParameterError
        If the compiled backend is asked for and cannot do this work.
    """
    if config.backend == "numpy":
        return Choice("numpy", "as asked for")
    reason = kernels.why_not(network, config.loss, config.optimizer, config.regularizers)
    if reason is None and data is not None:
        reason = _why_not_data(data, config)
    provisional = reason is None and config.backend == "auto" and kernels.being_compiled()
    if provisional:
        reason = "its compiled twin is still being compiled"
    if reason is None:
        return Choice("compiled")
    if config.backend == "compiled":
        raise ParameterError(
            f"the compiled backend cannot do this: {reason}. "
            "Use backend='auto' or 'numpy' for the NumPy reference"
        )
    return Choice("numpy", f"because {reason}", provisional)


def _why_not_data(data: Dataset, config: TrainConfig) -> str | None:
    """Return why the kernels cannot learn from these rows, in words that end a sentence; None if they can."""
    if data.weights is not None:
        return "the kernels do not weigh rows"
    if config.augmentation is not None and data.scaling is not None and data.scaling.columns is not None:
        return "images are changed before each pixel is scaled in its own way"
    return None


def make_backend(
    choice: Choice, network: Network, data: Dataset, config: TrainConfig, state: State
) -> Backend:
    """Return the chosen backend, ready to take steps.

    Parameters
    ----------
    choice
        What `choose` says of this network and these settings.
    network, data, config, state
        What is trained, on what, how, and the optimizer's memory.
    """
    if choice.name == "numpy":
        return ReferenceBackend(network, data, config, state)
    from neurarium.training.backends.compiled import CompiledBackend

    return CompiledBackend(network, data, config, state)


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
