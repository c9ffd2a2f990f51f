"""The exhibit `train`."""

import threading
import time
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from scipy.stats import binomtest
from waiting import LONGEST_WAIT

from neurarium.engine.activations import Softmax
from neurarium.engine.metrics import classes
from neurarium.engine.optimizers import OPTIMIZERS
from neurarium.kernels import compiling_elsewhere
from neurarium.lab import Lab, Workspace
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.exhibit import operations
from neurarium.lab.exhibits import EXHIBITS, restore
from neurarium.lab.exhibits.train import Train
from neurarium.lab.exhibits.train.checkpoint import RunCard, RunCheckpoint
from neurarium.lab.exhibits.train.run import TrainingRun
from neurarium.lab.exhibits.train.settings import (
    PRESET_SETTINGS,
    TrainSettings,
    recipe_of,
    settings_of,
    smaller_rate,
)
from neurarium.lab.exhibits.train.snapshot_taker import SnapshotTaker
from neurarium.lab.runs.curve import MOST_POINTS, Curve
from neurarium.lab.runs.pace import RunPace
from neurarium.lab.runs.throttle import Throttle
from neurarium.persist import ModelError, load_model, save_model
from neurarium.server.background import BackgroundRunner
from neurarium.server.locks import FairLock
from neurarium.training import EpochEnd, Trainer
from neurarium.training.presets import PRESETS
from neurarium.training.probe import dead_units

# The NumPy-sized run of these tests: a few hundred steps on a thousand images.
SMALL = {"layers": [24, 16], "limit": 1000, "epochs": 3, "batch_size": 32}


@pytest.fixture
def drive(workspace, ask):
    """Return ``drive(until)``: advances the runs until the run looks as wanted, and returns that look."""

    def drive(until, **look):
        ask("train", "status")  # somebody watches
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            workspace.runs.advance(20)
            run = ask("train", "status", **look)["run"]
            if until(run):
                return run
            time.sleep(0.001)
        pytest.fail(f"the run never got there: {run['state']}, {run['problem']}")

    return drive


def finished(run):
    """Whether the run is over and its last picture is there."""
    return run["state"] == "finished" and run["live"] is not None and run["live"]["answers"]["part"] == "test"


def train_here(settings: TrainSettings) -> Trainer:
    """Return the same training without any lab."""
    recipe = recipe_of(settings)
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), recipe.training)
    trainer.fit()
    return trainer


# --- what a run would be ----------------------------------------------------------------------------------


@pytest.mark.parametrize("standardize", [False, True])
def test_the_untrained_network_answers(ask, standardize):
    """It reads the first test images with the weights and the inputs that the run would begin with."""
    settings = {**SMALL, "standardize": standardize}
    ask("train", "open", **settings)
    found = ask("train", "untrained")
    images = digits()
    inputs = images.x_test[:10].reshape(10, 784) / np.float32(255)
    recipe = recipe_of(TrainSettings(**{**settings, "layers": tuple(SMALL["layers"])}))
    if standardize:
        learned = recipe.dataset(images).x_train / 255
        inputs = (inputs - learned.mean()) / learned.std()
    network = recipe.network()
    assert found["answers"].tolist() == network.forward(inputs.astype(np.float32)).output.argmax(1).tolist()
    assert found["labels"].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    np.testing.assert_array_equal(found["images"], images.x_test[:10].reshape(10, 784))


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_those_of_the_command_line(name):
    """The settings of each preset make the very recipe that the command line trains by."""
    assert recipe_of(PRESET_SETTINGS[name]) == PRESETS[name].recipe
    assert settings_of(PRESETS[name].recipe) == PRESET_SETTINGS[name]


def test_settings_come_back_from_their_recipe():
    """Every setting has its place in the recipe, from which it can be read again."""
    settings = TrainSettings(
        layers=(5, 4),
        activation="tanh",
        loss="mse",
        optimizer="nesterov",
        learning_rate=0.3,
        momentum=0.7,
        batch_size=17,
        epochs=9,
        l1=0.001,
        l2=0.002,
        dropout=0.3,
        batch_norm=True,
        init="normal",
        schedule="cosine",
        augmentation="affine",
        early_stopping=4,
        standardize=True,
        shuffle_labels=True,
        limit=777,
        validation=0.25,
        seed=11,
    )
    default = TrainSettings()
    assert settings.dataset == ""  # a recipe is the same for all images
    others = ((name, value) for name, value in asdict(default).items() if name != "dataset")
    assert all(getattr(settings, name) != value for name, value in others)
    assert settings_of(recipe_of(settings)) == settings


def test_thirteen_thousand_and_two(ask):
    """784-16-16-10 has 12,960 weights and 42 biases, layer by layer."""
    plan = ask("train", "open", layers=[16, 16])["plan"]
    assert (plan["weights"], plan["biases"], plan["parameters"]) == (12_960, 42, 13_002)
    assert [row["sum"] for row in plan["rows"]] == ["784 x 16 + 16", "16 x 16 + 16", "16 x 10 + 10"]


def test_a_plan_is_proposed_a_free_name(ask):
    """A preset gives its name, other settings are called by their layers."""
    assert ask("train", "open")["plan"]["name"] == "classic"
    assert ask("train", "open", layers=[32])["plan"]["name"] == "mlp-784-32-10"


# --- training ---------------------------------------------------------------------------------------------


