"""Saved networks in the exhibit `compare`: those of `train`, and those of runs of `overfitting`."""

from contextlib import nullcontext

import numpy as np
import pytest
from drawn_sets import bars, pictures
from scipy import stats
from sweep_results import QUICK

from neurarium.engine import MLP
from neurarium.engine.scaling import Scaling
from neurarium.lab.datasets.reading import read_files
from neurarium.lab.datasets.upload import File
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.compare.settings import CompareSettings
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.work import job_of
from neurarium.persist import Model
from neurarium.training import Trainer
from neurarium.training.finish import save
from neurarium.tuning.trial import Training

ID = "compare"
SWEEP = {"knob": "activation", "hidden": [4], "limit": 250, "epochs": 1, "seeds": 2}
TWO = {"first_network": "one", "second_network": "two"}


def train(workspace, name, **changes):
    """Train a small network, put it on the shelf, and return the trainer."""
    recipe = QUICK.changed(changes).recipe()
    trainer = Trainer(recipe.network(), recipe.dataset(digits()), recipe.training)
    trainer.fit()
    save(workspace.models, recipe, trainer, name, {})
    return trainer


def put(workspace, name, *, created="2026-01-01T12:00:00+00:00", outputs=10, **metrics):
    """Put a network on the shelf that learned nothing, and does not say how."""
    network = MLP((784, 3, outputs), seed=len(name))
    workspace.models.save(Model(network, scaling=Scaling.unit(), name=name, created=created, metrics=metrics))
    return network


def keep_bars(workspace):
    """Keep a data set of the learner's own: 100 images to learn from, 20 to test with, of two kinds."""
    images, labels = bars(120)
    files = [File(*each) for each in pictures(images, labels, {3: "up", 8: "flat"}).items()]
    *_, last = read_files(files, nullcontext())
    workspace.datasets.save("bars", last)
    return workspace.datasets.gallery("bars").images


def check_between(between, right):
    """The counts are those of the right answers, and the p is SciPy's binomial test."""
    first, second = right
    assert between["only_first"] == np.sum(first & ~second)
    assert between["only_second"] == np.sum(~first & second)
    assert (between["both"], between["neither"]) == (np.sum(first & second), np.sum(~first & ~second))
    n = between["only_first"] + between["only_second"]
    assert between["p"] == pytest.approx(stats.binomtest(int(between["only_first"]), int(n)).pvalue)


def test_two_networks_of_the_shelf(workspace, ask):
    """They are compared on all test images, by what each says of them; settings and curves are their own."""
    trainers = [train(workspace, "one"), train(workspace, "two", layers=(784, 4, 10), limit=300, seed=1)]
    view = ask(ID, "open", **TWO)
    assert view["problem"] is None
    assert [(each["name"], each["shape"]) for each in view["networks"]] == [
        ("two", "784-4-10"),
        ("one", "784-8-10"),
    ]
    pair = view["pair"]
    assert (pair["names"], pair["on"], pair["apart"], pair["done"]) == (["one", "two"], "test", "", 1)
    images = digits()
    right = [t.predict(images.x_test).argmax(axis=1) == images.y_test for t in trainers]
    check_between(pair["between"], right)
    assert sum(pair["between"][name] for name in ("both", "only_first", "only_second", "neither")) == 10_000
    shown = np.flatnonzero(right[0] != right[1])[:24]
    assert pair["between"]["labels"] == [str(label) for label in images.y_test[shown]]
    np.testing.assert_array_equal(pair["between"]["images"], images.x_test[shown])
    assert pair["differences"] == [
        ["layers", "784-8-10", "784-4-10"],
        ["seed", "0", "1"],
        ["learned", "320", "240"],  # a fifth is held back
    ]
    for curve, trainer in zip(pair["curves"], trainers, strict=True):
        held = trainer.history.column("validation_accuracy")
        assert curve["held_accuracy"].tolist() == pytest.approx(held)
        assert curve["epoch"].tolist() == [1, 2]


def test_a_network_beside_a_point(workspace, ask):
    """The point is trained with seed 0; both are asked about the test images."""
    train(workspace, "one")
    view = ask(ID, "open", **SWEEP, first_network="one", second=2)
    assert (view["pair"]["first"], view["pair"]["second"], view["pair"]["names"]) == (-1, 2, ["one", ""])
    while (pair := ask(ID, "train_pair"))["done"] < 1:
        pass
    plan = CompareSettings(**SWEEP | {"hidden": (4,)}).plan()
    point = Training(plan.trial(plan.all_points[2], 0), digits())
    while not point.is_over:
        point.advance(1)
    images = digits()
    model = workspace.models.load("one")
    says = model.network.forward(Scaling.unit().apply(images.x_test)).output.argmax(axis=1)
    check_between(pair["between"], [says == images.y_test, point.answers(images.x_test) == images.y_test])
    assert ["layers", "784-8-10", "784-4-10"] in pair["differences"]


