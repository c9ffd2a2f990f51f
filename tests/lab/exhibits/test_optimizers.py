"""The exhibit `optimizers`."""

import math

import numpy as np
import pytest

from neurarium.engine import SCHEDULES, Diverged
from neurarium.lab.exhibits.optimizers.race import DIVERGED, FINISH
from neurarium.lab.exhibits.optimizers.settings import RACERS, RATES

BOWL = {"problem": "bowl", "start": [-4, 3], "batch": 64, "length": 20}
GD, SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM, ADAMW = range(7)


def rates(rate):
    """Return the same learning rate for everybody."""
    return [rate] * len(RACERS)


def film(ask):
    """Return all steps of the race that is open."""
    for _ in range(2000):
        frames = ask("optimizers", "frames")
        if frames["over"]:
            return frames
    raise AssertionError("the race does not come to its end")


def picture(ask):
    """Return the picture on which the race is run."""
    for _ in range(5000):
        landscape = ask("optimizers", "landscape")
        if landscape["share_done"] == 1:
            return landscape
    raise AssertionError("the picture is never done")


def swept(ask):
    """Return the sweep when all of it has run."""
    for _ in range(5000):
        sweep = ask("optimizers", "sweep")
        if sweep["share_done"] == 1:
            return sweep
    raise AssertionError("the sweep does not come to its end")


# --- the race -------------------------------------------------------------------------------------------


def test_steps_by_hand(ask):
    """In the bowl, where the gradient is (x, y), two steps of each are what pencil and paper give."""
    ask("optimizers", "open", **BOWL, rates=rates(0.1), momentum=0.5)
    places = film(ask)["places"]
    assert np.allclose(places[:, 0], [-4, 3])
    # theta - 0.1 theta, and once more
    assert np.allclose(places[GD, 1:3], [[-3.6, 2.7], [-3.24, 2.43]])
    assert np.array_equal(places[SGD], places[GD])
    # v = g = (-4, 3); then v = 0.5 (-4, 3) + (-3.6, 2.7) = (-5.6, 4.2)
    assert np.allclose(places[MOMENTUM, 1:3], [[-3.6, 2.7], [-3.04, 2.28]])
    # g + 0.5 v = (-6, 4.5); then g = (-3.4, 2.55), v = (-5.4, 4.05), g + 0.5 v = (-6.1, 4.575)
    assert np.allclose(places[NESTEROV, 1:3], [[-3.4, 2.55], [-2.79, 2.0925]])
    # s = 0.1 g², so that the first step is 0.1 / sqrt(0.1) along both axes
    first = 0.1 / math.sqrt(0.1)
    assert np.allclose(places[RMSPROP, 1], [-4 + first, 3 - first])
    # both corrections make the first step of Adam 0.1 along both axes
    assert np.allclose(places[ADAM, 1], [-3.9, 2.9])
    # AdamW shrinks by 1 - 0.1 * 0.01 first
    assert np.allclose(places[ADAMW, 1], [-4 * 0.999 + 0.1, 3 * 0.999 - 0.1])


def test_losses_and_memory(ask):
    """Loss, gradient and memory that are drawn belong to the places that are drawn."""
    ask("optimizers", "open", problem="ravine", batch=64, length=30, rates=rates(0.05), momentum=0.8)
    frames = film(ask)
    x, y = frames["places"][..., 0].astype(float), frames["places"][..., 1].astype(float)
    assert np.allclose(frames["losses"], 0.05 * x**2 + y**2, rtol=1e-5, atol=1e-7)
    before = frames["places"][:, :-1]
    assert np.allclose(frames["gradients"][:, 1:], before * [0.1, 2], rtol=1e-5, atol=1e-6)
    v, s = np.zeros(2), np.zeros(2)
    for step in range(1, 31):
        v = 0.8 * v + frames["gradients"][MOMENTUM, step]
        s = 0.9 * s + 0.1 * frames["gradients"][RMSPROP, step] ** 2
        assert np.allclose(frames["velocities"][MOMENTUM, step], v, rtol=1e-4)
        assert np.allclose(frames["sizes"][RMSPROP, step], np.sqrt(s), rtol=1e-4)
    assert not frames["velocities"][GD].any()
    assert not frames["sizes"][MOMENTUM].any()


