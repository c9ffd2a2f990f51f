"""The exhibit `overfitting`."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from neurarium.data.mnist import mnist
from neurarium.engine import MLP, Scaling
from neurarium.engine.metrics import classes
from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.overfitting.game import chance_inside, is_inside, points_of
from neurarium.lab.exhibits.overfitting.image_source import ImageSource
from neurarium.lab.exhibits.overfitting.luck import Luck
from neurarium.lab.exhibits.overfitting.network import save
from neurarium.lab.exhibits.overfitting.settings import Setup
from neurarium.lab.exhibits.overfitting.training import Training, sample
from neurarium.lab.exhibits.overfitting.view import draw_live
from neurarium.lab.exhibits.overfitting.work import (
    EQUAL,
    EQUAL_RUNS,
    SEEDS,
    OverfittingWork,
    equal_jobs,
    job_of,
    jobs_of,
)

MNIST = ImageSource.mnist()
SMALL = {"images": 200, "width": 16, "epochs": 5}
RIGHT_HALF = [0.005, -6, 6, -6, 6, 6, 0.005, 6]  # no point lies on its edge


def live_to_the_end(ask, **settings):
    """Open the exhibit and train the network that is seen live; return the last answer."""
    ask("overfitting", "open", **settings)
    for _ in range(1000):
        live = ask("overfitting", "advance")
        if live["done"] == 1:
            return live
    raise AssertionError("the training does not come to its end")


def all_runs(workspace, ask):
    """Train everything that is kept."""
    while workspace.runs.advance(200):
        pass
    return ask("overfitting", "runs")


def trained(setup, seed=0):
    """Return a training at its end."""
    training = Training(setup, seed, MNIST)
    while not training.is_over:
        training.advance(0.2)
    return training


# --- the game -------------------------------------------------------------------------------------------


def test_inside_a_polygon():
    """A square with a bay, by hand: points in the bay are outside; a line has no inside."""
    corners = np.array([[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]], float)
    X = np.array([[1, 1], [3, 1], [2, 3], [5, 2], [-1, 2], [2, 0.5], [0.2, 3], [3.9, 3.5]])
    assert is_inside(X, corners).tolist() == [1, 1, 0, 0, 0, 1, 1, 1]
    assert is_inside(X, corners[::-1]).tolist() == is_inside(X, corners).tolist()
    assert is_inside(X, corners[:2]).tolist() == [0] * 8


def test_inside_many_polygons():
    """The winding angle, summed over the corners, says the same of random polygons."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, (200, 2))
    for _ in range(20):
        k = rng.integers(3, 9)
        angles = np.sort(rng.uniform(0, 2 * np.pi, k))  # a star about the middle: it does not cross itself
        corners = rng.uniform(0.5, 2, k)[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
        z = corners @ [1, 1j] - (X @ [1, 1j])[:, None]
        turned = np.angle(np.roll(z, -1, axis=1) / z).sum(axis=1)
        assert np.array_equal(is_inside(X, corners) == 1, np.abs(turned) > 3)


def test_the_points_are_as_probable_as_they_say():
    """Over many games, the share of points inside is the mean of their chances."""
    games = [points for number in range(60) for points in points_of(number)]
    p = np.concatenate([points.p for points in games])
    y = np.concatenate([points.y for points in games])
    assert y.mean() == pytest.approx(p.mean(), abs=3 * float(np.sqrt((p * (1 - p)).mean() / len(p))))
    assert np.allclose(p, np.concatenate([chance_inside(points.X) for points in games]))


def test_a_game(ask):
    """Nothing is shown before the points fall; then both are scored on the same points."""
    ask("overfitting", "open", boundary=RIGHT_HALF)
    for _ in range(1000):
        game = ask("overfitting", "play")
        if game["done"] == 1:
            break
    assert all(game[name] is None for name in ("unseen", "unseen_kinds", "yours", "network", "best", "map"))
    view = ask("overfitting", "configure", boundary=RIGHT_HALF, fallen=True)["game"]
    for part, points in (("seen", "points"), ("unseen", "unseen")):
        kinds = view["kinds" if part == "seen" else "unseen_kinds"]
        assert view["yours"][part] == np.count_nonzero((view[points][:, 0] > 0.005) == kinds)
    # The network, of 1,800 parameters, learns 40 points by heart, and pays for it on the others.
    assert view["network"]["seen"] >= 38
    assert view["network"]["unseen"] / 400 < view["network"]["seen"] / 40 - 0.1
    assert view["network"]["unseen"] < view["best"]
    # Its map has the answers, but for points near the boundary.
    column, row = (
        ((view["unseen"][:, 0] + 6) / 0.1).astype(int),
        ((6 - view["unseen"][:, 1]) / 0.1).astype(int),
    )
    decided = (view["map"][row, column] >= 0.5) == view["unseen_kinds"]
    assert abs(np.count_nonzero(decided) - view["network"]["unseen"]) < 25


def test_a_boundary_of_half_corners_is_refused(refusal):
    """Corners are pairs."""
    assert refusal("overfitting", "open", boundary=[1, 2, 3])["data"]["param"] == "boundary"


# --- what is learned from -------------------------------------------------------------------------------


@pytest.mark.parametrize("images", [100, 5000, 50_000, 57_000, 60_000])
def test_what_is_held_back_is_never_learned_from(images):
    """The images are distinct, and none of those held back is among them; each seed has others."""
    labels = mnist("raw").y_train
    setup = Setup(images=images)
    first, other = sample(setup, 0, MNIST), sample(setup, 1, MNIST)
    assert len(np.unique(first.rows)) == images
    held_back = {57_000: 3000, 60_000: 0}.get(images, 10_000)
    assert MNIST.held_back(images) == held_back
    assert first.rows.max() < 60_000 - held_back
    assert not np.array_equal(first.rows, other.rows)
    assert (first.wrong, first.labels.tolist()) == (0, labels[first.rows].tolist())


def test_wrong_and_random_labels():
    """The share of wrong labels is exact; shuffled ones are the same labels in another order."""
    labels = mnist("raw").y_train
    noisy = sample(Setup(images=2000, noise=0.3), 0, MNIST)
    assert noisy.wrong == np.count_nonzero(noisy.labels != labels[noisy.rows]) == 600
    shuffled = sample(Setup(images=2000, random_labels=True, noise=0.3), 0, MNIST)
    assert np.array_equal(np.sort(shuffled.labels), np.sort(labels[shuffled.rows]))
    assert shuffled.wrong == pytest.approx(1800, abs=60)


# --- the trainings --------------------------------------------------------------------------------------


def test_the_live_training(ask):
    """Its curves are those of the engine, step by step; its scores have Wilson's intervals."""
    live = live_to_the_end(ask, **SMALL)
    assert live["curves"]["epoch"].tolist() == [0, 1, 2, 3, 4, 5]
    images = mnist("raw")
    training = trained(Setup(**SMALL))
    network, scaling = training.trainer.network, Scaling.unit()
    held = network.forward(scaling.apply(images.x_train[50_000:52_000])).output
    right = int(np.count_nonzero(classes(held) == images.y_train[50_000:52_000]))
    assert live["held"]["right"] == pytest.approx(right, abs=1)
    interval = stats.binomtest(live["held"]["right"], 2000).proportion_ci(method="wilson")
    assert (live["held"]["low"], live["held"]["high"]) == pytest.approx((interval.low, interval.high))
    assert live["held_back"] == 10_000
    assert live["parameters"] == 784 * 16 + 16 + 160 + 10
    first = MLP([784, 16, 10], seed=0).forward(scaling.apply(images.x_train[50_000:52_000])).output
    untrained = np.mean(classes(first) == images.y_train[50_000:52_000])
    assert live["curves"]["held_accuracy"][0] == pytest.approx(untrained)


def test_learned_by_heart(ask):
    """Many units and few digits: all right of those, and clearly fewer of the others."""
    live = live_to_the_end(ask, images=200, width=64, epochs=40)
    assert live["train"]["share"] == 1
    assert 0.6 < live["held"]["share"] < 0.9
    assert live["memorises"]
    assert ask("overfitting", "check", task="by_heart")["done"]


def test_random_labels(ask):
    """All are learned, and of the digits held back no more are right than by guessing."""
    live = live_to_the_end(ask, images=200, width=256, epochs=60, random_labels=True)
    assert live["train"]["share"] > 0.95
    assert live["held"]["share"] < 0.15
    assert ask("overfitting", "check", task="random")["done"]


def test_a_long_training_has_no_longer_curves(ask):
    """At most about 40 points, the last one among them."""
    live = live_to_the_end(ask, images=100, width=4, epochs=130)
    epochs = live["curves"]["epoch"]
    assert len(epochs) <= 42
    assert (epochs[0], epochs[-1]) == (0, 130)


def test_early_stopping_goes_back():
    """It ends before the last epoch, with the weights of the best one, measured on what is held back."""
    setup = Setup(images=300, width=256, epochs=100, early_stopping=3)
    training = trained(setup)
    assert training.trainer.epochs_done < 100
    best = training.best_epoch
    assert best == training.trainer.epochs_done - 3
    watched = training.trainer.evaluate(*training._watched)
    assert (training.latest[0], training.latest[3]) == (best, pytest.approx(watched.loss))
    assert draw_live(training).held.share == watched.accuracy
    # The curve goes on past the best epoch; what the network went back to is no later point.
    free = {point[0]: point for point in trained(replace(setup, early_stopping=0)).curve}
    assert training.curve[-1][0] > best
    assert training.curve == [pytest.approx(free[point[0]]) for point in training.curve]
    assert trained(Setup(images=60_000, width=4, epochs=1, early_stopping=3)).trainer.epochs_done == 1


def test_without_digits_held_back(ask):
    """All digits learned from: no score of others, and no curve of it."""
    ask("overfitting", "open", images=60_000, width=4, epochs=1)
    live = ask("overfitting", "advance", budget_ms=1)
    assert live["held"] is None
    assert np.isnan(live["curves"]["held_loss"]).all()
    assert not live["memorises"]


def test_a_page_that_goes_step_by_step(ask):
    """No more steps are taken than were asked for."""
    ask("overfitting", "open", **SMALL)  # 200 digits in batches of 64: four steps an epoch
    done = [ask("overfitting", "advance", steps=1)["done"] for _ in range(3)]
    assert done == pytest.approx([1 / 20, 2 / 20, 3 / 20])


def test_a_change_begins_anew_and_no_change_does_not(ask):
    """What is trained stays while the page looks at something else."""
    live_to_the_end(ask, **SMALL)
    assert ask("overfitting", "configure", **SMALL, points=3)["live"]["done"] == 1
    assert ask("overfitting", "configure", **SMALL, l2=0.01)["live"]["done"] == 0


# --- the weights ----------------------------------------------------------------------------------------


def test_weights_with_and_without(ask):
    """Both histograms count all weights; L1 leaves far more of them near 0 than no penalty."""
    ask("overfitting", "open", images=500, width=16, epochs=20, l1=0.003)
    for _ in range(1000):
        view = ask("overfitting", "weights")
        if view["done"] == 1:
            break
    twin = trained(Setup(images=500, width=16, epochs=20)).trainer.network.weights()[0]
    without, penalised = view["without"], view["penalised"]
    assert without["counts"].sum() == penalised["counts"].sum() == without["total"] == 784 * 16
    assert without["tiny"] == pytest.approx(np.count_nonzero(np.abs(twin) < 0.001), abs=20)
    assert without["deviation"] == pytest.approx(np.sqrt((twin**2).mean()), rel=1e-3)
    assert penalised["tiny"] > 3 * without["tiny"]
    assert penalised["deviation"] < without["deviation"]
    assert without["images"].shape == (12, 784)


def test_without_a_penalty_there_is_one(ask):
    """Then the network is trained once."""
    ask("overfitting", "open", **SMALL)
    for _ in range(1000):
        view = ask("overfitting", "weights")
        if view["done"] == 1:
            break
    assert view["penalised"] is None
    assert view["without"]["total"] == 784 * 16


# --- kept runs ------------------------------------------------------------------------------------------


def test_kept_runs(ask, workspace):
    """Five seeds each; means, intervals and paired differences are SciPy's; the test set is covered."""
    ask("overfitting", "open", **SMALL)
    ask("overfitting", "keep")
    ask("overfitting", "keep")  # once is enough
    ask("overfitting", "configure", **SMALL | {"images": 2000})
    ask("overfitting", "keep")
    view = all_runs(workspace, ask)
    assert view["progress"]["state"] == "finished"
    small, large = view["runs"]
    assert [run["done"] for run in view["runs"]] == [SEEDS, SEEDS]
    assert view["reference"] == small["id"] == Setup(**SMALL).id
    for run in view["runs"]:
        values = run["held"]["values"]
        expected = stats.t.interval(0.95, SEEDS - 1, np.mean(values), stats.sem(values))
        assert (run["held"]["low"], run["held"]["high"]) == pytest.approx(expected)
        assert run["bands"]["epoch"].tolist() == [0, 1, 2, 3, 4, 5]
        curves = run["bands"]["held_accuracy"]
        assert np.all((curves["low"] <= curves["mean"]) & (curves["mean"] <= curves["high"]))
        assert run["test"] is None
    assert small["difference"] is None
    pairs = stats.ttest_rel(large["held"]["values"], small["held"]["values"]).confidence_interval(0.95)
    found = large["difference"]
    assert (found["low"], found["high"]) == pytest.approx(tuple(pairs))
    assert large["is_shown"]
    assert ask("overfitting", "check", task="cure")["missing"] == "runs"  # more data is another training
    other = ask("overfitting", "configure", **SMALL, reference=large["id"])["runs"]
    assert other["runs"][0]["difference"]["mean"] == pytest.approx(-found["mean"])
    assert ask("overfitting", "forget", run=small["id"])["runs"][0]["id"] == large["id"]


def test_a_score_is_the_networks(workspace, ask):
    """The first seed's scores on what is held back and on the test set, by the engine's own forward pass."""
    setup = Setup(**SMALL)
    ask("overfitting", "open", **SMALL)
    ask("overfitting", "keep")
    view = all_runs(workspace, ask)
    images, network = mnist("raw"), trained(setup).trainer.network
    held = classes(network.forward(Scaling.unit().apply(images.x_train[50_000:])).output)
    share = np.mean(held == images.y_train[50_000:])
    assert view["runs"][0]["held"]["values"][0] == pytest.approx(share, abs=2e-4)
    test = classes(network.forward(Scaling.unit().apply(images.x_test)).output)
    run = ask("overfitting", "uncover", run=setup.id)["runs"][0]
    assert run["test"]["values"][0] == pytest.approx(np.mean(test == images.y_test), abs=2e-4)


def test_the_covered_test_set(ask, refusal, workspace):
    """An unfinished run cannot be uncovered; uncoverings are counted, each run once, and never forgotten."""
    ids = []
    for width in (4, 5, 6):
        ask("overfitting", "open", images=100, width=width, epochs=1)
        ids.append(ask("overfitting", "keep")["runs"][-1]["id"])
    assert refusal("overfitting", "uncover", run=ids[0])["code"] == "busy"
    assert ask("overfitting", "check", task="commit")["missing"] == "runs"
    all_runs(workspace, ask)
    assert ask("overfitting", "check", task="commit")["missing"] == "covered"
    means = {run["id"]: run["held"]["mean"] for run in ask("overfitting", "runs")["runs"]}
    worst, middle, best = sorted(ids, key=means.__getitem__)
    view = ask("overfitting", "uncover", run=worst)
    assert [run["id"] for run in view["runs"] if run["test"] is not None] == [worst]
    assert ask("overfitting", "uncover", run=worst)["uncovered"] == 1
    assert ask("overfitting", "check", task="commit")["missing"] == "best"
    ask("overfitting", "uncover", run=best)
    assert ask("overfitting", "check", task="commit")["done"]
    ask("overfitting", "uncover", run=middle)
    assert ask("overfitting", "check", task="commit")["missing"] == "often"
    ask("overfitting", "open", images=10, width=4, epochs=1)
    ask("overfitting", "keep")
    all_runs(workspace, ask)
    assert ask("overfitting", "check", task="commit")["done"]  # it can be done all the same
    ask("overfitting", "forget", run=ids[1])
    assert refusal("overfitting", "uncover", run=ids[1])["code"] == "not_found"
    later = Lab(Workspace(workspace.folder))
    reply = later.handle({"id": 1, "exhibit": "overfitting", "op": "open", "params": {}})
    assert reply["data"]["runs"]["uncovered"] == 3


def test_stopped_and_resumed(ask, workspace):
    """Results that are there are not trained again, in this process or the next."""
    ask("overfitting", "open", **SMALL)
    ask("overfitting", "keep")
    while ask("overfitting", "runs")["progress"]["done"] < 2:
        workspace.runs.advance(0.1)  # however fast the machine is, it does not end them all
    assert ask("overfitting", "stop")["progress"]["state"] == "stopped"
    workspace.runs.advance(20)
    assert not workspace.runs.advance(20)
    before = ask("overfitting", "runs")["runs"][0]["held"]["values"]
    workspace.close()
    after = Workspace(workspace.folder)

    def again(op, **params):
        return Lab.handle(lab, {"id": 1, "exhibit": "overfitting", "op": op, "params": params})["data"]

    lab = Lab(after)
    assert again("open", **SMALL)["runs"]["progress"]["state"] == "stopped"
    again("go_on")
    while after.runs.advance(200):
        pass
    run = again("runs")["runs"][0]
    assert (run["done"], run["held"]["values"][:2]) == (SEEDS, before)


def test_no_more_runs_than_can_be_shown(ask, refusal):
    """The table has a limit, which is said."""
    for width in range(4, 28):
        ask("overfitting", "open", images=100, width=width, epochs=1)
        ask("overfitting", "keep")
    ask("overfitting", "open", images=100, width=99, epochs=1)
    error = refusal("overfitting", "keep")
    assert (error["code"], error["data"]) == ("too_large", {"limit": 24, "got": 25, "unit": "runs"})


def test_what_a_file_may_hold(workspace):
    """Jobs and results that are not as they should be are not accepted."""
    work, job = OverfittingWork(workspace.datasets), job_of(Setup(**SMALL), 0)
    course = work.train(job)
    next(course)
    try:
        while True:
            course.send(1.0)
    except StopIteration as end:
        result = end.value
    assert work.accepts(job, None)
    assert work.accepts(job, result)
    assert not work.accepts(job | {"seed": 99}, None)
    assert not work.accepts({"setup": {"images": 0}, "seed": 0}, None)
    assert not work.accepts({"setup": 3, "seed": 0}, None)
    assert not work.accepts(job, result | {"test": [11, 10]})
    assert not work.accepts(job, result | {"train_loss": ["x"] * 6})
    assert not work.accepts(job, result | {"epoch": [0]})
    assert not work.accepts(job, {})
    assert work.cost(job) < work.cost(jobs_of(Setup(images=2000, width=512), MNIST)[0])


# --- the luck -------------------------------------------------------------------------------------------


def test_luck_by_hand():
    """Of equal runs the best by each tenth is chosen; what it lacks on the rest is the cost."""
    rng = np.random.default_rng(0)
    right = rng.binomial(1000, 0.9, (EQUAL_RUNS, 10))
    luck = Luck.of_results([{"held": [[int(r), 1000] for r in row]} for row in right])
    costs = []
    for part in range(10):
        best = int(np.argmax(right[:, part]))
        rest = (right.sum(axis=1) - right[:, part]) / 9000
        lead = right[best, part] / 1000 - right[:, part].mean() / 1000
        costs.append(lead - (rest[best] - rest.mean()))
    assert np.allclose(luck.costs, costs)
    assert luck.mean_cost == pytest.approx(np.mean(costs))
    assert luck.best == int(np.argmax(right[:, 0]))
    # A test that is harder for all changes no lead.
    harder = right - np.array([300, *[0] * 9])
    other = Luck.of_results([{"held": [[int(r), 1000] for r in row]} for row in harder])
    assert np.allclose(other.by_test, luck.by_test)
    # Binomial scores that are all equally good: about 1.87 deviations of luck for the best of 20.
    assert luck.mean_cost == pytest.approx(1.87 * np.sqrt(0.09 / 1000), rel=0.3)
    assert Luck.of_results([]).best is Luck.of_results([{"held": [[9, 10]] * 10}]).best is None


def test_the_equal_runs(ask, workspace):
    """They differ in nothing but the seed, are no kept runs, and the best of them looks better than it is."""
    assert len({job["seed"] for job in equal_jobs()}) == EQUAL_RUNS
    assert {Setup(**job["setup"]).id for job in equal_jobs()} == {EQUAL.id}
    ask("overfitting", "open")
    assert ask("overfitting", "luck")["runs"] == []
    assert ask("overfitting", "check", task="luck_shown")["values"] == {"done": 0}
    luck = all_runs(workspace, ask)["luck"]
    assert (luck["done"], luck["of"]) == (EQUAL_RUNS, EQUAL_RUNS)
    assert luck["by_test"][luck["best"]] == luck["by_test"].max()
    assert luck["mean_cost"] > 0
    assert ask("overfitting", "check", task="luck_shown")["done"]


# --- tasks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "settings", "missing"),
    [
        ("beat", {}, "fall"),
        ("by_heart", SMALL, "over"),
        ("random", {}, "labels"),
        ("random", {"random_labels": True}, "over"),
        ("cure", {}, "runs"),
        ("commit", {}, "runs"),
        ("luck_shown", {}, "trained"),
    ],
)
def test_what_a_task_lacks(ask, task, settings, missing):
    """Each task names what is missing."""
    ask("overfitting", "open", **settings)
    assert ask("overfitting", "check", task=task)["missing"] == missing


