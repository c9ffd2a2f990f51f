"""A model as the bytes of a file, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurarium.engine.errors import ParameterError
from neurarium.engine.layers import Layer
from neurarium.engine.network import Network
from neurarium.engine.scaling import Scaling
from neurarium.persist.container import decode, describe, encode
from neurarium.persist.errors import ModelError
from neurarium.persist.layout import layers_from_plain, layers_to_plain, tensor_names, tensor_shapes
from neurarium.persist.model import Model, ModelCard, TrainingState

_CARD = ("scaling", "classes", "name", "created", "config", "metrics", "history")
_KEYS = {"dtype", "layers", "training", *_CARD}
_DTYPES = ("float32", "float64")
_TRAINING = "training."

Tensors = dict[str, npt.NDArray[Any]]


def encode_model(model: Model) -> bytes:
    """Return the bytes of a file that holds `model`.

    Raises
    ------
    ModelError
        If something in it cannot be saved.
    """
    network, training = model.network, model.training
    card = {name: getattr(model, name) for name in _CARD}
    description = card | {
        "dtype": network.dtype.name,
        "layers": layers_to_plain(network.layers),
        "scaling": None if model.scaling is None else model.scaling.as_dict(),
        "training": None if training is None else training.values,
    }
    tensors: Tensors = dict(tensor_names(network.parameters, network.layer_statistics))
    if training is not None:
        tensors |= {_TRAINING + name: np.asarray(tensor) for name, tensor in training.tensors.items()}
    _check_values(tensors)
    return encode(description, tensors)


def decode_model(data: bytes) -> Model:
    """Return the model in the bytes of a file.

    Raises
    ------
    ModelError
        If they are not what `encode_model` wrote.
    """
    description, tensors = decode(data)
    layers, card = _read_card(description)
    if description["dtype"] not in _DTYPES:
        raise ModelError(
            f"expected dtype to be one of {', '.join(_DTYPES)}; got {description['dtype']!r:.80}"
        )
    dtype = np.dtype(description["dtype"])
    state = {name: tensors.pop(name) for name in sorted(tensors) if name.startswith(_TRAINING)}
    _check_fit(tensors, layers, dtype)
    _check_values(tensors | state)
    return Model(
        _network(layers, dtype, tensors),
        training=_training(description["training"], state),
        **{name: getattr(card, name) for name in _CARD},
    )


def decode_card(data: bytes, file_size: int) -> tuple[tuple[Layer, ...], ModelCard]:
    """Return a model's layers and card from the bytes of a file, its header at least.

    That is quick, whatever the model's size; the tensors are not checked.

    Raises
    ------
    ModelError
        If it is not a whole file, or the layers or the card are not valid.
    """
    return _read_card(describe(data, file_size))


def _read_card(description: Mapping[str, Any]) -> tuple[tuple[Layer, ...], ModelCard]:
    keys = set(description) - {"format_version", "sha256"}
    if keys != _KEYS:
        wrong = ", ".join(sorted(keys ^ _KEYS))
        raise ModelError(f"its description has entries missing or too many: {wrong}")
    layers = layers_from_plain(description["layers"])
    parts = {name: description[name] for name in _CARD}
    return layers, ModelCard(**parts | {"scaling": _scaling(description["scaling"])})


def _scaling(plain: Any) -> Scaling | None:
    if plain is None:
        return None
    if not isinstance(plain, dict):
        raise ModelError(f"expected scaling to be a dict, got {plain!r:.80}")
    try:
        return Scaling.from_dict(plain)
    except ParameterError as error:
        raise ModelError(str(error)) from error


def _training(values: Any, tensors: Tensors) -> TrainingState | None:
    if values is None:
        if tensors:
            raise ModelError(f"it has tensors of a training run, but no values: {', '.join(tensors)}")
        return None
    # Copied, because a file's bytes may be read-only.
    return TrainingState({name.removeprefix(_TRAINING): t.copy() for name, t in tensors.items()}, values)


def _network(layers: tuple[Layer, ...], dtype: np.dtype[Any], tensors: Tensors) -> Network:
    with np.errstate(over="ignore"):  # its initial weights, which are not used, may be too large for float32
        network = Network(layers, dtype=dtype)
    for name, view in tensor_names(network.parameters, network.layer_statistics).items():
        view[...] = tensors[name]
    return network


def _check_fit(tensors: Tensors, layers: tuple[Layer, ...], dtype: np.dtype[Any]) -> None:
    """Refuse tensors other than those that the layers need."""
    expected = tensor_shapes(layers)
    if missing := sorted(expected.keys() - tensors.keys()):
        raise ModelError(f"its layers need tensors that it does not have: {', '.join(missing[:5])}")
    if extra := sorted(tensors.keys() - expected.keys()):
        raise ModelError(f"it has tensors that its layers do not need: {', '.join(extra[:5])}")
    for name, shape in expected.items():
        tensor = tensors[name]
        if tensor.shape != shape or tensor.dtype != dtype:
            raise ModelError(
                f"its layers need the tensor {name!r} to be {dtype} of shape {shape}, "
                f"got {tensor.dtype} of shape {tensor.shape}"
            )


def _check_values(tensors: Tensors) -> None:
    """Refuse NaN and infinity, and variances below 0."""
    for name, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ModelError(f"the tensor {name!r} has NaN or infinity in it")
        if name.endswith(".variance") and (tensor < 0).any():
            raise ModelError(f"the tensor {name!r} has a variance below 0")
