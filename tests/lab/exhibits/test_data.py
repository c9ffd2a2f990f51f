"""The exhibit `data`."""

import numpy as np
import pytest
from drawn_sets import bars, bring, npz

from neurarium.data.mnist import mnist
from neurarium.engine import MLP, Scaling
from neurarium.persist import Model


@pytest.fixture(scope="module")
def images():
    return mnist("raw")


def test_the_grid(ask, images):
    """It has the images of the part and the label that are chosen, each under its number, in order."""
    labels = np.concatenate([images.y_train, images.y_test])
    for part, first, last in (("all", 0, 70_000), ("train", 0, 60_000), ("test", 60_000, 70_000)):
        for label in (-1, 0, 9):
            ask("data", "open", part=part, label=label)
            found = ask("data", "arrange")
            numbers = [i for i in range(first, last) if label in (-1, labels[i])]
            assert found["numbers"].tolist() == numbers
            assert (found["labels"] == labels[numbers]).all()


def test_a_sheet(ask, images):
    """The pixels are those of the images that were asked for, in the order in which they were."""
    ask("data", "open")
    numbers = np.array([69_999, 0, 60_000, 59_999, 0])
    pixels = ask("data", "sheet", numbers=numbers)["pixels"]
    for row, number in zip(pixels, numbers, strict=True):
        x = images.x_train[number] if number < 60_000 else images.x_test[number - 60_000]
        assert (row == x).all()


def test_the_image_that_is_looked_at(ask, images):
    """Its pixels, its label, its target, and where it stands in its part."""
    shown = ask("data", "open", image=60_003)["shown"]
    assert (shown["part"], shown["place"], shown["label"]) == ("test", 3, images.y_test[3])
    assert (shown["pixels"] == images.x_test[3]).all()
    assert shown["one_hot"].tolist() == [float(k == images.y_test[3]) for k in range(10)]


def test_the_portrait(ask, images):
    """Means, spreads and counts are those that NumPy finds."""
    ask("data", "open")
    found = ask("data", "portrait")
    sevens = images.x_train[images.y_train == 7]
    assert np.allclose(found["class_means"][7], sevens.mean(axis=0), atol=1e-3)
    assert (found["dark"], found["never_lit"].sum()) == (67, 67)
    assert found["zeros"] == pytest.approx((images.x_train == 0).mean())
    assert (round(found["overall_mean"], 4), round(found["overall_spread"], 4)) == (0.1307, 0.3081)


def test_augmentation(ask, images):
    """Without any change the image stays; with one, no two variants are alike, and the same draw repeats."""
    ask("data", "open", image=5, shift=0, rotate=0, scale=0, elastic=0)
    assert np.allclose(ask("data", "vary")["images"], images.x_train[5], atol=1e-3)
    ask("data", "configure", image=5, rotate=30, draw=3)
    first = ask("data", "vary")["images"]
    assert len(np.unique(first, axis=0)) == len(first)
    assert (ask("data", "vary")["images"] == first).all()
    ask("data", "configure", image=5, rotate=30, draw=4)
    assert (ask("data", "vary")["images"] != first).any()


def test_how_mnist_was_made(ask, images):
    """A scan without greys, and the steps that make 28x28 of it: nearly the image in the file comes out."""
    differences, others = [], []
    for number in range(0, 60_000, 1500):
        ask("data", "open", image=number)
        made = ask("data", "made")
        assert set(np.unique(made["scan"])) == {0, 255}
        assert [step["name"] for step in made["steps"]] == ["polarity", "crop", "resize", "frame", "centre"]
        result = made["pixels"].reshape(28, 28).astype(float)
        difference = np.abs(result.reshape(-1) - images.x_train[number])
        assert made["difference"] == pytest.approx(difference.mean())
        differences.append(difference.mean())
        others.append(np.abs(result.reshape(-1) - images.x_train[number + 1]).mean())
        box = made["steps"][2]["image"]  # 20x20: the digit fills it one way
        assert box.shape == (20, 20)
        assert box.any(axis=0).all() or box.any(axis=1).all()
        row, column = (np.indices((28, 28)) * result).sum(axis=(1, 2)) / result.sum()
        assert abs(row - 14) <= 0.51
        assert abs(column - 14) <= 0.51
    assert np.mean(differences) < np.mean(others) / 4  # far nearer to its own image than to the next one
    ask("data", "open", image=0, off=["centre"])
    off = ask("data", "made")
    assert [step["off"] for step in off["steps"]] == [False, False, False, False, True]
    assert (off["pixels"] == off["steps"][3]["image"].reshape(-1)).all()