def test_the_game_is_won_by_a_smooth_boundary(ask):
    """The crescent that the points come from is better than a network that learns by heart."""
    inside = list(np.linspace(-3.5, 3.5, 15))
    middle = [0.2 * x * x - 1.2 for x in inside]
    reach = [np.sqrt(max(2.9**2 - (0.65 * x) ** 2, 0)) / 1.1 for x in inside]
    upper = [(x, m + r) for x, m, r in zip(inside, middle, reach, strict=True)]
    lower = [(x, m - r) for x, m, r in zip(inside, middle, reach, strict=True)]
    boundary = [float(np.clip(v, -6, 6)) for corner in upper + lower[::-1] for v in corner]
    ask("overfitting", "open", boundary=boundary, fallen=True)
    while ask("overfitting", "play")["done"] < 1:
        pass
    assert ask("overfitting", "check", task="beat")["done"]
    ask("overfitting", "configure", boundary=[5, 5, 6, 5, 6, 6], fallen=True)
    verdict = ask("overfitting", "check", task="beat")
    assert verdict["missing"] == ("unseen" if verdict["values"] else "")


def test_a_cure(ask, workspace):
    """Noise learned by heart, and the same with a penalty: a pair that need not hold the reference."""
    ask("overfitting", "open", images=100, width=8, epochs=1)
    ask("overfitting", "keep")  # the reference, with other digits
    noisy = {"images": 300, "noise": 0.4, "epochs": 40, "width": 128}
    for l2 in (0, 1e-9):
        ask("overfitting", "configure", **noisy, l2=l2)
        ask("overfitting", "keep")
    all_runs(workspace, ask)
    assert ask("overfitting", "check", task="cure")["missing"] == "difference"
    ask("overfitting", "configure", **noisy, l2=0.03)
    ask("overfitting", "keep")
    runs = all_runs(workspace, ask)["runs"]
    assert [run["setup"]["images"] for run in runs] == [100, 300, 300, 300]
    assert (np.array(runs[3]["held"]["values"]) > runs[1]["held"]["values"]).all()
    assert ask("overfitting", "check", task="cure")["done"]


