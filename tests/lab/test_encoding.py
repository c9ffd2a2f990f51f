"""Messages as bytes."""

import math
from contextlib import suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neurarium.lab.encoding import ARRAY, decode, encode
from neurarium.lab.protocol import LabError
from neurarium.lab.values import ARRAY_DTYPES


@given(
    st.sampled_from(ARRAY_DTYPES).flatmap(
        lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4))
    )
)
def test_arrays_survive(array):
    """An array comes back with its type, shape and bits."""
    back: Any = decode(encode({"a": [array]}))
    got = back["a"][0]
    assert got.dtype == array.dtype
    assert got.shape == array.shape
    assert got.tobytes() == array.tobytes()


def test_views_travel_in_c_order():
    """A transposed or strided view arrives as what it shows, not as what it lies in."""
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    for view in (array.T, array[::2, 1::2], array[::-1]):
        assert np.array_equal(decode(encode(view)), view)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=8,
    )
)
def test_plain_values_survive(value):
    """Plain values come back as they were, NaN and infinity included."""
    back = decode(encode(value))
    assert back == value or repr(back) == repr(value)


def test_the_frame_is_as_documented():
    """An array is extension 1 holding [dtype, shape, bytes]."""
    frame = encode(np.array([[1, 2]], np.uint8))
    extension = msgpack.unpackb(frame)
    assert extension.code == ARRAY == 1
    assert msgpack.unpackb(extension.data) == ["|u1", [1, 2], b"\x01\x02"]


def array_frame(*parts: object) -> bytes:
    return msgpack.packb({"id": 1, "x": msgpack.ExtType(ARRAY, msgpack.packb(list(parts)))})


def nested(depth: int) -> bytes:
    return b"\x91" * depth + b"\xc0"


BROKEN = {
    "empty": b"",
    "cut short": encode({"id": 1, "exhibit": "neuron"})[:-3],
    "trailing bytes": encode({"id": 1}) + b"\x00",
    "never used byte": b"\xc1",
    "bad utf-8": b"\xa2\xff\xfe",
    "a list that claims 4 billion items": b"\xdd\xff\xff\xff\xff",
    "a map that claims 4 billion items": b"\xdf\xff\xff\xff\xff",
    "bytes that claim 4 GB": b"\xc6\xff\xff\xff\xff",
    "an extension that claims 4 GB": b"\xc9\xff\xff\xff\xff\x01",
    "too deep": nested(5000),
    "deeper than any stack": nested(1_000_000),
    "a million empty lists": msgpack.packb([[[]] * 1000] * 1000),
    "a million empty maps": msgpack.packb({"params": [[{}] * 1000] * 1000}),
    "a key that is a list": b"\x81\x91\x01\x01",
    "a key that is a number": b"\x81\x01\x01",
    "unknown extension": msgpack.packb(msgpack.ExtType(5, b"abc")),
    "extension with garbage": msgpack.packb(msgpack.ExtType(ARRAY, b"\xc1")),
    "extension in an extension": array_frame("<f4", [1], msgpack.ExtType(ARRAY, b"")),
    "extension that is a map": msgpack.packb(msgpack.ExtType(ARRAY, b"\x80")),
    "too few parts": array_frame("<f4", [1]),
    "objects": array_frame("|O", [1], bytes(8)),
    "records": array_frame("i4,f4", [1], bytes(8)),
    "big-endian": array_frame(">f4", [1], bytes(4)),
    "dtype of another type": array_frame(["<f4"], [1], bytes(4)),
    "dtype in bytes": array_frame(b"<f4", [1], bytes(4)),
    "too few bytes": array_frame("<f4", [2], bytes(4)),
    "too many bytes": array_frame("<f4", [1], bytes(8)),
    "negative sizes": array_frame("<f4", [-1, -1], bytes(4)),
    "size that is a flag": array_frame("|u1", [True], bytes(1)),
    "size that is a float": array_frame("|u1", [1.0], bytes(1)),
    "sizes whose product overflows": array_frame("|u1", [2**32, 2**32], b""),
    "sizes that are huge with a zero": array_frame("|u1", [2**63, 0], b""),
    "too many axes": array_frame("|u1", [1] * 5, bytes(1)),
    "shape that is a number": array_frame("|u1", 1, bytes(1)),
    "data that is text": array_frame("|u1", [1], "a"),
    "data that is a list": array_frame("|u1", [1], [1]),
}


@pytest.mark.parametrize("frame", BROKEN.values(), ids=BROKEN)
def test_broken_frames(frame):
    """Whatever is wrong with the bytes, it is a `bad_frame` with a reason, and claims no memory."""
    with pytest.raises(LabError) as caught:
        decode(frame)
    assert caught.value.code == "bad_frame"
    assert len(caught.value.message) < 300


@given(st.binary(max_size=200))
def test_random_bytes(frame):
    """Random bytes are a message by chance, or a `bad_frame`."""
    with suppress(LabError):
        decode(frame)


@given(st.data())
def test_flipped_bits(data):
    """A good frame with one byte changed is a message by chance, or a `bad_frame`."""
    frame = bytearray(encode({"id": 1, "params": {"x": np.ones((2, 3), np.float32), "y": [1.5, "a"]}}))
    frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with suppress(LabError):
        decode(bytes(frame))


def test_what_cannot_be_sent():
    """What is not a plain value is a defect of its sender."""
    with pytest.raises(TypeError):
        encode({"x": object()})
    assert math.isnan(decode(encode(math.nan)))
