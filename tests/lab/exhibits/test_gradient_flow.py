"""The exhibit `gradient-flow`."""

import math
from dataclasses import asdict

import numpy as np
import pytest

from neurarium.data.mnist import mnist
from neurarium.engine.gradcheck import numerical_gradient
from neurarium.engine.losses import CrossEntropy
from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.gradient_flow import GradientFlow
from neurarium.lab.exhibits.gradient_flow.band import SEEDS, Spread
from neurarium.lab.exhibits.gradient_flow.settings import MENDS, DeepSettings, batch, make_network, mended
from neurarium.lab.exhibits.gradient_flow.sizes import run, sizes_of
from neurarium.lab.exhibits.gradient_flow.trial import TrialWork
from neurarium.lab.gradient_size import verdict_on
from neurarium.training.gradient_flow import flow, size

ID = "gradient-flow"
DEEP = {"depth": 20, "weight_scale": 1, "initializer": "he"}


def all_seeds(ask, **settings):
    """Let all seeds be added; return the last answer."""
    ask(ID, "open", **settings)
    while not (progress := ask(ID, "advance"))["over"]:
        pass
    return progress


@pytest.fixture
def train(ask, workspace):
    """Return ``train(**settings)``: the test of the verdict, when all is trained."""

    def train(**settings):
        ask(ID, "open", train=True, **settings)
        while workspace.runs.advance(1000):
            pass
        return ask(ID, "tested")["trial"]

    return train


# --- sizes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1e-200, 1.0, 1e200])
def test_a_size_is_the_root_mean_square(scale):
    """It does not depend on the shape, and neither overflows nor underflows before the numbers do."""
    values = scale * np.array([[3.0, -4.0], [0.0, 5.0]])
    assert size(values) == pytest.approx(scale * math.sqrt(50 / 4))
    assert size(np.zeros((2, 3))) == 0.0
    assert size(np.array([1.0, np.inf])) == np.inf
    assert math.isnan(size(np.array([1.0, np.nan])))


@pytest.mark.parametrize(
    ("ratio", "verdict"),
    [
        (0.0, "vanishing"),
        (0.9e-3, "vanishing"),
        (1e-3, "normal"),
        (1.0, "normal"),
        (1e3, "normal"),
        (1.1e3, "exploding"),
        (math.inf, "exploding"),
        (math.nan, "exploding"),
    ],
)
def test_the_verdict_has_one_rule(ratio, verdict):
    """Below 1e-3 of the gradient at the output it vanishes, above 1e3 it explodes."""
    assert verdict_on(ratio) == verdict


def test_six_sigmoid_layers_with_small_weights(ask):
    """The reference: the final gradient falls to about 1e-4, which reads vanishing, with nearly any seed."""
    view = ask(ID, "open")
    settings = view["settings"]
    assert (settings["activation"], settings["depth"], settings["weight_scale"]) == ("sigmoid", 6, 0.2)
    assert 3e-5 < view["ratio"] < 3e-4
    assert view["verdict"] == "vanishing"
    assert view["factor"] ** 7 == pytest.approx(view["ratio"])
    band = all_seeds(ask)["band"]
    assert (band["seeds"], band["vanishing"], band["normal"], band["exploding"]) == (SEEDS, SEEDS, 0, 0)
    assert 3e-5 < band["lowest"] <= band["ratio"] <= band["highest"] < 3e-4


