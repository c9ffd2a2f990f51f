"""The exhibit `playground`."""

import math
import re

import numpy as np
import pytest
from scipy.stats import binomtest

from neurarium.engine import MLP, MeanSquaredError
from neurarium.lab.exhibits.playground.trial import smaller_rates


def go(ask, epochs: int):
    """Train exactly so many epochs, however slow the machine is; return the last answer."""
    done = 0
    while done < epochs:
        answer = ask("playground", "advance", steps=epochs - done, budget_ms=1000)
        done = answer["frame"]["epoch"]
    return answer


def test_opens_with_the_simple_view(ask):
    """Two hidden layers of four, learning rate 0.1, circle, untrained; 500 points split in halves."""
    view = ask("playground", "open")
    assert view["setup"]["layers"] == [2, 4, 4, 1]
    assert view["settings"]["learning_rate"] == 0.1
    assert view["frame"]["epoch"] == 0
    assert view["setup"]["train"]["xy"].shape == (250, 2)
    assert view["setup"]["test"]["xy"].shape == (250, 2)


def test_first_weights_are_the_well_known_ones(ask):
    """Weights begin in U(-0.5, 0.5), biases at 0.1; with init_zero all at 0."""
    frame = ask("playground", "open", network_shape=[8, 8], inputs=["x", "y", "sinX"])["frame"]
    weights = np.concatenate([W.ravel() for W in frame["weights"]])
    assert abs(weights).max() <= 0.5
    assert weights.std() == pytest.approx(1 / np.sqrt(12), rel=0.2)
    assert {float(b) for layer in frame["biases"] for b in layer} == {np.float32(0.1)}
    assert not ask("playground", "open", init_zero=True)["frame"]["theta"].any()


def test_the_loss_is_the_engines(ask):
    """The losses shown are half the mean squared distance to +1 and -1, from the weights shown."""
    view = ask("playground", "open", seed=3)
    network = MLP([2, 4, 4, 1], activation="tanh", output="tanh")
    network.theta[...] = view["frame"]["theta"]
    train = view["setup"]["train"]
    output = network.predict(train["xy"])
    expected = MeanSquaredError().value(output, output, train["target"])
    assert view["frame"]["train_loss"] == pytest.approx(expected, rel=1e-5)
    accuracy = np.mean(np.sign(output[:, 0]) == train["target"])
    assert view["frame"]["train_accuracy"] == pytest.approx(accuracy)


def test_the_heat_map_has_the_square_the_right_way_up(ask):
    """Row 0 is y = 6, column 0 is x = -6: input y is largest at the top, input x at the right."""
    maps = ask("playground", "open")["setup"]["input_maps"]
    assert maps[0, 0, 0] == -6
    assert maps[0, 0, -1] == 6
    assert maps[1, 0, 0] == 6
    assert maps[1, -1, 0] == -6


def test_the_output_map_is_what_the_network_says(ask):
    """The corner of the large picture is the network's answer at that corner, as `inspect` gives it."""
    ask("playground", "open", seed=1)
    frame = go(ask, 3)["frame"]
    at = ask("playground", "inspect", x=-6, y=6)
    assert frame["output"][0, 0] == pytest.approx(at["layers"][-1]["a"][0], abs=1e-6)
    assert frame["units"][0][:, 0, 0] == pytest.approx(at["layers"][0]["a"], abs=1e-6)


@pytest.mark.parametrize("dataset", ["circle", "xor", "gauss"])
def test_it_learns(ask, dataset):
    """With the defaults, each simple set is told apart within 150 epochs."""
    ask("playground", "open", dataset=dataset)
    assert go(ask, 150)["frame"]["test_accuracy"] > 0.93


def test_regression_learns_a_plane(ask):
    """The slope is learned with a linear output; there is no accuracy and no confusion matrix."""
    ask("playground", "open", problem="regression", learning_rate=0.03)
    frame = go(ask, 30)["frame"]
    assert frame["test_loss"] < 0.01
    assert frame["test_accuracy"] is None
    assert frame["confusion"] is None


def test_three_kinds_of_iris(ask):
    """Petal length and width tell three classes apart; axes are in centimetres."""
    view = ask("playground", "open", dataset="iris", iris=[2, 3], optimizer="adam", learning_rate=0.03)
    assert view["setup"]["classes"] == ["setosa", "versicolor", "virginica"]
    assert [axis["unit"] for axis in view["setup"]["axes"]] == ["cm", "cm"]
    frame = go(ask, 100)["frame"]
    assert frame["output"].shape[0] == 3
    np.testing.assert_allclose(frame["output"].sum(axis=0), 1, rtol=1e-5)
    assert frame["test_accuracy"] > 0.9
    assert frame["confusion"].sum() == 75


