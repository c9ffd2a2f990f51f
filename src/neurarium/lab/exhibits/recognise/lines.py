"""What computes the numbers of a reading, and the way from an image to the answer as a program."""

from collections.abc import Sequence

from neurarium import recognizer
from neurarium.data.handwriting.normalised.normalise import normalise_digit
from neurarium.engine import metrics
from neurarium.engine.activations import Softmax
from neurarium.engine.attribution import attribute, attribute_units
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.surgery import Silence
from neurarium.interop import InteropError
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import (
    NO_SEQUENCE,
    DenseLines,
    Numbers,
    dense_lines,
    reading_program,
    shares_lines,
)
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, computed
from neurarium.training import TrainConfig

_NONE = Phrase("", "")

INPUT = computed(Scaling.apply, "scaling")


def draw_computed(network: Network | None, layers: Sequence[DenseLines]) -> dict[str, Computed]:
    """Return what computes each kind of number; a network that is no program has no such lines."""
    term, bias, z, gap, shares = (
        QUANTITIES[name] if layers else _NONE
        for name in ("layer.term", "layer.bias", "layer.z", "gap", "gap.shares")
    )
    return {
        "prepare": computed(normalise_digit, _NONE),
        "input": INPUT,
        "term": computed(Dense.forward, term),
        "bias": computed(Dense.forward, bias),
        "z": computed(Dense.forward, z),
        "share": _share(network if layers else None),
        "gap": computed(attribute, gap),
        "shares": computed(attribute, shares),
        "units": computed(attribute_units, gap),
        "silence": computed(Silence.forward, _NONE),
    }


def draw_training(network: Network, config: TrainConfig) -> dict[str, Computed]:
    """Return what computes loss and accuracy of a short training."""
    loss, numbers = config.loss, Numbers(network, config)
    return {
        "loss": computed(loss.rows, numbers.loss(training=True), loss.formula),
        "accuracy": computed(metrics.correct, numbers.accuracy(training=True)),
    }


def _share(network: Network | None) -> Computed:
    if network is None:
        return computed(Softmax.forward, _NONE, Softmax.formula)
    lines = shares_lines(network)
    one = Phrase(*(f"{text}\nshare = shares[{{i}}, {{j}}]" for text in (lines.keras, lines.torch)))
    if network.output.name == "sigmoid":
        return computed(recognizer.shares, one)
    return computed(Softmax.forward, one, Softmax.formula)


def draw_layers(network: Network) -> tuple[DenseLines, ...]:
    """Return how each dense layer is found in the program; none if the network is no program."""
    try:
        return dense_lines(network)
    except InteropError:
        return ()


def draw_program(network: Network, shift: float, scale: float) -> Phrase:
    """Return the program of a model that reads."""
    try:
        return reading_program(network, shift, scale)
    except InteropError:
        return NO_SEQUENCE
