"""The programs that exhibits hand to the code lab run as they are, and give the exhibits' own numbers."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_sets import bars, pictures
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import neurarium
from neurarium.data.point_features import FORMULAS
from neurarium.engine import MLP, Scaling
from neurarium.lab import Lab, Workspace
from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.upload import File
from neurarium.lab.exhibits.backprop import Backprop
from neurarium.lab.exhibits.backprop.settings import BackpropSettings
from neurarium.lab.exhibits.forward import Forward
from neurarium.lab.exhibits.forward.settings import ForwardSettings, count_parameters
from neurarium.lab.handover import drafts_of
from neurarium.persist import Model

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that examples share."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def handed(lab: Lab, workspace: Workspace, ask: Ask) -> Callable[..., str]:
    """Return ``handed(exhibit, **params)``: the program that the exhibit, as it is, hands over."""

    def handed(exhibit: str, **params: object) -> str:
        return source_of(workspace, ask(exhibit, "to_code_lab", **params)["name"])

    return handed


def source_of(workspace: Workspace, name: str) -> str:
    """Return one of the learner's programs."""
    source = drafts_of(workspace).read(name).source
    assert source is not None
    return source


def ran(source: str, workspace: Workspace) -> tuple[dict[str, Any], str]:
    """Run a program where programs of the code lab work; return its names, and what it printed."""
    where, printed, names = workspace.folder / "code" / "files", io.StringIO(), {}
    where.mkdir(parents=True, exist_ok=True)
    with chdir(where), redirect_stdout(printed), np.printoptions():
        exec(source, names)
    return names, printed.getvalue()


def numbers_after(label: str, printed: str) -> list[list[float]]:
    """Return the numbers of each array that is printed after a label."""
    return [
        [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e[+-]\d+)?", array)]
        for array in re.findall(rf"^{re.escape(label)}\s*(\[[^=]*\])$", printed, re.MULTILINE)
    ]


def own_points(classes: int) -> list[list[float]]:
    """Return a learner's own points: x, y and the class of each."""
    rng = np.random.default_rng(classes)
    corners = np.array([[-3, -3], [3, 3], [-3, 3]], np.float64)
    return [[*(corners[i % classes] + rng.uniform(-2, 2, 2)).tolist(), float(i % classes)] for i in range(24)]


# --- forward ------------------------------------------------------------------------------------------------


