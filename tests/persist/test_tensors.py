"""The bytes of a safetensors file: the same as those of the format's own library."""

import json
from typing import Any

import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from neurarium.persist.errors import ModelError
from neurarium.persist.tensors import DTYPES, LENGTH_BYTES, METADATA, load, save

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda name: name != METADATA)
ARRAYS = st.sampled_from(list(DTYPES.values())).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)


def split(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the bytes behind it."""
    start = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES], "little")
    return json.loads(data[LENGTH_BYTES:start]), data[start:]


@given(st.dictionaries(NAMES, ARRAYS, max_size=5), st.text(st.characters(exclude_categories=["Cs"])))
def test_the_bytes_are_those_of_the_library(tensors, text):
    """Types, shapes, names of any kind, no tensors, empty ones: byte for byte; and both read them back."""
    data = save(tensors, {"text": text})
    assert data == safetensors.numpy.save(tensors, {"text": text})
    header, behind = split(data)
    assert header.pop(METADATA) == {"text": text}
    back = load(header, behind)
    assert back.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert back[name].dtype == tensor.dtype
        assert back[name].shape == tensor.shape
        assert back[name].tobytes() == tensor.tobytes()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}, "does not fit bytes 0 to 4"),
        ({"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}, "does not fit bytes 4 to 8"),
        ({"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}, "does not fit bytes 0 to 16"),
        ({"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}, "no size"),
        ({"dtype": "F32", "shape": [True], "data_offsets": [0, 4]}, "no size"),
        ({"dtype": "F32", "shape": 1, "data_offsets": [0, 4]}, "no size"),
        ({"dtype": "F32", "shape": [1], "data_offsets": [0.0, 4]}, "no size"),
        ({"dtype": ["F32"], "shape": [1], "data_offsets": [0, 4]}, "is of type"),
        ({"dtype": "F32", "shape": [1]}, "no type, shape and place"),
        ({"dtype": "F32", "shape": [1], "data_offsets": [0]}, "no type, shape and place"),
        ("F32", "no type, shape and place"),
    ],
    ids=str,
)
def test_what_is_no_tensor_is_refused(entry, words):
    """Nothing but whole tensors, one behind the other, is read."""
    with pytest.raises(ModelError, match=words):
        load({"a": entry}, bytes(8))


def test_tensors_that_overlap_or_leave_a_gap_are_refused():
    """Each byte belongs to one tensor."""
    one = {"dtype": "U8", "shape": [2], "data_offsets": [0, 2]}
    for begin in (1, 3):
        two = {"dtype": "U8", "shape": [2], "data_offsets": [begin, begin + 2]}
        with pytest.raises(ModelError, match="does not fit"):
            load({"one": one, "two": two}, bytes(8))
