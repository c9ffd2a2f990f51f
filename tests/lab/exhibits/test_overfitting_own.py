"""The exhibit `overfitting` on a data set of the learner's own."""

import re
from contextlib import nullcontext

import numpy as np
import pytest
from drawn_sets import bars, pictures

from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.upload import File
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import sample

SMALL = {"width": 4, "epochs": 2, "dataset": "bars"}


@pytest.fixture
def keep_bars(workspace):
    """Return ``keep_bars(n)``: keeps a set of n bars of two kinds, a sixth of them for testing."""

    def keep_bars(n=120, *, noise=False):
        images, labels = bars(n)
        if noise:  # each image is another one: their labels can be learned by heart
            images = np.random.default_rng(1).integers(0, 256, images.shape, np.uint8)
        files = [File(*each) for each in pictures(images, labels, {3: "up", 8: "flat"}).items()]
        *_, last = read_files(files, nullcontext())
        return workspace.datasets.save("bars", last)

    keep_bars()
    return keep_bars


def all_runs(workspace, ask):
    """Train everything that is kept."""
    while workspace.runs.advance(200):
        pass
    return ask("overfitting", "runs")


def test_sizes_are_those_of_the_set(ask, keep_bars):
    """Of 100 training images the last sixth is held back; the network has an output for each class."""
    view = ask("overfitting", "open", **SMALL, images=60)
    assert view["problem"] is None
    assert view["datasets"] == [{"name": "bars", "most_learned": 84}]
    assert view["set"] == {"train": 100, "test": 20, "most_held_back": 16, "classes": ["flat", "up"]}
    live = ask("overfitting", "advance")
    assert (live["images"], live["held_back"], live["held"]["images"]) == (60, 16, 16)
    assert live["parameters"] == 784 * 4 + 4 + 4 * 2 + 2
    assert set(view["examples"]["given"]) <= {0, 1}


def test_no_more_images_than_there_are(ask, keep_bars):
    """Asked for more, all are learned from, and none is held back."""
    view = ask("overfitting", "open", **SMALL, images=5000)
    assert (view["live"]["images"], view["live"]["held_back"], view["live"]["held"]) == (100, 0, None)
    run = ask("overfitting", "keep")["runs"][0]
    assert run["id"] == view["live"]["id"]
    assert run["setup"]["images"] == 100


def test_wrong_labels_are_of_the_sets_classes(workspace, keep_bars):
    """Of two classes a wrong label is the other one; nothing that is held back is learned from."""
    source = ImageSource.of(workspace.datasets, "bars")
    found = sample(Setup(images=80, noise=0.5, dataset="bars"), 0, source)
    true = source.images.y_train[found.rows]
    assert found.wrong == 40
    assert np.count_nonzero(found.labels == 1 - true) == 40
    assert found.rows.max() < 100 - 16


def test_learning_it(ask, workspace, keep_bars):
    """Standing and lying bars are told apart, on images held back and on the set's own test images."""
    ask("overfitting", "open", dataset="bars", images=80, width=32, epochs=40)
    ask("overfitting", "keep")
    (run,) = all_runs(workspace, ask)["runs"]
    assert run["held"]["mean"] > 0.85
    test = ask("overfitting", "uncover", run=run["id"])["runs"][0]["test"]
    assert test["mean"] > 0.85
    assert np.allclose(np.array(test["values"]) * 20, np.round(np.array(test["values"]) * 20))


def test_runs_and_the_cover_belong_to_a_set(ask, workspace, keep_bars):
    """Each set has its own kept runs and its own count of uncoverings."""
    ask("overfitting", "open", **SMALL | {"dataset": "", "images": 100})
    ask("overfitting", "keep")
    ask("overfitting", "configure", **SMALL, images=80)
    ask("overfitting", "keep")
    (own,) = all_runs(workspace, ask)["runs"]
    assert own["setup"]["dataset"] == "bars"
    assert ask("overfitting", "uncover", run=own["id"])["uncovered"] == 1
    other = ask("overfitting", "configure", **SMALL | {"dataset": "", "images": 100})["runs"]
    assert [run["setup"]["dataset"] for run in other["runs"]] == [""]
    assert other["uncovered"] == 0
    assert ask("overfitting", "configure", **SMALL, images=80)["runs"]["uncovered"] == 1


def test_a_set_that_is_gone(ask, refusal, workspace, keep_bars):
    """A link to it opens MNIST and says why; its unfinished runs are dropped, the others are trained."""
    ask("overfitting", "open", **SMALL, images=80)
    ask("overfitting", "keep")
    workspace.datasets.remove("bars")
    assert refusal("overfitting", "keep")["code"] == "not_found"
    ask("overfitting", "configure", **SMALL | {"dataset": "", "images": 100})
    ask("overfitting", "keep")
    runs = all_runs(workspace, ask)
    assert (runs["progress"]["state"], runs["progress"]["of"]) == ("finished", 5)
    view = ask("overfitting", "open", **SMALL)
    assert view["problem"]["data"] == {"what": "dataset", "name": "'bars'"}
    assert (view["settings"]["dataset"], view["set"]["train"]) == ("", 60_000)


def test_another_set_of_the_same_name(ask, workspace, keep_bars):
    """What was kept of the first is not mixed with it."""
    ask("overfitting", "open", **SMALL, images=80)
    ask("overfitting", "keep")
    (run,) = all_runs(workspace, ask)["runs"]
    ask("overfitting", "uncover", run=run["id"])
    workspace.datasets.remove("bars")
    keep_bars(60)
    view = ask("overfitting", "open", **SMALL, images=40)
    assert (view["set"]["train"], view["runs"]["runs"], view["runs"]["uncovered"]) == (50, [], 0)


def test_random_labels_of_two_classes(ask, keep_bars, workspace):
    """The task allows what guessing gives with these classes: about half."""
    workspace.datasets.remove("bars")
    keep_bars(2400, noise=True)
    ask("overfitting", "open", dataset="bars", images=100, width=256, epochs=60, random_labels=True)
    while ask("overfitting", "advance")["done"] < 1:
        pass
    assert 0.3 < ask("overfitting", "advance")["held"]["share"] < 0.55
    assert ask("overfitting", "check", task="random")["done"]


def test_the_program_reads_the_set(ask, monkeypatch, workspace, keep_bars):
    """Its lines draw the same images and spoil the same labels as the lab."""
    settings = {"dataset": "bars", "images": 60, "noise": 0.25, "width": 4}
    program = ask("overfitting", "open", **settings)["program"]
    names = ("data =", "x, y = data", "rng", "rows", "labels", "wrong", "x =", "y =")
    monkeypatch.chdir(workspace.datasets.folder)
    source = ImageSource.of(workspace.datasets, "bars")
    chosen = sample(Setup(**settings), 0, source)
    for text in program.values():
        lines = [line for line in text.splitlines() if line.startswith(names)]
        found = {"np": np}
        exec("\n".join(lines), found)
        assert np.array_equal(found["y"][:60], chosen.labels)
        assert np.array_equal(found["y"][60:], source.images.y_train[84:])
        assert np.allclose(found["x"][:60] * 255, source.images.x_train[chosen.rows])
    assert re.search(r"Dense\(\s*2\b", program["keras"])
