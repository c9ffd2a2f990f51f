"""Damaged and forged files: the identical model, or `ModelError`; never anything else."""

import json
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from safetensors.numpy import save

from neurarium.persist import Model, ModelError, container
from neurarium.persist.codec import decode_card, decode_model, encode_model
from neurarium.persist.container import KEY, decode, encode

Same = Callable[[Model, Model], None]


@pytest.fixture(scope="module")
def data(model: Model) -> bytes:
    """The bytes of a valid file."""
    return encode_model(model)


def _decode_or_refuse(data: bytes) -> Model | None:
    with suppress(ModelError):
        decode_card(data, len(data))
    try:
        return decode_model(data)
    except ModelError:
        return None


PLACE = st.integers(0, 2**32)  # taken modulo the length


@given(st.lists(st.tuples(PLACE, st.integers(1, 255)), min_size=1, max_size=3))
@example([(7, 0x80)])
@example([(2, 0x10)])
def test_flipped_bits_are_found(data: bytes, model: Model, same: Same, flips: list[tuple[int, int]]) -> None:
    """Bits flipped anywhere in the file."""
    damaged = bytearray(data)
    for place, bits in flips:
        damaged[place % len(data)] ^= bits
    loaded = _decode_or_refuse(bytes(damaged))
    if loaded is not None:
        same(loaded, model)


@given(place=PLACE, bits=st.integers(1, 255))
def test_flipped_bits_in_the_header_are_found(
    data: bytes, model: Model, same: Same, place: int, bits: int
) -> None:
    """The same where most of the meaning lies."""
    damaged = bytearray(data)
    damaged[place % (8 + struct.unpack("<Q", data[:8])[0])] ^= bits
    loaded = _decode_or_refuse(bytes(damaged))
    if loaded is not None:
        same(loaded, model)


@given(place=PLACE)
@example(0)
@example(7)
@example(8)
def test_a_truncated_file_is_refused(data: bytes, place: int) -> None:
    """Cut off anywhere, even by one byte."""
    assert _decode_or_refuse(data[: place % len(data)]) is None


def test_every_short_beginning_is_refused(data: bytes) -> None:
    """The card, too, is refused for a file that is cut short, though it does not look at the tensors."""
    for length in (len(data) - 1, len(data) // 2, 9, 8, 1, 0):
        with pytest.raises(ModelError):
            decode_card(data[:length], length)


@given(place=PLACE, extra=st.binary(min_size=1, max_size=20))
def test_inserted_bytes_are_refused(data: bytes, place: int, extra: bytes) -> None:
    """Something slipped in anywhere."""
    place %= len(data) + 1
    assert _decode_or_refuse(data[:place] + extra + data[place:]) is None


@given(st.binary(max_size=300))
@example(b"\x89PNG\r\n\x1a\n" + bytes(100))
@example(b"PK\x03\x04" + bytes(100))
@example(struct.pack("<Q", 2) + b"[]")
@example(struct.pack("<Q", 2) + b"{}")
@example(struct.pack("<Q", 4) + b"\xff\xfe\x00\x00")
@example(struct.pack("<Q", 200_000) + b"[" * 200_000)
@example(struct.pack("<Q", 60) + b'{"__metadata__":{"neurarium":"{\\"format_version\\":1e999}"}}   ')
def test_any_other_bytes_are_refused(data: bytes) -> None:
    """What never was a model."""
    assert _decode_or_refuse(data) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([10**400, 1e308, 5e-324, -1, 0, 1, 2, 4, 6])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "relu", "dense", "float64", "name", "n_in", "step"])
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    )
    return [path] * bool(path) + [p for key, child in children for p in _places(child, (*path, key))]


@given(place=PLACE, value=JSON, how=st.sampled_from(["replace", "delete", "rename"]))
def test_a_forged_description_makes_no_other_error(data: bytes, place: int, value: Any, how: str) -> None:
    """Anything in place of any entry, with the SHA-256 put right: a sound model, or `ModelError`."""
    description, tensors = decode(data)
    places = _places(description)
    *path, last = places[place % len(places)]
    inner = description
    for key in path:
        inner = inner[key]
    if how == "replace":
        inner[last] = value
    else:
        old = inner.pop(last)
        if how == "rename" and isinstance(inner, dict):
            inner[str(value)] = old
    try:
        forged = encode(description, tensors)
    except ModelError:
        return
    loaded = _decode_or_refuse(forged)
    if loaded is not None:
        rows = np.zeros((2, loaded.network.n_in), np.float32)
        assert loaded.network.predict(rows).shape == (2, loaded.network.n_out)


def _forge(data: bytes, **changes: Any) -> bytes:
    """Return the file with other entries and tensors, and the SHA-256 put right."""
    description, tensors = decode(data)
    tensors |= changes.pop("tensors", {})
    for name in changes.pop("without", ()):
        del tensors[name]
    return encode(description | changes, tensors)