@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "gelu"])
def test_the_sizes_are_those_of_differences_of_the_loss(activation, residual, batch_norm):
    """At every station the gradient is what differences of a loss give that was written anew."""
    settings = DeepSettings(4, 5, activation, "xavier", 1.3, residual, batch_norm, seed=3)
    network, (x, y) = make_network(settings), batch()
    x, y = x[:7], y[:7]
    rng = np.random.default_rng(1)
    for parameters in network.parameters:
        for array in parameters.values():
            array[...] = array + rng.normal(0, 0.1, array.shape)

    dense = [
        (W, next(p for p in _bare(network) if p["W"] is W or np.shares_memory(p["W"], W)))
        for W in network.weights()
    ]

    def loss_from(station, a):
        """Return the loss if the signal at a station is `a`."""
        for k, (W, part) in list(enumerate(dense))[station:]:
            z = a @ W + part["b"]
            if k == len(dense) - 1:
                return _cross_entropy(z, y)
            if batch_norm:
                z = part["gamma"] * (z - z.mean(0)) / np.sqrt(z.var(0) + 1e-5) + part["beta"]
            b = _ACTIVATIONS[activation](z)
            a = a + b if residual and k > 0 else b
        return _cross_entropy(a, y)

    trace = network.forward(x, training=True)
    delta = CrossEntropy().gradient(network.output, trace.z, trace.output, y)
    signal = flow(network, trace, network.backward(trace, delta))
    assert [a.shape[1] for a in signal.activations] == [784, 5, 5, 5, 5, 10]
    for station, (a, gradient) in enumerate(zip(signal.activations, signal.gradients, strict=True)):
        moved = a.astype(np.float64).ravel().copy()
        some = np.random.default_rng(station).choice(moved.size, 20, replace=False)
        found = numerical_gradient(
            lambda station=station, moved=moved, a=a: loss_from(station, moved.reshape(a.shape)), moved, some
        )
        assert np.allclose(gradient.ravel()[some], found, rtol=1e-5, atol=1e-9)


def _bare(network):
    """Return W, b and, if there are any, gamma and beta of each layer, by their bare names."""
    found, last = [], {}
    for parameters in network.parameters:
        for name, array in parameters.items():
            bare = name.rsplit(".", 1)[-1]
            if bare == "W":
                last = {}
                found.append(last)
            last[bare] = array
    return found


def _cross_entropy(z, y):
    z = z - z.max(1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(1)) - z[np.arange(len(z)), y]))


_ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "gelu": lambda z: z / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
}


def test_what_is_drawn_is_what_is_measured(ask):
    """Curves, ends, chosen layer and update are root mean squares of the pass, taken anew."""
    view = ask(ID, "open", depth=8, layer=3, activation="tanh", weight_scale=0.3, learning_rate=0.5, seed=4)
    network = make_network(DeepSettings(8, 32, "tanh", "normal", 0.3, seed=4))
    x, y = batch()
    trace = network.forward(x, training=True)
    delta = CrossEntropy().gradient(network.output, trace.z, trace.output, y)
    found = network.backward(trace, delta)
    rms = lambda values: math.sqrt(np.mean(np.square(values)))  # noqa: E731
    assert np.allclose(view["activations"], [rms(x), *(rms(t.a) for t in trace.layers[:-1]), rms(trace.z)])
    assert np.allclose(view["gradients"], [*(rms(g.x) for g in found.layers), rms(delta)])
    weights = [rms(p["W"]) for p in network.parameters]
    slopes = [rms(p["W"]) for p in found.parameters]
    assert np.allclose(view["updates"], [0.5 * g / w for g, w in zip(slopes, weights, strict=True)])
    assert view["input"]["norm"] == pytest.approx(np.linalg.norm(found.layers[0].x))
    assert (view["input"]["entries"], view["output"]["entries"]) == (64 * 784, 640)
    assert view["ratio"] == pytest.approx(rms(found.layers[0].x) / rms(delta))
    assert view["parameters"] == 784 * 32 + 7 * 32 * 32 + 32 * 10 + 8 * 32 + 10
    layer = view["layer"]
    assert layer["gradient"]["size"] == pytest.approx(rms(found.layers[3].x))
    assert layer["activation"]["size"] == pytest.approx(rms(trace.layers[2].a))
    assert layer["weight_gradient"]["size"] == pytest.approx(slopes[2])
    slope = 1 - trace.layers[2].a ** 2
    assert layer["slope"] == pytest.approx(slope.mean())
    for name, values in (
        ("activations", trace.layers[2].a),
        ("slopes", slope),
        ("gradients", found.layers[3].x),
    ):
        histogram = layer[name]
        edges = np.linspace(histogram["low"], histogram["high"], len(histogram["counts"]) + 1)
        counts, _ = np.histogram(values, edges)
        assert (histogram["low"], histogram["high"]) == (values.min(), values.max())
        assert np.abs(counts - histogram["counts"]).sum() <= 4  # a value on an edge may fall to either side