def test_networks_of_one_data_set_of_the_learners_own(workspace, ask):
    """They are asked about its test images; an answer beyond its classes is wrong, and is a number."""
    images = keep_bars(workspace)
    networks = [
        put(workspace, name, created="", dataset="bars", outputs=n) for name, n in (("one", 2), ("two", 9))
    ]
    pair = ask(ID, "open", **TWO)["pair"]
    inputs = Scaling.unit().apply(images.x_test)
    says = [network.predict(inputs).argmax(axis=1) for network in networks]
    check_between(pair["between"], [each == images.y_test for each in says])
    assert set(pair["between"]["labels"]) <= {"flat", "up"}
    assert set(pair["between"]["says_second"]) <= {"flat", "up", *map(str, range(2, 9))}
    assert pair["unknown"] == [0, 1]  # they do not say how they were trained
    assert pair["differences"] == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {"dataset": "bars"}, "datasets"),
        ({"dataset": "bars"}, {"dataset": "gone"}, "datasets"),
        ({"dataset": "gone"}, {"dataset": "gone"}, "gone"),
        ({"dataset": "bars", "created": "2020-01-01T00:00:00+00:00"}, {"dataset": "bars"}, "newer"),
    ],
)
def test_what_cannot_be_compared(workspace, ask, first, second, why):
    """Other data sets, one that is gone, and one that came after the network: no image is compared."""
    keep_bars(workspace)
    put(workspace, "one", **first)
    put(workspace, "two", **second)
    pair = ask(ID, "open", **TWO)["pair"]
    assert (pair["apart"], pair["between"]) == (why, None)
    assert len(pair["curves"]) == 2


def test_a_point_has_learned_mnist(workspace, ask):
    """A network of another data set cannot be compared with it."""
    keep_bars(workspace)
    put(workspace, "one", dataset="bars")
    assert ask(ID, "open", **SWEEP, first_network="one", second=0)["pair"]["apart"] == "datasets"


@pytest.mark.parametrize(
    ("name", "code"), [("none", "not_found"), ("broken", "bad_model"), ("../x", "not_found")]
)
def test_a_network_that_cannot_be_read_is_said(workspace, ask, name, code):
    """The page says why, and shows the rest."""
    put(workspace, "one")
    (workspace.models.folder / "broken.safetensors").write_bytes(b"no model")
    view = ask(ID, "open", first_network="one", second_network=name)
    assert view["problem"]["code"] == code
    assert view["pair"] is None
    assert [each["name"] for each in view["networks"]] == ["one"]


def test_nothing_is_compared_with_itself(workspace, ask):
    """Two different networks have to be chosen."""
    put(workspace, "one")
    assert ask(ID, "open", first_network="one", second_network="one")["pair"] is None


def test_a_run_of_overfitting_comes_with_its_network(workspace, ask, refusal):
    """Its first seed is trained again, once, and put on the shelf: only if its test score is seen already."""
    small = {"images": 100, "width": 4, "epochs": 3, "noise": 0.1}
    ask("overfitting", "open", **small)
    run = ask("overfitting", "keep")["runs"][0]["id"]
    while workspace.runs.advance(200):
        pass
    assert refusal("overfitting", "network", run=run)["code"] == "covered"
    kept = ask("overfitting", "uncover", run=run)["runs"][0]
    while not (saved := ask("overfitting", "network", run=run))["name"]:
        assert saved["done"] < 1
    assert saved == {"name": "overfitting-100-4", "done": 1}
    assert ask("overfitting", "network", run=run) == saved
    assert workspace.models.names() == ["overfitting-100-4"]

    train(workspace, "two", layers=(784, 4, 10), batch_norm=False)
    pair = ask(ID, "open", first_network=saved["name"], second_network="two")["pair"]
    right = pair["between"]["both"] + pair["between"]["only_first"]
    assert right / 10_000 == pytest.approx(kept["test"]["values"][0])  # the network is that of the run
    different = {name: (one, other) for name, one, other in pair["differences"]}
    assert different["learned"] == ("100", "320")
    assert different["wrong_labels"] == ("0.1", "")
    assert "layers" not in different
    result = workspace.runs.get("overfitting").result(job_of(Setup(**small), 0))
    assert pair["curves"][0]["held_accuracy"].tolist() == pytest.approx(result["held_accuracy"])
    assert pair["curves"][0]["epoch"].tolist() == [0, 1, 2, 3]
