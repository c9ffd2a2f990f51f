"""From files to a data set."""

import gzip
import io
import zipfile
from contextlib import nullcontext

import numpy as np
import pytest
from drawn_sets import bars, idx, npz, pictures, png, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neurarium.lab.datasets import upload as limits
from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.upload import File, Upload
from neurarium.lab.protocol import LabError

FORMS = ("idx", "idx.gz", "npz", "zip", "folder")


@pytest.fixture(scope="session")
def whole():
    """Return the same small data set in each of the forms that are read, by form: lists of files."""
    images, labels = bars()
    folder = pictures(images, labels)
    return {
        "idx": [File("a-images-idx3-ubyte", idx(images)), File("a-labels-idx1-ubyte", idx(labels))],
        "idx.gz": [
            File("x/a-labels.gz", gzip.compress(idx(labels))),
            File("x/a-images.gz", gzip.compress(idx(images))),
        ],
        "npz": [File("mine.npz", npz(images=images, labels=labels))],
        "zip": [File("mine.zip", zipped(folder))],
        "folder": [File(path, data) for path, data in folder.items()],
    }


def read(files):
    """Read a data set as the lab does."""
    found = Upload()
    found.add([file.path for file in files], [file.data for file in files])
    *steps, last = read_files(found.files(), nullcontext())
    assert all(step is None for step in steps)
    return last


def reason(files):
    """Return why files are refused."""
    with pytest.raises(LabError) as caught:
        read(files)
    assert caught.value.code == "bad_data"
    return caught.value.data["reason"]


def read_or_reason(files):
    """Return the data set, or the code of the error."""
    try:
        return read(files)
    except LabError as error:
        return error.code


def rows(found):
    """Return images and labels as pairs that can be compared, whatever their order."""
    x = np.concatenate([found.images.x_train, found.images.x_test])
    y = np.concatenate([found.images.y_train, found.images.y_test])
    return sorted((bytes(image), int(label)) for image, label in zip(x, y, strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same(whole, form):
    """Each image comes back as it was drawn, with its label; a sixth of each class is for testing."""
    images, labels = bars()
    found = read(whole[form])
    assert rows(found) == sorted((image.tobytes(), int(y)) for image, y in zip(images, labels, strict=True))
    assert found.classes == tuple("0123456789")
    assert np.bincount(found.images.y_test, minlength=9)[[3, 8]].tolist() == [2, 2]
    assert (found.split, found.inverted) == (True, False)


def test_parts_that_are_given_stay(whole):
    """Four IDX files, or four arrays, say themselves what is for testing; nothing changes places."""
    images, labels = bars(30)
    four = {"train-images": images[:20], "train-labels": labels[:20]}
    four |= {"t10k-images": images[20:], "t10k-labels": labels[20:]}
    arrays = {"x_train": images[:20], "y_train": labels[:20], "x_test": images[20:], "y_test": labels[20:]}
    for files in ([File(name, idx(array)) for name, array in four.items()], [File("a.npz", npz(**arrays))]):
        found = read(files)
        assert not found.split
        assert (found.images.x_train == images[:20].reshape(20, -1)).all()
        assert (found.images.y_test == labels[20:]).all()


def test_names_of_classes():
    """Labels that are no digits become classes in alphabetical order."""
    images, labels = bars()
    files = pictures(images, labels, {3: "upright", 8: "flat"})
    found = read([File("a.zip", zipped(files))])
    assert found.classes == ("flat", "upright")
    assert set(found.images.y_train) == {0, 1}
    files = [File(f"{'ab'[i % 2]}_{i}.png", png(image)) for i, image in enumerate(images)]
    assert read(files).classes == ("a", "b")
    files = [File(f"all/{'ab'[i % 2]}-{i}.png", png(image)) for i, image in enumerate(images)]
    assert read(files).classes == ("a", "b")  # one folder says nothing


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ((b"cat", b"dog"), ("cat", "dog")),
        (("é".encode(), b"\xff"), ("é", "\N{REPLACEMENT CHARACTER}")),
        (("a" * 50 + "x", "a" * 50 + "y"), ("a" * 40, "a" * 38 + " 2")),
        (("", "b"), ("–", "b")),
        (("\0\x07up\N{RIGHT-TO-LEFT OVERRIDE}", "up"), ("up", "up 2")),
    ],
    ids=["bytes", "no UTF-8", "long", "empty", "unprintable"],
)
def test_names_of_classes_can_be_read(labels, names):
    """Whatever the labels are made of: the names are text, short, printable, and differ."""
    images, _ = bars()
    file = npz(images=images, labels=np.array(labels * 12))
    assert read([File("a.npz", file)]).classes == names