def test_own_points(ask):
    """Points that the learner set are what is learned; three classes are told apart."""
    rng = np.random.default_rng(0)
    centres = np.array([[-4, -4], [0, 4], [4, -4]])
    own = np.array([[*(centres[i % 3] + rng.normal(0, 0.5, 2)), i % 3] for i in range(60)])
    view = ask("playground", "open", dataset="own", own=own, optimizer="adam", learning_rate=0.05)
    points = np.concatenate([view["setup"][part]["xy"] for part in ("train", "test")])
    np.testing.assert_allclose(np.sort(points, axis=0), np.sort(own[:, :2], axis=0), rtol=1e-5)
    assert go(ask, 60)["frame"]["test_accuracy"] == 1


@pytest.mark.parametrize("own", [None, [[0, 0, 1]], [[0, 0, 7]] * 4, [[9, 0, 1]] * 4, [[0, 0, 0.5]] * 4])
def test_own_points_are_checked(refusal, own):
    """Too few points, strange classes and points outside the square are refused."""
    assert refusal("playground", "open", dataset="own", own=own)["code"] == "bad_param"


FOUR = [[0, 0, 0], [1, 1, 1], [2, 2, 0], [3, 3, 1]]


def test_a_table_keeps_its_names(ask):
    """Classes, columns and scale of the learner's table are those of the view and of the programs."""
    columns = ["length (cm)", 'the "width"\n', "kind"]
    named = {"own_classes": ["cat", "-1"], "own_columns": columns, "own_scale": [175, 5, -0.5, 0.1]}
    view = ask("playground", "open", dataset="own", own=FOUR, **named)
    setup = view["setup"]
    assert setup["classes"] == ["cat", "-1"]
    assert setup["class_column"] == "kind"
    assert [axis["name"] for axis in setup["axes"]] == columns[:2]
    assert [(axis["centre"], axis["spread"]) for axis in setup["axes"]] == [(175, 5), (-0.5, 0.1)]
    for program in (view["program"]["keras"], view["program"]["torch"]):
        compile(program.replace("{epochs}", "1"), "program", "exec")
        assert '# x1 is ("length (cm)" - 175) / 5\n' in program
        assert '# x2 is ("the \\"width\\"\\n" + 0.5) / 0.1\n' in program
        assert '# y is "kind": -1 for "cat", +1 for "-1"\n' in program


def test_programs_say_what_the_numbers_are(ask):
    """Irises are named with their unit; of points without names nothing is said."""
    program = ask("playground", "open", dataset="iris", iris=[3, 0])["program"]["keras"]
    assert '# x1 is ("petal width (cm)" - 1.3) / 0.24\n' in program
    assert '# y is "species": 0 for "setosa", 1 for "versicolor", 2 for "virginica"\n' in program
    for settings in ({}, {"dataset": "own", "own": FOUR}, {"dataset": "own", "own": [*FOUR, [4, 4, 2]]}):
        program = ask("playground", "open", **settings)["program"]["torch"]
        assert "# x1 is" not in program
        assert "# y is" not in program


def test_a_class_of_a_table_stays_without_points(ask):
    """Where the last class has lost its points, it is still told apart; one more class has a number."""
    names = ["a", "b", "c"]
    setup = ask("playground", "open", dataset="own", own=FOUR, own_classes=names)["setup"]
    assert setup["classes"] == names
    setup = ask("playground", "open", dataset="own", own=[*FOUR, [4, 4, 3]], own_classes=names)["setup"]
    assert setup["classes"] == [*names, "3"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("own_classes", ["a", "a"]),
        ("own_classes", ["a" * 41]),
        ("own_columns", ["x", "y"]),
        ("own_scale", [0, 1]),
        ("own_scale", [0, 1, 0, 0]),
        ("own_scale", [0, -1, 0, 1]),
    ],
)
def test_names_of_a_table_are_checked(refusal, name, value):
    """Classes that are called the same, a missing heading and a spread of nothing are refused."""
    error = refusal("playground", "open", dataset="own", own=FOUR, **{name: value})
    assert error["code"] == "bad_param"
    assert error["data"]["param"].startswith(name)


def test_the_same_settings_give_the_same_run(ask):
    """Opening again rewinds to the same initial weights, and training gives the same picture."""
    settings = {"dataset": "spiral", "noise": 10, "dropout": 0.2, "seed": 5}
    first = ask("playground", "open", **settings)["frame"]["theta"]
    after = go(ask, 4)["frame"]["theta"]
    assert np.array_equal(ask("playground", "open", **settings)["frame"]["theta"], first)
    assert np.array_equal(go(ask, 4)["frame"]["theta"], after)


def test_the_weights_can_be_brought_back(ask):
    """After a lost connection, `open` with theta and epoch shows the picture that was there."""
    ask("playground", "open", seed=2)
    frame = go(ask, 5)["frame"]
    again = ask("playground", "open", seed=2, theta=frame["theta"], epoch=5)["frame"]
    assert again["epoch"] == 5
    np.testing.assert_allclose(again["output"], frame["output"], rtol=1e-5, atol=1e-6)


