"""The exhibit `perceptron`."""

import itertools
import os
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.engine import MLP, Perceptron
from neurarium.lab.budget import Budget
from neurarium.lab.exhibits.perceptron.hidden import MOST_STEPS, Trials, by_hand, solves, trained
from neurarium.lab.exhibits.perceptron.run import Run
from neurarium.lab.exhibits.perceptron.settings import (
    CORNERS,
    MOST_MISTAKES,
    UNLEARNABLE,
    XOR,
    PerceptronSettings,
    make_points,
)

AND = (0, 0, 0, 1)
ZERO = (0.0, 0.0, 0.0)
TABLES = list(itertools.product((0, 1), repeat=4))
LATER = {"step": MOST_MISTAKES}


def test_and_by_hand(ask):
    """The first corrections of AND are those of pencil and paper; it ends after 11 mistakes in 6 passes."""
    view = ask("perceptron", "open")
    run = view["run"]
    assert (run["mistakes"], run["passes"], run["converged"]) == (11, 6, True)
    assert run["per_pass"].tolist() == [2, 3, 3, 2, 1, 0]
    states = [ask("perceptron", "show", step=step)["weights"] for step in range(5)]
    assert states == [[0, 0, 0], [0, 0, -1], [1, 1, 0], [1, 1, -1], [1, 0, -2]]
    correction = ask("perceptron", "show", step=2)["correction"]
    assert correction == {
        "sample": 3,
        "epoch": 1,
        "z": -1.0,
        "predicted": 0,
        "true": 1,
        "before": [0, 0, -1],
        "change": [1, 1, 1],
        "after": [1, 1, 0],
        "skipped": 2,
    }


@pytest.mark.parametrize("truth", TABLES, ids=lambda t: "".join(map(str, t)))
def test_every_truth_table(ask, truth):
    """Fourteen are learned within their bound; XOR and its opposite go round in the engine's own cycle."""
    view = ask("perceptron", "open", truth=list(truth), **LATER)
    run, frame = view["run"], view["frame"]
    result = Perceptron(2, learning_rate=1.0).fit(CORNERS, truth, max_epochs=60)
    assert view["separable"] == run["converged"] == result.converged == (truth not in UNLEARNABLE)
    if run["converged"]:
        assert run["per_pass"].tolist() == list(result.errors)
        assert frame["wrong"] == 0
        assert run["mistakes"] <= view["margin"]["bound"] * (1 + 1e-9)
        assert run["cycle"] is None
        assert view["hand"] is None
    else:
        cycle = run["cycle"]
        assert (cycle["passes"]["first"], cycle["passes"]["second"]) == result.cycle
        assert view["margin"] is None
        assert view["hand"]["output"].tolist() == list(truth)


def test_the_cycle_of_xor_is_replayed(ask):
    """From the weights of its beginning, the corrections of the cycle lead back to them, and do so again."""
    view = ask("perceptron", "open", truth=list(XOR))
    cycle = view["run"]["cycle"]
    assert cycle["passes"] == {"first": 2, "second": 3, "first_step": 6, "second_step": 10}
    begin = ask("perceptron", "show", step=6)["weights"]
    assert ask("perceptron", "show", step=10)["weights"] == begin == cycle["weights"][-1].tolist()
    w = np.array(begin)
    for _ in range(3):
        for sample, expected in zip(cycle["samples"], cycle["weights"], strict=True):
            x = np.array([*CORNERS[sample], 1])
            answer = int(w @ x >= 0)
            assert answer != XOR[sample]
            w = w + (XOR[sample] - answer) * x
            assert w.tolist() == expected.tolist()