def test_a_whole_run(workspace: Workspace, ask, drive):
    """A run ends with the very weights that the same training has outside the lab, saved and listed."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="first")
    run = drive(finished)

    model = workspace.models.load("first")
    expected = train_here(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    assert np.array_equal(model.network.theta, expected.network.theta)

    answers = classes(model.predict(digits().x_test))
    accuracy = float(np.mean(answers == digits().y_test))
    assert run["live"]["answers"]["accuracy"] == run["outcome"]["test_accuracy"] == pytest.approx(accuracy)
    assert run["outcome"]["validation_accuracy"] == expected.history[-1].validation_accuracy
    (listed,) = ask("train", "models")
    assert (listed["name"], listed["parameters"]) == ("first", expected.network.theta.size)
    assert listed["accuracy"] == pytest.approx(accuracy)
    assert ask("lab", "model") == {
        "status": "trained",
        "name": "first",
        "accuracy": listed["accuracy"],
        "progress": 1.0,
    }


def test_training_and_validation_are_compared_at_one_moment(ask, drive):
    """In the middle of an epoch the verdict takes the training images of when validation was measured."""
    ask("train", "open", **SMALL)
    ask("train", "start", paused=True)
    drive(lambda run: run["state"] == "paused")
    for steps, taken in ((12, 12), (13, 25), (9, 34), (9, 43)):  # 25 steps are an epoch
        ask("train", "step", steps=steps)
        run = drive(lambda run, taken=taken: run["state"] == "paused" and run["step"] == taken)
    curve, standing = run["live"]["curve"], run["live"]["standing"]
    assert curve["passes"][-1] == pytest.approx(43 / 25)
    (at,) = np.flatnonzero(np.isclose(curve["passes"], 1.0))
    assert curve["accuracy"][at] != curve["accuracy"][-1]
    assert standing["train"]["share"] == pytest.approx(curve["accuracy"][at])
    assert standing["held"]["share"] == run["live"]["epochs"]["validation_accuracy"][0]
    assert run["live"]["last"]["share"] == pytest.approx(curve["accuracy"][-1])


def test_the_numbers_of_a_run(ask, drive):
    """Epochs, gradients, dead units, weights and sample answers are those of the network in training."""
    ask("train", "open", **SMALL)
    ask("train", "start")
    run = drive(finished)
    now = run["live"]
    expected = train_here(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    for name in ("train_loss", "validation_loss", "validation_accuracy"):
        assert now["epochs"][name] == pytest.approx(np.array(expected.history.column(name)))
    standing = now["standing"]
    for part, right in (
        ("train", run["outcome"]["train_accuracy"]),
        ("held", run["outcome"]["validation_accuracy"]),
    ):
        n, found = standing[part]["images"], standing[part]
        assert n == {"train": 800, "held": 200}[part]
        interval = binomtest(round(right * n), n).proportion_ci(method="wilson")
        assert (found["low"], found["high"]) == pytest.approx((interval.low, interval.high), abs=1e-6)
    assert standing["memorises"] == (standing["held"]["high"] < standing["train"]["low"])
    assert now["last"]["right"] == round(now["accuracy"] * now["last"]["images"])
    inside = now["inside"]
    assert inside["gradient_norms"] == pytest.approx(list(expected.history[-1].gradient_norms))
    assert inside["dead_units"] == list(dead_units(expected.network, expected.data))
    assert inside["dead_step"] == expected.step
    W = expected.network.weights()
    assert np.array_equal(inside["images"], W[0][:, inside["images_of"]].T)
    for between, w, (before, after) in zip(
        inside["between"], W[1:], zip(inside["units"], inside["units"][1:], strict=False), strict=True
    ):
        assert np.array_equal(between, w[np.ix_(before, after)])

    sheet = now["sheet"]
    x = expected.data.scaling.apply(digits().x_test[sheet["index"]])
    trace = expected.network.forward(x)
    assert sheet["outputs"] == pytest.approx(trace.output, abs=1e-6)
    assert sheet["logits"] == pytest.approx(trace.z, abs=1e-4)
    for hidden, layer, units in zip(sheet["hidden"], trace.layers, inside["units"], strict=False):
        assert hidden == pytest.approx(layer.a[:, units], abs=1e-5)
    # The running curve is made of the same losses as the record of the epochs.
    assert now["curve"]["passes"][-1] == pytest.approx(3)


def test_pause_step_and_go_on(workspace: Workspace, ask, drive):
    """A paused run rests; a step is one step; then it goes on and ends as if nothing had happened."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="stepped", paused=True)
    run = drive(lambda run: run["state"] == "paused" and run["live"] is not None)
    assert run["step"] == 0
    for _ in range(5):
        assert not workspace.runs.advance(5) or ask("train", "status")["run"]["step"] == 0
    for wanted in (1, 2):
        ask("train", "step")
        run = drive(lambda run, wanted=wanted: run["step"] >= wanted)
        assert (run["step"], run["state"]) == (wanted, "paused")
    ask("train", "step", steps=30)  # beyond the end of the first epoch of 25 steps
    assert drive(lambda run: run["step"] >= 32)["live"]["epochs"]["epoch"].tolist() == [1]
    ask("train", "play")
    drive(finished)
    expected = train_here(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    assert np.array_equal(workspace.models.load("stepped").network.theta, expected.network.theta)


def test_another_learning_rate_in_mid_run(workspace: Workspace, ask, drive):
    """The learning rate can be changed while the run goes on; the saved recipe has the new one."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="tuned", paused=True)
    assert ask("train", "check", task="tune_midway")["missing"] == "rate"
    assert ask("train", "check", task="diverge")["missing"] == "finite"
    assert ask("train", "check", task="random")["missing"] == "labels"
    assert ask("train", "check", task="reach_97")["missing"] == "going"
    ask("train", "step", steps=10)
    drive(lambda run: run["step"] == 10)
    ask("train", "tune", learning_rate=0.01)
    assert drive(lambda run: run["learning_rate"] == 0.01)["step"] == 10
    assert ask("train", "check", task="tune_midway")["missing"] == "going"
    ask("train", "play")
    accuracy = drive(finished)["outcome"]["test_accuracy"]
    assert ask("train", "check", task="tune_midway")["done"]
    assert ask("train", "check", task="reach_97") == {
        "done": False,
        "right": "",
        "missing": "accuracy",
        "values": {"accuracy": accuracy},
    }

    recipe = recipe_of(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), recipe.training)
    list(trainer.advance(10))
    trainer.set_learning_rate(0.01)
    trainer.fit()
    model = workspace.models.load("tuned")
    assert np.array_equal(model.network.theta, trainer.network.theta)
    assert model.config["training"]["optimizer"]["learning_rate"] == 0.01

    # The program has both rates, in a later process too; that of the next run has its own alone.
    for program in (run_of(workspace)["plan"]["program"], run_of(resumed(workspace))["plan"]["program"]):
        assert all("rate = 0.001\n" in text and "(10, 0.01)," in text for text in program.values())
    plan = ask("train", "open", **SMALL)["plan"]
    assert not any("def factor" in text for text in plan["program"].values())


def run_of(workspace: Workspace):
    """Return what a page of this workspace sees of the run."""
    return Lab(workspace).handle({"id": 1, "exhibit": "train", "op": "open", "params": {}})["data"]["run"]


def test_a_run_that_diverges(ask, drive, workspace: Workspace):
    """A run that diverges says where, and shows how; nothing is saved, and another may begin at once."""
    ask(
        "train",
        "open",
        **SMALL,
        optimizer="sgd",
        learning_rate=1000,
        activation="linear",
        loss="cross_entropy",
    )
    ask("train", "start")
    run = drive(lambda run: run["state"] in {"diverged", "finished"})
    assert run["state"] == "diverged"
    assert run["diverged"]["learning_rate"] == 1000
    step = run["diverged"]["step"]
    assert run["diverged"]["epoch"] == -(-step // run["plan"]["steps_per_epoch"])
    live = run["live"]
    assert run["step"] in {step - 1, step - 2}
    assert len(live["curve"]["loss"]) >= run["step"] > 0
    assert live["curve"]["loss"][run["step"] - 1] > 100 * live["curve"]["loss"][0]
    for numbers in (*live["curve"].values(), live["inside"]["images"], live["sheet"]["logits"]):
        assert np.isfinite(numbers).all()
    assert ask("train", "check", task="diverge")["done"]
    assert ask("train", "models") == []
    assert ask("lab", "model")["status"] == "not_trained"
    assert not (workspace.folder / "runs" / "train.safetensors").exists()
    assert ask("train", "smaller_rate", run=run["number"])["learning_rate"] == 0.01
    ask("train", "start")
    assert ask("train", "status")["run"]["state"] == "preparing"


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
@pytest.mark.parametrize(
    "settings",
    [
        TrainSettings(),
        TrainSettings(layers=(64,) * 5, activation="linear", standardize=True),
        TrainSettings(batch_size=1),
    ],
    ids=["classic", "deep and linear", "one image a step"],
)
def test_the_smaller_rate_works_at_once(optimizer, settings):
    """From however large a rate, one press leads to one with which the network learns."""
    rate = smaller_rate(replace(settings, optimizer=optimizer), 1000)
    recipe = recipe_of(replace(settings, optimizer=optimizer, learning_rate=rate, limit=10_000))
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), recipe.training)
    while trainer.step < 300:
        list(trainer.advance(min(50, 300 - trainer.step)))
    right = trainer.evaluate(trainer.data.x_validation, trainer.data.y_validation).accuracy
    assert right is not None
    assert right > 0.5


@pytest.mark.parametrize(
    ("optimizer", "rate", "smaller"),
    [("sgd", 1000, 0.01), ("adam", 0.5, 0.001), ("sgd", 0.037, 0.0037), ("adam", 2e-7, 1e-7)],
)
def test_the_smaller_rate(optimizer, rate, smaller):
    """A tenth, at most the optimizer's own default, at least what may be set."""
    assert smaller_rate(TrainSettings(optimizer=optimizer), rate) == smaller


def test_random_labels_are_learned_by_heart(ask, drive):
    """With shuffled labels the training accuracy rises while the test accuracy stays at one in ten."""
    ask("train", "open", layers=[128], limit=300, validation=0, epochs=60, batch_size=10, shuffle_labels=True)
    ask("train", "start", paused=True)
    assert ask("train", "check", task="random")["missing"] == "accuracy"
    ask("train", "step", steps=1500)
    drive(lambda run: run["step"] == 1500 and run["state"] == "paused")
    assert ask("train", "check", task="random")["missing"] == "going"
    ask("train", "play")
    assert ask("train", "check", task="small")["missing"] in {"going", "parameters"}  # once it is prepared
    run = drive(finished)
    assert ask("train", "check", task="small")["values"] == {"parameters": 784 * 128 + 128 + 128 * 10 + 10}
    assert run["outcome"]["train_accuracy"] > 0.8
    assert 0.05 < run["outcome"]["test_accuracy"] < 0.16
    assert ask("train", "check", task="random")["done"]


def test_one_run_at_a_time(ask, refusal, drive):
    """A second start is refused as busy while a run goes on, unless it names the run to discard."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="one", paused=True)
    one = drive(lambda run: run["live"] is not None)["number"]
    busy = refusal("train", "start", name="two")
    assert (busy["code"], busy["data"]) == ("busy", {"name": "one", "run": one})
    assert ask("train", "start", name="two", replaces=one)["run"]["name"] == "two"
    assert refusal("train", "start", name="three", replaces=one)["code"] == "busy"  # two was not agreed to
    drive(finished)
    assert [model["name"] for model in ask("train", "models")] == ["two"]


def test_stopping_early_by_hand_saves_what_was_learned(ask, drive, workspace: Workspace):
    """A stopped run is saved, and can be gone on with from its file."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="half", paused=True)
    ask("train", "stop")  # nothing learned yet: nothing to save
    ask("train", "step", steps=12)
    drive(lambda run: run["step"] == 12)
    ask("train", "stop")
    run = drive(finished)
    assert run["outcome"]["reason"] == "stopped"
    for text in run["plan"]["program"].values():
        assert "# Not in this program: the training was stopped after 12 steps." in text
    model = workspace.models.load("half")
    assert model.training is not None
    assert model.training.values["step"] == 12


def test_names(ask, refusal, drive):
    """A taken name makes way for the next free one; an impossible one is refused; a model can be deleted."""
    ask("train", "open", **{**SMALL, "epochs": 1})
    for expected in ("mine", "mine-2"):
        assert ask("train", "start", name=" mine ")["run"]["name"] == expected
        drive(finished)
    assert refusal("train", "start", name="a/b")["data"]["param"] == "name"
    assert [model["name"] for model in ask("train", "delete", name="mine")] == ["mine-2"]
    assert refusal("train", "delete", name="mine")["code"] == "not_found"
    assert refusal("train", "delete", name="../mine-2")["code"] == "not_found"


def test_the_images_behind_a_cell(ask, drive):
    """The confusion matrix counts all images asked, and each cell opens the images that it counts."""
    ask("train", "open", **SMALL)
    ask("train", "start")
    run = drive(finished)
    confusion = run["live"]["answers"]["confusion"]
    assert confusion.sum() == 10_000
    assert np.array_equal(confusion.sum(axis=1), np.bincount(digits().y_test))
    off_diagonal = confusion - np.diag(np.diag(confusion))
    label, answer = np.unravel_index(off_diagonal.argmax(), confusion.shape)
    cell = ask("train", "cell", label=int(label), answer=int(answer))
    assert cell["count"] == confusion[label, answer]
    assert (digits().y_test[cell["index"]] == label).all()
    assert np.array_equal(cell["images"], digits().x_test[cell["index"]])
    assert (np.diff(cell["outputs"][:, answer]) <= 0).all()
    assert (cell["outputs"].argmax(axis=1) == answer).all()
    np.testing.assert_allclose(Softmax().forward(cell["logits"]), cell["outputs"], atol=1e-6)


def test_a_sheet_of_misread_images(ask, drive):
    """The sheet of misread images has only such, the most certain mistake first."""
    ask("train", "open", **{**SMALL, "epochs": 1})
    ask("train", "start")
    sheet = drive(finished, only_wrong=True)["live"]["sheet"]
    answers = sheet["outputs"].argmax(axis=1)
    assert len(answers) == 10
    assert (answers != sheet["labels"]).all()
    assert (np.diff(sheet["outputs"].max(axis=1)) <= 0).all()


@pytest.mark.parametrize(
    "settings",
    [
        {"layers": []},
        {"layers": [12], "batch_norm": True, "dropout": 0.2},
        {"layers": [8], "activation": "sigmoid", "loss": "mse", "augmentation": "shift"},
        {"layers": [8], "standardize": True, "optimizer": "momentum", "schedule": "one_cycle"},
        {"layers": [8], "validation": 0, "early_stopping": 1, "l2": 0.001},
    ],
)
def test_every_kind_of_network_can_be_watched(ask, drive, settings):
    """Without hidden layers, with batch normalization, without validation: pictures come all the same."""
    ask("train", "open", limit=200, epochs=2, batch_size=50, **settings)
    ask("train", "start")
    run = drive(finished)
    assert np.isfinite(run["live"]["sheet"]["outputs"]).all()
    assert len(run["live"]["inside"]["units"]) == len(settings["layers"]) + 1
    proof = ask("train", "prove")
    assert proof["agree"], proof
    assert proof["rows"] == 32
    assert len(proof["checks"]) > 0


# --- a page, a server -------------------------------------------------------------------------------------


def test_another_page_sees_the_same_run(workspace: Workspace, ask, drive):
    """A run belongs to the lab, not to the page that started it."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="shared")
    drive(finished)
    other = Lab(workspace)
    view = other.handle({"id": 1, "exhibit": "train", "op": "open", "params": {}})["data"]
    assert view["run"]["name"] == "shared"
    assert view["run"]["state"] == "finished"
    assert view["run"]["plan"]["settings"]["layers"] == [24, 16]


def test_an_order_is_answered_with_what_it_changed(ask, drive):
    """The answer to an order is the run in short, with the state that the order has brought about."""
    ask("train", "open", **SMALL)
    begun = ask("train", "start", name="brief", paused=True)["run"]
    number = begun.pop("number")
    assert begun == {"name": "brief", "state": "preparing", "speed": "full"}
    drive(lambda run: run["state"] == "paused" and run["live"] is not None)
    for op, params, state, speed in (
        ("step", {"steps": 2}, "paused", "full"),
        ("tune", {"speed": "slow"}, "paused", "slow"),
        ("tune", {"learning_rate": 0.002}, "paused", "slow"),
        ("examine", {}, "paused", "slow"),
    ):
        brief = {"number": number, "name": "brief", "state": state, "speed": speed}
        assert ask("train", op, **params) == {"run": brief}
    drive(lambda run: run["step"] == 2)
    assert ask("train", "play")["run"]["state"] == "running"
    assert ask("train", "pause")["run"]["state"] == "paused"
    assert ask("train", "discard") == {"run": None}


@pytest.mark.parametrize("op", ["play", "pause", "step", "tune", "stop", "discard", "examine"])
def test_an_order_hits_the_run_that_was_seen(ask, refusal, op):
    """An order from a page that still shows the run before is refused: it would hit somebody else's run."""
    ask("train", "open", **SMALL)
    seen = ask("train", "start", name="mine", paused=True)["run"]["number"]
    ask("train", op, run=seen)
    if op == "discard":
        assert ask("train", "status")["run"] is None
        seen = ask("train", "start", name="mine", paused=True)["run"]["number"]
    other = ask("train", "start", name="theirs", paused=True, replaces=seen)["run"]
    refused = refusal("train", op, run=seen)
    assert (refused["code"], refused["data"]) == ("not_found", {"what": "run", "name": "theirs"})
    assert ask("train", "status")["run"]["number"] == other["number"]


def test_two_pages_start_at_once(workspace: Workspace, monkeypatch):
    """If two pages start a training at the same moment, one does and the other is told whose it is."""
    first, second = Lab(workspace), Lab(workspace)
    for lab in (first, second):
        lab.handle({"id": 1, "exhibit": "train", "op": "open", "params": SMALL})

    def start(lab, name):
        return lab.handle({"id": 2, "exhibit": "train", "op": "start", "params": {"name": name}})

    free_name = workspace.models.free_name

    def meanwhile(name):
        """Between the look into the registry and the entry in it, the other page starts."""
        monkeypatch.undo()
        assert start(second, "quick")["ok"]
        return free_name(name)

    monkeypatch.setattr(workspace.models, "free_name", meanwhile)
    reply = start(first, "slow")
    assert (reply["error"]["code"], reply["error"]["data"]["name"]) == ("busy", "quick")
    assert workspace.runs.get("train").name == "quick"


def test_nobody_looks_nothing_is_drawn(workspace: Workspace, ask, monkeypatch):
    """A run that nobody watches draws its beginning and its end, and nothing between them."""
    drawn = []
    take = SnapshotTaker.take

    def noted(taker, trainer, *arguments):
        drawn.append(trainer.step)
        take(taker, trainer, *arguments)

    monkeypatch.setattr(SnapshotTaker, "take", noted)
    ask("train", "open", **SMALL)
    ask("train", "start")
    while workspace.runs.advance(1):
        pass
    assert workspace.runs.get("train").state == "finished"
    assert drawn == [0, workspace.runs.get("train").position.step]


def resumed(workspace: Workspace) -> Workspace:
    """Return what a later process finds: it comes when the claims of the earlier one have gone with it."""
    workspace._claim.release()
    later = Workspace(workspace.folder)
    restore(later)
    return later


@pytest.mark.parametrize("how", ["closed", "killed"])
def test_a_later_process_goes_on(workspace: Workspace, ask, drive, how):
    """A run goes on in another process where it was written down, and ends with the very same weights."""
    ask("train", "open", **{**SMALL, "epochs": 4})
    ask("train", "start", name="long", paused=True)
    ask("train", "step", steps=40)  # into the second epoch
    drive(lambda run: run["step"] == 40)
    ask("train", "play")
    if how == "closed":
        workspace.close()
    later = resumed(workspace)
    assert later.runs.get("train").status().name == "long"
    if how == "killed":  # the run was last written down before its first step, at rest
        later.runs.get("train").commands.play()
    else:
        assert later.runs.get("train").commands.playing
    while later.runs.advance(20):
        pass
    run = later.runs.get("train")
    assert run.state == "finished"
    expected = train_here(TrainSettings(layers=(24, 16), limit=1000, epochs=4, batch_size=32))
    assert np.array_equal(later.models.load("long").network.theta, expected.network.theta)
    assert run.snapshot.epochs.epoch.tolist() == [1, 2, 3, 4] or run.trainer.epochs_done == 4


def test_the_end_is_seen_with_its_own_numbers(workspace: Workspace, ask, drive):
    """However rarely snapshots may be taken, a run that is over shows its last step and its whole test."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="whole", paused=True)
    run = drive(lambda run: run["state"] == "paused" and run["live"] is not None)
    training = workspace.runs.get("train")
    training.taker._snapshots = Throttle(seconds=3600, share=1)
    training.taker._snapshots.note(time.perf_counter())
    ask("train", "play")
    run = drive(lambda run: run["state"] == "finished")
    assert run["step"] == training.trainer.step > 0
    assert run["live"]["answers"]["part"] == "test"
    assert run["live"]["answers"]["images"] == 10_000


def test_two_labs_on_one_folder_do_not_share_a_run(workspace: Workspace, ask, drive):
    """While one lab has the run, another neither goes on with it nor begins one; afterwards it does."""
    ask("train", "open", **{**SMALL, "epochs": 4})
    ask("train", "start", name="mine", paused=True)
    ask("train", "step", steps=3)
    drive(lambda run: run["step"] == 3)
    other = Workspace(workspace.folder)
    restore(other)
    lab = Lab(other)

    def reply(op, **params):
        return lab.handle({"id": 1, "exhibit": "train", "op": op, "params": params})

    opened = reply("open", **SMALL)["data"]
    assert (opened["run"], opened["elsewhere"]) == (None, True)
    refused = reply("start", name="other")
    assert refused["error"]["code"] == "elsewhere"
    assert "Another lab" in refused["error"]["message"]
    assert other.runs.get("train") is None
    workspace.close()
    opened = reply("open", **SMALL)["data"]
    assert (opened["run"]["name"], opened["elsewhere"]) == ("mine", False)
    assert reply("discard")["ok"]
    assert reply("open", **SMALL)["data"]["elsewhere"] is False  # what nobody has is not elsewhere
    assert Workspace(workspace.folder).own_runs()


def test_a_later_process_shows_what_is_finished(workspace: Workspace, ask, drive):
    """A finished run is still there after a restart, with its curve and its test; a cleared one is not."""
    ask("train", "open", **SMALL)
    ask("train", "start", name="done")
    before = drive(finished)
    later = resumed(workspace)
    lab = Lab(later)
    lab.handle({"id": 1, "exhibit": "train", "op": "open", "params": {}})
    while later.runs.advance(20):
        pass
    after = lab.handle({"id": 1, "exhibit": "train", "op": "status", "params": {}})["data"]["run"]
    assert after["outcome"] == before["outcome"]
    assert np.array_equal(after["live"]["answers"]["confusion"], before["live"]["answers"]["confusion"])
    assert after["live"]["curve"]["loss"] == pytest.approx(before["live"]["curve"]["loss"])
    assert lab.handle({"id": 1, "exhibit": "train", "op": "discard", "params": {}})["data"]["run"] is None
    assert resumed(workspace).runs.get("train") is None


def test_a_later_process_says_at_once_how_far_the_run_is(workspace: Workspace, ask, drive):
    """Before a later process has loaded anything, its first answer tells where the run was written down."""
    ask("train", "open", **{**SMALL, "epochs": 4})
    ask("train", "start", name="long", paused=True)
    ask("train", "tune", learning_rate=0.002)
    ask("train", "step", steps=40)
    drive(lambda run: run["step"] == 40)
    workspace.close()
    later = resumed(workspace)
    run = Lab(later).handle({"id": 1, "exhibit": "train", "op": "open", "params": {}})["data"]["run"]
    assert (run["state"], run["live"]) == ("preparing", None)
    assert (run["step"], run["passes"], run["progress"]) == (40, 1.6, 0.4)
    assert run["learning_rate"] == 0.002
    assert later.runs.get("train").status().progress == 0.4


def test_the_network_is_seen_while_the_kernels_are_compiled(workspace: Workspace, ask, drive):
    """While kernels are on their way a run is seen, and waits with its steps; then it takes them."""
    ask("train", "open", **SMALL)
    with compiling_elsewhere():
        ask("train", "start", name="patient")
        run = drive(lambda run: run["live"] is not None)
        while workspace.runs.advance(20):
            pass
        run = ask("train", "status")["run"]
        assert (run["state"], run["step"]) == ("preparing", 0)
        assert "still being compiled" in run["backend"]
    assert "compiled by Numba" in drive(finished)["backend"]
    expected = train_here(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    assert np.array_equal(workspace.models.load("patient").network.theta, expected.network.theta)


@pytest.mark.parametrize("content", [b"", b"no model at all" * 100])
def test_a_broken_file_is_no_run(workspace: Workspace, content, caplog):
    """What cannot be resumed is set aside and named: the lab starts all the same, and has no claim."""
    path = workspace.folder / "runs" / "train.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    later = resumed(workspace)
    assert later.runs.get("train") is None
    (aside,) = path.parent.glob("*.safetensors")
    assert aside != path
    assert aside.read_bytes() == content
    (record,) = caplog.records
    assert str(aside) in record.getMessage()
    assert record.exc_info is None
    assert Workspace(workspace.folder).own_runs()


@pytest.fixture
def saved(workspace: Workspace, ask, drive):
    """Return ``saved(change)``: a later process' workspace, after `change` was done to the card of a run."""

    def saved(change):
        ask("train", "open", **SMALL)
        ask("train", "start", name="kept", paused=True)
        ask("train", "step", steps=5)
        drive(lambda run: run["step"] == 5)
        workspace.close()
        path = workspace.folder / "runs" / "train.safetensors"
        model = load_model(path)
        change(model.metrics["run"])
        save_model(model, path)
        return resumed(workspace)

    return saved


def test_a_card_of_an_older_version_is_read(saved):
    """A run that was saved before cards had a version goes on."""

    def older(card):
        assert card.pop("version") == 4
        card.pop("rates")
        card["test_accuracy"] = [0.5, None]
        card["standing"] = card.pop("position")

    run = saved(older).runs.get("train")
    assert (run.name, run.position.step) == ("kept", 5)
    run.commands.play()
    while run.wants_time:
        run.advance(Budget(20))
    assert run.state == "finished"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("version", 5),
        ("version", "2"),
        ("name", 7),
        ("name", "../kept"),
        ("number", "seven"),
        ("settings", []),
        ("settings", {"layers": [-1]}),
        ("settings", {"bias": 1}),
        ("settings", {"loss": "mse", "validation": 7}),
        ("rates", [[1]]),
        ("rates", [[0.5, 0.1]]),
        ("rates", [[1, -1]]),
        ("position", None),
        ("position", {"step": -1}),
        ("playing", "yes"),
        ("speed", "breakneck"),
        ("seconds", -1),
        ("curve", [[1, 2, 3]]),
        ("curve", [[1, 0, 3, 4]]),
        ("curve", 7),
        ("test_accuracy", [0.5]),
        ("finished", {"reason": "epochs"}),
        ("finished", {"name": "kept"}),
        ("finished", True),
        ("surprise", 1),
    ],
)
def test_a_card_that_is_not_as_expected_is_set_aside(saved, caplog, key, value):
    """Whatever stands in a card: the lab starts, the file is set aside and named, and the claim released."""
    later = saved(lambda card: card.__setitem__(key, value))
    assert later.runs.get("train") is None
    (aside,) = (later.folder / "runs").glob("*.safetensors")
    assert str(aside) in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    assert Workspace(later.folder).own_runs()


