"""The examples: short, and each does what its last line says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import neurarium

EXAMPLES = Path(__file__).parents[1] / "examples"

LAST_LINES = {
    "gradient_check": "the check told them apart",
    "mnist": "the picture says 721",
    "perceptron": r"XOR stopped after 50 passes with \d mistakes .* never will converge: .* a hidden layer",
    "spiral": r"99\.\d% of 500 points are right",
    "xor": "100% of the rows are right",
}
"""What the last line of each example's output must be, as a regular expression."""


def test_every_example_is_run() -> None:
    """Each file in examples/ has its last line here, and the other way round."""
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(LAST_LINES)


@pytest.mark.parametrize("name", LAST_LINES)
def test_an_example_is_short(name: str) -> None:
    """An example fits on a screen: under 50 lines, the first of which says what it shows."""
    source = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 50
    assert re.match(r'"""[^\n]+\.', source)


@pytest.mark.parametrize("name", LAST_LINES)
def test_an_example_keeps_its_promise(name: str, tmp_path: Path) -> None:
    """Run on its own, from any folder, it ends well, warns of nothing, and its last line is as expected."""
    done = subprocess.run(
        [sys.executable, "-W", "error", EXAMPLES / f"{name}.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(neurarium.__file__).parents[1]), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    last_line = done.stdout.rstrip().splitlines()[-1]
    assert re.fullmatch(LAST_LINES[name], last_line), last_line
