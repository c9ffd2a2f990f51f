"""The exhibit `backprop`."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab import Workspace
from neurarium.lab.exhibits.backprop import Backprop
from neurarium.lab.exhibits.backprop.settings import BackpropSettings

LARGEST = {"inputs": 3, "hidden": [4, 4], "outputs": 2, "batch": 8}

# The 2-2-1 network that is worked out below by hand: W1 (2, 2), b1, W2 (2, 1), b2.
THETA = [0.4, -0.6, 0.2, 0.5, 0.1, -0.1, 0.7, -0.3, 0.2]
SAMPLE = [0.5, 0.8, 1.0]


def sigma(z: float) -> float:
    """Return the sigmoid, from the textbook."""
    return 1 / (1 + math.exp(-z))


def test_worked_by_hand(ask):
    """A whole step of a 2-2-1 network of sigmoids, worked out on paper number by number."""
    view = ask("backprop", "open", theta=THETA, samples=SAMPLE, learning_rate=0.5)
    z1, z2 = 0.5 * 0.4 + 0.8 * 0.2 + 0.1, 0.5 * -0.6 + 0.8 * 0.5 - 0.1
    assert view["layers"][0]["z"] == pytest.approx([z1, z2])
    assert (z1, z2) == (pytest.approx(0.46), pytest.approx(0.0))
    a1, a2 = sigma(0.46), 0.5
    o = sigma(0.7 * a1 - 0.3 * a2 + 0.2)
    assert view["layers"][1]["a"] == pytest.approx([o])
    delta = (o - 1) * o * (1 - o)
    assert view["layers"][1]["delta"] == pytest.approx([delta])
    d1, d2 = a1 * (1 - a1) * 0.7 * delta, 0.25 * -0.3 * delta
    assert view["layers"][0]["delta"] == pytest.approx([d1, d2])
    gradient = [0.5 * d1, 0.5 * d2, 0.8 * d1, 0.8 * d2, d1, d2, a1 * delta, a2 * delta, delta]
    assert view["step"]["gradient"] == pytest.approx(gradient)
    assert view["step"]["change"] == pytest.approx([-0.5 * g for g in gradient])
    assert view["step"]["after"] == pytest.approx([w - 0.5 * g for w, g in zip(THETA, gradient, strict=True)])
    assert view["step"]["loss"] == pytest.approx((o - 1) ** 2 / 2)
    wrong = ask("backprop", "open", theta=THETA, samples=SAMPLE, learning_rate=0.5, wrong_sign=True)
    assert wrong["step"]["change"] == pytest.approx([0.5 * g for g in gradient])


settings = st.fixed_dictionaries(
    {
        "inputs": st.integers(2, 3),
        "hidden": st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
        "outputs": st.integers(1, 2),
        "activation": st.sampled_from(["sigmoid", "tanh", "relu"]),
        "loss": st.sampled_from(["mse", "cross_entropy"]),
        "batch": st.integers(1, 8),
        "sample": st.integers(0, 7),
        "seed": st.integers(0, 1000),
    }
)


@given(settings)
def test_the_shares_of_all_paths_sum_to_the_gradient(tmp_path_factory, chosen):
    """For every parameter of every kind of network: so many paths as units multiply to, and the right sum."""
    workspace = Workspace(tmp_path_factory.getbasetemp())
    sizes = [chosen["inputs"], *chosen["hidden"], chosen["outputs"]]
    for k, place in enumerate(Backprop(BackpropSettings(**chosen), workspace).view().places):
        paths = Backprop(BackpropSettings(**chosen, chosen=k), workspace).view().paths
        assert paths.agrees
        assert paths.total == pytest.approx(paths.gradient, abs=1e-12)
        assert len(paths.paths) == math.prod(sizes[place.layer + 1 :])
        for path in paths.paths:
            assert path.share == pytest.approx(math.prod(factor.value for factor in path.factors), abs=1e-15)
            assert len(path.factors) == (place.row >= 0) + 2 * (len(sizes) - 1 - place.layer) + 1


@given(settings)
def test_gradients_are_those_of_differences(tmp_path_factory, chosen):
    """The step's gradient is what differences of the batch's own loss say, for every parameter."""
    workspace = Workspace(tmp_path_factory.getbasetemp())
    view = Backprop(BackpropSettings(**chosen), workspace).view()
    h = 1e-6
    for k in range(0, len(view.theta), 3):
        losses = []
        for sign in (1, -1):
            theta = view.theta.copy()
            theta[k] += sign * h
            moved = Backprop(BackpropSettings(**chosen, theta=tuple(theta.tolist())), workspace).view()
            losses.append(moved.step.loss)
        assert view.step.gradient[k] == pytest.approx((losses[0] - losses[1]) / (2 * h), abs=1e-6)


def test_the_batch_takes_the_average(ask):
    """The step is the mean of what the samples propose, and the loss the mean of theirs."""
    step = ask("backprop", "open", **LARGEST, loss="cross_entropy")["step"]
    assert step["proposals"].shape == (8, 46)
    assert step["proposals"].mean(axis=0) == pytest.approx(step["change"])
    assert step["losses"].mean() == pytest.approx(step["loss"])
    assert step["losses_after"].mean() == pytest.approx(step["loss_after"])
    assert step["loss_after"] < step["loss"]


def test_applied(ask):
    """What a step leads to is where the next one begins."""
    step = ask("backprop", "open", batch=4, seed=3)["step"]
    again = ask("backprop", "open", batch=4, seed=3, theta=step["after"].tolist(), taken=1)["step"]
    assert again["losses"] == pytest.approx(step["losses_after"])


def test_the_way_ahead(ask):
    """Thirty steps ahead begin like the next one; with minus the loss falls, with plus it climbs."""
    view = ask("backprop", "open", batch=4, seed=3)
    step, ahead = view["step"], view["ahead"]
    assert ahead["minus"][:2] == pytest.approx([step["loss"], step["loss_after"]])
    assert (np.diff(ahead["minus"]) < 0).all()
    assert (np.diff(ahead["plus"]) > 0).all()
    wrong = ask("backprop", "open", batch=4, seed=3, wrong_sign=True)["step"]
    assert ahead["plus"][1] == pytest.approx(wrong["loss_after"])


def test_a_loss_that_runs_away(ask):
    """With plus and a large rate the numbers run away: what is left is marked as none, and nothing breaks."""
    ahead = ask("backprop", "open", activation="relu", learning_rate=100, seed=2, batch=8)["ahead"]
    assert np.isfinite(ahead["plus"][0])
    assert np.isnan(ahead["plus"][-1])


def test_a_glance_changes_nothing(ask):
    """A look at other weights shows those, and the exhibit stays as it is."""
    before = ask("backprop", "open", theta=THETA, samples=SAMPLE)
    other = ask("backprop", "glance", theta=[0.0] * 9)
    assert other["layers"][1]["a"] == pytest.approx([0.5])
    assert ask("backprop", "prove", every=True)["checks"][0]["analytic"] == pytest.approx(
        before["layers"][0]["weight_gradient"][0, 0]
    )


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_proof(ask, activation, loss):
    """Every weight's gradient, or the chosen one's, agrees with finite differences: the shown sample's."""
    view = ask("backprop", "open", **LARGEST, activation=activation, loss=loss, sample=5, chosen=7)
    proof = ask("backprop", "prove")
    assert (proof["agree"], proof["rows"], proof["asked"]) == (True, 1, 46)
    one = ask("backprop", "prove", every=False)
    assert [check["analytic"] for check in one["checks"]] == pytest.approx([view["paths"]["gradient"]])


