"""Models by name."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from neurarium.engine import MLP
from neurarium.persist import Model, ModelError, ModelStore, default_folder, load_model

Same = Callable[[Model, Model], None]


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _model(name: str, created: str = "", accuracy: float | None = None) -> Model:
    return Model(MLP([4, 8, 3]), name=name, created=created, metrics={"test_accuracy": accuracy})


def test_a_model_is_found_by_its_name(tmp_path: Path, model: Model, same: Same) -> None:
    """What was saved under a name is loaded by it; the folder is made on the way."""
    store = ModelStore(tmp_path / "new" / "models")
    assert store.entries() == []
    assert store.names() == []
    assert store.newest() is None
    assert store.save(model) == store.path("irises") == tmp_path / "new" / "models" / "irises.safetensors"
    same(store.load("irises"), model)


def test_a_folder_is_tried_before_there_is_anything_to_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made and left empty; where it cannot be made or written into, the reason is said."""
    store = ModelStore(tmp_path / "new" / "models")
    store.prepare()
    assert _names(store.folder) == []
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="cannot make the folder for models"):
        ModelStore(tmp_path / "file" / "models").prepare()

    def refuse(dir: Path) -> None:  # noqa: A002  (a test that runs as root may write anywhere)
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("neurarium.persist.store.TemporaryFile", refuse)
    with pytest.raises(ModelError, match=r"cannot write into the folder for models .*: Permission denied"):
        store.prepare()


def test_no_model_is_overwritten_unless_asked_for(tmp_path: Path) -> None:
    """A second model of the same name is refused, unless it is to take the place of the first."""
    store = ModelStore(tmp_path)
    store.save(_model("a", accuracy=0.5))
    with pytest.raises(ModelError, match="exists already"):
        store.save(_model("a", accuracy=0.9))
    assert store.load("a").metrics == {"test_accuracy": 0.5}
    store.save(_model("a", accuracy=0.9), overwrite=True)
    assert store.load("a").metrics == {"test_accuracy": 0.9}


def test_a_new_model_gets_a_free_name(tmp_path: Path) -> None:
    """A taken name gets a number, and the model bears it; a name that cannot be is refused."""
    store = ModelStore(tmp_path)
    files = [store.save_new(_model("iris")) for _ in range(3)]
    assert [file.stem for file in files] == ["iris", "iris-2", "iris-3"]
    assert load_model(files[1]).name == "iris-2"
    with pytest.raises(ModelError, match="expected a name"):
        store.save_new(_model("a/b"))


def test_opening_removes_what_killed_saves_left(tmp_path: Path, model: Model) -> None:
    """A store that is opened has no old temporary files any more; its models are whole."""
    path = ModelStore(tmp_path).save(model)
    left = tmp_path / f".{path.name}.{'0f' * 8}.tmp"
    left.write_bytes(b"half a model")
    os.utime(left, (1e9, 1e9))
    assert ModelStore(tmp_path).names() == [model.name]
    assert list(tmp_path.iterdir()) == [path]


def test_a_free_name_is_found(tmp_path: Path) -> None:
    """Taken names are counted up; upper and lower case are one, as some file systems have it."""
    store = ModelStore(tmp_path)
    assert store.free_name("Digits") == "Digits"
    store.save(_model("digits"))
    assert store.free_name("Digits") == "Digits-2"
    store.save(_model("digits-2"))
    assert store.free_name("digits") == "digits-3"


def test_entries_tell_what_is_there_newest_first(tmp_path: Path) -> None:
    """Name, shape, parameters, accuracy and time, in the order of time, whatever the time zones."""
    store = ModelStore(tmp_path)
    store.save(_model("old", "2026-01-01T12:00:00+00:00", 0.25))
    store.save(_model("new", "2026-01-01T12:30:00-01:00"))
    store.save(_model("middle", "2026-01-01T14:00:00+01:00", 1))
    undated = store.save(_model("undated"))
    os.utime(undated, (1e9, 1e9))
    entries = store.entries()
    assert [entry.name for entry in entries] == ["new", "middle", "old", "undated"]
    assert [entry.test_accuracy for entry in entries] == [None, 1.0, 0.25, None]
    assert {(entry.shape, entry.parameters, entry.error) for entry in entries} == {("4-8-3", 67, "")}
    assert entries[-1].created == datetime.fromtimestamp(1e9, UTC)
    assert entries[0].size == entries[0].path.stat().st_size
    newest = store.newest()
    assert newest is not None
    assert newest.name == "new"