def test_the_same_batches_for_all(ask):
    """All but gradient descent see the same samples: with one memoryless step they get the same gradient."""
    ask("optimizers", "open", problem="bowl", start=[1, 1], batch=4, length=20, rates=rates(0.0))
    gradients = film(ask)["gradients"]
    assert np.allclose(gradients[GD, 1:], [1, 1])
    for racer in range(SGD, len(RACERS)):
        assert np.array_equal(gradients[racer], gradients[SGD])
    tilts = gradients[SGD, 1:17] - 1
    assert np.abs(tilts).max() > 0.1
    assert np.allclose(tilts.mean(axis=0), 0, atol=1e-6)  # after an epoch each of the 64 samples had its turn


def test_another_seed_is_another_order(ask):
    """The seed decides which samples come when; gradient descent does not notice."""
    paths = []
    for seed in (0, 0, 1):
        ask("optimizers", "open", problem="ravine", seed=seed)
        paths.append(film(ask)["places"])
    assert np.array_equal(paths[0], paths[1])
    assert np.array_equal(paths[0][GD], paths[2][GD])
    assert not np.array_equal(paths[0][SGD], paths[2][SGD])


def test_a_change_on_the_way(ask):
    """What was run stays, what follows goes on with the new rate and the memory so far."""
    ask("optimizers", "open", **BOWL, rates=rates(0.1), momentum=0.5)
    before = film(ask)
    changes = [number for racer in range(len(RACERS)) for number in (2, racer, 0.1)]
    changed = {**BOWL, "rates": rates(0.2), "momentum": 0.5, "changes": changes}
    view = ask("optimizers", "configure", **changed, step=2)
    after = film(ask)
    assert after["version"] == view["version"] != before["version"]
    assert np.array_equal(after["places"][:, :3], before["places"][:, :3])
    # theta = (-3.04, 2.28), v = (-5.6, 4.2): v = 0.5 v + theta = (-5.84, 4.38)
    assert np.allclose(after["places"][MOMENTUM, 3], [-3.04 + 0.2 * 5.84, 2.28 - 0.2 * 4.38])
    assert view["moment"]["rate"] == 0.1  # step 2 was taken with the old one
    assert ask("optimizers", "show", step=3)["rate"] == 0.2
    ask("optimizers", "configure", **BOWL, rates=rates(0.2), momentum=0.5)
    assert np.allclose(film(ask)["places"][GD, 1], [-3.2, 2.4])
    # The settings say all of it: opened with them anew it is the same race.
    assert ask("optimizers", "open", **changed)["moment"]["rate"] == 0.1  # before the first step
    assert np.array_equal(film(ask)["places"], after["places"])


def test_changes_of_momentum_and_schedule(ask):
    """Of two changes of one thing each holds up to its step; the last value holds to the end."""
    changes = [2, 7, 0.5, 4, 8, 0, 6, 7, 0.8]
    ask("optimizers", "open", **BOWL, rates=rates(0.1), momentum=0.0, schedule="cosine", changes=changes)
    frames = film(ask)
    theta, v = np.array([-4.0, 3.0]), np.zeros(2)
    for done in range(20):
        mu = 0.5 if done < 2 else 0.8 if done < 6 else 0.0
        factor = 1 if done < 4 else SCHEDULES.get("cosine").factor(done, 20)
        v = mu * v + theta
        theta = theta - 0.1 * factor * v
        assert np.allclose(frames["places"][MOMENTUM, done + 1], theta, atol=1e-6)