def test_dark_on_light_is_inverted():
    """Pictures of ink on paper become ink high, and the data set says so."""
    images, labels = bars()
    found = read([File("a.npz", npz(x=255 - images, y=labels))])
    assert found.inverted
    assert rows(found) == rows(read([File("a.npz", npz(x=images, y=labels))]))


@pytest.mark.parametrize(
    "array",
    [
        bars()[0].reshape(24, 784),
        bars()[0][..., None],
        bars()[0].astype(np.float64) / 255,
        bars()[0].astype(np.int64),
        bars()[0].astype(np.float32),
    ],
    ids=["rows", "channel", "unit", "int64", "float32"],
)
def test_arrays_of_other_kinds(array):
    """Rows, a last axis of one, shares of one and wider numbers give the same bytes."""
    images, labels = bars()
    assert rows(read([File("a.npz", npz(images=array, labels=labels))])) == rows(
        read([File("a.npz", npz(images=images, labels=labels))])
    )


def test_other_sizes_are_scaled():
    """Images twice as large are averaged: each new pixel is the mean of four."""
    images, labels = bars(side=56)
    found = read([File("a.npz", npz(images=images, labels=labels))])
    means = np.rint(images.reshape(24, 28, 2, 28, 2).mean(axis=(2, 4)))
    expected = sorted((m.astype(np.uint8).tobytes(), int(y)) for m, y in zip(means, labels, strict=True))
    assert rows(found) == expected


@pytest.mark.parametrize(
    "array",
    [
        (bars()[0] > 99).astype(np.uint8),
        bars()[0] > 99,
        (bars()[0] > 99) * 16.0,
        (bars()[0] > 99).astype(np.uint8) * np.uint8(16),
    ],
    ids=["0 and 1", "false and true", "0.0 to 16.0", "0 to 16"],
)
def test_full_ink_is_what_the_data_say(array):
    """Black and white, and the 17 greys of scikit-learn's digits, become full ink and paper."""
    images, labels = bars()
    found = read([File("a.npz", npz(images=array, labels=labels))])
    assert rows(found) == rows(
        read([File("a.npz", npz(images=(images > 99).astype(np.uint8) * np.uint8(255), labels=labels))])
    )


def test_full_ink_is_one_for_both_sets():
    """Training images of no more than 16 are dark ones if the test images are brighter."""
    images, labels = bars(40)
    dark = images[:20] // 16
    arrays = {"x_train": dark, "y_train": labels[:20], "x_test": images[20:], "y_test": labels[20:]}
    found = read([File("a.npz", npz(**arrays))])
    assert (found.images.x_train == dark.reshape(20, -1)).all()


