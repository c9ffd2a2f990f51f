"""The exhibit `forward`: the pass of the small network, its tasks, and the models that are walked through."""

import math
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurarium.engine import MLP, Scaling
from neurarium.lab import Workspace
from neurarium.lab.exhibits.forward import Forward
from neurarium.lab.exhibits.forward.settings import ForwardSettings, count_parameters, first_parameters
from neurarium.persist import Model
from neurarium.persist.codec import encode_model

numbers = st.floats(-3, 3, allow_subnormal=False)


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def by_hand(inputs, hidden, parameters):
    """Return the output of each row, in loops over plain numbers."""
    outputs = []
    for x in zip(inputs[::2], inputs[1::2], strict=True):
        a, at = list(x), 0
        for size in (*hidden, 1):
            W, b = parameters[at : at + len(a) * size], parameters[at + len(a) * size :]
            at += len(a) * size + size
            a = [
                sigmoid(sum(value * W[i * size + j] for i, value in enumerate(a)) + b[j]) for j in range(size)
            ]
        outputs.append(a[0])
    return outputs


def test_the_start_worked_by_hand(ask):
    """0.5 and 0.8 give the sums 0.54 and 0.22, the hidden outputs 0.632 and 0.555, and the answer 0.590."""
    view = ask("forward", "open")
    hidden, output = view["layers"]
    # 0.5 * 0.4 + 0.8 * 0.3 + 0.1 and 0.5 * (-0.6) + 0.8 * 0.9 - 0.2
    assert hidden["terms"][0].tolist() == [pytest.approx([0.2, -0.3]), pytest.approx([0.24, 0.72])]
    assert hidden["totals"][0].T.tolist() == [
        pytest.approx([0.2, 0.44, 0.54]),
        pytest.approx([-0.3, 0.42, 0.22]),
    ]
    assert hidden["z"][0] == pytest.approx([0.54, 0.22])
    assert hidden["a"][0] == pytest.approx([0.631812, 0.554779], abs=5e-7)
    # 0.631812 * 0.7 + 0.554779 * (-0.5) + 0.2
    assert output["z"][0] == pytest.approx([0.364879], abs=5e-7)
    assert output["a"][0] == pytest.approx([0.590221], abs=5e-7)


def test_the_lines_that_ran(ask):
    """The three lines are those of the engine's own source, from the product to the sigmoid."""
    product, bias, bend = ask("forward", "open")["lines"]
    assert "matmul(x, parameters" in product
    assert bias == 't.z += parameters["b"]'
    assert bend == "return self.activation.forward(t.z, out=t.a)"
    (source,) = ask("lab", "source", symbols=["engine.layers.dense.Dense.forward"])
    assert all(line in source["code"] for line in (product, bias, bend))


@given(st.lists(st.integers(1, 8), min_size=1, max_size=4), st.integers(1, 32), st.data())
def test_agrees_with_loops(tmp_path_factory, hidden, rows, data):
    """For every shape and any number of rows, the answers are those of loops; totals end at the sums."""
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    inputs = tuple(draw.uniform(-2, 2, 2 * rows).tolist())
    parameters = tuple(draw.uniform(-2, 2, count_parameters(tuple(hidden))).tolist())
    settings = ForwardSettings(inputs, tuple(hidden), parameters)
    view = Forward(settings, Workspace(tmp_path_factory.getbasetemp())).view()
    assert view.layers[-1].a[:, 0] == pytest.approx(by_hand(inputs, hidden, parameters), abs=1e-12)
    for layer in view.layers:
        assert layer.totals[:, -1] == pytest.approx(layer.z, abs=1e-12)
        assert layer.terms.sum(axis=1) + layer.b == pytest.approx(layer.z, abs=1e-12)


@pytest.mark.parametrize("rows", [1, 32])
def test_what_the_pass_costs(ask, rows):
    """A 2-3-2-1 network takes 14 multiplications and 6 sigmoids a row; its 20 parameters are there once."""
    cost = ask("forward", "open", hidden=[3, 2], inputs=[0.5, 0.8] * rows)["cost"]
    assert cost == {
        "rows": rows,
        "multiplications": 14 * rows,
        "additions": 14 * rows,
        "sigmoids": 6 * rows,
        "parameters": 20,
        "parameter_bytes": 160,
        "value_bytes": 8 * rows * (2 + 6 + 6),
    }