def test_only_what_follows_the_change_is_new(ask):
    """What was computed before the first change stays, and a change that changes nothing keeps all of it."""
    before = ask("optimizers", "open", **BOWL, rates=rates(0.1))["version"]
    film(ask)
    same = ask("optimizers", "configure", **BOWL, rates=rates(0.1), changes=[5, 0, 0.1], step=9)
    assert same["version"] == before
    other = ask("optimizers", "configure", **BOWL, rates=[0.2, *rates(0.1)[1:]], changes=[5, 0, 0.1])
    assert other["version"] != before


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ([2, 0], "changes"),
        ([0, 0, 0.1], "changes[0]"),
        ([2.5, 0, 0.1], "changes[0]"),
        ([2, 9, 0.1], "changes[1]"),
        ([2, 0, 101], "changes[2]"),
        ([2, 7, 1], "changes[2]"),
        ([2, 8, 0.5], "changes[2]"),
        ([2, 8, 5], "changes[2]"),
        ([2, 0, 0.1] * 31, "changes"),
    ],
)
def test_changes_that_are_none(refusal, changes, param):
    """What is no list of changes is refused, and the number in it is named."""
    assert refusal("optimizers", "open", changes=changes)["data"]["param"] == param


@pytest.mark.parametrize("schedule", SCHEDULES.names)
def test_schedules(ask, schedule):
    """Each step of gradient descent is the rate, times the schedule's factor, times the gradient."""
    ask("optimizers", "open", **BOWL, rates=rates(0.3), schedule=schedule)
    places = film(ask)["places"][GD].astype(float)
    factor = SCHEDULES.get(schedule).factor
    for step in range(20):
        assert np.allclose(places[step + 1], places[step] * (1 - 0.3 * factor(step, 20)), atol=1e-5)


def test_divergence_is_told_and_stops(ask):
    """With a rate of 2.1 in the bowl |x| grows by 1.1 a step, until the loss is too large."""
    ask("optimizers", "open", problem="bowl", start=[-4, 3], length=200, rates=rates(2.1), step=200)
    frames = film(ask)
    expected = math.ceil(math.log(DIVERGED / 12.5) / (2 * math.log(1.1)))
    assert frames["diverged"][GD] == expected
    assert np.array_equal(frames["places"][GD, expected], frames["places"][GD, -1])
    assert frames["diverged"][ADAM] == -1
    moment = ask("optimizers", "open", problem="bowl", start=[-4, 3], rates=rates(2.1), follow="gd", step=199)
    assert (moment["moment"]["step"], moment["moment"]["shown"]) == (expected, 199)
    assert moment["moment"]["diverged"]


def test_a_network_diverges_too(ask):
    """Above ten times the loss of the start a racer of the network has diverged; the sweep leaves it out."""
    settings = {"problem": "network", "length": 30}
    view = ask("optimizers", "open", **settings, rates=[0.5, *rates(50.0)[1:]])
    assert view["limit"] == pytest.approx(10 * view["start_loss"])
    frames = film(ask)
    assert frames["diverged"][GD] == -1
    for racer in range(SGD, len(RACERS)):
        step = frames["diverged"][racer]
        assert frames["losses"][racer, step] > view["limit"]
        assert frames["losses"][racer, :step].max() <= view["limit"]
    sweep = swept(ask)
    assert np.isinf(sweep["losses"][RMSPROP, -1])
    assert (sweep["losses"][np.isfinite(sweep["losses"])] <= view["limit"]).all()


def test_any_rate_is_survived(ask):
    """The largest rates on every problem: no warning, no error, only numbers that can be sent."""
    for problem in RATES:
        for rate in (1.0, 100.0):
            ask("optimizers", "open", problem=problem, start=[6, -6], rates=rates(rate), length=30, step=30)
            frames = film(ask)
            assert np.isfinite(frames["losses"]).all()
            assert picture(ask)["heights"] is not None


def test_the_finish(ask):
    """At the finish is who has a hundredth of the loss of the start: in the bowl, a tenth of the distance."""
    ask("optimizers", "open", problem="bowl", start=[-4, 3], rates=rates(0.1), batch=64)
    expected = math.ceil(math.log(math.sqrt(FINISH)) / math.log(0.9))
    assert film(ask)["finished"][GD] == expected


# --- one step, number by number -----------------------------------------------------------------------------


