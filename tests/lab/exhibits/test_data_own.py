"""Data sets of the learner's own, brought by the exhibit `data`, and trained on in `train`."""

import ast

import pytest
from drawn_sets import bars, bring, npz, pictures

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits import restore
from neurarium.lab.exhibits.data.own import MOST_AT_ONCE, PART_BYTES
from neurarium.persist import ModelStore


@pytest.fixture
def mine(workspace, ask):
    """Bring 40 bars under the name "mine"; return their images and labels."""
    images, labels = bars(40)
    ask("data", "open")
    assert bring(workspace, ask, {"a.npz": npz(images=images, labels=labels)}, "mine", 1000)["name"] == "mine"
    return images, labels


def test_pictures_come_in(workspace, ask):
    """A folder of pictures, read a few at a time, is a data set of its own, with all views of MNIST."""
    images, labels = bars()
    ask("data", "open")
    found = bring(workspace, ask, pictures(images, labels, {3: "up", 8: "flat"}), "bars", 1000)
    assert (found["name"], found["problem"], found["progress"]["share"]) == ("bars", None, 1)
    (entry,) = ask("data", "sets")
    assert (entry["name"], entry["classes"], entry["source"]) == ("bars", ["flat", "up"], "pictures")
    assert entry["train"] + entry["test"] == 24
    view = ask("data", "open", dataset="bars", image=60_000, label=9)
    assert (view["classes"], view["sets"], view["problem"]) == (["flat", "up"], ["bars"], None)
    assert (view["settings"]["image"], view["settings"]["label"]) == (23, -1)
    assert view["counts"].sum() == 24
    assert len(ask("data", "arrange")["numbers"]) == 24
    assert ask("data", "portrait")["class_means"].shape == (2, 784)
    ask("data", "check", task="dark")
    ask("train", "open", dataset="bars", layers=[4], epochs=1)
    ask("train", "start", name="bars")
    assert ask("train", "status")["run"]["classes"] == []
    workspace.runs.advance(20)
    assert ask("train", "status")["run"]["classes"] == ["flat", "up"]


def test_a_set_that_is_not_there(ask, mine):
    """A link to it shows MNIST and says why; a deleted one is gone from the list."""
    view = ask("data", "open", dataset="of somebody else")
    assert view["problem"]["code"] == "not_found"
    assert (view["settings"]["dataset"], len(ask("data", "arrange")["numbers"])) == ("", 70_000)
    assert ask("data", "remove", name="mine") == []
    assert ask("data", "configure", dataset="mine")["problem"]["code"] == "not_found"


def test_refusals(workspace, ask, refusal):
    """What is no data set is refused with its reason, and the next one can be brought."""
    ask("data", "open")
    assert refusal("data", "bring", name="a")["data"]["reason"] == "nothing"
    found = bring(workspace, ask, {"a.txt": b"hello"}, "a")
    assert found["problem"]["data"] == {"reason": "unknown", "file": "a.txt", "got": "", "limit": ""}
    assert (found["name"], found["progress"]["state"]) == (None, "finished")
    assert ask("data", "importing") == found
    assert refusal("data", "receive", names=["a", "b"], parts=[b"1"])["code"] == "bad_param"
    assert refusal("data", "receive", names=["a"], parts=[bytes(PART_BYTES + 1)])["code"] == "too_large"
    many = ["a"] * (MOST_AT_ONCE + 1)
    assert refusal("data", "receive", names=many, parts=[b"1"] * len(many))["code"] == "bad_param"
    ask("data", "receive", names=["a.npz"], parts=[npz(images=bars()[0], labels=bars()[1])], first=True)
    assert refusal("data", "bring", name="../a")["code"] == "bad_param"
    assert bring(workspace, ask, {"a.npz": npz(images=bars()[0], labels=bars()[1])}, "a")["problem"] is None
    assert not list((workspace.folder / "imports").iterdir())