def test_the_batch_is_real():
    """Its rows are the first images of MNIST, with the mean and the deviation of the images of the steps."""
    images = mnist("raw")
    used = images.x_train[:12_800].reshape(12_800, -1).astype(np.float64)
    x, y = batch(3)
    assert np.allclose(x, (used[192:256] - used.mean()) / used.std(), atol=1e-5)
    assert np.array_equal(y, images.y_train[192:256])


def test_zeros_give_no_gradient(ask):
    """With all weights 0 nothing comes back through any of them, and there is no ratio to compare."""
    view = ask(ID, "open", initializer="zeros")
    assert (view["gradients"][:-1] == 0).all()
    assert (view["ratio"], view["verdict"]) == (0.0, "vanishing")
    assert np.isnan(view["updates"]).all()
    assert view["layer"]["gradients"]["counts"].sum() == 64 * 32


def test_numbers_that_leave_the_range_explode(ask):
    """A hundred wide layers with large weights leave even float64: that is told, not hidden."""
    view = ask(ID, "open", depth=100, width=64, activation="linear", weight_scale=3, residual=True)
    assert view["verdict"] == "exploding"
    view = ask(ID, "configure", depth=100, width=256, activation="relu", weight_scale=3)
    assert (view["verdict"], view["layer"]["layer"]) == ("exploding", 1)


# --- the band -------------------------------------------------------------------------------------------


def test_a_band_has_the_quantiles_of_its_seeds():
    """Median and edges are NumPy's linear quantiles: of twenty seeds, the mean of the middle two."""
    rows = 10 ** np.random.default_rng(0).uniform(-9, 9, (SEEDS, 4))
    found = Spread.of(list(rows))
    for share, edge in ((0.05, found.low), (0.5, found.median), (0.95, found.high)):
        assert np.allclose(edge, np.quantile(rows, share, axis=0), rtol=1e-12)
    assert np.allclose(found.median, np.sort(rows, axis=0)[9:11].mean(0), rtol=1e-12)
    one = Spread.of([rows[0]])
    assert [one.low.tolist(), one.median.tolist(), one.high.tolist()] == 3 * [rows[0].tolist()]


def test_a_band_goes_on_beyond_the_range():
    """Seeds that are infinite, or no number any more, lie above all others; they spoil no edge below them."""
    rows = [np.array([np.inf if i > 15 else i, np.nan if i > 15 else i, np.inf]) for i in range(20)]
    found = Spread.of(rows[::-1])
    assert np.allclose(found.low, [0.95, 0.95, np.inf])
    assert np.allclose(found.median, [9.5, 9.5, np.inf])
    assert np.array_equal(found.high, [np.inf, np.nan, np.inf], equal_nan=True)


def test_the_band_fills_in_behind(ask):
    """The first answer has one seed; each question adds some, and each seed is a network of its own."""
    first = ask(ID, "open", seed=7)["progress"]["band"]
    assert first["seeds"] == 1
    assert np.array_equal(first["gradients"]["low"], first["gradients"]["high"])
    assert ask(ID, "advance", budget_ms=0)["band"]["seeds"] == 2
    band = all_seeds(ask, seed=7)["band"]
    every = np.array([sizes_of(run(DeepSettings(seed=7 + k))).gradients for k in range(SEEDS)])
    for edge, share in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
        assert np.allclose(band["gradients"][edge], np.quantile(every, share, axis=0), rtol=1e-9)