@pytest.mark.parametrize("problem", ["ravine", "rosenbrock", "network"])
@pytest.mark.parametrize("follow", RACERS)
def test_the_update_with_its_numbers(ask, problem, follow):
    """Put into the textbook's formula, the numbers of the step give the parameter after it."""
    parameter = 17 if problem == "network" else 1
    view = ask(
        "optimizers",
        "open",
        problem=problem,
        start=[-1.2, 1],
        rates=rates(0.001),
        follow=follow,
        parameter=parameter,
        step=7,
        schedule="cosine",
    )
    m = view["moment"]
    g, eta = m["gradient"], m["rate"] * m["factor"]
    assert (m["step"], m["samples"]) == (7, 64 if follow == "gd" else 8)
    if problem == "network":
        assert m["slope"] is None
    else:
        assert g == pytest.approx(m["slope"] + m["tilt"], rel=1e-12)
        assert (m["tilt"] == 0) == (follow == "gd")
    v, s = m["velocity"], m["squares"]
    if follow in ("gd", "sgd"):
        step = g
    elif follow in ("momentum", "nesterov"):
        assert v == pytest.approx(0.9 * m["velocity_before"] + g, rel=1e-12)
        step = v if follow == "momentum" else g + 0.9 * v
    elif follow == "rmsprop":
        assert s == pytest.approx(0.9 * m["squares_before"] + 0.1 * g * g, rel=1e-9)
        step = g / (math.sqrt(s) + 1e-8)
    else:
        assert v == pytest.approx(0.9 * m["velocity_before"] + 0.1 * g, rel=1e-9)
        assert s == pytest.approx(0.999 * m["squares_before"] + 0.001 * g * g, rel=1e-9)
        assert m["velocity_corrected"] == pytest.approx(v / (1 - 0.9**7), rel=1e-12)
        assert m["squares_corrected"] == pytest.approx(s / (1 - 0.999**7), rel=1e-9)
        step = m["velocity_corrected"] / (math.sqrt(m["squares_corrected"]) + 1e-8)
    kept = 1 - eta * 0.01 if follow == "adamw" else 1
    assert m["after"] == pytest.approx(kept * m["before"] - eta * step, rel=1e-9)


def test_the_network_is_the_engines(ask):
    """Its loss and gradient are the mean over the points of what finite differences give."""
    from neurarium.data.toy import toy
    from neurarium.engine import MLP

    view = ask("optimizers", "open", problem="network", follow="gd", parameter=3, step=1)
    points = toy("circle", np.random.default_rng(0), n=64)
    x, y = points.X.astype(float), (points.y.astype(float) + 1) / 2
    network = MLP([2, 6, 1], activation="tanh", dtype=np.float64)

    def loss(theta):
        network.theta[...] = theta
        p = network.predict(x)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))

    start = network.theta.copy()
    assert len(view["names"]) == start.size == 25
    assert view["start_loss"] == pytest.approx(loss(start), rel=1e-9)
    h = np.zeros(25)
    h[3] = 1e-6
    slope = (loss(start + h) - loss(start - h)) / 2e-6
    assert view["moment"]["gradient"] == pytest.approx(slope, rel=1e-6)


# --- sweep and plane ----------------------------------------------------------------------------------------


def test_the_sweep_is_real(ask):
    """A rate of the sweep and a race with that rate end alike; the best has the lowest loss."""
    settings = {"problem": "ravine", "length": 50}
    ask("optimizers", "open", **settings)
    sweep = swept(ask)
    assert sweep["judged"] == 5
    tried = list(sweep["rates"])
    assert tried[:4] == [1e-5, 2e-5, 5e-5, 1e-4]
    assert tried[-1] == 10
    for rate in (0.05, 0.5, 10.0):
        ask("optimizers", "open", **settings, rates=rates(rate))
        frames = film(ask)
        for racer in range(len(RACERS)):
            found = sweep["losses"][racer, tried.index(rate)]
            if frames["diverged"][racer] >= 0:
                assert found == np.inf
            else:
                assert found == pytest.approx(frames["losses"][racer, -5:].mean(), rel=1e-9)
    for racer, best in enumerate(sweep["best"]):
        assert sweep["losses"][racer, best] == sweep["losses"][racer].min()