whole = st.integers(-12, 12).map(lambda n: n / 2)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(whole, whole, st.integers(0, 1)), min_size=1, max_size=8),
    st.tuples(whole, whole, whole),
)
def test_a_run_is_that_of_the_engine(rows, start):
    """Corrections, passes, pocket and cycle are those of a plain `fit`, computed anew here."""
    X, y = np.array(rows)[:, :2], np.array(rows)[:, 2].astype(int)
    run = Run(X, y, 0.5, start)
    result = Perceptron(2, learning_rate=0.5, w=start[:2], b=start[2]).fit(X, y, max_epochs=run.passes)
    fitted = [(u.epoch, u.sample) for u in result.updates if u.changed]
    assert [(u.epoch, u.sample) for u in run.updates] == fitted[: len(run)]
    assert run.converged == result.converged
    if run.cycle is not None:
        assert (run.cycle.first, run.cycle.second) == result.cycle
        np.testing.assert_array_equal(run.states[run.cycle.first_step], run.states[run.cycle.second_step])
    best, fewest = 0, None
    for step, state in enumerate(run.states):
        wrong = int(((X @ state[:2] + state[2] >= 0) != y).sum())
        assert run.wrong[step] == wrong
        if fewest is None or wrong < fewest:
            best, fewest = step, wrong
        assert run.best[step] == best


@pytest.mark.parametrize("eta", [0.001, 0.05, 0.1, 0.2, 0.3, 1.0, 7.0])
@pytest.mark.parametrize("data", ["gate", "clouds", "own"])
def test_from_zero_eta_cancels_out(ask, data, eta):
    """Whatever the rate, the same points are corrected, as at one that is not it times a power of 2."""
    view = ask("perceptron", "open", data=data, eta=eta)
    run = view["run"]
    assert run["other"]["same"]
    assert run["other"]["eta"] == (1 if eta == 0.1 else 0.1)
    one = ask("perceptron", "open", data=data, eta=1)["run"]
    assert run["per_pass"].tolist() == one["per_pass"].tolist()
    if data == "gate":
        assert (run["mistakes"], run["passes"]) == (11, 6)


def test_from_other_weights_eta_matters(ask):
    """Where the weights do not begin at 0, another rate makes other mistakes."""
    assert not ask("perceptron", "open", start=[2, -1, 1])["run"]["other"]["same"]


@pytest.mark.parametrize("gap", [-1.5, 0.4, 1.0, 3.0])
@pytest.mark.parametrize("seed", [0, 7])
def test_the_gap_of_the_clouds(gap, seed):
    """Along the diagonal the clouds are as far apart as was asked for, or overlap, to the two decimals."""
    X, y = make_points(PerceptronSettings(data="clouds", gap=gap, seed=seed))
    along = X.sum(axis=1) / np.sqrt(2)
    assert along[y == 1].min() - along[y == 0].max() == pytest.approx(gap, abs=0.02)
    assert np.abs(X).max() <= 6
    assert np.bincount(y).tolist() == [20, 20]


def test_a_long_run_is_cut_off(ask):
    """Overlapping clouds never end: so many mistakes are followed, and there is no margin."""
    view = ask("perceptron", "open", data="clouds", gap=-2, **LATER)
    assert view["run"]["mistakes"] == MOST_MISTAKES
    assert not view["run"]["converged"]
    assert view["run"]["cycle"] is None
    assert view["margin"] is None
    assert view["frame"]["best"]["wrong"] <= view["frame"]["wrong"]


@pytest.mark.parametrize("truth", UNLEARNABLE)
def test_the_hidden_layer_by_hand(truth):
    """Step neurons with the weights by hand answer all four corners, as counted out here."""
    network = by_hand(truth)
    assert solves(network, truth)
    for (x1, x2), wanted in zip(CORNERS, truth, strict=True):
        either, not_both = x1 + x2 - 0.5 >= 0, -x1 - x2 + 1.5 >= 0
        both = either + not_both - 1.5 >= 0
        assert both == (x1 != x2)
        assert wanted == (both if truth == XOR else not both)


