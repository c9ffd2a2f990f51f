"""The exhibit `neuron`."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.lab import Lab, Workspace
from neurarium.lab.exhibits.neuron import CHOICES, Neuron, NeuronSettings

numbers = st.floats(-2, 2, allow_subnormal=False)


def test_reference(ask):
    """I = 0.80, W = 0.50, b = -0.20 gives z = 0.20 and sigmoid 0.55."""
    view = ask("neuron", "open", inputs=[0.8], weights=[0.5], bias=-0.2, activation="sigmoid")
    assert view["terms"] == [pytest.approx(0.4)]
    assert f"{view['z']:.2f}" == "0.20"
    assert f"{view['output']:.2f}" == "0.55"


@given(
    st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3),
    numbers,
    st.sampled_from(["sigmoid", "tanh", "relu", "linear", "step", "leaky_relu", "gelu"]),
)
def test_agrees_with_the_formula(tmp_path_factory, pairs, bias, activation):
    """Terms, sum, output and slope are what the textbook's formulas give, for one to three inputs."""
    inputs, weights = zip(*pairs, strict=True)
    exhibit = Neuron(
        NeuronSettings(inputs, weights, bias, activation), Workspace(tmp_path_factory.getbasetemp())
    )
    view = exhibit.view()
    z = math.fsum([*(i * w for i, w in pairs), bias])
    assert view.z == pytest.approx(z, abs=1e-12)
    z = view.z  # the sign at the kink is a matter of rounding
    expected = {
        "sigmoid": 1 / (1 + math.exp(-z)),
        "tanh": math.tanh(z),
        "relu": max(0.0, z),
        "linear": z,
        "step": float(z >= 0),
        "leaky_relu": z if z > 0 else 0.01 * z,
        "gelu": z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    }
    assert view.output == pytest.approx(expected[activation], abs=1e-12)


@pytest.mark.parametrize("activation", CHOICES)
def test_curve_goes_through_the_point(ask, activation):
    """The neuron's own point lies within the curve and on it, also far out."""
    view = ask("neuron", "open", inputs=[2, 2], weights=[10, 1], bias=0.5, activation=activation)
    z, a = view["curve"]["z"], view["curve"]["a"]
    assert z[0] < view["z"] < z[-1]
    assert np.interp(view["z"], z, a) == pytest.approx(view["output"], abs=0.01)


@pytest.mark.parametrize("activation", [name for name in CHOICES if name != "step"])
def test_slope_is_the_derivative(ask, activation):
    """The slope agrees with a finite difference of the output."""
    at = {"inputs": [0.7], "weights": [1.3], "activation": activation}
    h = 1e-6
    below, above = (ask("neuron", "open", bias=b, **at)["output"] for b in (0.1 - h, 0.1 + h))
    slope = ask("neuron", "open", bias=0.1, **at)["slope"]
    assert slope == pytest.approx((above - below) / (2 * h), rel=1e-6)


def test_step_has_no_slope(ask):
    """The step function's slope is absent, not an error: the exhibit shows why it cannot be trained."""
    view = ask("neuron", "open", activation="step")
    assert view["slope"] is None
    assert view["curve"]["slope"] is None


def test_one_weight_for_each_input(refusal):
    """Two weights for one input are refused, by name."""
    error = refusal("neuron", "open", weights=[1, 2])
    assert error["code"] == "bad_param"
    assert error["data"]["param"] == "weights"


@pytest.mark.parametrize(
    ("task", "done", "not_done"),
    [
        ("fire", {"bias": 2, "weights": [2]}, {}),
        ("on_the_fence", {"bias": -0.4}, {"bias": -0.4, "activation": "relu"}),
        (
            "and_gate",
            {"inputs": [1, 0], "weights": [1, 1], "bias": -1.5, "activation": "step"},
            {"inputs": [1, 0], "weights": [1, 1], "bias": -0.5, "activation": "step"},  # that is OR
        ),
        ("times_32", {"inputs": [1, 1], "weights": [3.2, 0.1]}, {"inputs": [1, 1], "weights": [3.2, 0.0]}),
    ],
)
def test_tasks(ask, task, done, not_done):
    """Each task is done by a setting that solves it, and not by one that nearly does."""
    ask("neuron", "open", **not_done)
    assert not ask("neuron", "check", task=task)["done"]
    ask("neuron", "open", **done)
    verdict = ask("neuron", "check", task=task)
    assert verdict["done"]
    assert verdict["missing"] == ""


@pytest.mark.parametrize(
    ("task", "settings", "missing", "values"),
    [
        ("fire", {"inputs": [0], "bias": 0}, "output", {"output": 0.5}),
        ("on_the_fence", {"activation": "relu"}, "sigmoid", {}),
        ("on_the_fence", {"inputs": [0], "bias": 100}, "output", {"output": 1}),
        ("times_32", {}, "inputs", {}),
        ("times_32", {"inputs": [1, 1], "weights": [3.2, 0]}, "second", {}),
        ("times_32", {"inputs": [1, 1], "weights": [3, -1.5]}, "ratio", {"ratio": 2}),
        ("and_gate", {}, "inputs", {}),
        (
            "and_gate",
            {"inputs": [1, 0], "weights": [1, 1], "bias": -0.5, "activation": "step"},
            "outputs",
            {"o00": 0, "o01": 1, "o10": 1, "o11": 1},
        ),
    ],
)
def test_what_a_task_lacks(ask, task, settings, missing, values):
    """A task that is not done names what is missing, with the numbers of now."""
    ask("neuron", "open", **settings)
    assert ask("neuron", "check", task=task) == {
        "done": False,
        "right": "",
        "missing": missing,
        "values": pytest.approx(values),
    }


@pytest.mark.parametrize(("task", "right"), [("predict_z", 0.2), ("predict_flip", 0.45)])
def test_predictions(ask, task, right):
    """A prediction is right to two decimals, and wrong otherwise or when missing."""
    ask("neuron", "open")
    assert ask("neuron", "check", task=task, answer=str(right))["done"]
    assert not ask("neuron", "check", task=task, answer=str(right + 0.01))["done"]
    assert not ask("neuron", "check", task=task)["done"]


def test_open_replaces_the_state(lab: Lab, ask):
    """What `open` leaves out takes its default, whatever was there before."""
    ask("neuron", "open", bias=1.5, activation="tanh")
    assert ask("neuron", "open")["settings"]["bias"] == -0.2


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    three = {"inputs": [1, 0.5, -1], "weights": [0.5, -1.5, 3.2], "bias": 0.3}
    gate = {"inputs": [0, 1], "weights": [1, 1], "bias": -1.5, "activation": "step"}
    check_snapshot(
        "neuron",
        [
            ("default", "open", {}),
            *((f"three inputs, {name}", "open", {**three, "activation": name}) for name in CHOICES),
            ("prediction", "check", {"task": "predict_flip", "answer": "0.5"}),
            ("and gate", "open", gate),
            ("and gate checked", "check", {"task": "and_gate"}),
            ("refused", "open", {"bias": "high"}),
        ],
    )