@pytest.mark.parametrize(
    ("exhibit", "params"),
    [("backprop", {}), ("playground", {"kind": "all"}), ("gradient-flow", {})],
)
def test_a_proof_goes_on_where_it_stopped(lab, ask, exhibit, params):
    """Asked for slice after slice on a busy machine, each parameter is checked once, and none is left out."""
    ask(exhibit, "open")
    whole, found = ask(exhibit, "prove", **params), []
    while len(found) < whole["asked"]:
        request = {"id": 1, "exhibit": exhibit, "op": "prove", "params": params | {"start": len(found)}}
        reply = lab.handle(request, budget_ms=0)
        assert reply["ok"], reply
        found += [(check["name"], check["layer"], *check["index"]) for check in reply["data"]["checks"]]
    assert len(set(found)) == len(found) == whole["asked"]


def test_cross_entropy_cancels_the_slope(ask):
    """Where the output is flat and wrong, the squared error hardly blames it; cross-entropy does."""
    theta = [*THETA[:6], 4.0, 4.0, 2.0]
    at = {"theta": theta, "samples": [0.5, 0.8, 0.0]}
    flat = ask("backprop", "open", **at)["layers"][1]
    steep = ask("backprop", "open", **at, loss="cross_entropy")["layers"][1]
    assert flat["a"] == pytest.approx(steep["a"])
    assert abs(flat["delta"][0]) < 0.01
    assert steep["delta"] == pytest.approx(steep["a"])