DONE = {
    "sevens": {"part": "test", "label": 7, "image": 60_000},
    "place": {"pixel": 299},
    "grey": {"pixel": 156, "image": 0},
    "dark": {"pixel": 0},
    "turned": {"rotate": 30, "shift": 0, "scale": 0, "elastic": 0},
}
NOT_YET = {
    "sevens": [({}, "filter"), ({"part": "test", "label": 7, "image": 60_001}, "image")],
    "place": [({"pixel": 300}, "place")],
    "grey": [({"pixel": 0}, "value"), ({"pixel": 155, "image": 0}, "value")],
    "dark": [({"pixel": 406}, "lit")],
    "turned": [({}, "angle"), ({"rotate": 45}, "others")],
}


def test_the_tasks(ask, images):
    """Each is done by what its words say, and says what is missing otherwise."""
    assert images.y_test[0] == 7
    for task, settings in DONE.items():
        ask("data", "open", **settings)
        assert ask("data", "check", task=task)["done"], task
    for task, cases in NOT_YET.items():
        for settings, missing in cases:
            ask("data", "open", **settings)
            assert ask("data", "check", task=task)["missing"] == missing, (task, settings)


def test_how_many_images_light_a_pixel(ask, images):
    """The task that wants a dark pixel says how many training images light the one that is marked."""
    row = images.x_train.reshape(-1, 28, 28)[:, 14, 20]
    ask("data", "open", pixel=28 * 14 + 20)
    values = ask("data", "check", task="dark")["values"]
    assert values == {"images": int((row > 0).sum()), "all": 60_000}


def test_the_questions(ask, images):
    """The right answers are those that were counted."""
    ask("data", "open")
    verdict = ask("data", "check", task="predict_zeros", answer="80")
    assert verdict["done"]
    assert verdict["values"]["share"] == pytest.approx(80.9, abs=0.05)
    assert not ask("data", "check", task="predict_zeros", answer="50")["done"]
    dark = ask("data", "check", task="predict_dark", answer="67")
    assert dark["done"]
    learned, tested = (x.any(axis=0).reshape(28, 28) for x in (images.x_train, images.x_test))
    assert learned[2:-2, 2:-2].all()  # all that are dark are in the two outermost rows and columns
    assert not learned[1].all()
    assert dark["values"] == {"dark": 67, "pixels": 784, "rings": 2, "tested": (tested & ~learned).sum()}
    assert dark["values"]["tested"] == 2
    assert not ask("data", "check", task="predict_dark", answer="0")["done"]


def test_snapshot(workspace, ask, check_snapshot):
    """Both sides of the protocol agree."""
    network = MLP([784, 8, 10], seed=1)
    workspace.models.save(Model(network, scaling=Scaling.unit(), name="small"))
    ask("data", "open")
    while ask("data", "look")["share"] < 1:
        pass
    drawn, labels = bars()
    file = npz(images=drawn, labels=labels)
    assert bring(workspace, ask, {"bars.npz": file}, "bars")["name"] == "bars"
    check_snapshot(
        "data",
        [
            ("default", "open", {}),
            ("sevens", "configure", {"part": "test", "label": 7, "image": 60_000, "pixel": 0}),
            ("arranged", "arrange", {}),
            ("sheet", "sheet", {"numbers": [0, 60_000]}),
            ("portrait", "portrait", {}),
            ("varied", "vary", {}),
            ("made", "made", {}),
            ("task", "check", {"task": "sevens"}),
            ("question", "check", {"task": "predict_dark", "answer": "67"}),
            ("beyond", "open", {"label": 10}),
            ("by_loss", "configure", {"order": "loss", "part": "test", "image": 60_000}),
            ("arranged_by_loss", "arrange", {}),
            ("looked", "look", {}),
            ("seen", "seen", {}),
            ("map", "map", {"hidden": 1}),
            ("tsne", "tsne", {"hidden": 1}),
            ("tsne asked for", "tsne_draw", {"hidden": 1}),
            ("tsne stopped", "tsne_stop", {"hidden": 1}),
            ("suspects", "suspects", {}),
            ("voted", "vote", {"number": 60_000, "vote": "unreadable"}),
            ("other_eyes", "open", {"model": "gone"}),
            ("no_eyes", "look", {}),
            ("imported", "importing", {}),
            ("received", "receive", {"names": ["bars.npz"], "parts": [file], "first": True}),
            ("brought", "bring", {"name": "bars"}),
            ("import stopped", "import_stop", {}),
            ("import goes on", "import_go", {}),
            ("sets", "sets", {}),
            ("own", "open", {"dataset": "bars", "label": 3}),
            ("gone", "open", {"dataset": "gone"}),
            ("nothing", "bring", {"name": "bars"}),
            ("removed", "remove", {"name": "bars"}),
        ],
        volatile=("created", "bytes", "id", "seconds_left"),
    )
