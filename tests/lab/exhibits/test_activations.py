"""The exhibit `activations`."""

import math
from itertools import pairwise

import numpy as np
import pytest

from neurarium.data.mnist import mnist
from neurarium.engine import MLP, SGD, CrossEntropy, ReLU, Scaling, Sigmoid
from neurarium.lab.exhibits.activations.settings import CHOICES, EPOCHS, TRAINABLE
from neurarium.lab.exhibits.activations.sums import BINS, layer_sums, measure
from neurarium.persist import Model
from neurarium.training import Dataset, TrainConfig, Trainer

ALL = list(CHOICES)


def _gelu(z):
    return z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))


FORMULAS = {
    "step": lambda z: float(z >= 0),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "gelu": _gelu,
    "softmax": lambda z: math.exp(z) / (math.exp(z) + 9),
    "linear": lambda z: z,
}


def to_the_end(ask, **settings):
    """Train the network to its end; return the last answer about its sums."""
    ask("activations", "open", epoch=EPOCHS, **settings)
    for _ in range(1000):
        sums = ask("activations", "advance")
        if sums["trained"] == EPOCHS or sums["diverged"]:
            return sums
    raise AssertionError("the training does not come to its end")


# --- curves ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("z", [-3.2, -0.5, 0.7, 2.0, 11.0])
def test_values_and_slopes(ask, z):
    """Each function is what the textbook's formula gives, and its slope what differences of that give."""
    h = 1e-5
    for bend in ask("activations", "open", shown=ALL, z=z)["bends"]:
        f = FORMULAS[bend["name"]]
        assert bend["output"] == pytest.approx(f(z), abs=1e-12)
        if bend["name"] == "step":
            assert bend["slope"] is None
            assert bend["slopes"] is None
            continue
        assert bend["slope"] == pytest.approx((f(z + h) - f(z - h)) / (2 * h), abs=1e-8)
        assert bend["z"][0] <= z <= bend["z"][-1]
        assert np.allclose(bend["a"], [f(x) for x in bend["z"]], atol=1e-12)


def test_the_followed_one_is_drawn(ask):
    """What is followed is on the chart, chosen or not, and each function once, in one order."""
    view = ask("activations", "open", shown=["gelu", "step", "gelu"], activation="tanh")
    assert [bend["name"] for bend in view["bends"]] == ["step", "tanh", "gelu"]


@pytest.mark.parametrize("activation", CHOICES)
@pytest.mark.parametrize("z", [-4, 0.3, 4, 20])
def test_the_tangent_touches(ask, activation, z):
    """It goes through the point with the function's slope, inside the chart; a step has none."""
    view = ask("activations", "open", activation=activation, z=z)
    (bend,) = (each for each in view["bends"] if each["name"] == activation)
    if activation == "step":
        assert view["tangent"] is None
        return
    (left, right), (low, high) = view["tangent"]["z"], view["tangent"]["a"]
    assert bend["z"][0] <= left < right <= bend["z"][-1]
    assert (high - low) / (right - left) == pytest.approx(bend["slope"], abs=1e-12)
    assert low + (z - left) * bend["slope"] == pytest.approx(bend["output"], abs=1e-12)


# --- where real sums lie ----------------------------------------------------------------------------------


def test_the_untrained_sums(ask):
    """The histogram of the first layer is that of x W + b on the first 1,000 test images."""
    sums = ask("activations", "open", hidden="tanh", weight_scale=2)["sums"]
    network = MLP([784, 32, 16, 10], activation="tanh")
    z = mnist("unit").x_test[:1000] @ (2 * network.parameters[0]["W"])
    edges = np.linspace(-sums["shown"]["reach"], sums["shown"]["reach"], BINS + 1)
    counts = [int(np.sum((z >= low) & (z < high))) for low, high in pairwise(edges)]
    # Sums within rounding of an edge may fall to either side.
    assert np.abs(np.array(counts) - sums["shown"]["counts"]).sum() <= 8
    assert sums["shown"]["total"] == 32_000
    assert sums["shown"]["counts"].sum() + sums["shown"]["beyond"] == 32_000
    flat = np.mean(1 - np.tanh(z.astype(np.float64)) ** 2 < 0.1)
    assert sums["shown"]["flat"] / 32_000 == pytest.approx(flat, abs=2e-4)


