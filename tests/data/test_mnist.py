"""The MNIST images in the package."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from neurarium.data import Mnist, mnist
from neurarium.data import mnist as mnist_function


@pytest.mark.parametrize(
    ("part", "images", "labels"),
    [
        (
            "train",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        (
            "test",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ],
)
def test_they_are_the_original_images(raw_mnist: Mnist, part: str, images: str, labels: str) -> None:
    """Written back as IDX files, images and labels have the checksums of the four original files."""
    x, y = getattr(raw_mnist, f"x_{part}"), getattr(raw_mnist, f"y_{part}")
    image_file = struct.pack(">IIII", 0x803, len(x), 28, 28) + x.tobytes()
    label_file = struct.pack(">II", 0x801, len(y)) + y.astype(np.uint8).tobytes()
    assert hashlib.sha256(image_file).hexdigest() == images
    assert hashlib.sha256(label_file).hexdigest() == labels


def test_raw_is_bytes_in_rows(raw_mnist: Mnist) -> None:
    """All 70,000 images, a row of 784 bytes each, with their labels as integers."""
    assert raw_mnist.x_train.shape == (60_000, 784)
    assert raw_mnist.x_test.shape == (10_000, 784)
    assert raw_mnist.x_train.dtype == raw_mnist.x_test.dtype == np.uint8
    assert raw_mnist.y_train.dtype == raw_mnist.y_test.dtype == np.int64
    assert raw_mnist.scaling is None


def test_unit_is_the_default(raw_mnist: Mnist) -> None:
    """Without a word, pixels are float32 from 0 to 1 and the scaling says how."""
    data = mnist()
    assert data.x_train.dtype == np.float32
    assert (data.x_train.min(), data.x_train.max()) == (0.0, 1.0)
    assert data.scaling is not None
    np.testing.assert_array_equal(data.x_test[:50], data.scaling.apply(raw_mnist.x_test[:50]))


def test_standard_uses_the_training_images_only() -> None:
    """Training images have mean 0 and deviation 1; test images have had the same map, not their own."""
    data = mnist("standard")
    assert abs(data.x_train.mean(dtype=np.float64)) < 1e-6
    assert data.x_train[:, ::7].std(dtype=np.float64) == pytest.approx(1, abs=0.1)
    assert data.scaling is not None
    assert data.scaling.shift / 255 == pytest.approx(0.1307, abs=5e-5)  # the field's well-known numbers
    assert 1 / data.scaling.scale / 255 == pytest.approx(0.3081, abs=5e-5)
    assert abs(data.x_test.mean(dtype=np.float64)) > 1e-3


def test_another_data_set_of_the_same_form(tmp_path: Path) -> None:
    """An .npz given by path is scaled and flattened in the same way."""
    x = np.arange(2 * 2 * 3, dtype=np.uint8).reshape(2, 2, 3)
    file = tmp_path / "own.npz"
    np.savez(file, x_train=x, y_train=np.array([1, 0]), x_test=x[:1], y_test=np.array([1]))
    data = mnist("raw", path=file)
    np.testing.assert_array_equal(data.x_train, [range(6), range(6, 12)])
    np.testing.assert_array_equal(data.y_test, [1])


def test_a_missing_file_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run from a tree that was never built, the error names the command that packs MNIST."""
    monkeypatch.setitem(mnist_function.__globals__, "MNIST_FILE", tmp_path / "mnist.npz")
    with pytest.raises(FileNotFoundError, match=r"pip install -e \."):
        mnist()
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz, got nothing there"):
        mnist(path=tmp_path / "nowhere.npz")


def test_an_unknown_scale_is_refused() -> None:
    """The error names the three scales."""
    with pytest.raises(ValueError, match="'unit', 'standard' or 'raw', got 'zero'"):
        mnist("zero")  # type: ignore[arg-type]