@pytest.mark.parametrize(("task", "right"), [("predict_random", "100"), ("predict_weights", "narrower")])
def test_predictions(ask, task, right):
    """One answer is right, all others and none at all are wrong."""
    ask("overfitting", "open")
    assert ask("overfitting", "check", task=task, answer=right)["done"]
    for wrong in ("10", "50", "wider", ""):
        assert not ask("overfitting", "check", task=task, answer=wrong)["done"]


def test_the_program_has_the_digits(ask):
    """The program draws the same digits and spoils the same labels; its lines run with NumPy alone."""
    settings = {"images": 1000, "noise": 0.2, "width": 32}
    text = ask("overfitting", "open", **settings)["program"]["keras"]
    lines = [
        line
        for line in text.splitlines()
        if line.startswith(("rng", "rows", "labels", "wrong", "x =", "y ="))
    ]
    images = mnist("raw")
    names = {"np": np, "x": images.x_train, "y": images.y_train}
    exec("\n".join(lines), names)
    chosen = sample(Setup(**settings), 0, MNIST)
    assert np.array_equal(names["y"][:1000], chosen.labels)
    assert np.allclose(names["x"][:1000] * 255, images.x_train[chosen.rows])
    assert np.array_equal(names["y"][1000:], images.y_train[50_000:52_000])
    split = float(text.split("validation_split=")[1].split(")")[0].split(",")[0])
    assert int(3000 * split) == 2000