def test_find_worse(ask):
    """A case is found in which a step helps the batch and harms one sample; the view shows it."""
    ask("backprop", "open")
    found = ask("backprop", "find_worse")
    step = ask("backprop", "open", batch=2, seed=found["seed"], sample=found["sample"])["step"]
    assert step["loss_after"] < step["loss"]
    assert step["losses_after"][found["sample"]] > step["losses"][found["sample"]]


def test_what_does_not_fit_is_drawn(ask):
    """Weights or samples of another network are passed over; a target outside 0 … 1 is refused by place."""
    drawn = ask("backprop", "open")["theta"]
    assert ask("backprop", "open", theta=[1.0] * 8)["theta"] == pytest.approx(drawn)
    assert np.all(np.round(drawn * 10) == pytest.approx(drawn * 10))
    assert ask("backprop", "open")["x"][0] == pytest.approx([0.5, 0.8])


def test_a_target_must_be_a_share(refusal):
    """A target above 1 is refused, with its place among the samples."""
    error = refusal("backprop", "open", batch=2, samples=[0, 0, 1, 0, 0, 2])
    assert error["data"]["param"] == "samples[5]"


CONFLICT = {"batch": 2, "samples": [0.5, 0.8, 0, 0.5, 0.8, 1], "theta": [0] * 8 + [1]}
"""The same inputs with two answers, from an output above the middle: the mean falls, one sample rises."""

EXAMPLES = [
    {"hidden": [2, 2], "theta": [4, 4, 4, 4, 2, 2, 3, 3, 3, 3, 1, 1, 2, -1, 0]},
    {"activation": "relu", "theta": [0.5, 0.4, 0.3, 0.6, -3, 0.1, 0.7, 0.5, 0]},
    {
        "loss": "cross_entropy",
        "samples": [0.5, 0.8, 0],
        "theta": [0.4, -0.6, 0.2, 0.5, 0.1, -0.1, 4, 4, 2],
    },
    LARGEST | {"activation": "tanh", "loss": "cross_entropy"},
]


DEAD = {"activation": "relu", "batch": 4, "theta": [1, 1, 1, 1, -9, -9, 1, 1, 0]}


@pytest.mark.parametrize("state", EXAMPLES, ids=["vanishing", "dead", "cancel", "largest"])
def test_an_example_does_no_task(ask, state):
    """Choosing a ready example is nobody's understanding: each task asks for a step beyond it."""
    ask("backprop", "open", **state)
    for task in ("vanish", "dead", "cancel", "worse"):
        assert not ask("backprop", "check", task=task)["done"]


