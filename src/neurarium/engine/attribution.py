"""Why this answer and not that one: what each input contributes to the difference between two outputs.

A network of ReLUs is piecewise linear. Around one input x, as long as no unit crosses
zero, the whole network is exactly one affine map:

    z_k(x) = sum_i J_ki x_i + c_k,        J_ki = dz_k / dx_i

So the gap between two outputs, ``z_a - z_b``, is a sum with one term for each input and one for the biases.
Backpropagation finds both. It starts with ``delta = e_a - e_b`` instead of a loss's gradient: its result at
the input is ``J_a - J_b``, and the term of each bias is the bias times the delta of its unit.

Source: Shrikumar, Greenside & Kundaje, "Learning important features through propagating activation
differences" (ICML 2017), section 3 ("gradient times input"); for ReLU networks the terms with the biases
are complete (Srinivas & Fleuret, "Full-gradient representation for neural network visualization", 2019).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import Activation, LeakyReLU, Linear, ReLU
from neurarium.engine.errors import ParameterError, ShapeError
from neurarium.engine.layers import BatchNorm, Dense, Layer, LayerGradient, Residual
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True, eq=False)
class Attribution:
    """The terms of a gap, whose sum is the gap.

    Attributes
    ----------
    slopes
        ``d gap / d x``, ``(n_in,)``: the weight of each input, around this x.
    inputs
        The term of each input, ``(n_in,)``: ``slopes * (x - blank)``.
    biases
        The term of each layer's biases, ``(n_layers,)``.
    blank
        The term of an input that is blank everywhere: ``sum(slopes) * blank``. 0 if blank is 0.
    gap
        ``z_a - z_b``, or ``z_a`` alone, as the forward pass computed it.
    """

    slopes: FloatArray
    inputs: FloatArray
    biases: FloatArray
    blank: float
    gap: float

    @property
    def total(self) -> float:
        """The sum of all terms: the gap, but for rounding."""
        return float(self.inputs.sum() + self.biases.sum() + self.blank)


def attribute(
    network: Network, x: npt.ArrayLike, towards: int, away: int | None = None, *, blank: float = 0.0
) -> Attribution:
    """Split the gap between two outputs into terms of the inputs and of the biases.

    Parameters
    ----------
    network
        Piecewise linear up to its last weighted sums: ReLU, leaky ReLU and linear layers, batch
        normalization, dropout and residual blocks of such. The output activation does not matter.
    x
        One input, ``(n_in,)``.
    towards, away
        The outputs a and b of ``z_a - z_b``; without `away` it is ``z_a`` that is split.
    blank
        The value of an input without information (paper): such inputs get the term 0. Pixels that were scaled
        to mean 0 are not 0 where there is no ink.

    Raises
    ------
    ParameterError
        If the network is not piecewise linear, or there is no such output.
    ShapeError
        If `x` is not ``(n_in,)``.

    Examples
    --------
    >>> from neurarium.engine import MLP
    >>> found = attribute(MLP([3, 5, 2], dtype="float64"), [0.2, 0.5, 0.9], 0, 1)
    >>> bool(np.isclose(found.total, found.gap))
    True
    """
    if (curved := first_curved(network)) is not None:
        raise ParameterError(
            f"the network is not piecewise linear: it has the activation {curved.name!r}; expected only "
            "relu, leaky_relu and linear below the output. `attribute_units` works for any network"
        )
    row = np.asarray(x, network.dtype)
    if row.shape != (network.n_in,):
        raise ShapeError(f"expected one input of shape ({network.n_in},), got shape {row.shape}")
    trace = network.forward(row[None])
    delta = np.zeros_like(trace.z)  # d gap / dz of the outputs, (1, n_out)
    for output, sign in ((towards, 1), (away, -1)):
        if output is not None:
            delta[0, _output(network, output)] += sign
    gradients = network.backward(trace, delta)

    slopes = gradients.layers[0].x[0].astype(np.float64)  # (n_in,)
    biases = [
        _bias_share(layer, parameters, statistics, g)
        for layer, parameters, statistics, g in zip(
            network.layers, network.parameters, network.layer_statistics, gradients.layers, strict=True
        )
    ]
    return Attribution(
        slopes=slopes,
        inputs=slopes * (row.astype(np.float64) - blank),
        biases=np.array(biases),
        blank=float(slopes.sum() * blank),
        gap=_gap(trace.z[0], towards, away),
    )


def first_curved(network: Network) -> Activation | None:
    """Return the first activation below the outputs' sums that is not piecewise linear; None if all are."""
    layers = [*network.layers[:-1], *_inside(network.layers[-1])]
    found = (a for layer in layers for a in _activations(layer) if not isinstance(a, _PIECEWISE))
    return next(found, None)