def test_shares_by_hand():
    """Flat are the sigmoid's sums beyond about 2.06; silent is the ReLU unit without any positive sum."""
    z = np.array([[0.0, -1, 3], [2.05, -2, -3], [2.07, 0, -0.5], [-9, -4, 1]])
    sums = measure(Sigmoid(), z, Sigmoid().forward(z))
    assert (sums.flat, sums.silent, sums.total) == (5, None, 12)  # 3, -3, 2.07, -9 and -4
    sums = measure(ReLU(), z, ReLU().forward(z))
    assert (sums.flat, sums.silent, sums.units) == (8, 1, 3)
    assert sums.reach == 16.0  # the power of two beyond -9


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("residual", [False, True])
def test_layers_of_any_network(batch_norm, residual):
    """Every layer is found once, with the activation that its sums go through."""
    network = MLP([5, 4, 4, 3], activation="tanh", batch_norm=batch_norm, residual=residual, dropout=0.2)
    trace = network.forward(np.random.default_rng(0).normal(size=(7, 5)))
    found = [(sums.activation, sums.units) for sums in layer_sums(network, trace)]
    assert found == [("tanh", 4), ("tanh", 4), ("softmax", 3)]


@pytest.mark.parametrize("hidden", [name for name in TRAINABLE if name != "linear"])
def test_training_moves_the_sums(ask, hidden):
    """Five epochs in slices: every epoch can be shown, the network learns, and its sums spread."""
    sums = to_the_end(ask, hidden=hidden)
    assert (sums["trained"], sums["share_done"], sums["diverged"]) == (EPOCHS, 1.0, None)
    assert sums["accuracy"] > 0.7
    spread = []
    for epoch in range(EPOCHS + 1):
        view = ask("activations", "configure", hidden=hidden, epoch=epoch)["sums"]
        assert (view["trained"], view["epoch"]) == (EPOCHS, epoch)
        centres = (np.arange(BINS) + 0.5) / BINS * 2 - 1
        spread.append(np.average((centres * view["shown"]["reach"]) ** 2, weights=view["shown"]["counts"]))
    assert spread[-1] > 2 * spread[0]


def test_dead_are_units_that_no_training_image_switches_on(ask):
    """Nothing is dead before the first step; after it, each of the 4,000 images is looked at."""
    settings = {"hidden": "relu", "learning_rate": 1.0}
    shown = to_the_end(ask, **settings)
    network = MLP([784, 32, 16, 10], activation="relu")
    images = mnist("unit")
    data = Dataset(images.x_train[:4000], images.y_train[:4000])
    trained = TrainConfig(
        loss=CrossEntropy(), optimizer=SGD(1.0), epochs=EPOCHS, batch_size=32, backend="numpy"
    )
    Trainer(network, data, trained).fit()
    z = images.x_train[:4000] @ network.parameters[0]["W"] + network.parameters[0]["b"]
    assert (shown["dead"], shown["learned_from"]) == (int((z <= 0).all(axis=0).sum()), 4000)
    assert 0 < shown["dead"] <= shown["shown"]["silent"]
    at_the_start = ask("activations", "configure", epoch=0, **settings)["sums"]
    assert (at_the_start["dead"], at_the_start["shown"]["silent"]) == (None, 0)
    assert ask("activations", "check", task="kill")["missing"] == "trained"


def test_another_look_trains_nothing_anew(ask):
    """What is trained stays while other things change, and is gone with another network."""
    to_the_end(ask)
    assert ask("activations", "configure", z=-2, layer=2)["sums"]["trained"] == EPOCHS
    assert ask("activations", "configure", learning_rate=0.1)["sums"]["trained"] == 0


def test_one_slice_goes_no_further_than_wanted(ask):
    """A training goes as far as the epoch that is to be shown, or as many steps as are asked for."""
    ask("activations", "open", epoch=1)
    assert 0 < ask("activations", "advance", steps=1)["share_done"] < 0.01
    for _ in range(300):
        sums = ask("activations", "advance")
    assert (sums["trained"], sums["epoch"]) == (1, 1)


def test_a_divergence_is_told(ask):
    """Linear layers with a large learning rate leave the finite numbers; what came before stays."""
    sums = to_the_end(ask, hidden="linear", learning_rate=3)
    assert sums["diverged"]["learning_rate"] == 3
    assert sums["trained"] == 0
    assert np.isfinite(sums["shown"]["a"]).all()
    assert ask("activations", "advance")["diverged"] == sums["diverged"]