@pytest.mark.parametrize("missing", [field.name for field in fields(RunCard) if field.name != "finished"])
def test_a_card_that_lacks_something_is_set_aside(saved, missing):
    """A card without one of its parts is no card."""
    later = saved(lambda card: card.pop(missing))
    assert later.runs.get("train") is None
    assert "set-aside" in next((later.folder / "runs").glob("*.safetensors")).name


def test_a_run_whose_network_is_another_is_set_aside(saved, caplog):
    """A file whose network does not fit its card fails as a run; the next start finds nothing."""
    later = saved(lambda card: None)
    path = later.folder / "runs" / "train.safetensors"
    model = load_model(path)
    save_model(replace(model, config={}), path)
    later.runs.advance(20)
    assert later.runs.get("train").state == "failed"
    (aside,) = path.parent.glob("*.safetensors")
    assert str(aside) in caplog.text
    assert aside != path
    assert resumed(later).runs.get("train") is None


def test_an_exhibit_that_cannot_be_restored(workspace: Workspace, monkeypatch, caplog):
    """Whatever goes wrong with what an earlier process left, the others are restored and the lab starts."""
    asked = []
    for kind in EXHIBITS.values():
        monkeypatch.setattr(kind, "restore", lambda _, name=kind.id: asked.append(name) or 1 / 0)
    restore(workspace)
    assert asked == list(EXHIBITS)
    assert "ZeroDivisionError" in caplog.text