def test_a_sweep_belongs_to_its_race(ask):
    """Rates and looks leave it; another momentum, schedule or problem makes another one of it."""
    settings = {"problem": "bowl", "start": [-4, 3], "length": 20}
    ask("optimizers", "open", **settings)
    swept(ask)
    assert ask("optimizers", "configure", **settings, rates=rates(0.3), follow="adam")["swept"] is not None
    assert ask("optimizers", "configure", **settings, momentum=0.5)["swept"] is None


@pytest.mark.parametrize("follow", ["gd", "adam"])
def test_the_plane_of_a_path(ask, follow):
    """Directions and shares are those of scikit-learn's PCA; the heights are losses on that plane."""
    from sklearn.decomposition import PCA

    ask("optimizers", "open", problem="network", follow=follow, length=60)
    land = picture(ask)
    path = _path_of(follow, 60)
    pca = PCA(2).fit(path)
    assert np.allclose(land["shares"], pca.explained_variance_ratio_, atol=1e-9)
    assert land["within"][RACERS.index(follow)] == pytest.approx(sum(land["shares"]))
    places = film(ask)["places"][RACERS.index(follow)]
    assert np.allclose(np.abs(places), np.abs(pca.transform(path)), atol=1e-4)
    assert (places[-1] >= 0).all()
    (cx, cy), reach = land["centre"], land["reach"]
    assert (np.abs(places - [cx, cy]) <= reach).all()


def _path_of(follow, steps):
    """Return the parameters of one racer after each step, from a run of its own."""
    from neurarium.lab.exhibits.optimizers.race import Race
    from neurarium.lab.exhibits.optimizers.settings import OptimizersSettings

    race = Race(OptimizersSettings(problem="network", length=steps))
    race.advance(steps)
    return race.theta[RACERS.index(follow)]


# --- tasks --------------------------------------------------------------------------------------------------

SADDLE = {"problem": "saddle", "start": [-3, 0.001], "rates": list(RATES["saddle"])}
TWO = {"problem": "two_minima", "start": [3.4, 2.5], "rates": list(RATES["two_minima"])}
WINDING = {"problem": "network", "batch": 1, "follow": "sgd", "rates": list(RATES["network"])}
ROSENBROCK = {"problem": "rosenbrock", "start": [-1.2, 1]}


@pytest.mark.parametrize(
    ("task", "settings", "missing"),
    [
        ("diverge", {"rates": rates(3), "step": 100}, ""),
        ("diverge", {"rates": rates(3), "step": 1}, "none"),
        ("diverge", {"rates": rates(3), "step": 100, "racers": ["adam"]}, "none"),
        ("overtake", {"rates": [0.05, 0.05, *rates(0.05)[2:]], "step": 100}, ""),
        ("overtake", {"rates": [1.5, 0.05, *rates(0.05)[2:]], "step": 200}, "diverged"),
        ("overtake", {"step": 100}, "slower"),
        ("overtake", {"step": 100, "racers": ["gd"]}, "racers"),
        ("overtake", {"step": 100, "problem": "bowl"}, "ravine"),
        ("saddle", {**SADDLE, "step": 40}, ""),
        ("saddle", {**SADDLE, "step": 200}, "waits"),
        ("saddle", {}, "saddle"),
        ("deep", {**TWO, "step": 150}, ""),
        ("deep", {**TWO, "step": 5}, "caught"),
        ("deep", {}, "two"),
        ("banana", {**ROSENBROCK, "rates": rates(0.002), "step": 200}, ""),
        ("banana", {**ROSENBROCK, "rates": rates(0.0001), "step": 200}, "steps"),
        ("banana", {}, "rosenbrock"),
        ("fair", {"step": 200}, "sweep"),
        ("winding", {}, "network"),
        ("winding", {**WINDING, "length": 50, "step": 0}, "end"),
        ("winding", {**WINDING, "length": 50, "step": 50}, ""),
        ("winding", {**WINDING, "length": 50, "step": 50, "follow": "gd"}, "share"),
        ("winding", {**WINDING, "length": 50, "step": 50, "rates": rates(50.0)}, "diverged"),
    ],
)
def test_tasks(ask, task, settings, missing):
    """Each task is done by what solves it; else it names what is missing."""
    ask("optimizers", "open", **settings)
    verdict = ask("optimizers", "check", task=task)
    assert (verdict["done"], verdict["missing"]) == (missing == "", missing)


