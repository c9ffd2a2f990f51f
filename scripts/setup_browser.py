"""Make sure that a browser for the end-to-end tests is there: find Chromium, else install Debian's."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "Install Chromium or Chrome so that one of these is on the PATH: " + ", ".join(NAMES) + "."


def find_browser() -> str | None:
    """Return the path of the first browser of NAMES that is on the PATH."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install() -> None:
    """Install Debian's package, as root or by a sudo that asks for no password.

    Raises
    ------
    RuntimeError
        There is no apt-get, no permission, or it failed.
    """
    apt = shutil.which("apt-get")
    if apt is None:
        raise RuntimeError(f"Expected a browser, or apt-get to install one, got neither. {ADVICE}")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and shutil.which("sudo") is None:
        raise RuntimeError(f"Expected a browser, got none, and only root may install one. {ADVICE}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", "chromium"]):
        result = subprocess.run(
            [*sudo, apt, *step], env=environment, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise RuntimeError(
                f"Expected `apt-get {' '.join(step)}` to succeed, got exit status {result.returncode}:\n"
                f"{result.stdout}{result.stderr}\n{ADVICE}"
            )


def main() -> int:
    """Find or install a browser; the exit status is 1 if there is still none."""
    if find_browser():
        return 0
    print("Installing Chromium for the browser tests")
    try:
        install()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    if not find_browser():
        print(f"Expected a browser after installing Debian's chromium, got none. {ADVICE}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
