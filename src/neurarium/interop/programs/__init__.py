"""The same training as a whole program, in Keras 3 and in PyTorch.

A program has four parts: its imports, its data, its model and its training. Whoever runs it puts the same
first weights into the model and gets the same weights after the same steps (as far as chance plays no part);
the tests do so. What a library cannot say is named in a comment, never left out in silence.
"""

from collections.abc import Sequence

from neurarium.engine.network import Network
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs.keras import keras_program
from neurarium.interop.programs.mnist import mnist_lines
from neurarium.interop.programs.plan import Plan, Program, Programs, Settings
from neurarium.interop.programs.torch import torch_program

__all__ = ["Program", "Programs", "mnist_lines", "programs"]


def programs(
    network: Network,
    config: Settings,
    data: Phrase,
    *,
    validation: float = 0.0,
    epochs: int | None = None,
    left_out: Sequence[str] = (),
) -> Programs:
    """Write a training as two programs.

    Parameters
    ----------
    network
        What is trained; its sizes, activations and first weights are written, not its present weights.
    config
        How.
    data
        Lines that make `x` ``(n, n_in)`` and `y`: class numbers for cross-entropy, else ``(n, n_out)``.
    validation
        The share of the rows that is held back, 0 to less than 1.
    epochs
        Instead of the configuration's own.
    left_out
        What the engine does and these programs do not, in words: a comment each.

    Raises
    ------
    InteropError
        If the network has a residual block, or parts of somebody's own.
    """
    notes = [f"# Not in this program: {part}." for part in left_out]
    if validation:
        notes.append("# Neurarium holds rows back at random; here it is the last ones.")
    epochs = config.epochs if epochs is None else epochs
    plan = Plan(network, config, data, validation, epochs, tuple(notes))
    return Programs(keras_program(plan), torch_program(plan))