def test_the_fair_race(ask):
    """It takes the whole sweep, everybody's best rate, and a race to the end."""
    settings = {"problem": "bowl", "start": [-4, 3], "length": 20}
    ask("optimizers", "open", **settings)
    sweep = swept(ask)
    assert ask("optimizers", "check", task="fair")["missing"] == "rates"
    best = [float(sweep["rates"][i]) for i in sweep["best"]]
    ask("optimizers", "configure", **settings, rates=best)
    assert ask("optimizers", "check", task="fair")["missing"] == "end"
    ask("optimizers", "configure", **settings, rates=best, step=20)
    assert ask("optimizers", "check", task="fair")["done"]
    # Only at its end it is the best one: most steps were taken with another.
    ask("optimizers", "configure", **settings, rates=best, step=20, changes=[19, ADAM, 0.001])
    assert ask("optimizers", "check", task="fair")["missing"] == "changed"


def test_the_share_that_the_task_asks_for(ask):
    """The task about the plane goes by the share that is printed beside the picture."""
    ask("optimizers", "open", **WINDING, length=50, step=50)
    assert sum(picture(ask)["shares"]) < 0.9
    ask("optimizers", "configure", **{**WINDING, "follow": "gd"}, length=50, step=50)
    share = sum(picture(ask)["shares"])
    assert ask("optimizers", "check", task="winding")["values"]["share"] == pytest.approx(100 * share)


def test_the_program_of_the_network_is_float64(ask):
    """Both programs compute as the race does."""
    program = ask("optimizers", "open", problem="network")["program"]
    for text, line in (
        (program["torch"], "torch.set_default_dtype(torch.float64)"),
        (program["keras"], 'keras.config.set_floatx("float64")'),
    ):
        assert text.index(line) < text.index("points = ") < text.index("model = ")
        assert "points.X.astype(np.float64)" in text
    changed = ask("optimizers", "open", problem="network", changes=[5, 0, 0.1])["program"]["torch"]
    assert "Not in this program: what was changed on the way" in changed


@pytest.mark.parametrize(("task", "right"), [("predict_rate", "diverges"), ("predict_batch", "same")])
def test_predictions(ask, task, right):
    """One answer is right, all others and none at all are wrong."""
    ask("optimizers", "open")
    assert ask("optimizers", "check", task=task, answer=right)["done"]
    for wrong in ("arrives", "gd", "sgd", "swings", ""):
        assert not ask("optimizers", "check", task=task, answer=wrong)["done"]


def test_snapshot(check_snapshot):
    """The views are what the front end's readers expect."""
    views = [
        (follow, "open", {"follow": follow, "step": 9, "schedule": "cosine", "length": 20})
        for follow in RACERS
    ]
    # Shown to its end the race is over before its picture is asked for, on a slow machine too.
    network = {"problem": "network", "length": 20, "step": 20, "parameter": 20}
    check_snapshot(
        "optimizers",
        [
            ("default", "open", {}),
            *views,
            ("frames", "frames", {}),
            ("configure", "configure", {"length": 20, "step": 3, "changes": [2, 5, 0.1]}),
            ("show", "show", {"step": 4}),
            ("mnist", "mnist", {}),
            ("mnist race", "mnist_race", {}),
            ("mnist stop", "mnist_stop", {}),
            ("mnist go on", "mnist_go_on", {}),
            ("sweep", "sweep", {"steps": 3}),
            ("task", "check", {"task": "overtake"}),
            ("prediction", "check", {"task": "predict_rate", "answer": "swings"}),
            *[(f"network {follow}", "open", {**network, "follow": follow}) for follow in ("gd", "adamw")],
            ("landscape", "landscape", {}),
            ("refused", "open", {"rates": [1, 2]}),
        ],
        # How far the frames and the sweep come depends on the machine's speed.
        ("places", "losses", "gradients", "velocities", "sizes", "over", "best", "share_done", "heights"),
    )