@dataclass(frozen=True, eq=False)
class UnitAttribution:
    """The terms of a gap, one for each unit of the last hidden layer; with the bias they sum to it.

    Attributes
    ----------
    units
        The term of each unit, ``(n_units,)``: ``a_j (W_ja - W_jb)``.
    outputs
        What each unit says, ``(n_units,)``: ``a_j``.
    weights
        Its weights to the two outputs, ``(n_units, 2)``: ``W_ja`` and ``W_jb``.
    biases
        ``b_a`` and ``b_b``, ``(2,)``.
    gap
        ``z_a - z_b``, as the forward pass computed it.
    """

    units: FloatArray
    outputs: FloatArray
    weights: FloatArray
    biases: FloatArray
    gap: float

    @property
    def bias(self) -> float:
        """The term of the biases: ``b_a - b_b``."""
        return float(self.biases[0] - self.biases[1])


def attribute_units(network: Network, x: npt.ArrayLike, towards: int, away: int) -> UnitAttribution:
    """Split the gap between two outputs into terms of the last hidden layer's units.

    That is exact for every network whose last layer is dense, because its sums are linear in those units,
    whatever the layers below compute.

    Raises
    ------
    ParameterError
        If the last layer is not dense, or there is no such output.
    ShapeError
        If `x` is not ``(n_in,)``.
    """
    if not isinstance(network.layers[-1], Dense):
        raise ParameterError(f"expected a dense last layer, got {network.layers[-1].kind!r}")
    row = np.asarray(x, network.dtype)
    if row.shape != (network.n_in,):
        raise ShapeError(f"expected one input of shape ({network.n_in},), got shape {row.shape}")
    a, b = _output(network, towards), _output(network, away)
    last = network.forward(row[None]).layers[-1]
    outputs = last.x[0].astype(np.float64)  # (n_units,)
    weights = network.parameters[-1]["W"][:, [a, b]].astype(np.float64)  # (n_units, 2)
    return UnitAttribution(
        units=outputs * (weights[:, 0] - weights[:, 1]),
        outputs=outputs,
        weights=weights,
        biases=network.parameters[-1]["b"][[a, b]].astype(np.float64),
        gap=_gap(last.z[0], a, b),
    )


_PIECEWISE = (ReLU, LeakyReLU, Linear)


def _bias_share(
    layer: Layer, parameters: Parameters, statistics: Parameters, g: LayerGradient, prefix: str = ""
) -> float:
    """Return what a layer's biases add to the gap, whatever its input.

    Parameters
    ----------
    prefix
        Of the names in `parameters` and `statistics`: those in a residual block start with a number.
    """
    delta = g.delta[0].astype(np.float64)
    if isinstance(layer, Dense):  # z = x W + b
        return float(parameters[prefix + "b"] @ delta)
    if isinstance(layer, BatchNorm):  # z = gamma (x - mean) / std + beta, and dz/dx = gamma / std
        dx = g.x[0].astype(np.float64)
        return float(parameters[prefix + "beta"] @ delta - statistics[prefix + "mean"] @ dx)
    if isinstance(layer, Residual):
        inner = zip(layer.layers, g.inner, strict=True)
        return sum(
            _bias_share(each, parameters, statistics, inner_g, f"{prefix}{i}.")
            for i, (each, inner_g) in enumerate(inner)
        )
    return 0.0


def _inside(layer: Layer) -> tuple[Layer, ...]:
    return layer.layers if isinstance(layer, Residual) else ()


def _activations(layer: Layer) -> list[Activation]:
    if isinstance(layer, Residual):
        return [a for inner in layer.layers for a in _activations(inner)]
    return [layer.activation]


def _output(network: Network, output: int) -> int:
    if not 0 <= output < network.n_out:
        raise ParameterError(f"expected an output from 0 to {network.n_out - 1}, got {output}")
    return output


def _gap(z: FloatArray, towards: int, away: int | None) -> float:
    return float(z[towards]) - (0.0 if away is None else float(z[away]))
