"""The exhibit `data`, through a model's eyes."""

import json

import numpy as np
import pytest
from drawn_sets import bars, bring, npz
from scipy.stats import binomtest

from neurarium.data.mnist import mnist
from neurarium.engine import MLP, Scaling
from neurarium.persist import Model
from neurarium.training import Dataset, TrainConfig, Trainer


@pytest.fixture(scope="module")
def images():
    return mnist("raw")


@pytest.fixture(scope="module")
def model(images):
    """A small network that has learned a little: it misreads some, but not many."""
    network = MLP([784, 16, 12, 10], activation="tanh")
    data = Dataset(images.x_train[:2000], images.y_train[:2000], scaling=Scaling.unit())
    Trainer(network, data, TrainConfig(epochs=3, batch_size=32, backend="numpy")).fit()
    return Model(network, scaling=Scaling.unit(), name="small", metrics={"test_accuracy": 0.8})


@pytest.fixture
def look(workspace, ask, model):
    """Return ``look(**settings)``: opens the exhibit, and lets the model look at all images."""
    workspace.models.save(model)

    def look(**settings):
        ask("data", "open", **settings)
        while (found := ask("data", "look"))["share"] < 1:
            assert found["problem"] is None
        return found

    return look


@pytest.fixture(scope="module")
def chances(model, images):
    """What the model says to each test image, in float64 from its own sums."""
    trace = model.network.forward(images.x_test.astype(np.float32) / np.float32(255))
    z = trace.z.astype(np.float64)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_sorted_by_loss_and_margin(ask, look, images, chances):
    """The largest loss and the smallest margin come first, each with what the model takes it for."""
    assert look(part="test", order="loss")["model"] == "small"
    y = images.y_test
    own = chances[np.arange(len(y)), y]
    loss = -np.log(own)
    found = ask("data", "arrange")
    places = found["numbers"].astype(int) - 60_000
    assert sorted(places) == list(range(10_000))
    assert np.allclose(found["scores"], loss[places], atol=1e-3)
    assert (np.diff(found["scores"]) <= 0).all()
    assert (found["answers"] == chances.argmax(1)[places]).mean() > 0.9999
    ask("data", "configure", part="test", order="margin", label=4)
    found = ask("data", "arrange")
    places = found["numbers"].astype(int) - 60_000
    others = chances.copy()
    others[np.arange(len(y)), y] = -1
    assert np.allclose(found["scores"], (own - others.max(1))[places], atol=1e-4)
    assert (np.diff(found["scores"]) >= 0).all()
    assert set(found["labels"]) == {4}


def test_as_in_the_file_until_all_is_seen(workspace, ask, model):
    """An order by a model that is not there, or has not seen everything, is that of the file."""
    ask("data", "open", order="loss", part="test")
    assert ask("data", "look")["problem"]["code"] == "no_model"
    assert ask("data", "arrange")["scores"] is None
    workspace.models.save(model)
    assert 0 < ask("data", "look", steps=1)["share"] < 0.05
    assert ask("data", "arrange")["numbers"][0] == 60_000
    assert ask("data", "open", model="gone")["settings"]["model"] == "gone"
    assert ask("data", "look")["problem"]["code"] == "not_found"


def test_sorted_by_changes_of_side(workspace, ask, bring_bars):
    """What changed sides most often comes first; no model is needed, and none is asked."""
    ask("data", "open", order="changes", dataset=bring_bars)
    assert ask("data", "arrange")["scores"] is None
    while ask("data", "look")["sides"] < 1:
        pass
    found = ask("data", "arrange")
    assert found["answers"] is None
    assert (np.diff(found["scores"]) <= 0).all()
    changes = workspace.eyes.sides(workspace.datasets.gallery(bring_bars)).changes
    assert (found["scores"] == changes[found["numbers"]]).all()


@pytest.fixture
def bring_bars(workspace, ask):
    """Bring 40 bars; return the name of the data set."""
    drawn, labels = bars(40)
    ask("data", "open")
    return bring(workspace, ask, {"a.npz": npz(images=drawn, labels=labels)}, "bars")["name"]