def test_another_look_computes_nothing_anew(ask):
    """The seeds stay while other things change, and are gone with another network."""
    all_seeds(ask)
    assert ask(ID, "configure", layer=4)["progress"]["band"]["seeds"] == SEEDS
    faster = ask(ID, "configure", learning_rate=0.2)
    assert faster["progress"]["band"]["seeds"] == SEEDS
    assert ask(ID, "configure", width=16)["progress"]["band"]["seeds"] == 1


# --- training -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "mend", "verdicts"),
    [
        ({}, "relu", ("vanishing", "normal")),
        (DEEP, "relu", ("vanishing", "normal")),
        (DEEP, "residual", ("vanishing", "normal")),
        (DEEP, "batch_norm", ("vanishing", "normal")),
        (DEEP | {"activation": "relu", "weight_scale": 1.6}, "initializer", ("exploding", "normal")),
    ],
)
def test_the_verdict_is_tested_by_training(train, settings, mend, verdicts):
    """As it is it does not learn, mended it does, as the verdicts said; two hundred steps each."""
    trial = train(mend=mend, **settings)
    assert trial["progress"]["state"] == "finished"
    courses = trial["as_it_is"], trial["mended"]
    assert tuple(course["verdict"] for course in courses) == verdicts
    assert [course["learned"] for course in courses] == [False, True]
    assert [course["predicted"] for course in courses] == [True, True]
    assert len(trial["mended"]["losses"]) == 200
    assert trial["mended"]["end"] == pytest.approx(np.mean(trial["mended"]["losses"][-20:]))
    assert trial["mended"]["end"] < 0.9 * math.log(10)
    if verdicts[0] == "exploding":
        assert 1 < trial["as_it_is"]["diverged"] < 200
        assert trial["as_it_is"]["end"] is None
    else:
        assert trial["as_it_is"]["end"] == pytest.approx(math.log(10), rel=0.02)


def test_the_steps_are_plain_sgd(train):
    """The losses are those of a loop that is written anew: gradient of the batch, times rate, subtracted."""
    settings = DeepSettings(2, 8, "tanh", "xavier", 1.0)
    losses = train(depth=2, width=8, activation="tanh", initializer="xavier", weight_scale=1)["as_it_is"][
        "losses"
    ]
    network = make_network(settings)
    for step in range(5):
        x, y = batch(step)
        trace = network.forward(x)
        p = np.exp(trace.z) / np.exp(trace.z).sum(1, keepdims=True)
        assert losses[step] == pytest.approx(-np.log(p[np.arange(64), y]).mean())
        gradient = network.backward(trace, (p - np.eye(10)[y]) / 64).vector
        network.theta = network.theta - 0.1 * gradient


def steps_done(trial):
    """Return how many steps each of both has taken."""
    return [len(trial[name]["losses"]) for name in ("as_it_is", "mended")]


def test_a_training_follows_its_settings(ask, workspace):
    """It is not there until asked for, stays through another look, and another network has another one."""
    assert ask(ID, "open")["trial"] is None
    assert ask(ID, "tested")["trial"] is None
    assert steps_done(ask(ID, "configure", train=True)["trial"]) == [0, 0]
    for _ in range(2):  # to make it ready, and to take a step
        workspace.runs.advance(0)
    trial = ask(ID, "configure", train=True, layer=2)["trial"]
    assert (steps_done(trial), trial["as_it_is"]["learned"]) == ([1, 0], None)
    assert (trial["progress"]["state"], trial["progress"]["of"]) == ("running", 2)
    assert trial["progress"]["seconds_left"] > 0
    # The network as it is goes on; of the mend that nobody asks for any more nothing is trained.
    assert steps_done(ask(ID, "configure", train=True, mend="residual")["trial"]) == [1, 0]
    assert len(workspace.runs.get(ID).jobs) == 2
    settings = {"activation": "relu", "initializer": "he", "weight_scale": 1}
    assert ask(ID, "configure", train=True, **settings)["trial"]["mended"] is None
    assert len(workspace.runs.get(ID).jobs) == 1
    assert ask(ID, "configure", **settings)["trial"] is None
    assert workspace.runs.get(ID).jobs == ()


