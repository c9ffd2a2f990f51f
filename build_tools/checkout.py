"""The source tree, what has been built in it, and how to build the rest."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from build_tools.errors import BuildError
from build_tools.mnist import MNIST_PACKAGE, pack_mnist, read_originals
from build_tools.node import NODE_NEEDED, NODE_PACKAGE, Npm, find_npm

NOT_SOURCES = {"node_modules", "test-results", "coverage"}


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