def test_dark_pictures_stay_dark():
    """A picture's file says itself what white is."""
    images, labels = bars()
    found = read([File("a.zip", zipped(pictures(images // 16, labels)))])
    assert found.images.x_train.max() <= 16


def test_the_digits_of_scikit_learn():
    """`load_digits` saved as it comes is read: 8x8 pixels of 0 to 16, in ten classes."""
    load_digits = pytest.importorskip("sklearn.datasets").load_digits
    digits = load_digits()
    found = read([File("digits.npz", npz(images=digits.images, target=digits.target))])
    assert (found.classes, found.inverted) == (tuple("0123456789"), False)
    assert found.images.x_train.max() == 255
    assert len(found.images.x_train) + len(found.images.x_test) == 1797


def test_labels_of_other_types():
    """Whole numbers in floats are whole numbers; a column of labels is one label each."""
    images, labels = bars()
    expected = rows(read([File("a.npz", npz(images=images, labels=labels))]))
    for same in (labels.astype(np.float64), labels[:, None], labels.astype(np.uint8), labels.astype(str)):
        assert rows(read([File("a.npz", npz(images=images, labels=same))])) == expected


@pytest.mark.parametrize("names", [("train", "test"), ("Training", "testing"), ("val", "test")])
@pytest.mark.parametrize("by_name", [False, True])
def test_folders_that_say_the_set(names, by_name):
    """Folders for training and testing are the split, and no labels."""
    images, labels = bars(40)
    files = {}
    for i, (image, label) in enumerate(zip(images, labels, strict=True)):
        place = f"{label}_{i}.png" if by_name else f"{label}/{i}.png"
        files[f"mine/{names[i % 4 == 3]}/{place}"] = png(image)
    for each in (files, {path.removeprefix("mine/"): data for path, data in files.items()}):
        found = read([File("a.zip", zipped(each))])
        assert (found.classes, found.split) == (tuple("0123456789"), False)
        tested = zip(found.images.x_test, found.images.y_test, strict=True)
        assert sorted((bytes(image), int(label)) for image, label in tested) == sorted(
            (image.tobytes(), int(label)) for image, label in zip(images[3::4], labels[3::4], strict=True)
        )


def test_one_set_alone_and_a_class_of_that_name():
    """Pictures that are all for testing are split by chance; among other classes "train" is a class."""
    images, labels = bars()
    alone = read(
        [
            File(f"test/{label}/{i}.png", png(image))
            for i, (image, label) in enumerate(zip(images, labels, strict=True))
        ]
    )
    assert alone.split
    found = read([File("a.zip", zipped(pictures(images, labels, {3: "train", 8: "car"})))])
    assert found.classes == ("car", "train")


def test_what_is_no_picture_is_passed_over(whole):
    """Other files are skipped, in a folder, in a ZIP and beside arrays, and the data set says how many."""
    images, labels = bars()
    others = {"mine/README.md": b"hello", "mine/3/.DS_Store": b"x", "mine/8/Thumbs.db": b"x"}
    others |= {"__MACOSX/mine/3/._0.png": b"x", "mine/empty.txt": b""}
    folder = pictures(images, labels) | others
    for files in ([File("a.zip", zipped(folder))], [File(path, data) for path, data in folder.items()]):
        found = read(files)
        assert (len(rows(found)), found.skipped) == (24, 5)
    for form in ("idx", "npz"):
        found = read([File("README", b"hello"), *whole[form], File(".DS_Store", b"x")])
        assert (found.source, found.skipped) == (form, 2)


def test_a_colon_in_a_path_leads_nowhere():
    """A name such as 10:30.png is honest; only a drive is not."""
    images, labels = bars()
    files = {
        f"at 10:30/{label}/{i}:{label}.png": png(image)
        for i, (image, label) in enumerate(zip(images, labels, strict=True))
    }
    assert len(rows(read([File("a.zip", zipped(files))]))) == 24


IMAGES, LABELS = bars()


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([File("a.txt", b"hello")], "unknown"),
        ([File("0_a.png", b"hello")], "picture"),
        ([File(".DS_Store", b"x")], "unknown"),
        ([File("0.png", png(IMAGES[0]))], "unlabelled"),
        ([File("a/1.png", b"")], "empty"),
        ([File(".DS_Store", b"x"), File("README.md", b"hello")], "unknown"),
        ([File("a.zip", zipped({}))], "nothing"),
        ([], "nothing"),
        ([File("a.npz", b"PK no archive")], "damaged"),
        ([File("a.zip", b"PK no archive")], "damaged"),
        ([File("a.npz", npz(images=IMAGES))], "arrays"),
        ([File("a.npz", npz(images=IMAGES[0], labels=LABELS))], "shape"),
        ([File("a.npz", npz(images=IMAGES[:, :5, :5].reshape(24, 25)[:, :24], labels=LABELS))], "shape"),
        ([File("a.npz", npz(images=IMAGES * 3.0, labels=LABELS))], "values"),
        ([File("a.npz", npz(images=IMAGES * np.nan, labels=LABELS))], "values"),
        ([File("a.npz", npz(images=-1.0 * IMAGES, labels=LABELS))], "values"),
        ([File("a.npz", npz(images=IMAGES, labels=LABELS[:3]))], "labels"),
        ([File("a.npz", npz(images=IMAGES, labels=LABELS / 2))], "label_kind"),
        ([File("a.npz", npz(images=IMAGES, labels=LABELS + np.nan))], "label_kind"),
        ([File("a.npz", npz(images=IMAGES, labels=LABELS * 1j))], "label_kind"),
        ([File("a.npz", npz(images=IMAGES * 1j, labels=LABELS))], "values"),
        ([File("a.npz", npz(images=IMAGES, labels=0 * LABELS))], "classes"),
        ([File("a.npz", npz(images=IMAGES, labels=np.arange(24)))], "classes"),
        ([File("a.npz", npz(images=IMAGES[:19], labels=LABELS[:19]))], "few"),
        ([File("a.npz", npz(images=IMAGES, labels=np.array([None] * 24)))], "objects"),
        ([File("a", idx(IMAGES)), File("b", idx(IMAGES))], "arrays"),
        ([File("a", idx(IMAGES))], "arrays"),
        ([File("a", idx(IMAGES)), File("b", idx(LABELS)), File("3_a.png", png(IMAGES[0]))], "mixed"),
        ([File("a.npz", npz(images=IMAGES)), File("b.npz", npz(labels=LABELS))], "mixed"),
        ([File("a", idx(IMAGES)[:-1]), File("b", idx(LABELS))], "damaged"),
        ([File("a", bytes([0, 0, 8, 3, 255, 255, 255, 255] * 2)), File("b", idx(LABELS))], "large_array"),
        ([File("a.zip", zipped({"../a/1.png": png(IMAGES[0])}))], "outside"),
        ([File("a.zip", zipped({"/a/1.png": png(IMAGES[0])}))], "outside"),
        ([File("a.zip", zipped({"C:\\a\\1.png": png(IMAGES[0])}))], "outside"),
        ([File("a.zip", zipped({"a/1.png": png(IMAGES[0])}, zipfile.ZIP_LZMA))], "packing"),
        ([File("a.zip", zipped({"a/b.zip": zipped({"c": b"d"})}))], "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(file.path for file in value),
)
def test_what_is_refused(files, why):
    """Each with its reason."""
    assert reason(files) == why


def test_many_packed_files_are_refused_unread(monkeypatch):
    """IDX files that are neither two nor four are refused before one of them is unpacked."""
    monkeypatch.setattr("neurarium.lab.datasets.reading.read_idx", None)
    bomb = gzip.compress(idx(np.zeros((64, 64, 64), np.uint8)))
    assert reason([File(f"{i}-idx3-ubyte.gz", bomb) for i in range(20)]) == "arrays"


def test_an_absurd_header_is_damaged():
    """255 axes of length 0 are more than an array can have."""
    images = File("a-images-idx3-ubyte", b"\0\0\x08\xff" + b"\0" * 1020)
    assert reason([images, File("a-labels-idx1-ubyte", idx(np.zeros(4, np.uint8)))]) == "damaged"


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    """An archive of zeros announces what it would become; one of very many files, how many they are."""
    bomb = zipped({f"a/{i}.png": bytes(2**20) for i in range(300)})
    assert len(bomb) < 2**20
    read_bytes = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *a, **k: read_bytes.append(a))
    assert reason([File("a.zip", bomb)]) == "unpacked"
    assert (
        reason([File("a.zip", zipped({str(i): b"" for i in range(limits.MOST_FILES + 1)}))]) == "many_files"
    )
    assert read_bytes == []


def test_an_archive_that_lies_about_its_size():
    """What comes out is never more than the directory said: a member that is longer is damaged."""
    data = bytearray(zipped({"a/1.png": bytes(10**6)}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    assert reason([File("a.zip", bytes(data))]) == "damaged"


def test_too_many_images(monkeypatch):
    """The limit that is told is the one that is exceeded: of all images, or of those to learn from."""
    monkeypatch.setattr("neurarium.lab.datasets.assembly.MOST_IMAGES", 50)
    monkeypatch.setattr("neurarium.lab.datasets.assembly.MOST_TRAINING", 40)
    images, labels = bars(60)
    told = []
    for learned, tested in ((60, 0), (45, 49)):
        arrays = {"x_train": images[:learned], "y_train": labels[:learned]}
        if tested:
            arrays |= {"x_test": images[learned:tested], "y_test": labels[learned:tested]}
        with pytest.raises(LabError) as caught:
            read([File("a.npz", npz(**arrays))])
        told.append((caught.value.data["reason"], caught.value.data["got"], caught.value.data["limit"]))
    assert told == [("many_images", "60", "50"), ("many_training", "45", "40")]


def test_too_many_bytes(monkeypatch):
    """More than is taken is refused while it comes."""
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    found = Upload()
    found.add(["a"], [bytes(60)])
    with pytest.raises(LabError) as caught:
        found.add(["a"], [bytes(41)])
    assert caught.value.data == {"reason": "too_large", "limit": "100", "got": "101", "file": ""}


def test_parts_of_a_file_are_joined():
    """A part with the name of the one before continues it; anything else begins a file."""
    found = Upload()
    found.add(["a", "a", "b"], [b"1", b"2", b"3"])
    found.add(["b", "a"], [b"4", b"5"])
    assert found.files() == [File("a", b"12"), File("b", b"34"), File("a", b"5")]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_gives_a_data_set_or_a_reason(whole, form, data):
    """Whatever bytes are changed, cut off or doubled: nothing else comes out."""
    files = list(whole[form])
    at = data.draw(st.integers(0, len(files) - 1))
    changed = bytearray(files[at].data)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(1, len(changed))) :]
    files[at] = File(files[at].path, bytes(changed))
    found = read_or_reason(files)
    if found != "bad_data":
        assert found.images.x_train.dtype == np.uint8
        assert found.images.x_train.shape[1] == 784
        assert found.images.y_train.max() < len(found.classes)


@given(st.binary(max_size=300), st.sampled_from(["a.npz", "a.zip", "a/b.png", "a", "../a.png", ""]))
def test_any_bytes(data, name):
    """Noise of any name is refused with a reason."""
    for start in (b"", b"PK", b"PK\x03\x04", b"\0\0\x08\x03", b"\x1f\x8b"):
        with pytest.raises(LabError) as caught:
            read([File(name, start + data)])
        assert caught.value.code == "bad_data"


def test_a_picture_that_decodes_to_too_much():
    """A tiny file with a huge picture in it is refused by its header."""
    file = io.BytesIO()
    from PIL import Image

    Image.new("1", (9000, 9000)).save(file, "PNG")
    assert reason([File("a/b_1.png", file.getvalue())]) == "picture"
