"""Writes the static site."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import neurarium
from neurarium.data.mnist import MNIST_FILE
from neurarium.engine.errors import NeurariumError
from neurarium.lab.exhibits import EXHIBITS
from neurarium.server.security import PAGE_RULES
from neurarium.server.settings import STATIC
from neurarium.site.files import archive

PYODIDE_VERSION = "0.27.7"
PYODIDE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE_VERSION}/full/"
"""Where Pyodide comes from if the site has none of its own: its official distribution."""

PACKAGES = ("numpy", "pillow")
"""What the lab imports; the rest is loaded when somebody asks for it."""

CONFIG = "site.json"
MARK = "neurarium-site"
"""The name of the tag by which a page knows that it is on a site."""


class SiteError(NeurariumError):
    """The site cannot be written; the message says how to mend it."""


@dataclass(frozen=True)
class Site:
    """What was written.

    Attributes
    ----------
    folder
        Where.
    files
        How many files.
    bytes
        How large they are together.
    """

    folder: Path
    files: int
    bytes: int


def write_site(folder: Path, pyodide: str = PYODIDE) -> Site:
    """Write a folder that any web host can serve; what a former call wrote into it is replaced.

    Parameters
    ----------
    folder
        An empty folder, one of a former call, or one that does not exist yet.
    pyodide
        The address of a Pyodide distribution, or a folder with one, which is copied.

    Raises
    ------
    SiteError
        If the folder holds other things, the web pages are not built, or there is no Pyodide in the folder
        that should have it.
    """
    if not (STATIC / "index.html").is_file():
        raise SiteError("the lab's web pages are not built: install a wheel of Neurarium, or run `make lab`")
    if folder.exists() and not _is_free(folder):
        raise SiteError(f"{folder} is not empty: name a new folder, or one that held a site before")
    own = None if "://" in pyodide else _distribution(Path(pyodide))
    source = pyodide.rstrip("/") + "/" if own is None else "pyodide/"
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(STATIC, folder)
    if own is not None:
        shutil.copytree(own, folder / "pyodide")
    config = {
        "version": neurarium.__version__,
        "pyodide": source,
        "packages": PACKAGES,
        "lab": _write(folder / "lab", "neurarium", ".zip", archive()),
        "mnist": _write(folder / "lab", "mnist", ".npz", MNIST_FILE.read_bytes()),
    }
    (folder / CONFIG).write_text(json.dumps(config, indent=1), encoding="utf-8")
    page = _page((STATIC / "index.html").read_text("utf-8"), source)
    for name in ("index", *EXHIBITS):
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    (folder / ".nojekyll").write_bytes(b"")  # GitHub Pages would leave some files out
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Site(folder, len(files), sum(path.stat().st_size for path in files))


def _is_free(folder: Path) -> bool:
    """Whether a folder is empty, or was written by a former call."""
    return folder.is_dir() and ((folder / CONFIG).is_file() or not any(folder.iterdir()))


def _write(folder: Path, stem: str, suffix: str, data: bytes) -> str:
    """Write a file whose name changes with its content; return its address."""
    folder.mkdir(exist_ok=True)
    name = f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
    (folder / name).write_bytes(data)
    return f"{folder.name}/{name}"


def _distribution(source: Path) -> Path:
    """Return a folder if it holds a Pyodide distribution."""
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        if not (source / name).is_file():
            raise SiteError(f"{source} holds no Pyodide distribution: expected {name} in it")
    return source


def _page(text: str, pyodide: str) -> str:
    """Return the one page, with the mark of a site and the rules for what it may load."""
    elsewhere = f" {pyodide}" if "://" in pyodide else ""
    rules = "; ".join(
        (
            *PAGE_RULES,
            f"script-src 'self' 'wasm-unsafe-eval'{elsewhere}",
            f"connect-src 'self'{elsewhere}",
            "worker-src 'self'",
        )
    )
    exhibits = " ".join(EXHIBITS)
    marks = (
        f'<meta http-equiv="Content-Security-Policy" content="{rules}" />\n    '
        f'<meta name="{MARK}" content="{exhibits}" />\n    '
    )
    return text.replace("<title>", f"{marks}<title>", 1)