def test_neighbours(ask, look, images, model):
    """The nearest are those that the distances of all images say, in pixels and in the hidden layer."""
    found = look(image=60_005, layer=2)
    assert (found["layers"], found["layer"]) == ([16, 12], 2)
    seen = ask("data", "seen")
    x = np.concatenate([images.x_train, images.x_test]).astype(np.float32) / np.float32(255)
    a = np.tanh(x @ model.network.parameters[0]["W"] + model.network.parameters[0]["b"])
    a = np.tanh(a @ model.network.parameters[1]["W"] + model.network.parameters[1]["b"])
    for near, rows in ((seen["by_pixels"], x), (seen["by_layer"], a)):
        distances = np.linalg.norm(rows - rows[60_005], axis=1)
        distances[60_005] = np.inf
        assert np.allclose(near["distances"], np.sort(distances)[:8], atol=1e-4)
        assert np.allclose(distances[near["numbers"]], near["distances"], atol=1e-4)
    assert seen["by_pixels"]["labels"].tolist() == [
        np.concatenate([images.y_train, images.y_test])[n] for n in seen["by_pixels"]["numbers"]
    ]


def test_the_map(ask, look, images):
    """2,000 images of the part, the same each time, in pixels and in the layer; the shares are told."""
    look(part="test")
    found = ask("data", "map")
    assert len(set(found["numbers"])) == 2000
    assert min(found["numbers"]) >= 60_000
    x = images.x_test[found["numbers"].astype(int) - 60_000] / 255
    s = np.linalg.eigvalsh(np.cov(x.T))[::-1]
    assert found["explained"] == pytest.approx((s[:2] / s.sum()).tolist(), rel=1e-3)
    hidden = ask("data", "map", hidden=1)
    assert (found["layer"], hidden["layer"]) == (0, 1)
    assert (hidden["numbers"] == found["numbers"]).all()
    assert sum(hidden["explained"]) > sum(found["explained"])


def test_votes(workspace, ask, look, chances, images):
    """The most doubtful labels; votes are kept; the score without the wrong ones has its own interval."""
    look()
    found = ask("data", "suspects")
    y = images.y_test
    loss = -np.log(chances[np.arange(len(y)), y])
    assert loss[found["numbers"].astype(int) - 60_000] == pytest.approx(np.sort(loss)[::-1][:40], abs=1e-3)
    right = int((chances.argmax(1) == y).sum())
    interval = binomtest(right, 10_000).proportion_ci(method="wilson")
    assert abs(found["score"]["right"] - right) <= 1
    assert (found["score"]["low"], found["score"]["high"]) == pytest.approx(tuple(interval), abs=2e-4)
    assert found["without"] == found["score"]
    numbers = [int(n) for n in found["numbers"][:3]]
    for number, vote in zip(numbers, ("unreadable", "3", "right"), strict=True):
        found = ask("data", "vote", number=number, vote=vote)
    assert found["votes"][:4] == ["unreadable", "3", "right", ""]
    assert found["voted"] == [3, 2]
    assert found["without"]["images"] == 9998
    assert found["without"]["right"] == found["score"]["right"]  # both were misread
    assert ask("data", "vote", number=numbers[0], vote="")["voted"] == [2, 1]
    assert json.loads((workspace.folder / "votes" / "mnist.json").read_text()) == {
        str(numbers[1]): "3",
        str(numbers[2]): "right",
    }


def test_a_vote_for_the_label_itself(ask, look, images):
    """To say of a 7 that it is a 7 says that the label is right: nothing is left out of the score."""
    look()
    number = int(ask("data", "suspects")["numbers"][0])
    found = ask("data", "vote", number=number, vote=str(images.y_test[number - 60_000]))
    assert found["votes"][0] == "right"
    assert found["voted"] == [1, 0]
    assert found["without"] == found["score"]


def test_the_model_of_a_set_of_ones_own(workspace, ask, look, bring_bars):
    """A model that learned these images looks first; one that learned others does so only for want of it."""
    found = look(dataset=bring_bars)
    assert (found["model"], found["at_home"]) == ("small", False)
    for name, dataset in (("mine", bring_bars), ("other", "others")):
        metrics = {"test_accuracy": 0.5, "dataset": dataset}
        workspace.models.save(Model(MLP([784, 10]), scaling=Scaling.unit(), name=name, metrics=metrics))
    for settings, model, at_home in (
        ({"dataset": bring_bars}, "mine", True),
        ({"dataset": bring_bars, "model": "other"}, "other", False),
        ({}, "small", True),
        ({"model": "mine"}, "mine", False),
    ):
        found = look(**settings)
        assert (found["model"], found["at_home"]) == (model, at_home)


DAMAGED = ("", "[]", '{"a": 1}', '{"60000": "99"}', '{"60000": [1]}', "[" * 9999)


@pytest.mark.parametrize("content", DAMAGED)
def test_a_file_of_votes_that_is_damaged(workspace, ask, look, content):
    """It holds no votes."""
    look()
    path = workspace.folder / "votes" / "mnist.json"
    path.parent.mkdir()
    path.write_text(content)
    assert ask("data", "suspects")["voted"] == [0, 0]