def test_a_disk_that_is_full_is_said_once(workspace: Workspace, ask, drive, monkeypatch, caplog):
    """A run that cannot be saved goes on; one line says so, however often it is tried."""

    def full(*_, **__):
        raise ModelError("cannot write train.safetensors: No space left on device")

    monkeypatch.setattr("neurarium.persist.save_model", full)
    monkeypatch.setattr(RunCheckpoint, "is_due", True)
    ask("train", "open", **SMALL)
    ask("train", "start", name="full")
    drive(finished)
    records = [record for record in caplog.records if "could not be saved" in record.getMessage()]
    assert len(records) == 1
    assert "No space left" in records[0].getMessage()
    assert records[0].exc_info is None


# --- steps that take long ---------------------------------------------------------------------------------


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Return a workspace with threads, whose run is in the middle of a step until ``held.go_on`` is set."""
    workspace = Workspace(tmp_path / "held", FairLock)
    workspace.go_on, began, take = threading.Event(), threading.Event(), TrainingRun._take

    def slow(run, trainer, steps):
        take(run, trainer, steps)
        began.set()
        workspace.go_on.wait()

    monkeypatch.setattr(TrainingRun, "_take", slow)
    lab = Lab(workspace)
    lab.handle({"id": 1, "exhibit": "train", "op": "open", "params": SMALL})
    assert lab.handle({"id": 2, "exhibit": "train", "op": "start", "params": {"name": "slow"}})["ok"]
    runner = BackgroundRunner(workspace.runs, 5)
    runner.start()
    assert began.wait(LONGEST_WAIT)
    yield workspace
    workspace.go_on.set()
    assert runner.stop(join_timeout=LONGEST_WAIT)


REQUESTS = {
    "start": {"name": "next"},
    "cell": {"label": 1, "answer": 2},
    "delete": {"name": "nothing"},
    "check": {"task": "small"},
    "tune": {"learning_rate": 0.002},
}


@pytest.mark.parametrize("op", ["open", *operations(Train)])
def test_no_request_waits_for_a_training(held, op):
    """In the middle of a step, however long, every operation of every page is answered."""
    labs, answers = [Lab(held) for _ in range(2)], []

    def ask():
        for lab in labs:
            for name in dict.fromkeys(("open", op)):
                request = {"id": 1, "exhibit": "train", "op": name, "params": REQUESTS.get(name, {})}
                answers.append(lab.handle(request))
            answers.append(lab.handle({"id": 2, "exhibit": "lab", "op": "model", "params": {}}))

    page = threading.Thread(target=ask, daemon=True)
    page.start()
    page.join(LONGEST_WAIT)
    assert not page.is_alive(), "it waits for the step"
    assert not any(answer.get("error", {}).get("code") == "internal" for answer in answers)


def test_a_run_that_is_discarded_in_a_step_leaves_nothing(held, monkeypatch):
    """A run that is discarded while it computes or saves itself is gone at once, and its claim at its end."""
    lab, path = Lab(held), held.folder / "runs" / "train.safetensors"
    monkeypatch.setattr(RunCheckpoint, "is_due", True)
    lab.handle({"id": 1, "exhibit": "train", "op": "open", "params": SMALL})
    assert lab.handle({"id": 2, "exhibit": "train", "op": "discard", "params": {}})["data"]["run"] is None
    assert not path.exists()
    assert not Workspace(held.folder).own_runs()  # it is still at work
    held.go_on.set()
    while not (other := Workspace(held.folder)).own_runs():
        time.sleep(0.01)
    assert not path.exists()
    assert other.runs.get("train") is None


def test_a_run_that_is_discarded_while_it_is_saved_leaves_nothing(workspace: Workspace, ask, monkeypatch):
    """The file of a run that is discarded while it is being written is removed when it has been written."""
    write = RunCheckpoint.write

    def discard_meanwhile(checkpoint, *card):
        ask("train", "discard")
        write(checkpoint, *card)
        assert checkpoint.path.exists()

    monkeypatch.setattr(RunCheckpoint, "write", discard_meanwhile)
    ask("train", "open", **SMALL)
    ask("train", "start", name="unwanted")
    assert workspace.runs.advance(20)
    assert not (workspace.folder / "runs" / "train.safetensors").exists()
    assert Workspace(workspace.folder).own_runs()


def test_a_step_that_is_too_large_is_refused(ask, refusal):
    """A step that would take minutes is refused with the largest that will do, which is taken."""
    large = {"layers": [1024] * 5, "batch_size": 60_000}
    error = refusal("train", "open", **large)
    assert (error["code"], error["data"]["param"]) == ("bad_param", "batch_size")
    assert error["data"]["expected"]["kind"] == "integer"
    most = error["data"]["expected"]["high"]
    weights = 784 * 1024 + 4 * 1024**2 + 1024 * 10
    assert 1000 < most < 20e9 / weights
    assert refusal("train", "open", **{**large, "batch_size": most + 1})["code"] == "bad_param"
    assert ask("train", "open", **{**large, "batch_size": most})
    assert ask("train", "open", batch_size=60_000)  # small networks may take all images in one step


def test_batch_normalization_of_one_image_is_refused(ask, refusal):
    """A batch of one has no variance: said before the training begins, by the field that it is about."""
    error = refusal("train", "open", batch_norm=True, batch_size=1)
    assert (error["code"], error["data"]["param"]) == ("bad_param", "batch_size")
    assert error["data"]["expected"]["low"] == 2
    assert ask("train", "open", batch_norm=True, batch_size=2)


# --- parts ------------------------------------------------------------------------------------------------


def test_the_curve_stays_short_and_keeps_its_means():
    """However long a run is, its curve is short, in order, and its mean is the mean of all steps."""
    settings = TrainSettings(layers=(4,), limit=1000, validation=0, epochs=40, batch_size=25)
    recipe = recipe_of(settings)
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), replace(recipe.training, backend="numpy"))
    curve, steps = Curve(), []
    while not trainer.finished:
        for event in trainer.advance(1):
            curve.add(event)
            if not isinstance(event, EpochEnd):
                steps.append(event.step)
    points = curve.points()
    assert 100 < len(points.step) <= MOST_POINTS < len(steps)
    assert (np.diff(points.step) > 0).all()
    assert points.step[-1] == steps[-1]
    weights = np.array([row[1] for row in curve.rows()])
    losses = [record.train_loss for record in trainer.history]
    assert np.average(points.loss, weights=weights) == pytest.approx(np.mean(losses))
    right = [record.train_accuracy for record in trainer.history]
    assert np.average(points.accuracy, weights=weights) == pytest.approx(np.mean(right))


def test_pace(monkeypatch):
    """At full speed as many steps as fit are due; in slow motion one now and then, never a burst."""
    monkeypatch.setattr("neurarium.lab.runs.pace.time.perf_counter", lambda: 1000.0)
    pace = RunPace()
    assert pace.due(1000) == 1
    for _ in range(20):
        pace.note(100, 0.1)  # a millisecond a step
    assert pace.due(50) == pytest.approx(50, abs=1)
    assert pace.steps_per_second == pytest.approx(1000, rel=0.01)
    pace.speed = "slow"
    assert pace.due(50) == 0  # the last step was just now
    assert pace.steps_per_second == 4


def test_quiz(ask):
    """The answers are 42 biases and ten percent."""
    ask("train", "open")
    assert ask("train", "check", task="count_biases", answer="42") == {
        "done": True,
        "right": "42",
        "values": {},
        "missing": "",
    }
    assert not ask("train", "check", task="count_biases", answer="36")["done"]
    assert ask("train", "check", task="random_test", answer="10")["done"]
    for task in ("reach_97", "small", "diverge", "tune_midway"):
        assert ask("train", "check", task=task)["missing"] == "run"


def test_without_a_run(refusal, ask):
    """Operations on a run that is not there say so."""
    ask("train", "open")
    for op, params in (("pause", {}), ("step", {}), ("cell", {"label": 1, "answer": 2}), ("discard", {})):
        assert refusal("train", op, **params)["code"] == "not_found"
    assert ask("train", "status") == {"run": None}


def test_snapshot(check_snapshot, ask, drive):
    """The views are what the front end's readers expect."""
    blue = asdict(PRESET_SETTINGS["three-blue"])
    ask("train", "open", **SMALL)
    ask("train", "start", name="snapshot")
    drive(finished)
    check_snapshot(
        "train",
        [
            ("default", "open", {}),
            ("three-blue", "open", {**blue, "layers": list(blue["layers"])}),
            ("small", "open", SMALL),
            ("untrained", "untrained", {}),
            ("finished", "status", {}),
            ("misread", "status", {"only_wrong": True, "sheet": 1}),
            ("cell", "cell", {"label": 4, "answer": 9}),
            ("proof", "prove", {}),
            ("losses", "losses", {}),
            ("quiz", "check", {"task": "count_biases", "answer": "42"}),
            ("models", "models", {}),
            ("handed over", "to_code_lab", {}),
            ("refused", "open", {"layers": [0]}),
            ("started", "start", {"name": "again", "paused": True}),
            ("played", "play", {}),
            ("paused", "pause", {}),
            ("stepped", "step", {"steps": 3}),
            ("tuned", "tune", {"speed": "slow"}),
            ("tested", "examine", {}),
            ("a smaller rate", "smaller_rate", {}),
            ("stopped", "stop", {}),
            ("discarded", "discard", {}),
            ("deleted", "delete", {"name": "snapshot"}),
        ],
        volatile=(
            *("number", "seconds", "created", "bytes", "backend", "steps_per_second", "images_per_second"),
            *("live", "outcome", "models", "accuracy", "count", "index", "images", "outputs", "logits"),
            *("checks", "worst", "floor"),
            *("rows", "labels", "epoch_end_seconds", "seconds_left"),
        ),
    )