@pytest.mark.parametrize("hidden", [[2], [1], [8, 8, 8, 8], [3, 1, 5]])
def test_the_loops_give_the_same(ask, hidden):
    """The program without a library, run, prints the engine's numbers; so does its huge-sum case."""
    count = count_parameters(tuple(hidden))
    for parameters in ([], [100.0] * count, [-100.0] * count):
        view = ask("forward", "open", hidden=hidden, inputs=[0.5, 0.8, -1, 2], parameters=parameters)
        names: dict[str, Any] = {}
        exec(view["loops"], names)
        for k, layer in enumerate(view["layers"], start=1):
            assert names[f"a{k}"] == pytest.approx(layer["a"], abs=1e-12)


@pytest.mark.peers
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras with NumPy 2
@pytest.mark.parametrize("library", ["torch", "keras"])
@pytest.mark.parametrize("hidden", [[2], [4, 3, 5, 8]])
def test_the_programs_give_the_same(ask, library, hidden):
    """The pass in PyTorch and in Keras has the engine's z and a, and the lines beside each number too."""
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    view = ask("forward", "open", hidden=hidden, inputs=[0.5, 0.8, -1, 2])
    names: dict[str, Any] = {}
    exec(view["program"][library], names)

    def number(tensor: Any) -> float:
        return float(tensor.detach() if library == "torch" else tensor)

    for k, layer in enumerate(view["layers"], start=1):
        for kind in ("z", "a"):
            tensor = names[f"{kind}{k}"]
            array = np.asarray(tensor.detach() if library == "torch" else tensor)
            assert array == pytest.approx(layer[kind], abs=1e-5)
        lines = {name: kind[library].format(row=1, i=0, j=0) for name, kind in layer["computed"].items()}
        expected = {
            "input": layer["x"][1, 0],
            "weight": layer["W"][0, 0],
            "bias": layer["b"][0],
            "term": layer["terms"][1, 0, 0],
        }
        for kind, value in expected.items():
            assert number(eval(lines[kind], names)) == pytest.approx(value, abs=1e-5)
        for kind in ("z", "a"):
            exec(lines[kind], names)
            assert number(names[kind]) == pytest.approx(layer[kind][1, 0], abs=1e-5)


def test_refusals(refusal):
    """Half a row, and weights for another network, are refused by name with what was expected."""
    odd = refusal("forward", "open", inputs=[1, 2, 3])
    assert (odd["data"]["param"], odd["data"]["expected"]) == (
        "inputs",
        {"kind": "length", "count": 4, "or_empty": False},
    )
    wrong = refusal("forward", "open", hidden=[3], parameters=[1] * 9)
    assert (wrong["data"]["param"], wrong["data"]["expected"]["count"]) == ("parameters", 13)


@pytest.mark.parametrize("hidden", [(1,), (3,), (8, 8, 8, 8)])
def test_first_parameters_are_easy_to_follow(hidden):
    """What a network starts with has one decimal each, and the same each time."""
    parameters = first_parameters(hidden)
    assert parameters == first_parameters(hidden)
    assert len(parameters) == count_parameters(hidden)
    assert all(round(value, 1) == value and -1 <= value <= 1 for value in parameters)
    assert len(set(parameters)) > 3


# --- tasks --------------------------------------------------------------------------------------------------

# One hidden unit is an OR, the other an AND: the output says OR but not AND.
XOR = [20, 20, 20, 20, -10, -30, 20, -20, -10]