def test_trials_are_the_same_in_any_slices(ask):
    """Every seed's outcome is that of its training alone, however the time was cut up."""
    ask("perceptron", "open", truth=list(XOR), units=4)
    answer = ask("perceptron", "try_seeds")
    while len(answer["steps"]) < 12:
        answer = ask("perceptron", "try_seeds")
    steps = answer["steps"].tolist()
    assert answer["found"] == np.count_nonzero(steps)
    for seed in range(6):
        network = MLP([2, 4, 1], activation="tanh", output="sigmoid", seed=seed)
        trainer = trained(network, XOR, seed)
        first = 0
        while trainer.step < MOST_STEPS and not first:
            for _ in range(10):
                list(trainer.advance(1))
            first = trainer.step if solves(network, XOR) else 0
        assert steps[seed] == first


def test_a_slice_of_trials_ends_with_its_budget():
    """Without time left, one small piece of work is done, and the next slice goes on from there."""
    trials = Trials(XOR, 2)
    trials.go_on(Budget(0))
    assert trials.outcomes == []
    assert not trials.done
    before = trials.network.theta.copy()
    trials.go_on(Budget(0))
    assert not np.array_equal(before, trials.network.theta)


def test_points_are_checked(refusal):
    """Numbers that are no points are refused by name."""
    error = refusal("perceptron", "open", data="own", own=[1, 2, 1, 3])
    assert (error["code"], error["data"]["param"]) == ("bad_param", "own")
    error = refusal("perceptron", "open", data="own", own=[1, 2, 1, 3, 4, 0.5])
    assert error["data"]["param"] == "own[5]"


