"""Run scripts of web/package.json, such as `check` and `test`, with the Node.js that the build uses.

`dev`, the development server, gets a lab behind it.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread

from build_tools.checkout import Checkout
from build_tools.errors import BuildError
from build_tools.node import NODE_PACKAGE, Npm, find_npm

ROOT = Path(__file__).parents[1]
PAGES = "http://127.0.0.1:5173"
"""Where the development server shows them."""


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


@contextmanager
def lab() -> Iterator[None]:
    """Run the lab, and say where its pages are then to be found.

    Raises
    ------
    BuildError
        It does not start.
    """
    command = [sys.executable, "-m", "neurarium.cli", "lab", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        if "token=" not in line:
            raise BuildError(line + process.stderr.read())
        address = line.split()[-1]
        print(f"Open {address} once, so that the lab knows this browser; then work at {PAGES}", flush=True)
        Thread(target=sys.stderr.writelines, args=[process.stderr], daemon=True).start()
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)


def main(scripts: list[str]) -> int:
    """Run each script in turn; the exit status is that of the first that fails."""
    checkout = Checkout(ROOT)
    if not (checkout.web / "package.json").exists():
        print("web/ is not in this source tree: nothing to do")
        return 0
    try:
        npm = ensure_npm()
        checkout.install_web(npm)
        for script in scripts:
            with lab() if script == "dev" else nullcontext():
                status = npm.call("run", script, folder=checkout.web).returncode
            if status:
                return status
    except (BuildError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