def test_a_model_of_the_shelf(workspace, ask):
    """Any model that reads digits can be looked at, with its own scaling; one that is not there is told."""
    network = MLP([784, 12, 10], activation="gelu", seed=3)
    workspace.models.save(Model(network, scaling=Scaling.unit(), name="mine"))
    sums = ask("activations", "open", model="mine", layer=9, epoch=3)["sums"]
    assert (sums["model"], sums["models"], sums["epochs"], sums["epoch"]) == ("mine", ["mine"], 0, 0)
    assert sums["layers"] == [
        {"units": 12, "activation": "gelu"},
        {"units": 10, "activation": "softmax"},
    ]
    assert (sums["layer"], sums["problem"]) == (2, None)
    right = network.predict(mnist("unit").x_test[:1000]).argmax(1) == mnist("raw").y_test[:1000]
    assert sums["accuracy"] == pytest.approx(right.mean())
    assert ask("activations", "advance")["share_done"] == 1.0
    sums = ask("activations", "configure", model="gone")["sums"]
    assert (sums["problem"]["code"], sums["model"], sums["epochs"]) == ("not_found", "", EPOCHS)


# --- collapse, depth, softmax -------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", range(20))
def test_two_linear_layers_are_one(ask, draw):
    """The product has every sum of products; both ways agree, and a ReLU between them parts them."""
    found = ask("activations", "open", draw=draw)["collapse"]
    W = np.einsum("ik,kj->ij", found["first"], found["second"])
    assert np.allclose(found["product"], W, atol=1e-12)
    assert np.allclose(
        found["bias"], np.einsum("k,kj->j", found["first_bias"], found["second"]) + found["second_bias"]
    )
    assert found["difference"] < 1e-6
    assert np.allclose(found["one"], found["x"] * W[0, 0] + found["bias"][0], atol=1e-9)
    assert np.allclose(found["first"], np.round(found["first"], 1))
    bent = ask("activations", "configure", draw=draw, bend=True)["collapse"]
    hidden = np.maximum(0, np.outer(bent["x"], bent["first"][0]) + bent["first_bias"])
    assert np.allclose(bent["two"], hidden @ bent["second"][:, 0] + bent["second_bias"][0], atol=1e-9)
    assert bent["difference"] > 0.1
    assert np.array_equal(bent["one"], found["one"])


@pytest.mark.parametrize("z", [-1.5, 0.0, 2.0])
def test_the_product_of_slopes(ask, z):
    """It is what differences of f(f(… f(z))) give, and at most what a chain of sigmoids may keep."""
    depth = ask("activations", "open", shown=ALL, z=z)["depth"]
    assert [chain["name"] for chain in depth["chains"]] == [name for name in CHOICES if name in TRAINABLE]
    assert np.allclose(depth["sigmoid_bound"], [0.25**n for n in range(1, 51)])
    for chain in depth["chains"]:
        f, h = FORMULAS[chain["name"]], 1e-4
        for n in (1, 2, 5, 10):
            ends = []
            for x in (z - h, z + h):
                ends.append(x)
                for _ in range(n):
                    ends[-1] = f(ends[-1])
            expected = (ends[1] - ends[0]) / (2 * h)
            at_kink = chain["name"] in ("relu", "leaky_relu") and abs(z) < h
            if not at_kink:
                assert chain["products"][n - 1] == pytest.approx(expected, rel=1e-5, abs=1e-9)
        assert np.allclose(chain["products"], np.cumprod(chain["slopes"]), rtol=1e-10, atol=0)
    (sigmoid,) = (chain for chain in depth["chains"] if chain["name"] == "sigmoid")
    assert (sigmoid["products"] <= depth["sigmoid_bound"]).all()


def test_ten_layers_of_tanh(ask):
    """A chain of ten begins at z and not deep in a longer one: from z = 1, 0.041 is left."""
    (tanh,) = ask("activations", "open", shown=["tanh"], activation="tanh", z=1, depth=10)["depth"]["chains"]
    z, product = 1.0, 1.0
    for _ in range(10):
        z = math.tanh(z)
        product *= 1 - z * z
    assert tanh["products"][9] == pytest.approx(product)
    assert round(product, 3) == 0.041


