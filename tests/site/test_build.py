"""The folder that `neurarium site` writes."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from neurarium.lab.exhibits import EXHIBITS
from neurarium.site.build import PYODIDE, SiteError, write_site

PARTS = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

# What a browser's Python lacks: a program that imports one of these anyway fails.
WITHOUT = """
import sys

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {LACKING}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Lacking())
sys.path.insert(0, {LAB!r})
""".replace("{LACKING}", repr({
    "jupyter_client", "llvmlite", "numba", "platformdirs", "rich", "safetensors", "scipy", "sklearn",
    "starlette", "threadpoolctl", "typer", "zmq",
}))  # fmt: skip

OPENS_ALL = """
import neurarium
from neurarium.lab.encoding import decode, encode
from neurarium.lab.exhibits import EXHIBITS
from neurarium.site.host import Host

host = Host(sys.argv[1])
page = host.open()
print(neurarium.__file__)
for exhibit in EXHIBITS:
    answer = decode(host.answer(page, encode({"id": 1, "exhibit": exhibit, "op": "open", "params": {}})))
    print(exhibit, answer["ok"] or answer["error"])
"""


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """Return a folder with the names of a distribution's parts."""
    folder = tmp_path / "distribution"
    folder.mkdir()
    for name in PARTS:
        (folder / name).write_bytes(b"x")
    return folder


def test_all_that_the_pages_ask_for_is_there(tmp_path, pyodide):
    """A page for each exhibit, the lab, the images and Pyodide, each where `site.json` says."""
    folder = tmp_path / "site"
    site = write_site(folder, str(pyodide))
    config = json.loads((folder / "site.json").read_text())
    for address in (config["lab"], config["mnist"], f"{config['pyodide']}pyodide.mjs"):
        assert (folder / address).is_file()
    page = (folder / "index.html").read_text()
    assert page.count("neurarium-site") == 1
    assert page.count("Content-Security-Policy") == 1
    assert all((folder / f"{exhibit}.html").read_text() == page for exhibit in EXHIBITS)
    assert site.files == sum(path.is_file() for path in folder.rglob("*"))


def test_a_site_that_takes_pyodide_from_elsewhere_may_load_it(tmp_path):
    """The rules of the page name the address, and no other."""
    folder = tmp_path / "site"
    write_site(folder)
    page = (folder / "index.html").read_text()
    assert f"script-src 'self' 'wasm-unsafe-eval' {PYODIDE};" in page
    assert page.count("://") == page.count(PYODIDE)
    assert not (folder / "pyodide").exists()


def test_the_same_site_is_the_same_bytes(tmp_path, pyodide):
    """A second call replaces the first one's files by equal ones: a host need not send them again."""
    folder = tmp_path / "site"

    def contents() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    write_site(folder, str(pyodide))
    before = contents()
    write_site(folder, str(pyodide))
    assert contents() == before


def test_what_is_not_a_site_is_not_overwritten(tmp_path, pyodide):
    """A folder with other things in it, or a file, is left as it is."""
    (tmp_path / "thesis.txt").write_text("years of work")
    for taken in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(SiteError, match="is not empty: name a new folder"):
            write_site(taken, str(pyodide))
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_without_pyodide_is_refused_before_anything_is_written(tmp_path, pyodide):
    """The message names the part that is missing."""
    (pyodide / "pyodide.asm.wasm").unlink()
    with pytest.raises(SiteError, match=r"holds no Pyodide distribution: expected pyodide\.asm\.wasm"):
        write_site(tmp_path / "site", str(pyodide))
    assert not (tmp_path / "site").exists()


def test_the_archive_is_enough(tmp_path, pyodide):
    """All exhibits open with what the archive holds, without any package that a browser's Python lacks."""
    folder = tmp_path / "site"
    write_site(folder, str(pyodide))
    config = json.loads((folder / "site.json").read_text())
    lab = tmp_path / "lab"
    with zipfile.ZipFile(folder / config["lab"]) as packed:
        packed.extractall(lab)
    (lab / "neurarium" / "data" / "mnist.npz").write_bytes((folder / config["mnist"]).read_bytes())
    program = WITHOUT.replace("{LAB!r}", repr(str(lab))) + OPENS_ALL
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.stderr == ""
    where, *opened = result.stdout.splitlines()
    assert where.startswith(str(lab))
    assert opened == [f"{exhibit} True" for exhibit in EXHIBITS]