def test_a_training_stops_and_goes_on(ask, workspace, train):
    """Stopped, it takes no step and no task counts it; let go, it comes to the same end as without."""
    ask(ID, "open", train=True)
    trial = ask(ID, "stop")["trial"]
    assert (trial["progress"]["state"], steps_done(trial)) == ("stopped", [0, 0])
    while workspace.runs.advance(1000):
        pass
    assert steps_done(ask(ID, "tested")["trial"]) == [0, 0]
    assert ask(ID, "check", task="confirm")["missing"] == "train"
    assert ask(ID, "go_on")["trial"]["progress"]["state"] == "running"
    whole = train()
    assert steps_done(whole) == [200, 200]
    assert ask(ID, "check", task="confirm")["done"]


def test_a_training_survives_the_server(workspace, train, ask):
    """What has ended is on the disk; what had begun is trained anew by the next process."""
    whole = train()
    ask(ID, "configure", train=True, mend="residual")
    workspace.runs.advance(0)
    workspace.close()
    later = Workspace(workspace.folder)
    lab = Lab(later)
    GradientFlow.restore(later)

    def tested():
        return lab.handle({"id": 1, "exhibit": ID, "op": "tested", "params": {}})["data"]["trial"]

    lab.handle({"id": 1, "exhibit": ID, "op": "open", "params": {"train": True, "mend": "residual"}})
    assert steps_done(tested()) == [200, 0]
    assert np.array_equal(tested()["as_it_is"]["losses"], whole["as_it_is"]["losses"])
    while later.runs.advance(1000):
        pass
    assert steps_done(tested()) == [200, 200]


def test_a_page_that_another_one_took_the_training_from_has_it_again(lab, workspace, ask):
    """What one page gives up, another that still shows it orders anew."""
    other = Lab(workspace)
    for each in (lab, other):
        each.handle({"id": 1, "exhibit": ID, "op": "open", "params": {"train": True}})
    other.handle({"id": 1, "exhibit": ID, "op": "configure", "params": {}})
    assert workspace.runs.get(ID).jobs == ()
    assert ask(ID, "tested")["trial"]["progress"]["state"] == "running"
    assert len(workspace.runs.get(ID).jobs) == 2


def test_two_labs_on_one_folder(ask, workspace):
    """The second lab says that the first one trains, and its gradients are there all the same."""
    ask(ID, "open", train=True)
    other = Lab(Workspace(workspace.folder))
    reply = other.handle({"id": 1, "exhibit": ID, "op": "open", "params": {"train": True, "depth": 7}})
    assert reply["data"]["trial"]["progress"]["state"] == "elsewhere"
    assert reply["data"]["verdict"] == "vanishing"


def test_a_file_that_is_not_as_it_should_be():
    """Jobs and results that are none are passed over; what is missing is trained."""
    good = {"network": asdict(DeepSettings()), "learning_rate": 0.1}
    bad = [{"network": {"depth": 1}, "learning_rate": 0.1}, good | {"learning_rate": 99}, good | {"x": 1}, {}]
    work = TrialWork()
    assert work.accepts(good, None)
    assert not any(work.accepts(job, None) for job in bad)
    assert work.accepts(good, {"losses": [2.3] * 200, "diverged": None})
    assert work.accepts(good, {"losses": [2.3] * 3, "diverged": 4})
    for result in ({}, {"losses": [2.3] * 3, "diverged": None}, {"losses": ["a"] * 200, "diverged": None}):
        assert not work.accepts(good, result)


def test_few_trainings_are_kept(ask, workspace, monkeypatch):
    """Of those that have ended the oldest go, so that a slider that is dragged fills no disk."""
    monkeypatch.setattr(f"{TrialWork.__module__}.MOST_KEPT", 2)
    monkeypatch.setattr(f"{TrialWork.__module__}.STEPS", 1)
    for depth in range(2, 8):
        ask(ID, "open", train=True, depth=depth, width=4)
        while workspace.runs.advance(1000):
            pass
    assert [job["network"]["depth"] for job in workspace.runs.get(ID).jobs] == [6, 6, 7, 7]


