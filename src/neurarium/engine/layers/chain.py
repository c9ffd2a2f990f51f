"""Layers in a row."""

from collections.abc import Sequence
from itertools import pairwise

from neurarium.engine.errors import ShapeError
from neurarium.engine.layers.base import Layer


def check_chain(layers: Sequence[Layer]) -> None:
    """Raise `ShapeError` unless each layer takes as many inputs as the one before it gives."""
    if not layers:
        raise ShapeError("a network needs at least one layer, got none")
    for i, (before, after) in enumerate(pairwise(layers)):
        if before.n_out != after.n_in:
            raise ShapeError(
                f"layer {i} ({before.kind}) gives {before.n_out} outputs, but layer {i + 1} ({after.kind}) "
                f"takes {after.n_in} inputs: the two must be equal"
            )