@pytest.mark.parametrize("loss", ["cross_entropy", "mse"])
def test_the_losses_of_the_last_step(ask, drive, loss):
    """The images of the last step, read with the weights that it left, by a twin of the run."""
    ask("train", "open", **SMALL, loss=loss)
    ask("train", "start", paused=True)
    drive(lambda run: run["live"] is not None)
    assert ask("train", "losses")["step"] is None
    ask("train", "step", steps=2)
    drive(lambda run: run["step"] == 2 and run["state"] == "paused")
    found = ask("train", "losses")["step"]
    twin = recipe_of(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32, loss=loss))
    trainer = Trainer(twin.network(), twin.dataset(digits()), twin.training)
    list(trainer.advance(2))
    rows = trainer.last_rows
    x, y = trainer.data.x_train[rows], trainer.data.y_train[rows]
    output = trainer.network.predict(trainer.data.scaling.apply(x)).astype(np.float64)
    labels = y if y.ndim == 1 else y.argmax(axis=1)
    one_hot = np.eye(10)[labels]
    expected = (
        -np.log(output[one_hot == 1])
        if loss == "cross_entropy"
        else ((output - one_hot) ** 2).sum(axis=1) / 2
    )
    order = np.argsort(-expected, kind="stable")
    assert found["of"] == 32
    np.testing.assert_allclose(found["rows"], expected[order], rtol=1e-4)
    np.testing.assert_array_equal(found["labels"], labels[order])
    np.testing.assert_allclose(found["outputs"], output[one_hot == 1][order], rtol=1e-4)
    np.testing.assert_array_equal(found["images"], x[order[:6]])


