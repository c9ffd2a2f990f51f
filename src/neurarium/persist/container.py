"""The file format: safetensors, with a description in JSON among its metadata.

A safetensors file is the length of its header (8 bytes, little-endian), the header (JSON: name, type, shape
and place of each tensor, and free text under ``__metadata__``), then the tensors' bytes. Neurarium's
description is the text under the key ``neurarium``. It carries a SHA-256 over itself and all tensors, so that
damage in any place is detected.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy.typing as npt

from neurarium.persist import tensors as safetensors
from neurarium.persist.errors import ModelError
from neurarium.persist.plain import to_plain
from neurarium.persist.tensors import DTYPES, LENGTH_BYTES, METADATA

KEY = "neurarium"
FORMAT_VERSION = 1
MAX_HEADER_BYTES = 16 * 2**20
MAX_FILE_BYTES = 4 * 2**30

Tensors = Mapping[str, npt.NDArray[Any]]


def encode(description: Mapping[str, Any], tensors: Tensors) -> bytes:
    """Return the bytes of a file; the same description and tensors always give the same bytes.

    Raises
    ------
    ModelError
        If a file cannot hold them, or `decode` would not accept the file.
    """
    ready = {name: _ready(name, tensor) for name, tensor in tensors.items()}
    plain = {**to_plain(description, "the model"), "format_version": FORMAT_VERSION}
    text = _to_json({**plain, "sha256": _digest(plain, ready)})
    data = safetensors.save(ready, {KEY: text})
    header_length(data, len(data))
    return data


def header_length(data: bytes, file_size: int) -> int:
    """Return the length of the header, in bytes, of the file that begins with `data`.

    Raises
    ------
    ModelError
        If the file is too short, or it or its header is absurdly large.
    """
    if file_size > MAX_FILE_BYTES:
        raise ModelError(f"it has {file_size:,} bytes; expected at most {MAX_FILE_BYTES:,}")
    if len(data) < LENGTH_BYTES:
        raise ModelError(f"it has only {file_size} bytes: it is no safetensors file, or was cut short")
    length = int.from_bytes(data[:LENGTH_BYTES], "little")
    if length > MAX_HEADER_BYTES:
        raise ModelError(
            f"its header would take {length:,} bytes, expected at most {MAX_HEADER_BYTES:,}: it is no "
            "safetensors file, or was damaged"
        )
    if LENGTH_BYTES + length > file_size:
        raise ModelError(f"its header takes {length:,} bytes, but the file ends before: it was cut short")
    return length


def describe(data: bytes, file_size: int) -> dict[str, Any]:
    """Return the description in a file that begins with `data`, its header at least.

    The tensors are not read, but they must be there: a file that was cut short is refused.

    Raises
    ------
    ModelError
        If it is not a whole file with a description of this format version.
    """
    return _read_header(data, file_size)[0]


def decode(data: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Return the description and the tensors in the bytes of a file.

    Raises
    ------
    ModelError
        If they are not what `encode` wrote.
    """
    description, header, start = _read_header(data, len(data))
    tensors = safetensors.load(header, data[start:])
    expected = description.pop("sha256", None)
    if expected != _digest(description, tensors):
        raise ModelError("its contents do not agree with their SHA-256: the file was damaged or edited")
    del description["format_version"]
    return description, tensors


def _read_header(data: bytes, file_size: int) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Return the description, the tensors' entries, and the place where the tensors begin."""
    start = LENGTH_BYTES + header_length(data, file_size)
    header = _from_json(data[LENGTH_BYTES:start], "its safetensors header")
    if not isinstance(header, dict):
        raise ModelError("its safetensors header is not a JSON object")
    metadata = header.pop(METADATA, None)
    if not isinstance(metadata, dict) or not isinstance(metadata.get(KEY), str):
        raise ModelError(f"it has no description under the key {KEY!r}: it was not saved by Neurarium")
    _check_length(header, file_size - start)
    description = _from_json(metadata[KEY], "its description")
    if not isinstance(description, dict):
        raise ModelError("its description is not a JSON object")
    _check_version(description.get("format_version"))
    return description, header, start


def _ready(name: str, tensor: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return `tensor` as files store it: little-endian, row after row."""
    dtype = tensor.dtype.newbyteorder("<")
    if dtype not in DTYPES.values():
        known = ", ".join(sorted(str(dtype) for dtype in DTYPES.values()))
        raise ModelError(f"the tensor {name!r} is of type {tensor.dtype}, expected one of {known}")
    return tensor.astype(dtype, order="C", copy=False)


def _digest(description: Mapping[str, Any], tensors: Tensors) -> str:
    """Return the SHA-256 over a description (without its own) and all tensors, in hexadecimal."""
    sha = hashlib.sha256(_to_json(description).encode())
    for name in sorted(tensors):
        tensor = tensors[name]
        sha.update(_to_json([name, tensor.dtype.kind, tensor.dtype.itemsize, tensor.shape]).encode())
        sha.update(tensor.tobytes())
    return sha.hexdigest()


def _check_version(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ModelError(f"its description has no usable format version, got {version!r}")
    if version > FORMAT_VERSION:
        raise ModelError(
            f"it is of format version {version}, and this Neurarium reads up to {FORMAT_VERSION}: "
            "it was saved by a newer one; install that with `pip install --upgrade neurarium`"
        )


def _check_length(entries: dict[str, Any], data_size: int) -> None:
    """Refuse a file that does not end where its last tensor ends."""
    try:
        end = max((int(entry["data_offsets"][1]) for entry in entries.values()), default=0)
    except (TypeError, KeyError, IndexError, ValueError, OverflowError):
        raise ModelError("its safetensors header does not say where the tensors are") from None
    if end != data_size:
        raise ModelError(
            f"its tensors take {end:,} bytes, but the file has {data_size:,} for them: it was cut short or "
            "damaged"
        )


def _to_json(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _from_json(text: str | bytes, what: str) -> Any:
    """Parse JSON; check that all numbers are finite and the nesting is not too deep."""
    try:
        return to_plain(json.loads(text, parse_constant=_refuse_constant), what)
    except (ValueError, RecursionError) as error:  # JSON's and Unicode's errors are ValueErrors
        raise ModelError(f"{what} is not sound JSON: {error}") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