def test_weights_of_another_network_are_not_brought_back(ask):
    """Weights that do not fit, leave a network that begins at epoch 0."""
    theta = ask("playground", "open", network_shape=[3])["frame"]["theta"]
    frame = ask("playground", "open", network_shape=[4], theta=theta, epoch=9)["frame"]
    assert frame["epoch"] == 0
    assert np.array_equal(frame["theta"], ask("playground", "open", network_shape=[4])["frame"]["theta"])


def test_scrubbing_back(ask):
    """An earlier moment shows its own weights and losses; going on from it forgets what came after."""
    start = ask("playground", "open")["frame"]
    for _ in range(5):
        ask("playground", "advance", steps=1)
    answer = ask("playground", "seek", epoch=0)
    assert answer["frame"]["epoch"] == 0
    assert answer["frame"]["latest"] == 5
    assert np.array_equal(answer["frame"]["theta"], start["theta"])
    assert answer["curves"]["epoch"].tolist() == [0, 1, 2, 3, 4, 5]
    answer = ask("playground", "seek", epoch=3, go_on=True)
    assert answer["curves"]["epoch"].tolist() == [0, 1, 2, 3]
    assert ask("playground", "advance", steps=1)["frame"]["epoch"] == 4


def test_a_long_run_keeps_evenly_spread_moments(ask):
    """Moments stay few, in order, and the first and the newest are among them."""
    ask("playground", "open", network_shape=[], train_percent=10, batch_size=50)
    for _ in range(1000):
        ask("playground", "advance", steps=1)
    epochs = ask("playground", "seek", epoch=0)["curves"]["epoch"]
    assert len(epochs) <= 401
    assert epochs[0] == 0
    assert epochs[-1] == 1000
    assert np.diff(epochs)[:-1].max() <= 2 * np.diff(epochs)[:-1].min()


def test_a_weight_can_be_set_by_hand(ask, refusal):
    """The edited weight and bias are in the next picture; one that is not there is refused."""
    ask("playground", "open")
    frame = ask("playground", "edit", layer=0, kind="weight", row=1, unit=2, value=3.5)["frame"]
    assert frame["weights"][0][1, 2] == 3.5
    frame = ask("playground", "edit", layer=2, kind="bias", unit=0, value=-1)["frame"]
    assert frame["biases"][2][0] == -1
    assert refusal("playground", "edit", layer=2, kind="bias", unit=1, value=1)["code"] == "bad_param"
    assert refusal("playground", "edit", layer=5, kind="weight", unit=0, value=1)["code"] == "bad_param"


@pytest.mark.parametrize("settings", [{}, {"regularization": "l2", "regularization_rate": 0.1}])
def test_slopes_are_those_of_the_loss(ask, settings):
    """The slope at a weight and at a bias is how the objective changes when it is moved a little."""
    view = ask("playground", "open", dataset="xor", seed=2, **settings)
    train = view["setup"]["train"]
    network = MLP([2, 4, 4, 1], activation="tanh", output="tanh", dtype=np.float64)
    network.theta[...] = view["frame"]["theta"]

    def objective() -> float:
        output = network.predict(train["xy"].astype(np.float64))
        loss = MeanSquaredError().value(output, output, train["target"])
        price = settings.get("regularization_rate", 0.0)
        return loss + price * sum((layer["W"] ** 2).sum() / 2 for layer in network.parameters)

    slopes = ask("playground", "slopes", layer=1, unit=3)
    parameters = network.parameters[1]
    for array, at, slope in (
        (parameters["W"], (2, 3), slopes["weights"][2]),
        (parameters["b"], (3,), slopes["bias"]),
    ):
        array[at] += 1e-5
        above = objective()
        array[at] -= 2e-5
        below = objective()
        array[at] += 1e-5
        assert slope == pytest.approx((above - below) / 2e-5, abs=2e-6)


@pytest.mark.parametrize(
    "settings", [{}, {"activation": "relu", "regularization": "l1", "regularization_rate": 0.01}]
)
def test_all_slopes_are_proved(ask, settings):
    """Backpropagation's slopes agree with finite differences everywhere, in as many parts as it takes."""
    ask("playground", "open", dataset="xor", seed=2, dropout=0.25, **settings)
    ask("playground", "advance", steps=3)
    parameters, checked = 2 * 4 + 4 + 4 * 4 + 4 + 4 + 1, 0
    while checked < parameters:
        proof = ask("playground", "prove", kind="all", start=checked)
        assert proof["agree"], proof
        assert proof["asked"] == proof["parameters"] == parameters
        checked += len(proof["checks"])
    assert checked == parameters