def test_a_run_is_judged_by_its_validation_rows_until_the_end(ask, drive):
    """After each epoch the accuracy is that of the rows held back; the test images are for the end."""
    ask("train", "open", **SMALL)
    ask("train", "start", paused=True)
    ask("train", "step", steps=25)
    run = drive(lambda run: run["step"] == 25 and run["live"] is not None and run["state"] == "paused")
    twin = recipe_of(TrainSettings(layers=(24, 16), limit=1000, epochs=3, batch_size=32))
    trainer = Trainer(twin.network(), twin.dataset(digits()), twin.training)
    list(trainer.advance(25))
    held = trainer.evaluate(trainer.data.x_validation, trainer.data.y_validation).accuracy
    epochs = run["live"]["epochs"]
    assert epochs["validation_accuracy"].tolist() == [pytest.approx(held)]
    assert not any("test" in name for name in epochs)


def shown(run, part):
    """Return the live pictures of a run, all of which are to be of this part of the data."""
    live = run["live"]
    assert (live["standing"]["test"] is not None) == (part == "test")
    assert {live["answers"]["part"], live["sheet"]["part"]} == {part}
    return live


def data_of(settings: TrainSettings):
    """Return what a run with these settings learns from and holds back."""
    return recipe_of(settings).dataset(digits())


