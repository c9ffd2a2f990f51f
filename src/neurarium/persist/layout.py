"""Layers as plain data, and the names of their arrays in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from math import prod
from typing import Any, TypeVar

from neurarium.engine.activations import ACTIVATIONS
from neurarium.engine.errors import NeurariumError
from neurarium.engine.family import Family
from neurarium.engine.initializers import INITIALIZERS
from neurarium.engine.layers import LAYERS, Layer, Shape, check_chain, walk
from neurarium.persist.errors import ModelError

MAX_LAYERS = 1_000
MAX_NESTING = 8
MAX_WIDTH = 1_000_000
MAX_PARAMETERS = 100_000_000
_MAX_NUMBER = 3.4e38  # float32's largest

_FAMILIES: dict[str, Family[Any]] = {"activation": ACTIVATIONS, "init": INITIALIZERS}

T = TypeVar("T")


def layers_to_plain(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Return layers as plain data: the kind and the settings of each.

    Raises
    ------
    ModelError
        If a layer, or a part of one, is not one of the engine's, or there are far too many.
    """
    check_limits(layers)
    return [_layer_to_plain(layer, 0) for layer in layers]


def layers_from_plain(plain: Any, *, nesting: int = 0) -> tuple[Layer, ...]:
    """Return the layers that `layers_to_plain` described. Nothing of their size is allocated.

    Raises
    ------
    ModelError
        If `plain` describes no layers that fit together, or layers that are far too large.
    """
    _check_nesting(nesting)
    if not isinstance(plain, list) or not 1 <= len(plain) <= MAX_LAYERS:
        raise ModelError(f"expected a list of 1 to {MAX_LAYERS:,} layers")
    layers = tuple(_layer_from_plain(layer, nesting) for layer in plain)
    try:
        check_chain(layers)
    except NeurariumError as error:
        raise ModelError(f"its layers do not fit together: {error}") from error
    check_limits(layers)
    return layers


def check_limits(layers: Sequence[Layer]) -> None:
    """Raise `ModelError` if there are more layers, units or parameters than any real network has."""
    for what, found, most in (
        ("layers", sum(1 for _ in walk(layers)), MAX_LAYERS),
        ("units in a layer", max(max(layer.n_in, layer.n_out) for layer in walk(layers)), MAX_WIDTH),
        ("parameters", sum(prod(shape) for shape in tensor_shapes(layers).values()), MAX_PARAMETERS),
    ):
        if found > most:
            raise ModelError(f"the network has {found:,} {what}, expected at most {most:,}")


def tensor_shapes(layers: Sequence[Layer]) -> dict[str, Shape]:
    """Return the name and shape of every array that a network of these layers has."""
    return tensor_names([layer.shapes() for layer in layers], [layer.statistics() for layer in layers])


def tensor_names(
    parameters: Sequence[Mapping[str, T]], statistics: Sequence[Mapping[str, T]]
) -> dict[str, T]:
    """Return one item for each array of the layers, under the array's name in a file.

    Parameters
    ----------
    parameters, statistics
        One mapping a layer, such as ``network.parameters`` and ``network.layer_statistics``.

    Examples
    --------
    >>> tensor_names([{"W": 1, "b": 2}], [{"mean": 3}])
    {'layers.0.W': 1, 'layers.0.b': 2, 'layers.0.statistics.mean': 3}
    """
    named: dict[str, T] = {}
    for i, (trained, kept) in enumerate(zip(parameters, statistics, strict=True)):
        named |= {f"layers.{i}.{name}": item for name, item in trained.items()}
        named |= {f"layers.{i}.statistics.{name}": item for name, item in kept.items()}
    return named


def _check_nesting(nesting: int) -> None:
    if nesting > MAX_NESTING:
        raise ModelError(f"the network has more than {MAX_NESTING} residual blocks in one another")


def _layer_to_plain(layer: Layer, nesting: int) -> dict[str, Any]:
    _check_nesting(nesting)
    if LAYERS.get(layer.kind) is not type(layer):
        raise ModelError(f"cannot save a layer of type {type(layer).__name__}: expected {', '.join(LAYERS)}")
    settings = {name: getattr(layer, name) for name in _setting_names(type(layer))}
    plain = {name: _setting_to_plain(name, value, nesting) for name, value in settings.items()}
    return {"kind": layer.kind} | plain


def _setting_to_plain(name: str, value: Any, nesting: int) -> Any:
    if name == "layers":
        return [_layer_to_plain(layer, nesting + 1) for layer in value]
    if name in _FAMILIES:
        family = _FAMILIES[name]
        if family.members.get(value.name) is not type(value):
            raise ModelError(
                f"cannot save the {family.kind} {type(value).__name__}: expected {', '.join(family.names)}"
            )
        return family.describe(value)
    return value


def _layer_from_plain(plain: Any, nesting: int) -> Layer:
    kind = LAYERS.get(str(plain.get("kind"))) if isinstance(plain, dict) else None
    if kind is None:
        raise ModelError(f"expected a layer whose kind is one of {', '.join(LAYERS)}; got {plain!r:.80}")
    expected, got = {"kind", *_setting_names(kind)}, set(plain)
    if got != expected:
        raise ModelError(
            f"expected a {kind.kind} layer with the settings {', '.join(sorted(expected))}; "
            f"got {', '.join(sorted(got))}"
        )
    try:
        return kind(**{name: _setting_from_plain(name, plain[name], nesting) for name in expected - {"kind"}})
    except ModelError:
        raise
    except NeurariumError as error:
        raise ModelError(f"it has a {kind.kind} layer that cannot be: {error}") from error


def _setting_from_plain(name: str, value: Any, nesting: int) -> Any:
    if name == "layers":
        return layers_from_plain(value, nesting=nesting + 1)
    if name in _FAMILIES:
        if not isinstance(value, dict):
            raise ModelError(f"expected {name} to be a name with its settings, got {value!r:.80}")
        for setting, number in value.items():
            if setting != "name":
                _check_number(f"{name}.{setting}", number)
        return _FAMILIES[name].get(value)
    _check_number(name, value)
    return value


def _check_number(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MAX_NUMBER:
        raise ModelError(f"expected {name} to be a number, got {value!r:.80}")


def _setting_names(kind: type[Layer]) -> list[str]:
    return [field.name for field in fields(kind) if field.init]  # type: ignore[arg-type]
