"""One real pass forward and back through the network, and the sizes of what went through."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from neurarium.engine import MLP
from neurarium.engine.losses import CrossEntropy
from neurarium.engine.passes import Gradients, Trace
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.gradient_flow.settings import DeepSettings, batch, make_network
from neurarium.training.gradient_flow import flow, size

LOSS = CrossEntropy()


@dataclass(frozen=True, eq=False)
class Pass:
    """A network, and one pass of the first batch."""

    network: MLP
    trace: Trace
    gradients: Gradients
    loss: float


@dataclass(frozen=True, eq=False)
class Sizes:
    """What one seed gives.

    Attributes
    ----------
    activations, gradients
        Sizes at the inputs, after each hidden layer, and at the logits: ``(depth + 2,)``.
    weights, weight_gradients
        Sizes of each weight matrix and of its gradient, ``(depth + 1,)``.
    """

    activations: FloatArray
    gradients: FloatArray
    weights: FloatArray
    weight_gradients: FloatArray

    @property
    def ratio(self) -> float:
        """The gradient at the inputs, as a multiple of that at the logits."""
        first, last = self.gradients[0].item(), self.gradients[-1].item()
        return first / last if last else 0.0


def run(settings: DeepSettings, another: int = 0) -> Pass:
    """Send the first batch through the network with the seed and `another`, as in training, and back."""
    network = make_network(settings, another)
    x, y = batch()
    with np.errstate(all="ignore"):
        trace = network.forward(x, training=True)
        delta = LOSS.gradient(network.output, trace.z, trace.output, y)
        gradients = network.backward(trace, delta)
        return Pass(network, trace, gradients, LOSS.value(trace.z, trace.output, y))


def sizes_of(found: Pass) -> Sizes:
    """Return the sizes of what went through."""
    network, gradients = found.network, found.gradients
    with np.errstate(all="ignore"):
        signal = flow(network, found.trace, gradients)
        lists = (signal.activations, signal.gradients, network.weights(), network.weights(gradients.vector))
        return Sizes(*(np.array([size(each) for each in arrays]) for arrays in lists))


@lru_cache(maxsize=256)
def sizes(settings: DeepSettings, another: int = 0) -> Sizes:
    """Return the sizes of one pass; those asked for lately are not computed anew."""
    return sizes_of(run(settings, another))