@st.composite
def forward_settings(draw: st.DrawFn) -> ForwardSettings:
    """Networks of any shape, with any rows, weights and biases that may be typed."""
    hidden = tuple(draw(st.lists(st.integers(1, 8), min_size=1, max_size=4)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows = draw(st.integers(1, 6))
    spread = draw(st.sampled_from([1.0, 3.0, 100.0]))
    parameters = rng.uniform(-spread, spread, count_parameters(hidden))
    return ForwardSettings(
        inputs=tuple(rng.uniform(-2, 2, 2 * rows).tolist()),
        hidden=hidden,
        parameters=tuple(parameters.tolist()) if draw(st.booleans()) else (),
    )


@given(settings=forward_settings())
def test_forward(settings: ForwardSettings, folder: Path) -> None:
    """Every sum and every output of the exhibit, to the last bit; they are what is printed."""
    workspace = Workspace(folder)
    exhibit = Forward(settings, workspace)
    names, printed = ran(source_of(workspace, exhibit.to_code_lab().name), workspace)
    layers = exhibit.view().layers
    assert len(layers) == len(names["trace"].layers)
    for k, (shown, layer) in enumerate(zip(layers, names["trace"].layers, strict=True), start=1):
        np.testing.assert_array_equal(layer.z, shown.z)
        np.testing.assert_array_equal(layer.a, shown.a)
        (a,) = numbers_after(f"a{k} =\n", printed)
        assert a == pytest.approx(shown.a.ravel(), abs=6e-7)


@pytest.mark.parametrize("image", [0, 1234])
def test_forward_through_a_model(
    ask: Ask, handed: Callable[..., str], workspace: Workspace, image: int
) -> None:
    """What every layer of a model of the shelf answers to the test image that is looked at."""
    network = MLP([784, 20, 16, 10], batch_norm=True, dropout=0.1, seed=4)
    model = Model(network, name="a 'quoted' one", scaling=Scaling.unit())
    workspace.models.save(model)
    ask("forward", "open", model=model.name, image=image)
    shown = ask("forward", "walk", model=model.name, image=image)
    names, printed = ran(handed("forward"), workspace)
    layers = names["walk"].layers
    assert [layer.a.shape[1] for layer in layers] == [20, 20, 20, 16, 16, 16, 10]
    for layer, of in zip((layers[1], layers[4], layers[6]), shown["layers"], strict=True):
        assert layer.a[0, of["shown"]] == pytest.approx(of["values"], rel=1e-5, abs=1e-6)
    assert f"answer {shown['answer']}, label {shown['label']}" in printed


# --- backprop -----------------------------------------------------------------------------------------------

backprop_settings = st.builds(
    BackpropSettings,
    inputs=st.integers(2, 3),
    hidden=st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    outputs=st.integers(1, 2),
    activation=st.sampled_from(["sigmoid", "tanh", "relu"]),
    loss=st.sampled_from(["mse", "cross_entropy"]),
    learning_rate=st.sampled_from([0.01, 0.5, 3.0]),
    wrong_sign=st.booleans(),
    batch=st.integers(1, 8),
    sample=st.integers(0, 7),
    seed=st.integers(0, 1000),
)


@given(settings=backprop_settings)
def test_backprop(settings: BackpropSettings, folder: Path) -> None:
    """The sample's gradients, the batch's, the weights after the step, and the loss before and after."""
    workspace = Workspace(folder)
    exhibit = Backprop(settings, workspace)
    names, printed = ran(source_of(workspace, exhibit.to_code_lab().name), workspace)
    found, deltas = names["found"], numbers_after("delta =", printed)
    passes = zip(exhibit.layers, found.trace.layers, found.gradient.layers, deltas, strict=True)
    for shown, forward, backward, delta in passes:
        np.testing.assert_array_equal(forward.a[0], shown.a)
        np.testing.assert_array_equal(backward.delta[0], shown.delta)
        np.testing.assert_array_equal(backward.parameters["W"], shown.weight_gradient)
        np.testing.assert_array_equal(backward.parameters["b"], shown.bias_gradient)
        assert delta == pytest.approx(shown.delta, abs=6e-7)
    step = exhibit.step
    np.testing.assert_array_equal(names["step"].gradient.vector, step.gradient)
    np.testing.assert_array_equal(names["network"].theta, step.after)
    before, after = re.search(r"^loss: (\S+) before, (\S+) after$", printed, re.MULTILINE).groups()
    assert float(before) == pytest.approx(step.loss, abs=6e-7)
    assert float(after) == pytest.approx(step.loss_after, abs=6e-7)


# --- playground ---------------------------------------------------------------------------------------------

playground_settings = st.fixed_dictionaries(
    {
        "problem": st.sampled_from(["classification", "classification", "regression"]),
        "dataset": st.sampled_from(["circle", "xor", "gauss", "spiral", "iris", "own"]),
        "reg_dataset": st.sampled_from(["reg-plane", "reg-gauss"]),
        "iris": st.sampled_from([(2, 3), (0, 1), (3, 0)]),
        "own": st.sampled_from([2, 3]).map(own_points),
        "noise": st.integers(0, 50),
        "train_percent": st.integers(10, 90),
        "inputs": st.lists(st.sampled_from(tuple(FORMULAS)), min_size=1, max_size=7, unique=True).map(tuple),
        "network_shape": st.lists(st.integers(1, 8), max_size=3).map(tuple),
        "activation": st.sampled_from(["relu", "tanh", "sigmoid", "linear", "leaky_relu", "gelu"]),
        "dropout": st.sampled_from([0.0, 0.0, 0.3]),
        "init": st.sampled_from(["uniform", "normal", "xavier", "he", "zeros"]),
        "init_zero": st.sampled_from([False, False, False, True]),
        "seed": st.integers(0, 1000),
        "start": st.integers(0, 3),
    }
)
tuning = st.fixed_dictionaries(
    {
        "learning_rate": st.sampled_from([0.001, 0.03, 0.1]),
        "optimizer": st.sampled_from(["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]),
        "momentum": st.sampled_from([0.5, 0.9]),
        "batch_size": st.sampled_from([1, 10, 30, 1000]),
        "regularization": st.sampled_from(["none", "l1", "l2"]),
        "regularization_rate": st.sampled_from([0.0, 0.001, 0.03]),
    }
)


@pytest.fixture
def check_playground(ask: Ask, handed: Callable[..., str], workspace: Workspace) -> Callable[..., str]:
    """Return ``check_playground(deeds, **settings)``, which does the deeds and runs the program."""

    def check_playground(deeds: list[tuple[str, dict[str, Any]]], **settings: object) -> str:
        """Compare weights, losses and accuracies with those that are shown; return the program."""
        frame = ask("playground", "open", **settings)["frame"]
        for op, params in deeds:
            end = frame["latest"] + params["steps"] if op == "advance" else 0
            frame = ask("playground", op, **params)["frame"]
            while frame["latest"] < end and not frame["diverged"]:  # as many as there was time for
                frame = ask("playground", op, steps=end - frame["latest"])["frame"]
        source = handed("playground")
        names, printed = ran(source, workspace)
        assert names["network"].theta == pytest.approx(frame["theta"], rel=1e-4, abs=1e-5)
        losses = {"training": frame["train_loss"], "test": frame["test_loss"]}
        assert names["scores"] == pytest.approx(losses, rel=1e-4, abs=1e-6)
        told = dict(re.findall(r"^(training|test) loss: (\S+)$", printed, re.MULTILINE))
        assert {name: float(loss) for name, loss in told.items()} == pytest.approx(losses, rel=1e-4, abs=1e-6)
        shares = re.findall(r"^right answers: (\S+)%$", printed, re.MULTILINE)
        known = [share for share in (frame["train_accuracy"], frame["test_accuracy"]) if share is not None]
        assert [float(share) / 100 for share in shares] == pytest.approx(known, abs=6e-5)
        return source

    return check_playground


@given(settings=playground_settings, tuned=tuning, epochs=st.integers(1, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing of one stays for the next
def test_playground(check_playground: Callable[..., str], settings: Any, tuned: Any, epochs: int) -> None:
    """Any points, inputs, network and settings: the same weights and the same two losses as are shown."""
    check_playground([("advance", {"steps": epochs})], **settings, **tuned)


ADVANCE = ("advance", {"steps": 2})
EDIT = ("edit", {"layer": 0, "kind": "bias", "unit": 1, "value": 0.75})
WEIGHT = ("edit", {"layer": 1, "kind": "weight", "unit": 0, "row": 2, "value": -0.5})
ADAM, SGD = ({"optimizer": name, "learning_rate": 0.02} for name in ("adam", "sgd"))
SMALL_BATCHES = {**ADAM, "batch_size": 3, "regularization": "l2", "regularization_rate": 0.01}


@pytest.mark.parametrize(
    "deeds",
    [
        [],
        [EDIT],
        [ADVANCE, EDIT, WEIGHT],
        [ADVANCE, EDIT, ADVANCE, WEIGHT, ADVANCE],
        [("tune", ADAM), ADVANCE, ("tune", SMALL_BATCHES), ADVANCE],
        [ADVANCE, EDIT, ("tune", ADAM), WEIGHT, ADVANCE, ("tune", SGD)],
        [ADVANCE, ADVANCE, ("seek", {"epoch": 2})],
        [ADVANCE, ADVANCE, ("tune", SGD), ADVANCE, ("seek", {"epoch": 4})],
        [ADVANCE, ADVANCE, ("seek", {"epoch": 0})],
        [ADVANCE, ADVANCE, ("seek", {"epoch": 2, "go_on": True}), ADVANCE, EDIT, ADVANCE],
        [ADVANCE, ADVANCE, ("seek", {"epoch": 2, "go_on": True}), ADVANCE, ("seek", {"epoch": 0})],
        [ADVANCE, EDIT, ("seek", {"epoch": 2, "go_on": True}), ADVANCE, ("seek", {"epoch": 2})],
    ],
    ids=lambda deeds: "-".join(op for op, _ in deeds) or "nothing",
)
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_playground_as_its_course_was(
    check_playground: Callable[..., str], deeds: Any, optimizer: str
) -> None:
    """Weights set by hand, other settings, a look back, a way on from there: all are in the program."""
    check_playground(deeds, optimizer=optimizer, learning_rate=0.03, seed=5)


def test_playground_another_optimizer_and_back(check_playground: Callable[..., str]) -> None:
    """Between two steps with Adam a choice of SGD has emptied its memory: so does the program."""
    source = check_playground(
        [("tune", ADAM), ADVANCE, ("tune", SGD), ("tune", ADAM), ADVANCE], learning_rate=0.03
    )
    assert source.count("SGD(") == 1


def test_playground_with_weights_brought_along(check_playground: Callable[..., str]) -> None:
    """Weights that a reconnect brings back are written out, with the epoch that they are of."""
    theta = np.linspace(-1, 1, 37, dtype=np.float32)
    source = check_playground([ADVANCE], theta=theta, epoch=40)
    assert "# the weights after 40 epochs" in source
    assert "at epoch 42" in source


# --- overfitting --------------------------------------------------------------------------------------------

SMALL = {"images": 120, "width": 8, "epochs": 3}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"noise": 0.3, "l2": 0.01, "dropout": 0.2},
        {"random_labels": True, "batch_norm": True, "l1": 0.001},
        {"augmentation": True, "early_stopping": 2},
        {"images": 1500, "epochs": 1},
        {"images": 60_000, "epochs": 1, "width": 4},  # nothing is held back
    ],
    ids=lambda settings: "-".join(settings) or "small",
)
def test_overfitting(ask: Ask, handed: Callable[..., str], workspace: Workspace, settings: Any) -> None:
    """The two losses after the last epoch, and the shares of right answers, of the training seen live."""
    ask("overfitting", "open", **{**SMALL, **settings})
    live = ask("overfitting", "advance")
    while live["done"] < 1:
        live = ask("overfitting", "advance")
    names, printed = ran(handed("overfitting"), workspace)
    curves, learned, held = live["curves"], names["learned"], names.get("held")
    assert learned.loss == pytest.approx(curves["train_loss"][-1], rel=1e-5)
    assert learned.accuracy == pytest.approx(live["train"]["share"], abs=1e-9)
    epochs = re.findall(r"^epoch (\d+): loss (\S+) learned(?:, (\S+) held back)?$", printed, re.MULTILINE)
    assert [int(epoch) for epoch, _, _ in epochs] == curves["epoch"][1:].astype(int).tolist()
    told = [float(loss) for _, loss, _ in epochs]
    assert told == pytest.approx(curves["train_loss"][1:], rel=1e-5, abs=6e-7)
    if held is None:
        assert live["held"] is None
        return
    assert held.loss == pytest.approx(curves["held_loss"][-1], rel=1e-5)
    assert held.accuracy == pytest.approx(live["held"]["share"], abs=1e-9)
    told = [float(loss) for _, _, loss in epochs]
    assert told == pytest.approx(curves["held_loss"][1:], rel=1e-5, abs=6e-7)


@pytest.fixture
def own_set(workspace: Workspace) -> str:
    """Keep a small data set of the learner's own; return its name."""
    images, labels = bars(120)
    *_, last = read_files([File(*each) for each in pictures(images, labels).items()], nullcontext())
    return workspace.datasets.save("bars and 横条", last)


def test_overfitting_on_ones_own_images(
    ask: Ask, handed: Callable[..., str], workspace: Workspace, own_set: str
) -> None:
    """The data set is read from the data folder."""
    ask("overfitting", "open", **SMALL, dataset=own_set)
    live = ask("overfitting", "advance")
    while live["done"] < 1:
        live = ask("overfitting", "advance")
    names, _ = ran(handed("overfitting"), workspace)
    assert names["learned"].loss == pytest.approx(live["curves"]["train_loss"][-1], rel=1e-5)


# --- train --------------------------------------------------------------------------------------------------


def finished_run(ask: Ask, workspace: Workspace) -> Any:
    """Train the run to its end; return it."""
    while (run := ask("train", "status")["run"])["outcome"] is None:
        assert workspace.runs.advance(200) or run["state"] == "preparing"
    return run


TINY = {"layers": [12], "limit": 400, "epochs": 2, "batch_size": 32}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"layers": [], "validation": 0.0, "optimizer": "sgd", "learning_rate": 0.1, "seed": 3},
        {"standardize": True, "schedule": "one_cycle", "optimizer": "momentum", "momentum": 0.5},
        {"loss": "mse", "activation": "sigmoid", "init": "normal", "l2": 0.001},
        {"batch_norm": True, "dropout": 0.2, "augmentation": "affine"},
        {"shuffle_labels": True, "early_stopping": 1, "epochs": 6},
    ],
    ids=lambda settings: "-".join(settings) or "tiny",
)
def test_train(ask: Ask, handed: Callable[..., str], workspace: Workspace, settings: Any) -> None:
    """The test loss and the test accuracy of the run, from its plan and from the run."""
    ask("train", "open", **{**TINY, **settings})
    planned = handed("train")
    ask("train", "start")
    outcome = finished_run(ask, workspace)["outcome"]
    assert handed("train", run=True) == planned
    names, printed = ran(planned, workspace)
    assert names["test"].accuracy == pytest.approx(outcome["test_accuracy"], abs=1e-9)
    assert names["test"].loss == pytest.approx(outcome["test_loss"], rel=1e-4)
    assert f"{outcome['test_accuracy']:.2%} of the test images are right" in printed