@pytest.mark.parametrize("batch", [1, 2, 8])
def test_the_steps_gradient_is_the_mean_of_the_samples(ask, batch):
    """Each sample's own gradient is the one of its proof; their mean is the step's, and so are the losses."""
    state = {"inputs": 3, "hidden": [3], "outputs": 2, "batch": batch, "seed": 5}
    view = ask("backprop", "open", **state)
    step = view["step"]
    assert step["gradients"].mean(axis=0) == pytest.approx(step["gradient"])
    assert step["losses"].mean() == pytest.approx(step["loss"])
    for sample in range(batch):
        shown = ask("backprop", "open", **state, sample=sample, chosen=sample)
        (check,) = ask("backprop", "prove", every=False)["checks"]
        own = shown["step"]["gradients"][sample][shown["chosen"]]
        assert own == pytest.approx(check["numeric"], rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(
    ("task", "done", "not_done", "missing"),
    [
        ("learn", {"theta": [5.0] * 9, "taken": 1}, {"taken": 1}, "loss"),
        ("learn", {"theta": [5.0] * 9, "taken": 1}, {"theta": [5.0] * 9}, "taken"),
        ("climb", {"wrong_sign": True}, {}, "sign"),
        ("dead", DEAD, {}, "relu"),
        ("dead", DEAD, {"activation": "relu"}, "batch"),
        ("dead", DEAD, {"activation": "relu", "batch": 4}, "alive"),
        ("dead", DEAD, DEAD | {"theta": [1, 1, 1, 1, -9, 0, 1, 1, 0]}, "alive"),
        ("vanish", {"activation": "tanh", "theta": [4, 4, 4, 4, 0, 0, 0.1, 0.1, 0]},
         {"theta": [9, 9, 9, 9, 9, 9, 0.1, 0.1, 0]}, "tanh"),
        ("vanish", {"activation": "tanh", "theta": [4, 4, 4, 4, 0, 0, 0.1, 0.1, 0]},
         {"activation": "tanh"}, "ratio"),
        ("cancel", {"loss": "cross_entropy", "theta": [0] * 8 + [-4]}, {}, "loss"),
        ("cancel", {"loss": "cross_entropy", "theta": [0] * 8 + [-4]},
         {"loss": "cross_entropy", "samples": [0.5, 0.8, 0], "theta": [0] * 8 + [4]}, "right"),
        ("worse", CONFLICT, {"batch": 8}, "batch"),
        ("worse", CONFLICT, {"batch": 2, "seed": 5}, "drawn"),
        ("worse", CONFLICT, {"batch": 2, "samples": SAMPLE * 2}, "none"),
    ],
)  # fmt: skip
def test_tasks(ask, task, done, not_done, missing):
    """Each task is done by a state that solves it, and says what one that does not still lacks."""
    ask("backprop", "open", **not_done)
    assert ask("backprop", "check", task=task)["missing"] == missing
    ask("backprop", "open", **done)
    assert ask("backprop", "check", task=task)["done"]


@pytest.mark.parametrize(("task", "right"), [("predict_paths", "8"), ("predict_zero", "0")])
def test_predictions(ask, task, right):
    """Eight ways lead through a 3-4-4-2 network; a weight without input gets no blame."""
    ask("backprop", "open")
    assert ask("backprop", "check", task=task, answer=right)["done"]
    assert not ask("backprop", "check", task=task, answer="2")["done"]


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    hand = {"theta": THETA, "samples": SAMPLE}
    check_snapshot(
        "backprop",
        [
            ("default", "open", {}),
            ("by hand", "open", hand),
            ("wrong sign", "open", {**hand, "wrong_sign": True}),
            ("softmax", "open", {**LARGEST, "hidden": [2], "batch": 2, "loss": "cross_entropy"}),
            ("dead", "open", {"activation": "relu", "theta": [1, 1, 1, 1, -9, 0, 1, 1, 0]}),
            ("tanh", "open", {"activation": "tanh", "hidden": [2, 2], "chosen": 1}),
            ("glance", "glance", {"theta": [0.0] * 15}),
            ("proof", "prove", {"every": False}),
            ("worse", "find_worse", {}),
            ("handed over", "to_code_lab", {}),
            ("quiz", "check", {"task": "predict_paths", "answer": "8"}),
            ("refused", "open", {"batch": 9}),
        ],
    )
