"""Export to a Keras script."""

import json
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path

import numpy as np

from neurarium.engine.layers import BatchNorm, Dense, Dropout
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.interop.phrases import KERAS_FUNCTIONS, activation_module, precision
from neurarium.interop.script import body, header, script_path, write_script
from neurarium.interop.source import (
    Exportable,
    ExportedLayer,
    every_layer,
    exported_layers,
    named_arrays,
    unpack,
)


def to_keras(model: Exportable, path: str | PathLike[str]) -> tuple[Path, Path]:
    """Write a network as a script for Keras 3, whatever its backend.

    The script has a function ``build()``, which returns the `keras.Model` with its weights, and a function
    ``predict(X)`` from rows as the data had them to the outputs: the model's scaling, if it has one, is the
    first layer. Run by itself, the script compares itself with Neurarium.

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
    code = _build(network, scaling, parts)
    names = {part.layer.activation.name for part in every_layer(parts)}
    functions = [f"\n{text}\n" for name, text in KERAS_FUNCTIONS.items() if name in names]
    imports = "import keras\nimport numpy as np"
    if network.dtype != np.float32:
        imports += f"\n\n{precision(str(network.dtype)).keras}"
    script = [header(path, network, "Keras 3", imports), *functions, code, _predict(network)]
    return write_script(path, script, named_arrays(parts), model)


def _build(network: Network, scaling: Scaling | None, parts: Sequence[ExportedLayer]) -> str:
    lines = [f"x = inputs = keras.Input(({network.n_in},))"]
    if scaling is not None:
        shift, scale = scaling.one
        lines.append(f"# (x - {shift!r}) * {scale!r}")
        lines.append(f"x = keras.layers.Rescaling({scale!r}, offset={-shift * scale!r})(x)")
    lines += _layers(parts)
    lines.append("model = keras.Model(inputs, x)")
    lines += _weights(parts)
    return f'''
def build():
    """Return the network with its weights."""
{body(lines)}
    return model


model = build()
'''


def _layers(parts: Sequence[ExportedLayer]) -> Iterator[str]:
    for part in parts:
        layer, name = part.layer, part.name
        if isinstance(layer, Dense):
            yield f'x = keras.layers.Dense({layer.n_out}, name="{name}")(x)'
        elif isinstance(layer, BatchNorm):
            settings = f"momentum={layer.momentum!r}, epsilon={layer.epsilon!r}"
            yield f'x = keras.layers.BatchNormalization({settings}, name="{name}")(x)'
        elif isinstance(layer, Dropout):
            yield f'x = keras.layers.Dropout({layer.rate!r}, name="{name}")(x)'
        else:
            yield f"{name} = x  # the skip connection"
            yield from _layers(part.inner)
            yield f'x = keras.layers.Add(name="{name}")([{name}, x])'
        if layer.activation.name != "linear":
            yield f"x = {activation_module(layer.activation).keras}(x)"


def _weights(parts: Sequence[ExportedLayer]) -> Iterator[str]:
    trained = [part for part in every_layer(parts) if part.arrays]
    if trained:
        yield "for name, parts in {"
        for part in trained:
            yield f'    "{part.name}": {json.dumps(list(part.arrays))},'
        yield "}.items():"
        yield '    model.get_layer(name).set_weights([weights[f"{name}.{part}"] for part in parts])'


def _predict(network: Network) -> str:
    return f'''
def predict(X):
    """Return the outputs (n, {network.n_out}) for rows X (n, {network.n_in})."""
    return model.predict(np.asarray(X), verbose=0)
'''