def test_train_as_its_course_was(ask: Ask, handed: Callable[..., str], workspace: Workspace) -> None:
    """A run whose learning rate was changed on the way, and that was stopped before its end."""
    ask("train", "open", **TINY | {"epochs": 5})
    ask("train", "start", paused=True)
    while ask("train", "status")["run"]["live"] is None:
        workspace.runs.advance(200)
    for rate, steps in [(0.01, 7), (0.002, 5), (0.05, 9)]:
        ask("train", "tune", learning_rate=rate)
        workspace.runs.advance(200)
        ask("train", "step", steps=steps)
        while workspace.runs.advance(200):
            pass
    ask("train", "stop")
    run = finished_run(ask, workspace)
    assert run["step"] == 21
    names, _ = ran(handed("train", run=True), workspace)
    assert names["trainer"].step == 21
    assert names["test"].loss == pytest.approx(run["outcome"]["test_loss"], rel=1e-4)


def test_train_on_ones_own_images(
    ask: Ask, handed: Callable[..., str], workspace: Workspace, own_set: str
) -> None:
    """The data set is read from the data folder."""
    ask("train", "open", **TINY, dataset=own_set)
    ask("train", "start")
    outcome = finished_run(ask, workspace)["outcome"]
    names, _ = ran(handed("train", run=True), workspace)
    assert names["test"].loss == pytest.approx(outcome["test_loss"], rel=1e-4)