# --- MNIST --------------------------------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    """Make the race on MNIST short."""
    from neurarium.lab.exhibits.optimizers import mnist

    monkeypatch.setattr(mnist, "IMAGES", 320)
    monkeypatch.setattr(mnist, "HELD_BACK", 100)
    monkeypatch.setattr(mnist, "SEEDS", 2)
    return mnist


def to_the_end(workspace, turns=100_000):
    """Let the trainings in the background run."""
    while turns > 0 and workspace.runs.advance(50):
        turns -= 1


def test_the_race_on_mnist(ask, workspace, small):
    """Each racer is trained with each seed; the curves are means of real trainings."""
    settings = {"racers": ["gd", "adam"], "mnist_rates": [0.5, 0.2, 0.02, 0.02, 0.002, 0.003, 0.002]}
    ask("optimizers", "open", **settings)
    assert ask("optimizers", "mnist")["progress"]["of"] == 0
    assert ask("optimizers", "mnist_race")["progress"]["of"] == 4
    to_the_end(workspace)
    race = ask("optimizers", "mnist")
    assert (race["progress"]["state"], race["progress"]["done"]) == ("finished", 4)
    gd, adam = race["racers"]
    assert (gd["name"], gd["rate"], gd["seeds"], gd["diverged"]) == ("gd", 0.5, 2, 0)
    assert np.array_equal(gd["epochs"], [0, 1, 2, 3])  # one step an epoch
    assert np.allclose(adam["epochs"], np.arange(31) / 10)
    ends = [_adam_by_hand(small, seed) for seed in range(2)]
    assert adam["mean"][-1] == pytest.approx(np.mean(ends), abs=0.011)  # float32 may read one image otherwise
    assert (adam["best_rate"], adam["best"]) == (0.003, pytest.approx(adam["mean"][-1]))


class Kept:
    """Results as a list of trainings keeps them."""

    progress = None

    def __init__(self, results):
        self.jobs = tuple({"racer": "adam", "rate": 0.5, "seed": seed} for seed in range(5))
        self.results = dict(enumerate(results))

    def result(self, job):
        return self.results.get(job["seed"]) if job in self.jobs else None


def test_bands_are_students():
    """The interval of each mark is Student's t over the seeds that did not diverge; two have none."""
    from scipy import stats

    from neurarium.lab.exhibits.optimizers.mnist import draw_mnist
    from neurarium.lab.exhibits.optimizers.settings import OptimizersSettings

    settings = OptimizersSettings(racers=("adam",), mnist_rates=(0.5,) * 7)
    ends = [0.8, 0.9, 0.85, 0.95]
    results = [{"curve": [[0, 0.1], [3, end]], "diverged": None} for end in ends]
    (racer,) = draw_mnist(Kept([*results, {"curve": [[0, 0.1]], "diverged": 7}]), settings).racers
    assert (racer.seeds, racer.diverged, racer.best) == (5, 1, None)
    assert np.allclose(racer.mean, [0.1, np.mean(ends)])
    expected = stats.t.interval(0.95, 3, loc=np.mean(ends), scale=stats.sem(ends))
    assert (racer.low[1], racer.high[1]) == pytest.approx(expected)
    (racer,) = draw_mnist(Kept(results[:2]), settings).racers
    assert (racer.seeds, racer.mean[1]) == (2, pytest.approx(0.85))
    assert np.isnan(racer.low).all()


def _adam_by_hand(small, seed):
    """Train as a user would; return the share of the images held back that are read."""
    from neurarium.data.mnist import mnist
    from neurarium.engine import MLP, Adam, Scaling
    from neurarium.training import Dataset, TrainConfig, Trainer

    images = mnist("raw")
    data = Dataset(images.x_train[:320], images.y_train[:320], scaling=Scaling.unit())
    network = MLP([784, 32, 10], seed=seed)
    Trainer(network, data, TrainConfig(optimizer=Adam(0.003), epochs=3, batch_size=32, seed=seed)).fit()
    answers = network.predict(Scaling.unit().apply(images.x_train[320:420])).argmax(1)
    return float(np.mean(answers == images.y_train[320:420]))