def test_during_a_run_only_validation_images_are_looked_at(ask, drive):
    """Sheet, matrix, cells and "ask all" are of what is held back, by its number in MNIST; then tests."""
    ask("train", "open", **SMALL | {"limit": 6000, "validation": 0.25})
    ask("train", "start", paused=True)
    ask("train", "step", steps=20)
    live = shown(drive(lambda run: run["step"] == 20 and run["live"] is not None), "validation")
    assert (live["answers"]["images"], live["answers"]["of"]) == (1000, 1500)
    data = data_of(TrainSettings(layers=(24, 16), limit=6000, validation=0.25))
    sheet = live["sheet"]
    assert np.array_equal(sheet["images"], data.x_validation[:10])
    assert np.array_equal(digits().x_train[sheet["index"]], sheet["images"])
    assert np.array_equal(digits().y_train[sheet["index"]], sheet["labels"])

    ask("train", "examine")
    run = drive(lambda run: run["live"]["answers"]["images"] == 1500)
    confusion = shown(run, "validation")["answers"]["confusion"]
    assert np.array_equal(confusion.sum(axis=1), np.bincount(data.y_validation))
    label, answer = np.unravel_index(confusion.argmax(), confusion.shape)
    cell = ask("train", "cell", label=int(label), answer=int(answer))
    assert (cell["part"], cell["count"]) == ("validation", confusion[label, answer])
    assert np.array_equal(digits().x_train[cell["index"]], cell["images"])
    assert (digits().y_train[cell["index"]] == label).all()

    ask("train", "play")
    shown(drive(finished), "test")


