"""Exports that are a Python script with its weights beside it."""

import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

import numpy as np

from neurarium.engine.layers import shape_of
from neurarium.engine.network import Network
from neurarium.engine.types import FloatArray
from neurarium.interop.errors import InteropError
from neurarium.interop.source import Exportable, example
from neurarium.persist.atomic import write_atomically, write_errors_as

COMPARISON = """
if __name__ == "__main__":
    difference = np.abs(predict(weights["example.inputs"]) - weights["example.outputs"]).max()
    print(f"largest difference from what Neurarium computes: {difference:.1e}")
"""
"""The end of every script: run by itself, it compares itself with the original."""

LIBRARIES = ("numpy", "torch", "keras", "tensorflow", "jax", "onnx", "onnxruntime", "scipy", "sklearn")
"""Names that a script cannot have: Python looks beside the script first."""


def weights_path(path: Path) -> Path:
    """Return the file of weights for the script `path`: ``digits.py`` has ``digits_weights.npz``."""
    return path.with_name(f"{path.stem}_weights.npz")


def script_path(path: str | PathLike[str]) -> Path:
    """Return `path`, checked.

    Raises
    ------
    InteropError
        If it does not end in ``.py``, or would hide a library that the script, or its library, imports.
    """
    path = Path(path)
    if path.suffix != ".py":
        raise InteropError(f"the export is a Python script: expected a path that ends in .py, got {path}")
    if path.stem in LIBRARIES or path.stem in sys.stdlib_module_names:
        raise InteropError(
            f"a script named {path.name} would be imported in the place of the library {path.stem}: call it "
            f"otherwise, {path.stem}_model.py for instance"
        )
    return path


def header(path: Path, network: Network, language: str, imports: str) -> str:
    """Return the beginning of the script `path`: what it is, its imports, and how it loads its weights."""
    return f'''
"""The network {shape_of(network.layers)} in {language}, written by Neurarium.

Its weights are in the file beside it. Run it to compare it with what Neurarium computes.
"""

from pathlib import Path

{imports}

with np.load(Path(__file__).with_name({json.dumps(weights_path(path).name, ensure_ascii=False)})) as file:
    weights = dict(file)
'''


def body(lines: Iterable[str], indent: int = 4) -> str:
    """Return indented lines as one text; empty ones stay empty."""
    return "\n".join(" " * indent + line if line else "" for line in lines)


def write_script(
    path: Path, parts: Sequence[str], weights: Mapping[str, FloatArray], model: Exportable
) -> tuple[Path, Path]:
    """Write a script and its weights; return both paths.

    Parameters
    ----------
    path
        Of the script.
    parts
        Its text, top-level part by part; the comparison with the original is added.
    weights
        Arrays by name; the rows for the comparison are added.
    model
        The original.

    Raises
    ------
    InteropError
        If the files cannot be written.
    """
    inputs, outputs = example(model)
    arrays = {**weights, "example.inputs": inputs, "example.outputs": outputs}
    text = "\n\n".join(part.strip("\n") + "\n" for part in (*parts, COMPARISON))
    archive = io.BytesIO()
    np.savez(archive, allow_pickle=False, **arrays)
    for file, data in ((weights_path(path), archive.getvalue()), (path, text.encode())):
        with write_errors_as(InteropError, file):
            write_atomically(file, data)
    return path, weights_path(path)