def test_tensors_that_do_not_fit_are_refused(data: bytes) -> None:
    """Missing, extra, of another shape or type, not finite, or impossible: each by its name."""
    nan = np.full(6, np.nan, np.float32)
    for forged, message in [
        (_forge(data, without=["layers.0.b"]), r"need tensors that it does not have: layers\.0\.b"),
        (_forge(data, tensors={"layers.9.W": nan}), r"tensors that its layers do not need: layers\.9\.W"),
        (
            _forge(data, tensors={"layers.0.b": np.zeros(7, np.float32)}),
            r"'layers\.0\.b' to be float32 of shape \(6,\), got float32 of shape \(7,\)",
        ),
        (
            _forge(data, tensors={"layers.0.W": np.zeros((6, 4), np.float32)}),
            r"'layers\.0\.W' to be float32 of shape \(4, 6\), got float32 of shape \(6, 4\)",
        ),
        (_forge(data, tensors={"layers.0.b": np.zeros(6)}), r"to be float32 .* got float64"),
        (_forge(data, dtype="float64"), "to be float64 .* got float32"),
        (_forge(data, dtype="float16"), "expected dtype to be one of float32, float64; got 'float16'"),
        (_forge(data, tensors={"layers.0.b": nan}), r"'layers\.0\.b' has NaN or infinity"),
        (
            _forge(data, tensors={"training.optimizer.m": nan}),
            r"'training\.optimizer\.m' has NaN or infinity",
        ),
        (
            _forge(data, tensors={"layers.1.statistics.variance": np.full(6, -1, np.float32)}),
            r"'layers\.1\.statistics\.variance' has a variance below 0",
        ),
        (_forge(data, training=None), "tensors of a training run, but no values"),
        (_forge(data, scaling={"shift": 0}), "a scaling with the keys"),
        (_forge(data, scaling=[0, 1]), "expected scaling to be a dict"),
        (_forge(data, surprise=1), "entries missing or too many: surprise"),
    ]:
        with pytest.raises(ModelError, match=message):
            decode_model(forged)


def test_an_absurd_network_is_refused_before_anything_is_allocated(data: bytes) -> None:
    """Layers of a terabyte, named in a small file."""
    description, _ = decode(data)
    huge = description["layers"][-1] | {"n_in": 10**6, "n_out": 10**6}
    with pytest.raises(ModelError, match="1,000,001,000,000 parameters"):
        decode_model(_forge(data, layers=[huge]))
    wide = {"kind": "dropout", "n_in": 10**15, "rate": 0.5}
    with pytest.raises(ModelError, match="units in a layer"):
        decode_model(_forge(data, layers=[wide]))


def test_an_absurd_header_is_refused_before_it_is_read() -> None:
    """A length of exabytes in the first eight bytes."""
    with pytest.raises(ModelError, match="header would take 9,223,372,036,854,775,807 bytes"):
        decode_model(struct.pack("<Q", 2**63 - 1) + b"{}")


def test_an_absurd_file_is_refused_before_it_is_read() -> None:
    """More bytes than any sensible model has."""
    with pytest.raises(ModelError, match="expected at most"):
        container.header_length(bytes(8), 10**13)


def test_a_model_whose_header_could_not_be_read_is_not_saved(new_model: Callable[..., Model]) -> None:
    """Saving knows the same limits as loading."""
    with pytest.raises(ModelError, match="its header would take"):
        encode({"log": "x" * container.MAX_HEADER_BYTES}, {})


def _with_description(text: str) -> bytes:
    return save({"a": np.zeros(2, np.float32)}, {KEY: text})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (save({"a": np.zeros(2)}), "no description under the key 'neurarium': it was not saved by Neurarium"),
        (save({"a": np.zeros(2)}, {"format": "pt"}), "it was not saved by Neurarium"),
        (_with_description("{"), "its description is not sound JSON"),
        (_with_description("[1]"), "its description is not a JSON object"),
        (_with_description('{"format_version": 1, "x": NaN}'), "NaN is no JSON"),
        (_with_description('{"format_version": 1, "x": 1e999}'), "expected a finite number"),
        (_with_description('{"format_version": 1, "x": ' + "9" * 5000 + "}"), "is not sound JSON"),
        (_with_description('{"format_version": 1, "x": ' + "[" * 10**5 + "}"), "JSON"),
        (_with_description("{}"), "no usable format version, got None"),
        (_with_description('{"format_version": "1"}'), "no usable format version, got '1'"),
        (_with_description('{"format_version": true}'), "no usable format version, got True"),
        (_with_description('{"format_version": 0}'), "no usable format version, got 0"),
        (_with_description('{"format_version": 2}'), "format version 2, .* reads up to 1: .*newer.*upgrade"),
        (_with_description('{"format_version": 1}'), "do not agree with their SHA-256"),
    ],
)
def test_other_safetensors_files_are_refused_in_clear_words(data: bytes, message: str) -> None:
    """Sound safetensors files that hold no model of this version."""
    with pytest.raises(ModelError, match=message):
        decode_model(data)


def test_tensors_of_unknown_types_are_refused() -> None:
    """bfloat16, which NumPy has not, and float16, which Neurarium does not use."""
    for dtype in ("BF16", "F16"):
        header = {
            "__metadata__": {KEY: json.dumps({"format_version": 1})},
            "a": {"dtype": dtype, "shape": [2], "data_offsets": [0, 4]},
        }
        text = json.dumps(header).encode()
        with pytest.raises(ModelError, match=rf"is of type {dtype}, expected one of I64"):
            decode_model(struct.pack("<Q", len(text)) + text + bytes(4))