def test_without_validation_images_training_images_are_shown_as_such(ask, drive):
    """With a validation share of 0 the pictures of a run are of what it learns from, and are called so."""
    ask("train", "open", **SMALL, validation=0)
    ask("train", "start", paused=True)
    live = shown(drive(lambda run: run["live"] is not None), "training")
    assert (live["answers"]["of"], live["standing"]["held"]) == (1000, None)
    assert np.array_equal(live["sheet"]["index"], np.arange(10))
    assert np.array_equal(live["sheet"]["images"], digits().x_train[:10])
    ask("train", "play")
    shown(drive(finished), "test")


def test_a_run_that_diverged_has_not_seen_the_test_images(ask, drive):
    """Nothing is measured of it, so its pictures stay those of validation images."""
    ask("train", "open", **SMALL, optimizer="sgd", activation="linear", learning_rate=1000)
    ask("train", "start")
    shown(drive(lambda run: run["state"] == "diverged"), "validation")


def test_shuffled_labels_are_what_the_run_compares_with(ask, drive):
    """With random labels the images held back have random labels too: those that the run is measured by."""
    ask("train", "open", **SMALL, shuffle_labels=True)
    ask("train", "start", paused=True)
    sheet = drive(lambda run: run["live"] is not None)["live"]["sheet"]
    data = data_of(TrainSettings(layers=(24, 16), limit=1000, shuffle_labels=True))
    assert np.array_equal(sheet["images"], data.x_validation[:10])
    assert np.array_equal(digits().x_train[sheet["index"]], sheet["images"])
    assert np.array_equal(sheet["labels"], data.y_validation[:10])


@pytest.mark.parametrize(
    ("task", "settings"),
    [
        ("reach_97", {}),
        ("small", {"layers": [24], "epochs": 10, "validation": 0.1}),
        ("diverge", {"optimizer": "sgd", "activation": "linear", "learning_rate": 1000}),
        ("diverge", {"layers": [64, 64, 64], "optimizer": "sgd", "learning_rate": 1000}),
    ],
)
def test_tasks_can_be_done_with_what_the_lab_offers(ask, drive, task, settings):
    """The settings that the lesson speaks of do the task, on the whole of MNIST."""
    ask("train", "open", **settings)
    ask("train", "start")
    drive(lambda run: run["state"] in {"finished", "diverged"})
    assert ask("train", "check", task=task)["done"]
