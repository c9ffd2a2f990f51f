"""Export to a script in plain NumPy."""

from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

import numpy as np

from neurarium.engine.activations import Activation, LeakyReLU
from neurarium.engine.layers import BatchNorm, Dense, Residual
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.interop.script import body, header, script_path, write_script
from neurarium.interop.source import (
    Exportable,
    ExportedLayer,
    every_layer,
    exported_layers,
    named_arrays,
    unpack,
)

_FUNCTIONS = {
    "step": """
def step(z):
    return (z >= 0).astype(z.dtype)
""",
    "sigmoid": """
def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))  # 1 / (1 + exp(-z)), which cannot overflow so
""",
    "tanh": """
def tanh(z):
    return np.tanh(z)
""",
    "relu": """
def relu(z):
    return np.maximum(z, 0)
""",
    "leaky_relu": """
def leaky_relu(z, alpha):
    return np.maximum(alpha * z, z)
""",
    "gelu": """
def gelu(z):
    return 0.5 * z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3)))
""",
    "exp": """
def exp(z):
    return np.exp(z)
""",
    "softmax": """
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
}


def to_numpy(model: Exportable, path: str | PathLike[str]) -> tuple[Path, Path]:
    """Write a network as a script that needs nothing but NumPy.

    The script has a function ``predict(X)``; it takes rows as the data had them and applies the model's
    scaling, if it has one. Run by itself, the script compares itself with Neurarium.

    Parameters
    ----------
    model
        A network, or a model with its scaling.
    path
        Of the script, ending in ``.py``. The weights go beside it: ``digits.py``, ``digits_weights.npz``.

    Returns
    -------
    tuple of Path
        The two files written.

    Raises
    ------
    InteropError
        If a layer or an activation is not one of the engine's, or the files cannot be written.
    """
    path = script_path(path)
    network, scaling = unpack(model)
    parts = exported_layers(network)
    used = {part.layer.activation.name for part in every_layer(parts)}
    functions = [code for name, code in _FUNCTIONS.items() if name in used]
    script = [
        header(path, network, "plain NumPy", "import numpy as np"),
        *functions,
        _predict(network, scaling, parts),
    ]
    return write_script(path, script, named_arrays(parts), model)


def _predict(network: Network, scaling: Scaling | None, parts: Sequence[ExportedLayer]) -> str:
    lines = [*_inputs(network, scaling), *(line for part in parts for line in _lines(part))]
    return f'''
def predict(X):
    """Return the outputs (n, {network.n_out}) for rows X (n, {network.n_in})."""
{body(lines)}
    return x
'''


def _inputs(network: Network, scaling: Scaling | None) -> Iterator[str]:
    if scaling is None:
        yield f"x = np.asarray(X, np.{network.dtype})"
        return
    yield "x = np.asarray(X, np.float32)"
    yield f"x = (x - {scaling.shift!r}) * {scaling.scale!r}  # from raw values to the network's inputs"
    if network.dtype != np.float32:
        yield f"x = x.astype(np.{network.dtype})"


def _lines(part: ExportedLayer) -> Iterator[str]:
    layer, name = part.layer, part.name
    yield ""
    yield f"# {part.title}"
    if isinstance(layer, Dense):
        z = f'x @ weights["{name}.W"] + weights["{name}.b"]'
        yield f"x = {_activate(layer.activation, z)}"
    elif isinstance(layer, BatchNorm):
        yield f'deviation = np.sqrt(weights["{name}.variance"] + {layer.epsilon!r})'
        yield f'x = (x - weights["{name}.mean"]) / deviation'
        z = f'x * weights["{name}.gamma"] + weights["{name}.beta"]'
        yield f"x = {_activate(layer.activation, z)}"
    elif isinstance(layer, Residual):
        yield f"{name} = x  # the skip connection"
        for inner in part.inner:
            yield from _lines(inner)
        yield ""
        yield f"x = {name} + x  # the end of {name}"
    else:
        yield "# Dropout does nothing when predicting."


def _activate(activation: Activation, z: str) -> str:
    if activation.name == "linear":
        return z
    if isinstance(activation, LeakyReLU):
        return f"leaky_relu({z}, {activation.alpha!r})"
    return f"{activation.name}({z})"