def test_it_stops_and_goes_on_elsewhere(ask, workspace, small):
    """Stopped, it rests; another process goes on where the results end, and gets the same ones."""
    ask("optimizers", "open", racers=["sgd"])
    ask("optimizers", "mnist_race")
    while ask("optimizers", "mnist")["progress"]["done"] < 1:
        workspace.runs.advance(0.1)  # however fast the machine is, it does not end both
    assert ask("optimizers", "mnist_stop")["progress"]["state"] == "stopped"
    to_the_end(workspace)
    assert ask("optimizers", "mnist")["progress"]["done"] == 1
    first = ask("optimizers", "mnist")["racers"][0]["mean"]
    workspace.close()

    from neurarium.lab import Lab, Workspace

    later = Workspace(workspace.folder)
    lab = Lab(later)

    def answer(op, **params):
        reply = lab.handle({"id": 1, "exhibit": "optimizers", "op": op, "params": params})
        assert reply["ok"], reply
        return reply["data"]

    answer("open", racers=["sgd"])
    assert np.array_equal(answer("mnist")["racers"][0]["mean"], first)
    answer("mnist_go_on")
    to_the_end(later)
    assert answer("mnist")["racers"][0]["seeds"] == 2
    later.close()


def test_another_rate_is_another_race(ask, workspace, small):
    """Results of other rates stay, and the best of all is told; trainings that only wait are dropped."""
    ask("optimizers", "open", racers=["sgd"], mnist_rates=rates(0.2))
    ask("optimizers", "mnist_race")
    to_the_end(workspace)
    ask("optimizers", "configure", racers=["sgd"], mnist_rates=rates(0.0))
    race = ask("optimizers", "mnist")["racers"][0]
    assert (race["seeds"], len(race["mean"]), race["best_rate"]) == (0, 0, 0.2)
    ask("optimizers", "mnist_race")
    to_the_end(workspace)
    race = ask("optimizers", "mnist")["racers"][0]
    assert (race["seeds"], race["best_rate"]) == (2, 0.2)  # a rate of 0 learns nothing
    assert len(set(race["mean"])) == 1
    ask("optimizers", "configure", racers=["adam"])
    ask("optimizers", "mnist_race")
    ask("optimizers", "configure", racers=["rmsprop"])
    assert ask("optimizers", "mnist_race")["progress"]["of"] == 4 + 2  # Adam's only waited


def test_a_divergence_on_mnist(ask, workspace, small, monkeypatch):
    """A training whose loss is no number any more ends, is counted, and is in no mean."""

    def diverge(trainer, pace, steps):
        raise Diverged(step=1, epoch=1, learning_rate=100.0, loss=math.nan)

    monkeypatch.setattr(small, "_advance", diverge)
    ask("optimizers", "open", racers=["sgd"], mnist_rates=rates(100.0))
    ask("optimizers", "mnist_race")
    to_the_end(workspace)
    race = ask("optimizers", "mnist")["racers"][0]
    assert (race["seeds"], race["diverged"]) == (2, 2)
    assert len(race["mean"]) == 0
    assert race["best"] is None


def test_what_a_file_may_hold():
    """Only jobs and results of this race are taken from the disk."""
    from neurarium.lab.exhibits.optimizers.mnist import MnistWork

    work, job = MnistWork(), {"racer": "gd", "rate": 0.1, "seed": 4}
    assert work.accepts(job, None)
    assert work.accepts(job, {"curve": [[0, 0.1], [3, 1]], "diverged": None})
    for wrong in ({**job, "seed": 5}, {**job, "racer": "lion"}, {**job, "rate": "x"}, {"racer": "gd"}):
        assert not work.accepts(wrong, None)
    for result in ({}, {"curve": [], "diverged": None}, {"curve": [[0, 2]], "diverged": None}, {"curve": 1}):
        assert not work.accepts(job, result)
