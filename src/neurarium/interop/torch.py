"""Export to a PyTorch script."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import numpy as np

from neurarium.engine.layers import BatchNorm, Dense, Dropout
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.interop.phrases import activation_module, batch_norm, dropout
from neurarium.interop.script import body, header, script_path, write_script
from neurarium.interop.source import Exportable, ExportedLayer, exported_layers, unpack

_CLASSES = {
    "Scaling": '''
class Scaling(nn.Module):
    """From raw values to the network's inputs."""

    def __init__(self, shift, scale):
        super().__init__()
        self.shift, self.scale = shift, scale

    def forward(self, x):
        return (x - self.shift) * self.scale
''',
    "Residual": '''
class Residual(nn.Sequential):
    """Adds its input to the output of the layers inside."""

    def forward(self, x):
        return x + super().forward(x)
''',
    "Exp": '''
class Exp(nn.Module):
    """e to the power of z."""

    def forward(self, z):
        return z.exp()
''',
    "Step": '''
class Step(nn.Module):
    """1 where z >= 0, else 0."""

    def forward(self, z):
        return (z >= 0).to(z.dtype)
''',
}


def to_torch(model: Exportable, path: str | PathLike[str]) -> tuple[Path, Path]:
    """Write a network as a PyTorch script.

    The script has a function ``build()``, which returns the `nn.Sequential` with its weights, and a function
    ``predict(X)`` from rows as the data had them to the outputs, as arrays: the model's scaling, if it has
    one, is the first module. Run by itself, the script compares itself with Neurarium.

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
    sequence = _Sequence()
    if scaling is not None:
        sequence.add(f"Scaling({scaling.shift!r}, {scaling.scale!r})")
    sequence.extend(exported_layers(network))
    code = _build(network, sequence)
    classes = [text for name, text in _CLASSES.items() if f"{name}(" in code]
    script = [
        header(path, network, "PyTorch", "import numpy as np\nimport torch\nfrom torch import nn"),
        *classes,
        code,
        _predict(network),
    ]
    return write_script(path, script, sequence.weights, model)


class _Sequence:
    """The modules of an `nn.Sequential`, as source lines, and their weights under PyTorch's names.

    Parameters
    ----------
    prefix
        Of the names: an inner sequence's number, ``"3."``.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.lines: list[str] = []
        self.weights: dict[str, FloatArray] = {}
        self.length = 0

    def add(self, module: str, **weights: FloatArray) -> None:
        """Append a module."""
        self.weights |= {f"{self.prefix}{self.length}.{name}": array for name, array in weights.items()}
        self.lines.append(f"{module},")
        self.length += 1

    def extend(self, parts: Sequence[ExportedLayer]) -> None:
        """Append the modules of layers."""
        for part in parts:
            layer, arrays = part.layer, part.arrays
            if isinstance(layer, Dense):
                # PyTorch keeps W transposed: (n_out, n_in).
                self.add(f"nn.Linear({layer.n_in}, {layer.n_out})", weight=arrays["W"].T, bias=arrays["b"])
            elif isinstance(layer, BatchNorm):
                self.add(
                    batch_norm(layer).torch,
                    weight=arrays["gamma"],
                    bias=arrays["beta"],
                    running_mean=arrays["mean"],
                    running_var=arrays["variance"],
                    num_batches_tracked=np.zeros((), np.int64),
                )
            elif isinstance(layer, Dropout):
                self.add(dropout(layer).torch)
            else:
                self.nest(part.inner)
            if layer.activation.name != "linear":
                self.add(activation_module(layer.activation).torch)

    def nest(self, parts: Sequence[ExportedLayer]) -> None:
        """Append a residual block."""
        inner = _Sequence(f"{self.prefix}{self.length}.")
        inner.extend(parts)
        self.weights |= inner.weights
        self.lines += ["Residual(", *(f"    {line}" for line in inner.lines), "),"]
        self.length += 1


def _build(network: Network, sequence: _Sequence) -> str:
    return f'''
def build():
    """Return the network with its weights, ready to predict."""
    model = nn.Sequential(
{body(sequence.lines, indent=8)}
    ).to(torch.{network.dtype})
    state = {{name: torch.from_numpy(weights[name]) for name in model.state_dict()}}
    model.load_state_dict(state)
    return model.eval()


model = build()
'''


def _predict(network: Network) -> str:
    return f'''
def predict(X):
    """Return the outputs (n, {network.n_out}) for rows X (n, {network.n_in}), as arrays."""
    with torch.inference_mode():
        return model(torch.as_tensor(np.asarray(X), dtype=torch.{network.dtype})).numpy()
'''