@pytest.mark.parametrize("sizes", [(784, 10), (784, 9, 8, 10), (784, 11), (10, 784), (7840, 10)])
def test_models_that_read_digits(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    """784 inputs and 10 outputs make a reader of digits; the store's list and the model agree."""
    store = ModelStore(tmp_path)
    store.save(Model(MLP(sizes), name="model"))
    reads = (sizes[0], sizes[-1]) == (784, 10)
    assert [entry.reads_digits for entry in store.entries()] == [store.load("model").reads_digits] == [reads]
    store.path("model").write_bytes(b"broken")
    assert not store.entries()[0].reads_digits


def test_entries_as_plain_data(tmp_path: Path) -> None:
    """A model's line has its figures, a broken file's line the error instead."""
    store = ModelStore(tmp_path)
    path = store.save(_model("good", "2026-01-01T12:00:00+00:00", 0.5))
    assert store.entries()[0].as_dict() == {
        "name": "good",
        "created": "2026-01-01T12:00:00+00:00",
        "layers": [4, 8, 3],
        "parameters": 67,
        "test_accuracy": 0.5,
    }
    path.write_bytes(b"")
    broken = store.entries()[0].as_dict()
    assert set(broken) == {"name", "created", "error"}
    assert "only 0 bytes" in broken["error"]


def test_broken_files_are_listed_with_their_error(tmp_path: Path) -> None:
    """They hide no other model, and are never the newest; other files are no models."""
    store = ModelStore(tmp_path)
    store.save(_model("good", "2026-01-01T12:00:00+00:00"))
    whole = store.path("good").read_bytes()
    store.path("cut").write_bytes(whole[:-1])
    store.path("empty").write_bytes(b"")
    store.path("folder").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".good.safetensors.0a.tmp").write_bytes(whole)
    (tmp_path / ".hidden.safetensors").write_bytes(whole)
    entries = {entry.name: entry for entry in store.entries()}
    assert sorted(entries) == store.names() == ["cut", "empty", "folder", "good"]
    assert "cut short" in entries["cut"].error
    assert "cut short" in entries["empty"].error
    assert "folder" in entries["folder"].error
    assert (entries["cut"].shape, entries["cut"].parameters, entries["cut"].test_accuracy) == ("", 0, None)
    newest = store.newest()
    assert newest is not None
    assert newest.name == "good"


def test_a_dangling_link_is_passed_over(tmp_path: Path) -> None:
    """A file that goes away while the folder is looked at is no error."""
    store = ModelStore(tmp_path)
    try:
        store.path("gone").symlink_to(tmp_path / "nowhere")
    except OSError:
        pytest.skip("needs symbolic links")
    assert store.entries() == []


def test_a_renamed_file_is_known_by_its_new_name(tmp_path: Path) -> None:
    """The name of the file counts, whatever the model says inside."""
    store = ModelStore(tmp_path)
    store.save(_model("before")).rename(store.path("after"))
    assert store.load("after").name == "after"


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """The error lists what is there."""
    store = ModelStore(tmp_path)
    with pytest.raises(ModelError, match=r"no model named 'x' in .*; there are: none yet"):
        store.load("x")
    store.save(_model("b"))
    store.save(_model("a"))
    with pytest.raises(ModelError, match="there are: a, b"):
        store.load("x")


@pytest.mark.parametrize("name", ["a", "784-128-10", "My digits (best)", "数字", "v1.2", "x" * 100])
def test_ordinary_names_are_allowed(tmp_path: Path, name: str) -> None:
    """Spaces, dots, other scripts; and the file lies in the folder."""
    store = ModelStore(tmp_path)
    path = store.save(_model(name))
    assert path.parent == tmp_path
    assert store.names() == [name]
    np.testing.assert_array_equal(store.load(name).network.theta, _model(name).network.theta)


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../x", "a/b", "a\\b", "/etc/x", "C:x"),
        *("a\0b", "a\nb", "\ud800", "\u202eabc"),
        *("-rf", " a", "a ", "a.", ".hidden", "a*", 'a"b'),
        *("x" * 101, "数" * 34),
        *("con", "NUL.txt", "Com1"),
    ],
)
def test_dangerous_names_are_refused(tmp_path: Path, name: str) -> None:
    """Nothing that leaves the folder, hides, misleads, or cannot be a file on some system."""
    store = ModelStore(tmp_path)
    for use in (store.path, store.load, store.free_name):
        with pytest.raises(ModelError):
            use(name)
    with pytest.raises(ModelError):
        store.save(_model(name))
    assert _names(tmp_path) == []


def test_a_folder_that_cannot_be_is_reported(tmp_path: Path) -> None:
    """A file lies where the folder should be."""
    (tmp_path / "file").write_bytes(b"")
    store = ModelStore(tmp_path / "file")
    with pytest.raises(ModelError, match="cannot make the folder"):
        store.save(_model("a"))
    with pytest.raises(ModelError, match="cannot look into"):
        store.entries()


def test_without_a_folder_it_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's data folder, where the system puts it; nothing is made before the first save."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    folder = ModelStore().folder
    assert folder == default_folder()
    assert folder.parts[-2:] == ("neurarium", "models")
    assert _names(tmp_path) == []


def test_delete(tmp_path):
    """A model can be removed, once; nothing outside the store can."""
    store = ModelStore(tmp_path / "models")
    for name in ("keep", "drop"):
        store.save(Model(MLP([4, 3]), name=name))
    store.delete("drop")
    assert store.names() == ["keep"]
    for name in ("drop", "../keep"):
        with pytest.raises(ModelError):
            store.delete(name)
    assert store.names() == ["keep"]