def test_snapshot(check_snapshot, ask, workspace):
    """The views are what the front end's readers expect."""
    small = {"images": 100, "width": 4, "epochs": 2}
    for width in (4, 8):
        ask("overfitting", "open", **small | {"width": width})
        ask("overfitting", "keep")
    all_runs(workspace, ask)
    save(workspace.models, trained(Setup(**small)), {"test": [1, 10]})
    # Scores and losses differ a little from one kind of processor to another.
    numbers = ("curves", "bands", "train", "held", "test", "difference", "is_shown", "best_epoch")
    weights = ("counts", "tiny", "deviation", "images", "values", "memorises")
    volatile = (*numbers, *weights, "seconds_left", "share", "done")
    check_snapshot(
        "overfitting",
        [
            ("default", "open", {}),
            ("small", "open", small | {"l2": 0.001, "noise": 0.2, "boundary": RIGHT_HALF}),
            ("a slice of the game", "play", {"steps": 1}),
            ("a slice", "advance", {"steps": 1}),
            ("weights", "weights", {"steps": 1}),
            ("two kept", "runs", {}),
            ("uncovered", "uncover", {"run": Setup(**small).id}),
            ("its network", "network", {"run": Setup(**small).id}),
            ("covered", "network", {"run": Setup(**small | {"width": 8}).id}),
            ("kept", "keep", {}),
            ("stopped", "stop", {}),
            ("goes on", "go_on", {}),
            ("equal ones", "luck", {}),
            ("configured", "configure", small | {"random_labels": True}),
            ("forgotten", "forget", {"run": Setup(**small, l2=0.001, noise=0.2).id}),
            ("no run", "uncover", {"run": "none"}),
            ("task", "check", {"task": "beat"}),
            ("handed over", "to_code_lab", {}),
            ("prediction", "check", {"task": "predict_weights", "answer": "wider"}),
            ("refused", "open", {"images": 0}),
        ],
        volatile,
    )
