"""What computes the numbers of a reading, and the way from an image to the answer as a program."""

from collections.abc import Sequence

from neurarium.data.handwriting.normalised.normalise import normalise_digit
from neurarium.engine.activations import Softmax
from neurarium.engine.attribution import attribute, attribute_units
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.surgery import Silence
from neurarium.interop import InteropError
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import DenseLines, dense_lines, reading_program
from neurarium.interop.quantities import QUANTITIES
from neurarium.lab.computed import Computed, computed

_NONE = Phrase("", "")

INPUT = computed(Scaling.apply, "scaling")


def draw_computed(layers: Sequence[DenseLines]) -> dict[str, Computed]:
    """Return what computes each kind of number; a network that is no program has no such lines."""
    term, bias, z, softmax, gap, shares = (
        QUANTITIES[name] if layers else _NONE
        for name in ("layer.term", "layer.bias", "layer.z", "output", "gap", "gap.shares")
    )
    return {
        "prepare": computed(normalise_digit, _NONE),
        "input": INPUT,
        "term": computed(Dense.forward, term),
        "bias": computed(Dense.forward, bias),
        "z": computed(Dense.forward, z),
        "softmax": computed(Softmax.forward, softmax, Softmax.formula),
        "gap": computed(attribute, gap),
        "shares": computed(attribute, shares),
        "units": computed(attribute_units, gap),
        "silence": computed(Silence.forward, _NONE),
    }


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
        note = (
            "# A network with residual blocks is no plain sequence of layers: `neurarium export` writes it."
        )
        return Phrase(note, note)