HARD = {"data": "clouds", "gap": 0.2}
OR = [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("task", "state", "missing"),
    [
        ("learn_and", LATER, ""),
        ("learn_and", {"step": 10}, "early"),
        ("learn_and", {"truth": OR, **LATER}, "table"),
        ("xor_cycle", {"truth": list(XOR), **LATER}, ""),
        ("xor_cycle", {"truth": list(XOR), "step": 9}, "early"),
        ("xor_cycle", LATER, "table"),
        ("the_other", {"truth": [1, 0, 0, 1]}, ""),
        ("the_other", {"truth": list(XOR)}, "xor"),
        ("the_other", {"truth": OR}, "learnable"),
        ("the_other", {"data": "clouds"}, "gate"),
        ("many_mistakes", HARD, ""),
        ("many_mistakes", {"data": "clouds", "gap": 3}, "few"),
        ("many_mistakes", {"data": "clouds", "gap": -2}, "inseparable"),
        ("many_mistakes", {}, "gate"),
        ("sure_layer", {"truth": list(XOR)}, "layer"),
        ("sure_layer", {"truth": list(XOR), "layer": True}, "untried"),
    ],
)
def test_tasks(ask, task, state, missing):
    """Each task is done by a state that does it; another names what is missing."""
    ask("perceptron", "open", **state)
    verdict = ask("perceptron", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


def test_the_task_of_the_hidden_layer(ask):
    """Six hidden neurons do it for nearly all seeds; while they are tried, that is said."""
    ask("perceptron", "open", truth=list(XOR), layer=True, units=6)
    answer = ask("perceptron", "try_seeds")
    if not answer["done"]:
        assert ask("perceptron", "check", task="sure_layer")["missing"] == "running"
    while not answer["done"]:
        answer = ask("perceptron", "try_seeds")
    assert len(answer["steps"]) == 100
    assert answer["found"] >= 95
    assert ask("perceptron", "check", task="sure_layer")["done"]


def test_questions(ask):
    """One gate is not learned, and from w = 0 the rate changes no mistake."""
    ask("perceptron", "open")
    verdict = ask("perceptron", "check", task="quiz_gate", answer="xor")
    assert verdict["done"]
    assert verdict["values"] == {"and": 11, "or": 5, "nand": 10}
    assert not ask("perceptron", "check", task="quiz_gate", answer="and")["done"]
    verdict = ask("perceptron", "check", task="quiz_rate", answer="same")
    assert (verdict["done"], verdict["values"]) == (True, {"one": 11, "ten": 11})
    assert ask("perceptron", "check", task="quiz_rate", answer="more")["right"] == "same"


# --- the programs -------------------------------------------------------------------------------------------

PROGRAMS = [
    {},
    {"truth": list(XOR)},
    {"truth": OR, "eta": 0.5},
    {"eta": 0.1},
    {"start": [2.0, -1.0, 1.0]},
    {"data": "clouds", "gap": 0.5},
    {"data": "own"},
]


def run_program(ask, state, language) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run a program as it is shown; return the view it belongs to and its names."""
    view = ask("perceptron", "open", **state)
    points = np.column_stack([view["samples"], view["labels"]]).tolist()
    names: dict[str, Any] = {"points": points}
    exec(view["program"][language], names)
    return view, names


@pytest.mark.parametrize("state", PROGRAMS)
def test_the_program_for_scikit_learn(ask, state):
    """It runs as it is shown, and answers all points rightly where ours does."""
    view, names = run_program(ask, state, "sklearn")
    assert names["neuron"].coef_.shape == (1, 2)
    if state in ({}, {"data": "clouds", "gap": 0.5}, {"data": "own"}):
        assert names["right"] == len(view["labels"])


def test_scikit_learn_refuses_one_class(ask):
    """A table with one answer only has no program for it."""
    assert ask("perceptron", "open", truth=[1, 1, 1, 1])["program"]["sklearn"] == ""


@pytest.mark.peers
@pytest.mark.parametrize("state", PROGRAMS)
@pytest.mark.parametrize(("language", "needs"), [("torch", "torch"), ("keras", "tensorflow")])
def test_the_programs_take_the_same_way(ask, state, language, needs):
    """Each ends with our weights after as many mistakes, and the lines of the numbers give the numbers."""
    if not find_spec(needs):
        pytest.skip(f"needs {needs}")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    view, names = run_program(ask, state, language)
    last = ask("perceptron", "show", **LATER)
    assert names["mistakes"] == view["run"]["mistakes"]
    weights = [*np.asarray(names["w"]).tolist(), float(names["b"])]
    assert weights == pytest.approx(last["weights"], abs=1e-5)
    computed = view["computed"]
    exec(computed["wrong"][language], names)
    assert int(names["wrong"]) == last["wrong"]
    exec(computed["z"][language].replace("{i}", "1"), names)
    assert float(names["z"]) == pytest.approx(last["z"][1], abs=1e-4)
    if view["margin"] is None:
        return
    exec(computed["radius"][language], names)
    assert float(names["R"]) == pytest.approx(view["margin"]["radius"], rel=1e-5)
    exec(computed["gamma"][language].replace("{nearest}", repr(view["margin"]["nearest"])), names)
    assert float(names["gamma"]) == pytest.approx(view["margin"]["gamma"], rel=1e-4)
    exec(computed["bound"][language], names)
    assert float(names["bound"]) == pytest.approx(view["margin"]["bound"], rel=1e-3)


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    check_snapshot(
        "perceptron",
        [
            ("default", "open", {}),
            ("and learned", "open", LATER),
            ("a step", "show", {"step": 4}),
            ("xor", "open", {"truth": list(XOR), **LATER}),
            ("its opposite", "open", {"truth": [1, 0, 0, 1], "step": 3, "layer": True}),
            ("clouds", "open", {"data": "clouds", "gap": 0.4, "step": 7}),
            ("overlapping", "open", {"data": "clouds", "gap": -1.0, "step": 60}),
            ("own", "open", {"data": "own", "eta": 0.25, "start": [1.0, -2.0, 0.5], **LATER}),
            ("cycle", "check", {"task": "xor_cycle"}),
            ("prediction", "check", {"task": "quiz_gate", "answer": "xor"}),
            ("refused", "open", {"eta": 0}),
            ("to be tried", "open", {"truth": list(XOR), "layer": True, "units": 8}),
            ("tried", "try_seeds", {}),
        ],
        volatile=("found", "steps", "newest", "done"),  # as far as the time went
    )