@pytest.mark.parametrize(
    ("task", "done", "not_done", "missing"),
    [
        ("sure", {"parameters": [0] * 8 + [3]}, {"parameters": [0] * 8 + [2]}, "output"),
        ("sure", {"parameters": [0] * 8 + [3]}, {"parameters": [0] * 8 + [3], "inputs": [1, 1]}, "inputs"),
        (
            "unheard",
            {"parameters": [1, 0, 0, 1, 0, 0, 0, 1, 0]},
            {"parameters": [1, 0, 0, 1, 0, 0, 1, 0, 0]},
            "output",
        ),
        ("unheard", {"parameters": [1, 0, 0, 1, 0, 0, 0, 1, 0]}, {"parameters": [0] * 9}, "heard"),
        (
            "tell_apart",
            {"hidden": [1, 1, 1], "parameters": [9, 9, 0] + [9, -4] * 3},
            {"parameters": [0] * 9},
            "layers",
        ),
        (
            "tell_apart",
            {"hidden": [1, 1, 1], "parameters": [9, 9, 0] + [9, -4] * 3},
            {"hidden": [3, 3, 3]},
            "same",
        ),
        ("xor", {"parameters": XOR}, {"parameters": [*XOR[:6], 20, 0, -10]}, "outputs"),
    ],
)
def test_tasks(ask, task, done, not_done, missing):
    """Each task is done by a network that solves it; one that does not is told what is missing."""
    ask("forward", "open", **not_done)
    verdict = ask("forward", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (False, missing)
    ask("forward", "open", **done)
    assert ask("forward", "check", task=task)["done"]


@pytest.mark.parametrize(
    ("question", "settings", "right"),
    [
        ("predict_sum", {}, "0.54"),
        ("predict_zeros", {"parameters": [0] * 9}, "0.5"),
        ("predict_cost", {"inputs": [0, 0] * 32}, "192"),
    ],
)
def test_questions(ask, question, settings, right):
    """A prediction is right to two decimals, and wrong beside that."""
    ask("forward", "open", **settings)
    assert ask("forward", "check", task=question, answer=right)["done"]
    assert not ask("forward", "check", task=question, answer=str(float(right) + 1))["done"]
    assert not ask("forward", "check", task=question, answer="?")["done"]


# --- a model of the shelf -----------------------------------------------------------------------------------


@pytest.fixture
def shelf(workspace, ask):
    """Return a network with two hidden layers, on the shelf as "mine"; the exhibit is open."""
    ask("forward", "open")
    network = MLP([784, 20, 6, 10], seed=3)
    workspace.models.save(Model(network, scaling=Scaling.unit(), name="mine"))
    return network


def test_a_walk(ask, shelf):
    """The layers' values are the network's own for that image; the loudest sixteen units are drawn."""
    view = ask("forward", "walk", model="mine", image=7)
    assert (view["label"], view["multiplications"]) == (9, 784 * 20 + 20 * 6 + 6 * 10)  # MNIST's test image 7
    trace = shelf.forward(view["image"].reshape(1, 784) / np.float32(255))
    assert [layer["size"] for layer in view["layers"]] == [20, 6, 10]
    for layer, t in zip(view["layers"], trace.layers, strict=True):
        assert layer["values"] == pytest.approx(t.a[0, layer["shown"]], abs=1e-6)
    first, second, _ = view["layers"]
    hidden_away = np.setdiff1d(np.arange(20), first["shown"])
    assert len(hidden_away) == 4
    assert np.abs(trace.layers[0].a[0, hidden_away]).max() <= np.abs(first["values"]).min()
    W = shelf.parameters[1]["W"]
    assert second["weights"].tolist() == W[first["shown"]][:, second["shown"]].tolist()
    assert view["answer"] == trace.output[0].argmax()


@pytest.mark.parametrize(("layer", "unit"), [(0, 19), (1, 0), (2, 9)])
def test_the_sum_of_a_unit(ask, shelf, layer, unit):
    """Largest terms, the others and the bias add up to the network's own z, and a is its activation."""
    found = ask("forward", "unit_sum", model="mine", image=7, layer=layer, unit=unit)
    image = ask("forward", "walk", model="mine", image=7)["image"]
    t = shelf.forward(image.reshape(1, 784) / np.float32(255)).layers[layer]
    terms = t.x[0].astype(float) * shelf.parameters[layer]["W"][:, unit]
    order = np.sort(np.abs(terms))[::-1]
    assert np.abs(found["terms"]) == pytest.approx(order[: len(found["terms"])], abs=1e-6)  # float32
    assert found["terms"] == pytest.approx(found["x"] * found["weights"])
    assert found["others"] + len(found["terms"]) == len(terms)
    assert found["rest"] == pytest.approx(terms.sum() - found["terms"].sum(), abs=1e-6)
    assert found["totals"][-1] == pytest.approx(t.z[0, unit], abs=1e-5)
    assert found["a"] == pytest.approx(t.a[0, unit])


def test_layers_of_every_kind(ask, workspace):
    """Batch normalization is said to come between; a residual block has values and no single sum."""
    ask("forward", "open")
    workspace.models.save(Model(MLP([784, 12, 10], batch_norm=True), scaling=Scaling.unit(), name="norm"))
    assert ask("forward", "unit_sum", model="norm", image=0, layer=0, unit=3)["normalised"]
    assert not ask("forward", "unit_sum", model="norm", image=0, layer=1, unit=3)["normalised"]


def test_what_cannot_be_walked(ask, refusal, shelf):
    """A model or a unit that is not there is refused in words."""
    assert refusal("forward", "walk", model="none", image=0)["code"] == "not_found"
    assert refusal("forward", "unit_sum", model="mine", image=0, layer=3, unit=0)["code"] == "not_found"
    assert refusal("forward", "unit_sum", model="mine", image=0, layer=0, unit=20)["code"] == "not_found"


def test_a_file_is_put_on_the_shelf(ask, shelf):
    """A file of ours is there under its name, or the next free one, and walks like any other."""
    data = encode_model(Model(MLP([784, 5, 10]), scaling=Scaling.unit(), name="other"))
    assert ask("forward", "add_model", name="mine.safetensors", data=data)["name"] == "mine-2"
    assert ask("forward", "add_model", name="../数字 1.SafeTensors", data=data)["name"] == "1"
    assert ask("forward", "walk", model="mine-2", image=0)["layers"][0]["size"] == 5
    assert {model["name"] for model in ask("forward", "models")["models"]} == {"mine", "mine-2", "1"}


def test_a_file_that_is_none_of_ours(ask, refusal):
    """Other bytes, a damaged file and a network for something else are refused with the reason."""
    ask("forward", "open")
    data = encode_model(Model(MLP([784, 5, 10]), name="other"))
    damaged = data[:-1] + bytes([data[-1] ^ 1])
    for broken in (b"PK\x03\x04", damaged, data[:-8]):
        found = ask("forward", "add_model", name="a", data=broken)
        assert (found["name"], found["reason"]) == (None, "file")
    iris = encode_model(Model(MLP([4, 5, 3]), name="iris"))
    assert ask("forward", "add_model", name="a", data=iris)["reason"] == "digits"
    assert refusal("forward", "add_model", name="a", data=b"0" * (16 * 2**20 + 1))["code"] == "too_large"
    assert ask("forward", "models") == {"models": []}


def test_snapshot(check_snapshot, shelf):
    """The answers are what the front end's readers expect."""
    deep = {"hidden": [3, 2], "inputs": [0.5, 0.8, -1, 0.25]}
    check_snapshot(
        "forward",
        [
            ("default", "open", {}),
            ("two hidden layers, two rows", "open", deep),
            ("checked", "check", {"task": "xor"}),
            ("prediction", "check", {"task": "predict_cost", "answer": "28"}),
            ("text", "read", {"text": "x=[1,2]\nW1=[[1],[2]]\nb1=[0]\nW2=[[1]]\nb2=[0]"}),
            ("wrong text", "read", {"text": "x = [1, two]"}),
            ("models", "models", {}),
            ("no file of ours", "add_model", {"name": "a", "data": b"1234"}),
            ("walk", "walk", {"model": "mine", "image": 7}),
            ("sum", "unit_sum", {"model": "mine", "image": 7, "layer": 1, "unit": 2}),
            ("handed over", "to_code_lab", {}),
            ("refused", "open", {"inputs": [1]}),
        ],
    )
