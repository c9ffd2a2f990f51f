"""All paths from one parameter to the loss, each with its share of the gradient.

The chain rule, written out: a weight w from unit i to unit j changes z_j by a_i, this changes a_j by f'(z_j),
that changes the sum of each unit k of the next layer by w_jk, and so on to an output. Each way through the
units is one path; the product of its factors is its share; all shares sum to dL/dw.
"""

from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Annotated, Literal

from neurarium.engine.types import FloatArray
from neurarium.lab.exhibits.backprop.view import LayerPass, Place
from neurarium.lab.rules import Choice

SAME = 1e-9
"""Below this difference, relative to the largest share, the shares sum to the gradient."""

Kind = Literal["input", "slope", "weight", "delta"]


@dataclass(frozen=True)
class Factor:
    """One factor of a share.

    Attributes
    ----------
    kind
        ``input``: what enters the weight; ``slope``: f'(z) of a unit; ``weight``: on the way on; ``delta``:
        dL/dz of the output, where the path ends.
    layer, row, unit
        Its place: the layer (1: the first after the inputs), the unit that it comes from (-1 if it comes from
        none) and the unit that it belongs to.
    """

    kind: Annotated[Kind, Choice("input", "slope", "weight", "delta")]
    layer: int
    row: int
    unit: int
    value: float


@dataclass(frozen=True)
class Path:
    """One way from the parameter to the loss: the unit of each layer from its own on."""

    units: tuple[int, ...]
    factors: tuple[Factor, ...]
    share: float


@dataclass(frozen=True)
class Paths:
    """All ways, and whether they account for the gradient.

    Attributes
    ----------
    gradient
        dL/d(parameter) of this sample by the engine's backward pass.
    total
        The sum of all shares.
    difference
        Between these two.
    agrees
        It is below `SAME` times the largest share (or 1).
    """

    paths: tuple[Path, ...]
    gradient: float
    total: float
    difference: float
    agrees: bool


def paths_of(place: Place, layers: tuple[LayerPass, ...], weights: list[FloatArray]) -> Paths:
    """Return all paths from a parameter to the loss.

    Parameters
    ----------
    place
        The parameter's.
    layers
        The forward and backward pass of one sample.
    weights
        Of each layer, ``(n_in, n_out)``.
    """
    first = place.layer - 1
    last = len(layers) - 1
    paths = []
    for units in product([place.unit], *(range(len(layer.z)) for layer in layers[first + 1 :])):
        factors: list[Factor] = []
        if place.row >= 0:  # a bias is the weight of a constant 1
            value = layers[first].inputs[place.row].item()
            factors.append(Factor("input", first + 1, place.row, place.unit, value))
        for layer, (unit, following) in enumerate(pairwise(units), start=first):
            slopes = layers[layer].slope
            assert slopes is not None  # only the last layer may have softmax
            factors.append(Factor("slope", layer + 1, -1, unit, slopes[unit].item()))
            weight = weights[layer + 1][unit, following].item()
            factors.append(Factor("weight", layer + 2, unit, following, weight))
        factors.append(Factor("delta", last + 1, -1, units[-1], layers[last].delta[units[-1]].item()))
        paths.append(Path(units, tuple(factors), prod(factor.value for factor in factors)))
    own = layers[first]
    gradient = own.bias_gradient[place.unit] if place.row < 0 else own.weight_gradient[place.row, place.unit]
    total = float(sum(path.share for path in paths))
    difference = abs(total - gradient.item())
    largest = max(1.0, *(abs(path.share) for path in paths))
    return Paths(tuple(paths), gradient.item(), total, difference, bool(difference <= SAME * largest))
