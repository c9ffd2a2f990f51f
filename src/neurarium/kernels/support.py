"""What the kernels can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurarium.engine import GELU, L1, L2, Dense, Dropout, Softmax
from neurarium.kernels.losses import LOSS_CODES
from neurarium.kernels.optimizers import OPTIMIZER_CODES
from neurarium.kernels.plan import ACTIVATION_CODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurarium.engine import Loss, Network, Optimizer, Regularizer


def why_not_network(network: Network) -> str | None:
    """Return why the kernels cannot run this network, in words that end a sentence; None if they can.

    Types are compared exactly: a subclass may compute anything.
    """
    if network.dtype != np.float32:
        return f"the network calculates in {network.dtype}, the kernels in float32"
    before: type | None = None
    for layer in network.layers:
        if type(layer) is Dropout:
            if before is not Dense:
                return "a dropout layer does not stand right behind a dense layer"
        elif type(layer) is not Dense:
            return f"the kernels have no {layer.kind.replace('_', ' ')} layer"
        elif type(layer.activation) not in ACTIVATION_CODES:
            return f"the kernels have no activation {layer.activation.name!r}"
        elif isinstance(layer.activation, Softmax) and layer is not network.layers[-1]:
            return "the kernels have softmax in the last layer only"
        elif isinstance(layer.activation, GELU) and layer is network.layers[-1]:
            return "the kernels have GELU below the last layer only"
        before = type(layer)
    return None if before is Dense else "the last layer is not a dense one"


def why_not(
    network: Network, loss: Loss, optimizer: Optimizer, regularizers: Sequence[Regularizer] = ()
) -> str | None:
    """Return why the kernels cannot train this, in words that end a sentence; None if they can."""
    reason = why_not_network(network)
    if reason is not None:
        return reason
    if type(loss) not in LOSS_CODES:
        return f"the kernels have no loss {loss.name!r}"
    if type(optimizer) not in OPTIMIZER_CODES:
        return f"the kernels have no optimizer {optimizer.name!r}"
    for regularizer in regularizers:
        if type(regularizer) not in (L1, L2):
            return f"the kernels have no penalty {regularizer.name!r}"
    return None
