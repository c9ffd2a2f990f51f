"""Why the network prefers one digit to another."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from neurarium.engine.attribution import attribute, attribute_units, first_curved
from neurarium.engine.layers import Dense
from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.recognise.reader import Reader
from neurarium.lab.layer_groups import layer_groups
from neurarium.lab.values import Axes


@dataclass(frozen=True, eq=False)
class PixelShares:
    """What each pixel did for the gap between two logits; with the biases they sum to it.

    Attributes
    ----------
    slopes, shares
        The slope of the gap at each pixel's ink, which goes from 0 to 1, and the share of the
        pixel: ink times slope.
    towards, away
        The sums of the positive and of the negative shares.
    biases
        What each layer's biases did, the empty paper's share included in the first.
    total
        The sum of everything.
    """

    slopes: Annotated[FloatArray, Axes(28, 28)]
    shares: Annotated[FloatArray, Axes(28, 28)]
    towards: float
    away: float
    biases: tuple[float, ...]
    total: float


@dataclass(frozen=True, eq=False)
class UnitShares:
    """What each unit of the last hidden layer did for the gap; with the bias they sum to it.

    Attributes
    ----------
    units
        Of each unit: `outputs` times the difference of its weights `to_towards` and `to_away`.
    biases, bias
        Of the two outputs, and their difference.
    total
        The sum of everything.
    """

    units: Annotated[FloatArray, Axes("unit")]
    outputs: Annotated[FloatArray, Axes("unit")]
    to_towards: Annotated[FloatArray, Axes("unit")]
    to_away: Annotated[FloatArray, Axes("unit")]
    biases: tuple[float, float]
    bias: float
    total: float


@dataclass(frozen=True, eq=False)
class Why:
    """What `why` answers.

    Attributes
    ----------
    towards, away
        The two digits.
    logits
        Of the two.
    gap
        Their difference.
    pixels
        None if the network is not piecewise linear; `curved` then names the activation that is not.
    units
        None if the last layer is not dense, or the first is the last.
    """

    towards: int
    away: int
    logits: tuple[float, float]
    gap: float
    pixels: PixelShares | None
    curved: str | None
    units: UnitShares | None


def explain(reader: Reader, image: NDArray[np.uint8], towards: int, away: int) -> Why:
    """Split the gap between the logits of two digits, for one image ``(28, 28)``."""
    row = reader.inputs(image[None])[0]  # (784,)
    z = reader.network.forward(row[None]).z[0]
    curved = first_curved(reader.network)
    pixels = units = None
    if curved is None:
        found = attribute(reader.network, row, towards, away, blank=reader.blank)
        pixels = PixelShares(
            slopes=found.slopes.reshape(image.shape) * reader.ink,
            shares=found.inputs.reshape(image.shape),
            towards=float(found.inputs[found.inputs > 0].sum()),
            away=float(found.inputs[found.inputs < 0].sum()),
            biases=_by_block(reader, found.biases, found.blank),
            total=found.total,
        )
    if reader.hidden and isinstance(reader.network.layers[-1], Dense):
        split = attribute_units(reader.network, row, towards, away)
        first, second = split.biases.tolist()
        units = UnitShares(
            units=split.units,
            outputs=split.outputs,
            to_towards=np.ascontiguousarray(split.weights[:, 0]),
            to_away=np.ascontiguousarray(split.weights[:, 1]),
            biases=(first, second),
            bias=split.bias,
            total=float(split.units.sum() + split.bias),
        )
    logits = float(z[towards]), float(z[away])
    return Why(towards, away, logits, logits[0] - logits[1], pixels, curved.name if curved else None, units)


def _by_block(reader: Reader, biases: FloatArray, blank: float) -> tuple[float, ...]:
    """Return the biases' shares by layer as a learner counts them; what paper does counts as the first's."""
    shares = [float(biases[b.first : b.last + 1].sum()) for b in layer_groups(reader.network)]
    shares[0] += blank
    return tuple(shares)