def test_reading_is_stopped_and_goes_on(workspace: Workspace, ask):
    """Stopped, nothing goes on; told to, it does. A later process reads what an earlier one left."""
    images, labels = bars(200)
    files = pictures(images, labels)
    ask("data", "open")
    ask("data", "receive", names=list(files), parts=list(files.values()), first=True)
    first = ask("data", "bring", name="bars")
    assert (first["progress"]["state"], first["name"], first["problem"]) == ("running", None, None)
    shares = []
    while (share := ask("data", "importing")["progress"]["share"]) < 0.2:
        shares.append(share)
        workspace.runs.advance(0.01)
    assert shares == sorted(shares)
    assert ask("data", "importing")["progress"]["seconds_left"] > 0
    assert ask("data", "import_stop")["progress"]["state"] == "stopped"
    workspace.runs.advance(50)
    assert ask("data", "importing")["name"] is None
    assert ask("data", "import_go")["progress"]["state"] == "running"
    workspace.close()

    later = Workspace(workspace.folder)
    restore(later)
    lab = Lab(later)
    lab.handle({"id": 1, "exhibit": "data", "op": "open", "params": {}})
    while not (found := lab.handle({"id": 2, "exhibit": "data", "op": "importing"})["data"])["name"]:
        assert found["progress"]["state"] == "running"
        later.runs.advance(50)
    assert (found["id"], found["name"]) == (first["id"], "bars")
    assert sum(later.datasets.gallery("bars").counts.sum(axis=0)) == 200
    assert not list((workspace.folder / "imports").iterdir())


def test_another_import_takes_the_place_of_one_that_waits(workspace: Workspace, ask):
    """What was stopped is given up, and its files are gone."""
    images, labels = bars()
    ask("data", "open")
    ask("data", "receive", names=["a.npz"], parts=[npz(images=images, labels=labels)], first=True)
    ask("data", "bring", name="first")
    ask("data", "import_stop")
    assert bring(workspace, ask, {"a.npz": npz(images=images, labels=labels)}, "second")["name"] == "second"
    assert [entry["name"] for entry in ask("data", "sets")] == ["second"]
    assert not list((workspace.folder / "imports").iterdir())


def test_training_on_it(workspace: Workspace, ask, mine):
    """`train` plans with the numbers of its images, learns it, and says by what the model was trained."""
    settings = {"layers": [16], "epochs": 30, "batch_size": 8, "validation": 0.25, "dataset": "mine"}
    view = ask("train", "open", **settings)
    plan = view["plan"]
    counts = ask("data", "open", dataset="mine")["counts"].sum(axis=1).tolist()
    assert view["datasets"] == ["mine"]
    assert [plan["images"] + plan["held_back"], plan["test_images"]] == counts
    assert plan["steps_per_epoch"] == -(-plan["images"] // 8)
    for program in plan["program"].values():
        assert "np.load('mine.npz')" in program
        ast.parse(program)
    ask("train", "start", name="bars")
    while (run := ask("train", "status")["run"])["state"] != "finished" or run["live"] is None:
        assert run["problem"] == ""
        workspace.runs.advance(20)
    assert run["outcome"]["test_accuracy"] > 0.8
    assert run["plan"]["test_images"] == counts[1]
    assert run["classes"] == list("0123456789")
    model = ModelStore(workspace.models.folder).load("bars")
    assert model.metrics["dataset"] == "mine"
    found = workspace.datasets.gallery("mine").images
    right = model.predict(found.x_test).argmax(1) == found.y_test
    assert right.mean() == run["outcome"]["test_accuracy"]


def test_such_a_model_is_not_taken_for_a_reader_of_digits(workspace: Workspace, ask, mine):
    """Whatever its accuracy is, a model of digits comes first where none is named."""
    from neurarium.engine import MLP, Scaling
    from neurarium.persist import Model

    own, of_digits = {"dataset": "mine", "test_accuracy": 1.0}, {"test_accuracy": 0.5}
    for name, metrics in (("own", own), ("digits", of_digits)):
        workspace.models.save(Model(MLP([784, 10]), scaling=Scaling.unit(), name=name, metrics=metrics))
    assert workspace.model_cache.best().name == "digits"


def test_a_plan_without_its_set(ask, refusal):
    """A link to a set that is gone opens with MNIST, says so, and starts nothing."""
    view = ask("train", "open", dataset="gone")
    assert (view["problem"]["code"], view["plan"]["settings"]["dataset"]) == ("not_found", "")
    assert refusal("train", "start")["code"] == "not_found"


def test_another_process_resumes_it(workspace: Workspace, ask, mine):
    """A run on own images that was left goes on where it was."""
    settings = {"layers": [16], "epochs": 400, "batch_size": 4, "dataset": "mine"}
    ask("train", "open", **settings)
    ask("train", "start", paused=True)
    ask("train", "step", steps=30)
    while (run := ask("train", "status")["run"])["step"] < 30:
        workspace.runs.advance(20)
    workspace.close()
    later = Workspace(workspace.folder)
    lab = Lab(later)
    lab.handle({"id": 1, "exhibit": "train", "op": "open", "params": {}})
    while not (run := lab.handle({"id": 1, "exhibit": "train", "op": "status"})["data"]["run"])["live"]:
        assert run["problem"] == ""
        later.runs.advance(20)
    assert (run["step"], run["plan"]["settings"]["dataset"]) == (30, "mine")