# --- all of them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exhibit", "settings", "ends"),
    [
        ("forward", {}, r"a2 =\n\[\[0\.590221\]\]"),
        ("backprop", {}, r"loss: \S+ before, \S+ after"),
        ("playground", {}, r"b = \[0\.1\]"),
        ("train", TINY, r"\d+\.\d\d% of the test images are right"),
        ("overfitting", SMALL, r"and \d+\.\d\d% of those held back"),
    ],
)
def test_runs_by_itself(
    ask: Ask, handed: Callable[..., str], tmp_path: Path, exhibit: str, settings: Any, ends: str
) -> None:
    """In a process of its own it runs to its end and warns of nothing; it has no long lines."""
    ask(exhibit, "open", **settings)
    source = handed(exhibit)
    assert max(map(len, source.splitlines())) <= 110
    (tmp_path / "program.py").write_text(source, encoding="utf-8")
    package = str(Path(neurarium.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": package, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(ends + r"\s*\Z", done.stdout)


def test_nothing_of_the_learners_is_replaced(ask: Ask, handed: Callable[..., str]) -> None:
    """The same program comes once; one that the learner has changed stays, and gets a neighbour."""
    ask("code", "open")
    ask("forward", "open")
    assert ask("forward", "to_code_lab") == {"name": "forward 1"}
    assert ask("forward", "to_code_lab") == {"name": "forward 1"}
    ask("code", "save", name="forward 1", source="print('mine')")
    given = ask("code", "program", name="forward")["source"]
    assert ask("forward", "to_code_lab") == {"name": "forward 2"}
    assert ask("code", "draft", name="forward 1")["source"] == "print('mine')"
    assert ask("code", "draft", name="forward")["source"] is None  # that of the given program
    assert ask("code", "draft", name="forward 2")["source"] != given