def test_scores_of_3_and_2(ask):
    """Their probabilities are in the ratio e, which a constant does not change and a temperature does."""
    found = ask("activations", "open")["softmax"]
    assert found["ratio"] == pytest.approx(math.e)
    assert found["probabilities"].sum() == pytest.approx(1)
    powers = [math.exp(score) for score in (3, 2, 1, 0, 0, 0, 0, 0, 0, 0)]
    assert np.allclose(found["probabilities"], np.array(powers) / sum(powers))
    moved = ask("activations", "configure", constant=-7.3)["softmax"]
    assert np.allclose(moved["probabilities"], found["probabilities"], atol=1e-14)
    assert moved["change"] < 1e-12
    hot = ask("activations", "configure", temperature=4)["softmax"]
    assert hot["ratio"] == pytest.approx(math.exp(1 / 4))
    cold = ask("activations", "configure", scores=[-10] * 9 + [10], constant=10, temperature=0.1)["softmax"]
    assert cold["first"] == 9
    assert cold["ratio"] == pytest.approx(math.exp(200), rel=1e-9)


# --- tasks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "settings", "missing"),
    [
        ("steepest", {"z": 0}, ""),
        ("steepest", {"z": 0.1}, "slope"),
        ("steepest", {"z": 0, "activation": "tanh"}, "sigmoid"),
        ("downhill", {"z": -1.5, "activation": "gelu"}, ""),
        ("downhill", {"z": 1.5, "activation": "gelu"}, "slope"),
        ("downhill", {"z": -1.5}, "gelu"),
        ("saturate", {"weight_scale": 20}, ""),
        ("saturate", {}, "share"),
        ("saturate", {"hidden": "tanh"}, "layer"),
        ("kill", {"hidden": "relu"}, "trained"),
        ("kill", {}, "relu"),
        ("part", {"bend": True}, ""),
        ("part", {}, "difference"),
        ("keep", {"activation": "relu", "z": 1, "depth": 50}, ""),
        ("keep", {"activation": "relu", "z": 1}, "depth"),
        ("keep", {"activation": "relu", "z": -1, "depth": 50}, "product"),
        ("keep", {"activation": "tanh", "z": 1, "depth": 50}, "product"),
        ("keep", {"activation": "linear"}, "function"),
        ("keep", {"activation": "step"}, "function"),
        ("even", {"temperature": 10}, ""),
        ("even", {}, "ratio"),
        ("even", {"temperature": 10, "scores": [2.0] * 10}, "scores"),
    ],
)
def test_tasks(ask, task, settings, missing):
    """Each task is done by what solves it; else it names what is missing."""
    ask("activations", "open", **settings)
    verdict = ask("activations", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


def test_neurons_can_be_killed(ask):
    """With a learning rate of 1, more than five ReLU neurons die in the training that the exhibit runs."""
    to_the_end(ask, hidden="relu", learning_rate=1)
    assert ask("activations", "check", task="kill")["done"]


@pytest.mark.parametrize(
    ("task", "right"), [("predict_slope", "1"), ("predict_depth", "1000000"), ("predict_constant", "same")]
)
def test_predictions(ask, task, right):
    """One answer is right, all others and none at all are wrong."""
    ask("activations", "open")
    assert ask("activations", "check", task=task, answer=right)["done"]
    for wrong in ("0", "1000", "more", ""):
        assert not ask("activations", "check", task=task, answer=wrong)["done"]


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    # On another machine a sum within rounding of a bin's edge may fall to its other side.
    volatile = ("counts", "flat", "beyond", "share_done", "accuracy", "difference", "change")
    check_snapshot(
        "activations",
        [
            ("default", "open", {}),
            ("all", "open", {"shown": ALL, "activation": "gelu", "z": -0.8, "layer": 3}),
            ("step", "open", {"shown": ["step"], "activation": "step", "bend": True, "draw": 3}),
            ("softmax", "configure", {"activation": "softmax", "constant": 2.5, "temperature": 0.5}),
            ("a slice", "advance", {"steps": 1}),
            ("task", "check", {"task": "steepest"}),
            ("prediction", "check", {"task": "predict_constant", "answer": "more"}),
            ("refused", "open", {"scores": [1, 2]}),
        ],
        volatile,
    )