def test_the_slopes_of_a_card_are_proved(ask, refusal):
    """The proof of a weight, or of all that enters a unit, is about the very slopes that the card shows."""
    ask("playground", "open", dataset="xor", seed=2)
    slopes = ask("playground", "slopes", layer=1, unit=3)
    shown = [*slopes["weights"], slopes["bias"]]
    unit = ask("playground", "prove", kind="unit", layer=1, unit=3)
    for number in ("analytic", "numeric"):
        assert [c[number] for c in unit["checks"]] == pytest.approx(shown, rel=1e-4, abs=1e-7)
    assert [(c["name"], c["layer"], *c["index"]) for c in unit["checks"]] == [
        *(("W", 2, row, 3) for row in range(4)),
        ("b", 2, 3),
    ]
    one = ask("playground", "prove", kind="weight", layer=1, unit=3, row=2)
    assert (one["rows"], one["checks"]) == (250, [unit["checks"][2]])
    assert refusal("playground", "prove", kind="weight", layer=0, unit=1, row=5)["data"]["param"] == "row"


def test_slopes_of_what_is_not_there(ask, refusal):
    """A layer or a unit that the network lacks is refused; dropout layers do not count."""
    ask("playground", "open", dropout=0.5)
    assert ask("playground", "slopes", layer=2, unit=0)["weights"].shape == (4,)
    assert refusal("playground", "slopes", layer=3, unit=0)["code"] == "bad_param"
    assert refusal("playground", "slopes", layer=2, unit=1)["code"] == "bad_param"


@pytest.mark.parametrize("kind", ["none", "l1", "l2"])
def test_a_step_is_the_well_known_one(ask, kind):
    """One step over all points, worked out by hand: ½(o - t)², plain descent, ½w² or |w|, no price on b."""
    rate, price = 0.3, 0.05
    view = ask(
        "playground",
        "open",
        dataset="gauss",
        network_shape=[],
        batch_size=250,
        learning_rate=rate,
        regularization=kind,
        regularization_rate=price,
    )
    x, t = view["setup"]["train"]["xy"], view["setup"]["train"]["target"]
    W, b = view["frame"]["weights"][0], view["frame"]["biases"][0]
    o = np.tanh(x @ W + b)  # (250, 1)
    delta = (o - t[:, None]) * (1 - o**2) / len(x)
    pull = {"none": 0 * W, "l1": np.sign(W), "l2": W}[kind]
    frame = ask("playground", "advance", steps=1)["frame"]
    np.testing.assert_allclose(frame["weights"][0], W - rate * (x.T @ delta + price * pull), rtol=1e-4)
    np.testing.assert_allclose(frame["biases"][0], b - rate * delta.sum(axis=0), rtol=1e-4)


