"""IDX files, plain and compressed."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.data import DataError, MissingDataError, mnist, read_idx, read_idx_folder

CODES = {0x08: "B", 0x09: "b", 0x0B: "h", 0x0C: "i", 0x0D: "f", 0x0E: "d"}


def idx(code: int, shape: tuple[int, ...], values: list[float]) -> bytes:
    """An IDX file written value by value."""
    head = bytes([0, 0, code, len(shape)]) + b"".join(struct.pack(">I", length) for length in shape)
    return head + b"".join(struct.pack(">" + CODES[code], value) for value in values)


@given(code=st.sampled_from(sorted(CODES)), shape=st.lists(st.integers(0, 4), min_size=1, max_size=3))
def test_every_type_and_shape(tmp_path_factory: pytest.TempPathFactory, code: int, shape: list[int]) -> None:
    """Values of all six types come back in their places, in this machine's byte order."""
    count = int(np.prod(shape))
    path = tmp_path_factory.getbasetemp() / "any.idx"
    path.write_bytes(idx(code, tuple(shape), list(range(count))))
    array = read_idx(path)
    assert array.dtype.isnative
    assert array.dtype.char == CODES[code]
    np.testing.assert_array_equal(array, np.arange(count).reshape(shape))


def test_gzip_is_told_by_content(tmp_path: Path) -> None:
    """A compressed file is read whatever its name, and so is a plain one."""
    content = idx(8, (2, 2), [1, 2, 3, 4])
    for name, data in {"a.gz": gzip.compress(content), "b": gzip.compress(content), "c.gz": content}.items():
        (tmp_path / name).write_bytes(data)
        np.testing.assert_array_equal(read_idx(tmp_path / name), [[1, 2], [3, 4]])


GOOD = idx(8, (3,), [1, 2, 3])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "begin as an IDX file.*got nothing"),
        (b"\0\0\x08", "begin as an IDX file.*got 00 00 08"),
        (b"PK\3\4 a zip file", "got 50 4b 03 04"),
        (b"\0\0\x07\1\0\0\0\0", "begin as an IDX file"),
        (b"\0\0\x08\0", "begin as an IDX file"),
        (b"\0\0\x08\2\0\0\0\1", "lengths of 2 axes, got 4 bytes"),
        (b"\0\0\x08\xff" + b"\0" * 1020, "at most 32 axes, got 255"),
        (GOOD[:-1], r"3 bytes of values for the shape \(3,\) .*got 2"),
        (GOOD + b"\0", r"3 bytes of values for the shape \(3,\) .*got more"),
        (b"\0\0\x0e\3" + b"\xff" * 12, "at most 2147483648 bytes"),
        (gzip.compress(GOOD, mtime=0)[:-9], "whole gzip file"),
        (b"\x1f\x8b\x08 no gzip at all", "whole gzip file"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Cut short, too long, another format, absurd sizes: each is named, none is guessed at."""
    path = tmp_path / "bad.idx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_idx(path)


def write_set(folder: Path, **parts: bytes) -> None:
    """Write a data set of two training images and one test image of 2x2 pixels."""
    files = {
        "train-images-idx3-ubyte": idx(8, (2, 2, 2), list(range(8))),
        "train-labels-idx1-ubyte": idx(8, (2,), [7, 9]),
        "t10k-images-idx3-ubyte": idx(8, (1, 2, 2), [5, 6, 7, 8]),
        "t10k-labels-idx1-ubyte": idx(8, (1,), [3]),
    }
    for name, content in files.items():
        (folder / name).write_bytes(parts.get(name.split("-")[0] + "_" + name.split("-")[1], content))


def test_a_folder_of_four_files(tmp_path: Path) -> None:
    """A folder such as Fashion-MNIST's is read by the usual names, and mnist() takes it as well."""
    write_set(tmp_path)
    labels = tmp_path / "t10k-labels-idx1-ubyte"
    labels.with_name(labels.name + ".gz").write_bytes(gzip.compress(labels.read_bytes()))
    labels.unlink()
    data = read_idx_folder(tmp_path)
    np.testing.assert_array_equal(data.x_train, np.arange(8).reshape(2, 2, 2))
    np.testing.assert_array_equal(data.y_test, [3])
    rows = mnist("raw", path=tmp_path)
    np.testing.assert_array_equal(rows.x_test, [[5, 6, 7, 8]])
    np.testing.assert_array_equal(rows.y_train, [7, 9])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The missing name is in the error."""
    write_set(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(MissingDataError, match=r"Expected train-labels-idx1-ubyte or .*\.gz in"):
        read_idx_folder(tmp_path)


def test_labels_that_do_not_fit_the_images(tmp_path: Path) -> None:
    """Two images with three labels are no data set."""
    write_set(tmp_path, train_labels=GOOD)
    with pytest.raises(DataError, match=r"a label for each row, got shapes \(2, 2, 2\) and \(3,\)"):
        read_idx_folder(tmp_path)
