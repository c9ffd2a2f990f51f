"""The way to other programs, and back: ONNX, Keras, PyTorch, plain NumPy, scikit-learn."""

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

from neurarium.interop.errors import InteropError
from neurarium.interop.keras import to_keras
from neurarium.interop.numpy_code import to_numpy
from neurarium.interop.onnx import to_onnx
from neurarium.interop.publish import Published, publish
from neurarium.interop.sklearn import from_sklearn
from neurarium.interop.source import Exportable
from neurarium.interop.torch import to_torch

EXPORTERS: Mapping[str, Callable[[Exportable, str | PathLike[str]], tuple[Path, ...]]] = {
    "onnx": to_onnx,
    "keras": to_keras,
    "torch": to_torch,
    "numpy": to_numpy,
}
"""What a network can be exported to."""

__all__ = [
    "EXPORTERS",
    "Exportable",
    "InteropError",
    "Published",
    "from_sklearn",
    "publish",
    "to_keras",
    "to_numpy",
    "to_onnx",
    "to_torch",
]
