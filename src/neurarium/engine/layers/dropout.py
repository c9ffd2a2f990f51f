"""Dropout: silence some units at random, so that the network relies on none alone."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from neurarium.engine.activations import Activation, Linear
from neurarium.engine.errors import ParameterError
from neurarium.engine.family import require
from neurarium.engine.layers.base import Layer, LayerGradient, LayerTrace, Mode, check_size
from neurarium.engine.types import FloatArray, Parameters


@dataclass(frozen=True)
class Dropout(Layer):
    """In training, silences each unit with probability `rate` and scales up the others.

    The factor ``1 / (1 - rate)`` keeps the expected sum; in inference nothing happens.

    Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (JMLR
    2014).
    """

    kind: ClassVar[str] = "dropout"

    n_in: int
    rate: float = 0.5
    n_out: int = field(init=False)
    activation: Activation = field(init=False, default=Linear())

    def __post_init__(self) -> None:
        check_size("inputs", self.n_in)
        require(0 <= self.rate < 1, f"dropout needs 0 <= rate < 1, got {self.rate!r}")
        object.__setattr__(self, "n_out", self.n_in)

    def trace(self, n: int, dtype: np.dtype[np.floating]) -> LayerTrace:
        """Return buffers for the pass and for the mask."""
        t = super().trace(n, dtype)
        t.z = t.a  # nothing happens between the two
        t.extras = {"mask": np.ones((n, self.n_in), dtype), "draw": np.empty((n, self.n_in), np.float32)}
        return t

    def forward(
        self,
        parameters: Parameters,
        statistics: Parameters,
        x: FloatArray,
        t: LayerTrace,
        mode: Mode,
    ) -> FloatArray:
        """Compute ``a = x * mask``; the mask is 0 or ``1 / (1 - rate)`` in training and 1 otherwise."""
        t.x = x
        mask, draw = t.extras["mask"], t.extras["draw"]
        if mode.training:
            if mode.rng is None:
                raise ParameterError(
                    "a network with dropout needs randomness to train: pass rng=np.random.default_rng(seed)"
                )
            mode.rng.random(dtype=np.float32, out=draw)
            np.greater_equal(draw, np.float32(self.rate), out=mask, casting="unsafe")
            mask *= 1 / (1 - self.rate)
        else:
            mask[...] = 1
        return np.multiply(x, mask, out=t.a)

    def backward(self, parameters: Parameters, t: LayerTrace, g: LayerGradient, *, need_x: bool) -> None:
        """Compute ``dL/dx = delta * mask``: a silenced unit had no influence on the loss."""
        if need_x:
            np.multiply(g.delta, t.extras["mask"], out=g.x)
