"""Data sets in .npz archives."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.data import DataError, read_npz

GOOD: dict[str, Any] = {
    "x_train": np.arange(12, dtype=np.uint8).reshape(3, 4),
    "y_train": np.array([0, 1, 2]),
    "x_test": np.full((2, 4), 0.5, dtype=np.float32),
    "y_test": np.array([1, 0], dtype=np.uint8),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_what_numpy_saves_is_read(tmp_path: Path, save: Any) -> None:
    """Plain or compressed, the four arrays come back with their types."""
    save(tmp_path / "set.npz", **GOOD, more=np.zeros(3))
    data = read_npz(tmp_path / "set.npz")
    for name, array in GOOD.items():
        np.testing.assert_array_equal(getattr(data, name), array, strict=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x_train": np.zeros((0, 4))}, r"x_train in .* to have a row for each sample.*\(0, 4\)"),
        ({"x_train": np.zeros(3)}, r"got shapes \(3,\) and \(3,\)"),
        ({"y_test": np.zeros((2, 10), dtype=int)}, r"y_test a label for each row.*\(2, 10\)"),
        ({"y_train": np.array([0.0, 1.0, 2.0])}, "y_train integers, got uint8 and float64"),
        ({"x_test": np.array([["a"] * 4] * 2)}, "x_test in .* to be numbers"),
        ({"x_test": np.zeros((2, 5))}, r"the same shape, got \(4,\) and \(5,\)"),
        ({"y_test": np.array([1, None], dtype=object)}, "with the arrays x_train, .*got: Object arrays"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    """Wrong shapes, wrong kinds, pickled objects: each is named."""
    np.savez(tmp_path / "set.npz", **{**GOOD, **change})
    with pytest.raises(DataError, match=message):
        read_npz(tmp_path / "set.npz")


def test_a_missing_array_is_named(tmp_path: Path) -> None:
    """The archive holds other keys."""
    np.savez(tmp_path / "set.npz", x_train=GOOD["x_train"])
    with pytest.raises(DataError, match=r"got: There is no item named 'y_train\.npy'"):
        read_npz(tmp_path / "set.npz")


def test_other_and_damaged_files_are_refused(tmp_path: Path) -> None:
    """A text file, an archive cut short, and one with a flipped byte."""
    path = tmp_path / "set.npz"
    path.write_text("no archive")
    with pytest.raises(DataError, match="got: File is not a zip file"):
        read_npz(path)
    np.savez(path, **GOOD)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError):
        read_npz(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name in GOOD:
            archive.writestr(f"{name}.npy", b"\x93NUMPY\x01\x00 but not really")
    with pytest.raises(DataError):
        read_npz(path)


def test_a_header_that_asks_for_too_much(tmp_path: Path) -> None:
    """An array of 10^15 rows in a tiny file is an error, not the end of the memory."""
    path = tmp_path / "set.npz"
    head = b"{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000000000,)}\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name in GOOD:
            archive.writestr(f"{name}.npy", b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)
    with pytest.raises(DataError):
        read_npz(path)


def test_no_file(tmp_path: Path) -> None:
    """A path that leads nowhere is the usual error."""
    with pytest.raises(FileNotFoundError):
        read_npz(tmp_path / "none.npz")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_whatever_is_changed_in_a_file_gives_data_or_a_data_error(tmp_path: Path, save: Any) -> None:
    """Bytes anywhere in the archive, zip headers among them: nothing else comes out."""
    path = tmp_path / "set.npz"
    save(path, **GOOD)
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(400):
        changed = bytearray(whole)
        for place in rng.integers(0, len(whole), rng.integers(1, 4)):
            changed[place] = rng.integers(0, 256)
        path.write_bytes(changed)
        try:
            read_npz(path)
        except DataError:
            refused += 1
    assert refused > 100


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    """Zeros shrink a thousandfold: what would fill the memory is refused before it is unpacked."""
    path = tmp_path / "set.npz"
    np.savez_compressed(path, **GOOD)
    data = bytearray(path.read_bytes())
    for place in range(len(data) - 4):
        if data[place : place + 4] == b"PK\x01\x02":  # the directory says how large each member becomes
            data[place + 24 : place + 28] = (2**30).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"4,294,967,296 bytes when unpacked, at most 2,147,483,648"):
        read_npz(path)