@pytest.mark.parametrize("mend", MENDS)
def test_each_mend_changes_what_it_names(mend):
    """A mended network is another one, and mending it once more changes nothing."""
    once = mended(DeepSettings(), mend)
    assert once != DeepSettings()
    assert mended(once, mend) == once


# --- proof ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [{}, {"batch_norm": True}, {"residual": True, "batch_norm": True}])
def test_the_gradient_is_proved(ask, settings):
    """Finite differences of some weights of each layer agree, with batch norm as in training too."""
    ask(ID, "open", depth=3, width=6, weight_scale=1, **settings)
    proof = ask(ID, "prove")
    while len(proof["checks"]) < proof["asked"]:
        more = ask(ID, "prove", start=len(proof["checks"]))
        proof = {
            **more,
            "checks": [*proof["checks"], *more["checks"]],
            "worst": max(proof["worst"], more["worst"]),
        }
    assert {check["layer"] for check in proof["checks"]} == {1, 2, 3, 4}
    assert proof["worst"] < 1e-5
    assert max(abs(check["numeric"]) for check in proof["checks"]) > 1e-3


# --- tasks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "settings", "missing"),
    [
        ("vanish", DEEP, ""),
        ("vanish", DEEP | {"activation": "tanh"}, "sigmoid"),
        ("vanish", {}, "shallow"),
        ("vanish", DEEP | {"residual": True}, "alive"),
        ("explode", DEEP | {"activation": "relu", "weight_scale": 1.6}, ""),
        ("explode", DEEP | {"activation": "relu", "weight_scale": 1.5}, "scale"),
        ("explode", DEEP | {"activation": "sigmoid", "weight_scale": 1.6}, "calm"),
        ("explode", DEEP | {"initializer": "zeros", "weight_scale": 1.6}, "zeros"),
        ("explode", DEEP | {"activation": "relu", "width": 4, "weight_scale": 1.6}, "dead"),
        ("connect", DEEP | {"residual": True}, ""),
        ("connect", DEEP, "residual"),
        ("connect", DEEP | {"residual": True, "depth": 5}, "shallow"),
        ("connect", DEEP | {"residual": True, "activation": "tanh", "initializer": "xavier"}, "needless"),
        ("connect", DEEP | {"residual": True, "activation": "relu"}, "large"),
        ("connect", DEEP | {"residual": True, "weight_scale": 0.1}, "small"),
        ("connect", {"depth": 20, "residual": True, "initializer": "zeros"}, "zeros"),
        ("straighten", DEEP | {"activation": "relu"}, ""),
        ("straighten", DEEP, "activation"),
        ("straighten", DEEP | {"activation": "relu", "depth": 6}, "shallow"),
        ("straighten", DEEP | {"activation": "relu", "initializer": "normal"}, "weights"),
        ("straighten", DEEP | {"activation": "relu", "residual": True}, "extra"),
        ("straighten", DEEP | {"activation": "relu", "width": 4}, "dead"),
        ("straighten", DEEP | {"activation": "leaky_relu", "width": 4}, "narrow"),
        ("straighten", DEEP | {"activation": "relu", "initializer": "zeros"}, "zeros"),
        ("draw", DEEP | {"activation": "relu"}, ""),
        ("draw", DEEP | {"initializer": "normal"}, "initializer"),
        ("draw", DEEP, "slope"),
        ("draw", DEEP | {"weight_scale": 3}, "scale"),
        ("draw", DEEP | {"activation": "relu", "residual": True}, "extra"),
        ("draw", DEEP | {"activation": "relu", "initializer": "xavier"}, "other"),
        ("draw", DEEP | {"activation": "relu", "width": 4}, "dead"),
        ("draw", DEEP | {"activation": "gelu", "depth": 50}, "narrow"),
        ("confirm", {}, "train"),
    ],
)
def test_tasks(ask, task, settings, missing):
    """Each task is done by what solves it; else it names what is missing."""
    ask(ID, "open", **settings)
    verdict = ask(ID, "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


ADVICE = {
    "connect": {
        "residual": {"residual": True},
        "zeros": {"initializer": "he"},
        "dead": {"width": 32},
        "large": {"activation": "sigmoid"},
        "small": {"weight_scale": 1},
    },
    "straighten": {
        "activation": {"activation": "relu"},
        "zeros": {"initializer": "he"},
        "dead": {"width": 32},
        "weights": {"initializer": "he", "weight_scale": 1},
        "extra": {"residual": False, "batch_norm": False},
        "narrow": {"width": 32},
    },
    "draw": {
        "initializer": {"initializer": "xavier"},
        "dead": {"width": 32},
        "scale": {"weight_scale": 1},
        "slope": {"activation": "relu"},
        "extra": {"residual": False, "batch_norm": False},
        "other": {"initializer": "he"},
        "narrow": {"width": 32},
    },
}
"""What each sentence of the lesson about a task advises."""


@pytest.mark.parametrize("task", ADVICE)
@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@pytest.mark.parametrize("weights", [("zeros", 1), ("normal", 3), ("xavier", 0.1), ("he", 1)])
@pytest.mark.parametrize("extra", [{}, {"residual": True}])
@pytest.mark.parametrize("width", [4, 32])
def test_advice_leads_to_the_end(ask, task, activation, weights, extra, width):
    """Whoever does what is missing, time after time, does the task; nothing is said twice."""
    initializer, scale = weights
    state = {"depth": 20, "width": width, "activation": activation, "initializer": initializer}
    state |= {"weight_scale": scale, **extra}
    said = set()
    ask(ID, "open", **state)
    while not (verdict := ask(ID, "check", task=task))["done"]:
        missing = verdict["missing"]
        assert all(math.isfinite(value) for value in verdict["values"].values())
        if missing == "needless":  # there is nothing to mend: it asks for another beginning
            return
        assert missing not in said
        said.add(missing)
        state |= ADVICE[task][missing]
        ask(ID, "configure", **state)


@pytest.mark.parametrize(("depth", "verdict"), [(12, "normal"), (20, "exploding")])
def test_residual_connections_and_large_weights_explode(ask, depth, verdict):
    """As the lesson has it: with He's weights, a ReLU network with residual connections, at 20 layers."""
    settings = {"depth": depth, "activation": "relu", "initializer": "he", "weight_scale": 1}
    assert ask(ID, "open", residual=True, **settings)["verdict"] == verdict


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({}, ""),
        ({"mend": "initializer"}, "stuck"),
        ({"activation": "relu"}, "learns"),
        ({"residual": True, "mend": "residual"}, "same"),
    ],
)
def test_the_training_task(ask, train, settings, missing):
    """It wants a network that does not learn beside a mended one that does, trained to the end."""
    train(**settings)
    verdict = ask(ID, "check", task="confirm")
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


@pytest.mark.parametrize(("task", "right"), [("predict_twice", "power"), ("predict_zeros", "none")])
def test_predictions(ask, task, right):
    """One answer is right, all others and none at all are wrong."""
    ask(ID, "open")
    assert ask(ID, "check", task=task, answer=right)["done"]
    for wrong in ("half", "tenth", "some", ""):
        assert not ask(ID, "check", task=task, answer=wrong)["done"]


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    check_snapshot(
        ID,
        [
            ("default", "open", {}),
            ("deep", "open", DEEP | {"residual": True, "batch_norm": True, "layer": 11}),
            ("zeros", "open", {"initializer": "zeros"}),
            ("a slice", "advance", {"budget_ms": 0}),
            ("training", "configure", {"train": True}),
            ("tested", "tested", {}),
            ("stopped", "stop", {}),
            ("goes on", "go_on", {}),
            ("proof", "prove", {"start": 25}),
            ("task", "check", {"task": "vanish"}),
            ("refused", "open", {"depth": 1}),
        ],
        volatile=("counts", "seconds_left"),
    )
