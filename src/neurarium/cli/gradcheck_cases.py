"""The networks whose gradients `neurarium gradcheck` checks: one for every part of the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.activations import ACTIVATIONS, ReLU, Tanh
from neurarium.engine.layers import BatchNorm, Dense, Dropout, Layer, Residual
from neurarium.engine.losses import LOSSES, CrossEntropy, Loss, MeanSquaredError
from neurarium.engine.network import Network
from neurarium.engine.regularizers import L1, L2, Regularizer


@dataclass(frozen=True, eq=False)
class Case:
    """One network to check, and with what loss."""

    name: str
    network: Network
    loss: Loss
    regularizers: tuple[Regularizer, ...] = ()

    def targets(self, rng: np.random.Generator, n: int) -> npt.NDArray[Any]:
        """Return targets for `n` rows that the loss can take."""
        if self.loss.output is None:
            return rng.normal(size=(n, self.network.n_out))
        if self.loss.output == "exp":
            return rng.poisson(1.5, (n, self.network.n_out)).astype(np.float64)
        if self.loss.output == "sigmoid":
            return rng.integers(0, 2, (n, self.network.n_out)).astype(np.float64)
        return rng.integers(0, self.network.n_out, n)


def cases() -> Iterator[Case]:
    """Yield a case for every activation, loss, kind of layer and penalty."""
    for name in ACTIVATIONS.names:
        if name != "step":  # it has no useful derivative, and says so when it is asked for it
            network = _network(_dense(5, 4, name), _dense(4, 3, "linear"))
            yield Case(f"activation {_dashed(name)}", network, MeanSquaredError())
    for name in LOSSES.names:
        loss = LOSSES.get(name)
        network = _network(_dense(5, 4, "tanh"), _dense(4, 3, loss.output or "sigmoid"))
        yield Case(f"loss {_dashed(name)}", network, loss)
    out = _dense(4, 3, "softmax")
    layers: dict[str, tuple[Layer, ...]] = {
        "dense": (out,),
        "dropout": (_dense(4, 4, "relu"), Dropout(4, 0.3), out),
        "batch-norm": (_dense(4, 4, "linear"), BatchNorm(4, ReLU()), out),
        "residual": (Residual((_dense(4, 4, "relu"),)), out),
        "residual with batch-norm": (Residual((_dense(4, 4, "linear"), BatchNorm(4, Tanh()))), out),
    }
    for name, parts in layers.items():
        yield Case(f"layer {name}", _network(*parts), CrossEntropy())
    for regularizer in (L1(0.01), L2(0.01)):
        yield Case(
            f"penalty {regularizer.name}", _network(_dense(4, 4, "tanh"), out), CrossEntropy(), (regularizer,)
        )


def _dense(n_in: int, n_out: int, activation: str) -> Dense:
    return Dense(n_in, n_out, ACTIVATIONS.get(activation))


def _network(*layers: Layer) -> Network:
    return Network(layers, dtype=np.float64)


def _dashed(name: str) -> str:
    return name.replace("_", "-")
