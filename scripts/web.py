"""Run scripts of web/package.json, such as `check` and `test`, with the Node.js that the build uses."""

import subprocess
import sys
from pathlib import Path

from build_tools.checkout import Checkout
from build_tools.errors import BuildError
from build_tools.node import NODE_PACKAGE, Npm, find_npm

ROOT = Path(__file__).parents[1]


def ensure_npm() -> Npm:
    """Find npm; without one, install Node.js into this Python environment.

    Raises
    ------
    BuildError
        There is none even then.
    """
    npm = find_npm()
    if npm is None:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        pins = str(ROOT / "requirements/node.txt")
        subprocess.run([*pip, "--require-hashes", "--requirement", pins], check=True)
        npm = find_npm()
    if npm is None:
        raise BuildError(f"Expected npm after installing {NODE_PACKAGE}, got none. Install Node.js with npm.")
    return npm


def main(scripts: list[str]) -> int:
    """Run each script in turn; the exit status is that of the first that fails."""
    checkout = Checkout(ROOT)
    if not (checkout.web / "package.json").exists():
        print("web/ is not in this source tree: nothing to do")
        return 0
    try:
        npm = ensure_npm()
        checkout.install_web(npm)
    except (BuildError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    for script in scripts:
        status = npm.call("run", script, folder=checkout.web).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