@pytest.mark.parametrize("rate", [0.6, 10])
@pytest.mark.parametrize("steps", [1, 1000])
def test_divergence_is_said_and_the_last_finite_moment_shown(ask, rate, steps):
    """At any speed the answer tells epoch and step, and shows weights and losses of just before."""
    opened = ask(
        "playground",
        "open",
        problem="regression",
        inputs=["x", "xSquared"],
        network_shape=[],
        learning_rate=rate,
    )
    for _ in range(1000):
        update = ask("playground", "advance", steps=steps)
        if update["frame"]["diverged"] is not None:
            break
    frame, curves = update["frame"], update["curves"]
    where = frame["diverged"]
    per_epoch = -(-len(opened["setup"]["train"]["target"]) // 10)
    assert where["learning_rate"] == rate
    assert where["epoch"] == frame["epoch"] == frame["latest"] == -(-where["step"] // per_epoch)
    assert frame["step"] in {where["step"] - 1, where["step"] - 2}
    assert curves["epoch"].tolist()[:2] == [0, 1]
    assert curves["train_loss"][-1] == frame["train_loss"] > 1e10 * curves["train_loss"][0]
    for numbers in (frame["theta"], frame["output"], curves["train_loss"], curves["test_loss"]):
        assert np.isfinite(numbers).all()
    assert not np.array_equal(frame["theta"], opened["frame"]["theta"])

    past = ask("playground", "seek", epoch=0)["frame"]
    assert past["diverged"] == where
    np.testing.assert_array_equal(past["theta"], opened["frame"]["theta"])
    assert ask("playground", "seek", epoch=0, go_on=True)["frame"]["diverged"] is None


@pytest.mark.parametrize(
    "settings",
    [
        {"problem": "regression", "network_shape": [], "inputs": ["x", "xSquared"]},
        {"problem": "regression", "activation": "linear"},
        {"problem": "regression", "activation": "relu", "inputs": ["xSquared", "ySquared", "xTimesY"]},
        {
            "problem": "regression",
            "reg_dataset": "reg-gauss",
            "network_shape": [8, 8, 8],
            "activation": "relu",
        },
        {"problem": "regression", "optimizer": "momentum", "network_shape": []},
        {"problem": "regression", "optimizer": "nesterov", "batch_size": 1, "activation": "linear"},
        {"dataset": "spiral", "regularization": "l2", "regularization_rate": 10},
        {"dataset": "iris", "activation": "linear", "inputs": ["xSquared", "ySquared"]},
    ],
)
def test_the_smaller_rate_works_at_once(lab, ask, settings):
    """The rate that is offered after a divergence does not diverge, and the network learns with it."""
    settings |= {"learning_rate": 1000}
    ask("playground", "open", **settings)
    for _ in range(100):
        if ask("playground", "advance", steps=10)["frame"]["diverged"]:
            break
    else:
        pytest.fail("it did not diverge")
    request = {"id": 1, "exhibit": "playground", "op": "smaller_rate", "params": {}}
    rate = lab.handle(request, budget_ms=math.inf)["data"]["learning_rate"]
    assert rate < 1000
    ask("playground", "open", **settings | {"learning_rate": rate})
    for _ in range(100):
        update = ask("playground", "advance", steps=1)
        assert update["frame"]["diverged"] is None
    losses = update["curves"]["train_loss"]
    assert np.median(losses[50:]) < losses[0]


def test_where_nothing_can_be_learned_the_smaller_rate_is_steady(lab, ask):
    """Where a penalty outweighs the points no rate helps: one that does not diverge is offered."""
    settings = {"problem": "regression", "regularization": "l2", "regularization_rate": 10}
    ask("playground", "open", **settings, learning_rate=1000)
    assert ask("playground", "advance", steps=10)["frame"]["diverged"]
    request = {"id": 1, "exhibit": "playground", "op": "smaller_rate", "params": {}}
    rate = lab.handle(request, budget_ms=math.inf)["data"]["learning_rate"]
    ask("playground", "open", **settings, learning_rate=rate)
    assert go(ask, 100)["frame"]["diverged"] is None
    assert rate >= 0.03


@pytest.mark.parametrize(
    ("rate", "smaller"), [(1000, 300), (0.1, 0.03), (0.05, 0.03), (0.03, 0.01), (1e-5, None), (0, None)]
)
def test_the_next_smaller_rate(rate, smaller):
    """Rates go down in ones and threes, as the slider has them."""
    assert next(smaller_rates(rate), None) == smaller


def test_steps_are_counted_over_the_whole_run(ask):
    """Going on from an earlier moment, or from weights in a link, counts on."""
    opened = ask("playground", "open", batch_size=10)
    per_epoch = -(-len(opened["setup"]["train"]["target"]) // 10)
    ask("playground", "advance", steps=2)
    ask("playground", "seek", epoch=0, go_on=True)
    ask("playground", "advance", steps=3)
    ask("playground", "seek", epoch=3, go_on=True)
    frame = ask("playground", "advance", steps=1)["frame"]
    assert (frame["epoch"], frame["step"]) == (4, 4 * per_epoch)
    frame = ask("playground", "open", theta=frame["theta"], epoch=4)["frame"]
    assert (frame["epoch"], frame["step"]) == (4, 4 * per_epoch)


def test_numbers_for_a_point_add_up(ask):
    """For one point, each layer's terms and biases sum to z, z bends to a, and a feeds the next layer."""
    frame = ask("playground", "open", seed=4, inputs=["x", "xTimesY"])["frame"]
    at = ask("playground", "inspect", x=1.5, y=-2)
    assert at["inputs"].tolist() == [1.5, -3]
    fed = at["inputs"]
    for numbers, W, b in zip(at["layers"], frame["weights"], frame["biases"], strict=True):
        np.testing.assert_allclose(numbers["terms"], fed[:, None] * W, rtol=1e-5)
        np.testing.assert_allclose(numbers["z"], numbers["terms"].sum(axis=0) + b, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(numbers["a"], np.tanh(numbers["z"]), rtol=1e-5)
        fed = numbers["a"]


def test_an_earlier_moment_is_inspected_as_it_was(ask):
    """While an earlier moment is shown, `inspect` is about it; afterwards about the present again."""
    ask("playground", "open")
    before = ask("playground", "inspect", x=1, y=1)["layers"][-1]["a"]
    go(ask, 5)
    now = ask("playground", "inspect", x=1, y=1)["layers"][-1]["a"]
    ask("playground", "seek", epoch=0)
    assert np.array_equal(ask("playground", "inspect", x=1, y=1)["layers"][-1]["a"], before)
    ask("playground", "seek", epoch=5)
    assert np.array_equal(ask("playground", "inspect", x=1, y=1)["layers"][-1]["a"], now)


def test_a_unit_magnified_is_the_unit(ask, refusal):
    """The large picture of an input or a unit has the corners of the small one."""
    view = ask("playground", "open", seed=1)
    corners = np.ix_([0, -1], [0, -1])
    for (layer, unit), small in {
        (0, 4): view["setup"]["input_maps"][4],
        (2, 3): view["frame"]["units"][1][3],
    }.items():
        large = ask("playground", "magnify", layer=layer, unit=unit)["map"]
        assert large.shape == view["frame"]["output"].shape
        np.testing.assert_allclose(large[corners], small[corners], rtol=1e-5)
    assert refusal("playground", "magnify", layer=3, unit=0)["code"] == "bad_param"
    assert refusal("playground", "magnify", layer=1, unit=4)["code"] == "bad_param"


def test_thumbnails_are_points_of_each_set(ask):
    """Each data set has a thumbnail inside the square; the irises follow the chosen columns."""
    ask("playground", "open", iris=[0, 1])
    thumbnails = ask("playground", "thumbnails")
    assert set(thumbnails) == {"circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss", "iris"}
    assert all(abs(view["points"]["xy"]).max() <= 6 for view in thumbnails.values())
    assert thumbnails["iris"]["classes"] == ["setosa", "versicolor", "virginica"]
    assert (thumbnails["xor"]["classes"], thumbnails["reg-plane"]["classes"]) == (["-1", "+1"], [])
    ask("playground", "open", iris=[2, 3])
    assert not np.array_equal(
        ask("playground", "thumbnails")["iris"]["points"]["xy"], thumbnails["iris"]["points"]["xy"]
    )


def test_tuning_goes_on_with_the_weights(ask):
    """Another learning rate in mid-run keeps weights, epochs and curves, and shows in the next epochs."""
    ask("playground", "open")
    trained = go(ask, 3)["frame"]["theta"]
    view = ask("playground", "tune", learning_rate=0.0, optimizer="adam", batch_size=7)
    assert view["settings"]["learning_rate"] == 0
    assert view["computed"]["update"]["symbol"] == "engine.optimizers.Adam.update"
    assert np.array_equal(view["frame"]["theta"], trained)
    assert view["curves"]["epoch"].tolist()[-1] == 3
    assert np.array_equal(go(ask, 4)["frame"]["theta"], trained)


def changes_of(program):
    """Return what both programs say of changes on the way: rates by step, and what they leave out."""
    found = {
        (
            tuple(
                re.findall(r"\((\d+), ([\d.]+)\)", text.partition("for begin, changed")[2].partition("]:")[0])
            ),
            tuple(re.findall(r"# Not in this program: (.*)\.", text)),
        )
        for text in program.values()
    }
    assert len(found) == 1
    return found.pop()


def test_the_program_tells_how_the_run_was_tuned(ask):
    """It has each rate from its step on, and names what else was changed, until the run is taken back."""
    view = ask("playground", "open", learning_rate=0.03, batch_size=10)
    steps = -(-len(view["setup"]["train"]["target"]) // 10)
    assert changes_of(view["program"]) == ((), ())
    for _ in range(3):
        go(ask, 1)
    view = ask("playground", "tune", learning_rate=0.3, batch_size=10)
    assert changes_of(view["program"]) == (((str(3 * steps), "0.3"),), ())
    assert "SGD(0.03)" in view["program"]["keras"]
    go(ask, 2)
    view = ask("playground", "tune", learning_rate=0.3, batch_size=10, optimizer="adam")
    assert changes_of(view["program"]) == (((str(3 * steps), "0.3"),), ("epochs 1 to 5 with SGD()",))
    edited = ask("playground", "edit", layer=0, unit=0, kind="bias", value=1)
    assert changes_of(edited["program"])[1] == ("weights set by hand at epoch 5", "epochs 1 to 5 with SGD()")
    looking = ask("playground", "seek", epoch=2)
    assert looking["program"] == edited["program"]
    back = ask("playground", "seek", epoch=2, go_on=True)
    assert changes_of(back["program"]) == (((str(2 * steps), "0.3"),), ("epochs 1 to 2 with SGD()",))
    back = ask("playground", "seek", epoch=0, go_on=True)
    assert changes_of(back["program"]) == ((), ())


def test_the_program_of_a_network_that_was_brought_back_says_so(ask):
    """Of a network that came with its weights, nobody knows how it got them."""
    ask("playground", "open")
    frame = go(ask, 4)["frame"]
    view = ask("playground", "open", theta=frame["theta"], epoch=4)
    assert changes_of(view["program"]) == ((), ("the first 4 epochs, of which only the weights are known",))


def test_another_start_on_the_same_points(ask):
    """`start` changes the first weights and leaves the points alone."""
    first, second = (ask("playground", "open", start=start) for start in (0, 1))
    assert np.array_equal(first["setup"]["train"]["xy"], second["setup"]["train"]["xy"])
    assert not np.array_equal(first["frame"]["theta"], second["frame"]["theta"])


def test_few_own_points_can_be_learned(ask):
    """Of four points, at least one is trained on whatever the ratio, and at least one is kept for testing."""
    own = [[-3, -3, 0], [3, 3, 1], [-2, -3, 0], [3, 2, 1]]
    for ratio in (10, 90):
        setup = ask("playground", "open", dataset="own", own=own, train_percent=ratio)["setup"]
        assert min(len(setup[part]["xy"]) for part in ("train", "test")) >= 1
        ask("playground", "advance", steps=1)


def test_a_layer_may_have_an_activation_of_its_own(ask, refusal):
    """Activations per layer are used; a list of another length is refused."""
    setup = ask("playground", "open", network_shape=[3, 2], activations=["relu", "sigmoid"])["setup"]
    assert setup["activations"] == ["relu", "sigmoid", "tanh"]
    error = refusal("playground", "open", network_shape=[3], activations=["relu", "relu"])
    assert error["data"]["param"] == "activations"


@pytest.mark.parametrize(
    ("task", "settings", "epochs"),
    [
        ("circle_by_hand", {"inputs": ["xSquared", "ySquared"], "network_shape": []}, 60),
        ("xor_one_input", {"dataset": "xor", "inputs": ["xTimesY"], "network_shape": [2]}, 60),
        ("no_hidden", {"dataset": "xor", "network_shape": []}, 50),
        ("spiral", {"dataset": "spiral", "network_shape": [8, 8, 8]}, 1000),
        (
            "overfit",
            {"dataset": "xor", "noise": 50, "train_percent": 10, "batch_size": 1, "network_shape": [8, 8]},
            1000,
        ),
    ],
)
def test_tasks_are_checked(ask, task, settings, epochs):
    """A task is not done before training, and done after it."""
    ask("playground", "open", **settings)
    assert not ask("playground", "check", task=task)["done"]
    go(ask, epochs)
    assert ask("playground", "check", task=task)["done"]


@pytest.mark.parametrize("settings", [{}, {"dataset": "iris"}, {"problem": "regression"}], ids=str)
def test_a_loss_opens_to_its_points(ask, settings):
    """The mean of the points' losses is the loss, of training and of test points."""
    view = ask("playground", "open", **settings)
    frame = go(ask, 5)["frame"]
    for part in ("train", "test"):
        rows = ask("playground", "losses", part=part)["rows"]
        assert len(rows) == len(view["setup"][part]["target"])
        assert rows.mean(dtype=float) == pytest.approx(frame[f"{part}_loss"], rel=1e-5)


NOISY = {
    "noise": 50,
    "train_percent": 10,
    "network_shape": [8, 8],
    "optimizer": "adam",
    "learning_rate": 0.03,
}


@pytest.mark.parametrize(
    ("settings", "memorises"),
    [
        (NOISY, True),
        ({**NOISY, "problem": "regression", "reg_dataset": "reg-gauss"}, True),
        ({**NOISY, "noise": 0, "dataset": "iris", "train_percent": 50}, False),
    ],
    ids=["circle", "regression", "iris"],
)
def test_memorising_is_judged_by_intervals(ask, settings, memorises):
    """Only where the 95 % intervals of training and test lie apart; three of 75 irises less prove nothing."""
    ask("playground", "open", **settings)
    assert not ask("playground", "check", task="overfit")["done"]
    frame = go(ask, 400)["frame"]
    assert frame["train_loss"] < 0.1
    standing = frame["standing"]
    (train_low, train_high), (test_low, test_high) = standing["train"], standing["test"]
    if frame["test_accuracy"] is None:
        assert train_low < frame["train_loss"] < train_high
        assert (test_low > train_high) == memorises
    else:
        n = int(frame["confusion"].sum())
        interval = binomtest(round(n * frame["test_accuracy"]), n).proportion_ci(method="wilson")
        assert (test_low, test_high) == pytest.approx((interval.low, interval.high), abs=1e-6)
        assert (test_high < train_low) == memorises
    assert standing["memorises"] == memorises
    assert ask("playground", "check", task="overfit")["done"] == memorises


def test_a_boundary_typed_in(ask):
    """The task of setting weights by hand is done by hand, not by training."""
    ask("playground", "open", dataset="gauss", network_shape=[])
    assert not ask("playground", "check", task="typed")["done"]
    for row in (0, 1):
        ask("playground", "edit", layer=0, kind="weight", row=row, unit=0, value=2)
    assert ask("playground", "check", task="typed")["done"]
    ask("playground", "advance", steps=1)
    assert ask("playground", "check", task="typed")["missing"] == "trained"


@pytest.mark.parametrize(
    ("task", "settings", "epochs", "missing"),
    [
        ("circle_by_hand", {}, 0, "hidden"),
        ("circle_by_hand", {"network_shape": [], "dataset": "xor"}, 0, "dataset"),
        ("circle_by_hand", {"network_shape": []}, 0, "untrained"),
        ("circle_by_hand", {"network_shape": []}, 1, "accuracy"),
        ("xor_one_input", {"dataset": "xor"}, 0, "inputs"),
        ("spiral", {"dataset": "spiral", "inputs": ["sinX"]}, 0, "inputs"),
        ("overfit", {}, 0, "untrained"),
        ("overfit", {}, 1, "train_loss"),
        ("overfit", {"dataset": "gauss"}, 20, "test_loss"),
        ("no_hidden", {}, 0, "dataset"),
        ("no_hidden", {"dataset": "xor"}, 0, "hidden"),
        ("no_hidden", {"dataset": "xor", "network_shape": [], "inputs": ["xTimesY"]}, 0, "inputs"),
        ("no_hidden", {"dataset": "xor", "network_shape": []}, 0, "untrained"),
        ("no_hidden", {"dataset": "xor", "network_shape": []}, 1, "early"),
        ("typed", {}, 0, "dataset"),
        ("typed", {"dataset": "gauss"}, 0, "hidden"),
        ("typed", {"dataset": "gauss", "network_shape": []}, 0, "edits"),
    ],
)
def test_what_a_task_lacks(ask, task, settings, epochs, missing):
    """A task that is not done names what is missing."""
    ask("playground", "open", **settings)
    if epochs:
        go(ask, epochs)
    verdict = ask("playground", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (False, missing)


def test_weights_of_somebody_else_solve_nothing(ask):
    """Weights that were brought along, as from a file, count from the first epoch trained here."""
    settings = {"inputs": ["xSquared", "ySquared"], "network_shape": []}
    ask("playground", "open", **settings)
    frame = go(ask, 60)["frame"]
    ask("playground", "open", **settings, theta=frame["theta"], epoch=frame["epoch"])
    assert ask("playground", "check", task="circle_by_hand")["missing"] == "untrained"
    ask("playground", "advance", steps=1)
    assert ask("playground", "check", task="circle_by_hand")["done"]


@pytest.mark.parametrize(("task", "right"), [("quiz_linear", "gauss"), ("quiz_zero", "same")])
def test_quiz(ask, task, right):
    """A right answer is right, and a wrong one is told the right one."""
    share = ask("playground", "open")["frame"]["test_accuracy"]
    assert ask("playground", "check", task=task, answer=right)["done"]
    assert ask("playground", "check", task=task, answer="circle") == {
        "done": False,
        "right": right,
        "values": {"share": share},
        "missing": "",
    }


def test_all_zero_weights_stay_the_same(ask):
    """What the quiz says is so: units that begin equal stay equal, and the loss hardly falls."""
    ask("playground", "open", init_zero=True)
    frame = go(ask, 20)["frame"]
    for W in frame["weights"][1:]:
        assert np.ptp(W) == 0


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    own = [[x, y, c] for c, (x, y) in enumerate([(-3, -3), (3, 3), (-3, 3)]) for _ in range(4)]
    table = {
        "own_classes": ["2", "setosa"],
        "own_columns": ["length (cm)", "width (cm)", "kind"],
        "own_scale": [175, 5, -0.5, 0.1],
    }
    check_snapshot(
        "playground",
        [
            ("default", "open", {}),
            ("no hidden layer", "open", {"network_shape": [], "dataset": "xor"}),
            ("regression", "open", {"problem": "regression", "reg_dataset": "reg-gauss"}),
            ("own points", "open", {"dataset": "own", "own": own}),
            ("a table", "open", {"dataset": "own", "own": own, **table}),
            ("iris", "open", {"dataset": "iris"}),
            ("an epoch", "advance", {"steps": 1}),
            ("edited", "edit", {"layer": 0, "kind": "bias", "unit": 1, "value": 0.5}),
            ("a point", "inspect", {"x": 1.5, "y": -2}),
            ("losses", "losses", {"part": "test"}),
            ("slopes", "slopes", {"layer": 0, "unit": 2}),
            ("proof", "prove", {"kind": "weight", "layer": 0, "unit": 2, "row": 1}),
            ("a unit", "magnify", {"layer": 1, "unit": 0}),
            ("thumbnails", "thumbnails", {}),
            ("tuned", "tune", {"learning_rate": 0.03, "regularization": "l2", "regularization_rate": 0.01}),
            ("the beginning", "seek", {"epoch": 0}),
            ("a smaller rate", "smaller_rate", {}),
            ("handed over", "to_code_lab", {}),
            ("a quiz", "check", {"task": "quiz_linear", "answer": "xor"}),
        ],
        volatile=("backend",),
    )
