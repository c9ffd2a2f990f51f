"""The learner's own data sets in the data folder."""

import json
import zipfile
from contextlib import nullcontext

import numpy as np
import pytest
from drawn_sets import bars, npz

from neurarium.data import mnist
from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.store import DataSets
from neurarium.lab.datasets.upload import File
from neurarium.lab.protocol import LabError


@pytest.fixture
def found():
    images, labels = bars(30)
    (last,) = read_files([File("a.npz", npz(images=images, labels=labels))], nullcontext())
    return last


@pytest.fixture
def store(tmp_path):
    return DataSets(tmp_path / "datasets")


def test_what_is_kept_comes_back(store, found):
    """All arrays, the classes, and the list with what each is; also for another process."""
    assert store.entries() == ()
    assert store.save("mine", found) == "mine"
    gallery = DataSets(store.folder).gallery("mine")
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(gallery.images, name), getattr(found.images, name))
        assert not getattr(gallery.images, name).flags.writeable
    (entry,) = store.entries()
    assert (entry.name, entry.train, entry.test) == (
        "mine",
        len(found.images.x_train),
        len(found.images.x_test),
    )
    assert (entry.classes, entry.source, entry.split) == (found.classes, "npz", True)


def test_other_programs_read_it(store, found):
    """It is an .npz archive with the usual four names, for NumPy and for `mnist(path=…)`."""
    store.save("mine", found)
    path = store.folder / "mine.npz"
    with np.load(path, allow_pickle=False) as archive:
        np.testing.assert_array_equal(archive["x_train"], found.images.x_train)
    assert mnist("raw", path=path).x_test.shape == found.images.x_test.shape


def test_names(store, found):
    """A name that is taken gets a number, whatever its case; one that no file can have is refused."""
    assert [store.save("a", found), store.save("A", found), store.save("a", found)] == ["a", "A-2", "a-3"]
    for name in ("../a", "", "a/b", "con", "."):
        with pytest.raises(LabError) as caught:
            store.save(name, found)
        assert caught.value.code == "bad_param"


def test_deleted_ones_are_gone(store, found):
    """A data set is deleted for good; what is not there is told."""
    store.save("mine", found)
    store.gallery("mine")
    store.remove("mine")
    assert store.entries() == ()
    for ask in (store.remove, store.gallery):
        with pytest.raises(LabError) as caught:
            ask("mine")
        assert caught.value.code == "not_found"
    with pytest.raises(LabError):
        store.remove("../../etc/passwd")


def test_damaged_files(store, found):
    """Whatever is changed in the file: the data set comes back whole, or is told to be damaged."""
    store.save("mine", found)
    path = store.folder / "mine.npz"
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    refused, codes = 0, set()
    for _ in range(300):
        changed = bytearray(whole)
        for place in rng.integers(0, len(whole), rng.integers(1, 4)):
            changed[place] = rng.integers(0, 256)
        path.write_bytes(changed[: rng.integers(1, len(whole))] if rng.random() < 0.2 else changed)
        store.entries()
        try:
            gallery = store.gallery("mine")
        except LabError as error:
            codes.add(error.code)
            refused += 1
        else:
            assert gallery.labels.max() < len(gallery.classes)
    assert refused > 100
    assert codes == {"bad_data"}


@pytest.mark.parametrize(
    "change",
    [{"version": 2}, {"classes": ["a"]}, {"classes": [1, 2]}, {"train": "5"}, {"train": 10**9}, {"split": 1}],
    ids=str,
)
def test_a_description_that_is_not_valid(store, found, change):
    """Such a file is in no list, and is not loaded."""
    store.save("mine", found)
    path = store.folder / "mine.npz"
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["about.json"] = json.dumps(json.loads(files["about.json"]) | change).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert store.entries() == ()
    with pytest.raises(LabError) as caught:
        store.gallery("mine")
    assert caught.value.code == "bad_data"


def test_the_empty_name_is_mnist(store):
    """It is always there."""
    assert len(store.gallery("")) == 70_000
