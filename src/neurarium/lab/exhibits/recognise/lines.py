"""What computes the numbers of a reading, and the way from an image to the answer as a program."""

from neurarium.data.handwriting.normalised.normalise import normalise_digit
from neurarium.engine.activations import Softmax
from neurarium.engine.attribution import attribute, attribute_units
from neurarium.engine.layers import Dense
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.engine.surgery import Silence
from neurarium.interop import InteropError
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs import reading_program
from neurarium.lab.computed import Computed, computed

_NONE = Phrase("", "")

COMPUTED: dict[str, Computed] = {
    "prepare": computed(normalise_digit, _NONE),
    "input": computed(Scaling.apply, "scaling"),
    "term": computed(Dense.forward, "dense.term"),
    "z": computed(Dense.forward, "dense.unit"),
    "softmax": computed(Softmax.forward, "output", Softmax.formula),
    "gap": computed(attribute, "gap"),
    "shares": computed(attribute, "gap.shares"),
    "units": computed(attribute_units, "gap"),
    "silence": computed(Silence.forward, _NONE),
}


def draw_program(network: Network, shift: float, scale: float) -> Phrase:
    """Return the program of a model that reads."""
    try:
        return reading_program(network, shift, scale)
    except InteropError:
        note = (
            "# A network with residual blocks is no plain sequence of layers: `neurarium export` writes it."
        )
        return Phrase(note, note)
