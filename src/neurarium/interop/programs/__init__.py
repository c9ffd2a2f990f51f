"""The same training as a whole program, in Keras 3 and in PyTorch.

A program has four parts: its imports, its data, its model and its training. Run with the same
first weights in the model, it gives the same weights after the same steps (as far as chance plays no part);
the tests do so. What a library cannot say is named in a comment, never left out in silence.
"""

from collections.abc import Sequence

from neurarium.engine.network import Network
from neurarium.interop.phrases import Phrase
from neurarium.interop.programs.changes import Change, last_of, others_of, rates_of
from neurarium.interop.programs.keras import keras_model, keras_program
from neurarium.interop.programs.mnist import mnist_lines
from neurarium.interop.programs.numbers import DenseLines, Numbers, dense_lines, in_inference
from neurarium.interop.programs.plan import Plan, Program, Programs, Settings
from neurarium.interop.programs.torch import torch_model, torch_program

__all__ = [
    "NO_SEQUENCE",
    "Change",
    "DenseLines",
    "Numbers",
    "Program",
    "Programs",
    "dense_lines",
    "in_inference",
    "mnist_lines",
    "programs",
    "reading_program",
    "shares_lines",
]


def programs(
    network: Network,
    config: Settings,
    data: Phrase,
    *,
    validation: float = 0.0,
    at_random: bool = True,
    epochs: int | str | None = None,
    left_out: Sequence[str] = (),
    changes: Sequence[Change] = (),
) -> Programs:
    """Write a training as two programs.

    Parameters
    ----------
    network
        What is trained; its sizes, activations and first weights are written, not its present weights.
    config
        How, from the beginning.
    data
        Lines that make `x` ``(n, n_in)`` and `y`: class numbers for cross-entropy, else ``(n, n_out)``.
    validation
        The share of the rows that is held back, 0 to less than 1.
    at_random
        Whether the engine holds back rows at random; if not, the last ones, as the programs do.
    epochs
        Instead of the configuration's own: a number, or a place for one such as ``{epochs}``.
    left_out
        What the engine does and these programs do not, in words: a comment each.
    changes
        Settings that were changed on the way, in order.

    Raises
    ------
    InteropError
        If the network has a residual block, or parts of somebody's own.
    """
    last = last_of(config, changes)
    notes = [f"# Not in this program: {part}." for part in (*left_out, *others_of(config, changes))]
    if validation and at_random:
        notes.append("# Neurarium holds rows back at random; here it is the last ones.")
    epochs = last.epochs if epochs is None else epochs
    plan = Plan(network, last, data, validation, epochs, tuple(notes), rates_of(config, changes))
    return Programs(keras_program(plan), torch_program(plan))


_NOTE = "# A network with residual blocks is no plain sequence of layers: `neurarium export` writes it."
NO_SEQUENCE = Phrase(_NOTE, _NOTE)
"""What stands in place of a program where `programs` and `reading_program` refuse a network."""


def reading_program(network: Network, shift: float, scale: float) -> Phrase:
    """Return the way from one image to the answer: the model, and how it is asked.

    Parameters
    ----------
    network
        What reads; its present weights are not written.
    shift, scale
        What makes inputs of pixels 0-255: ``x = (pixel - shift) * scale``.

    Raises
    ------
    InteropError
        As for `programs`.
    """
    pixels = "image.reshape(1, 784)"
    scaled = f"{pixels} / 255" if (shift, scale) == (0, 1 / 255) else f"({pixels} - {shift!r}) * {scale!r}"
    note = "# Its weights: `neurarium export` writes them, with this model.\n\n# image (28, 28): 255 is ink\n"
    functions, model = keras_model(network)
    keras = "\n\n\n".join(("import keras", *functions, "\n".join(model)))
    classes, modules, _ = torch_model(network)
    torch = "\n\n\n".join(("import torch\nfrom torch import nn", *classes, "\n".join(modules)))
    shares = shares_lines(network)
    return Phrase(
        f"{keras}\n{note}x = {scaled}\n{shares.keras}\ndigit = int(keras.ops.argmax(shares[0]))",
        f"{torch}\nmodel.eval()\n{note}x = torch.tensor({scaled}, dtype=torch.float32)\n"
        f"{shares.torch}\ndigit = int(shares[0].argmax())",
    )


def shares_lines(network: Network) -> Phrase:
    """Return the lines from the rows `x` to the classes' `shares`, ``(n, k)``: as the recognizer reads."""
    if network.output.name == "softmax":
        return Phrase("shares = model(x)", "shares = model(x)")
    if network.output.name == "sigmoid":
        return Phrase(
            "a = model(x)\nshares = a / keras.ops.sum(a, axis=1, keepdims=True)",
            "a = model(x)\nshares = a / a.sum(1, keepdim=True)",
        )
    return Phrase("shares = keras.ops.softmax(model(x))", "shares = torch.softmax(model(x), dim=1)")
