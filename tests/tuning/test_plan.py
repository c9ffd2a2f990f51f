"""Which trainings a sweep takes, and in which order."""

from dataclasses import replace
from itertools import islice

import pytest
from sweep_results import fake_result

from neurarium.engine.errors import ParameterError
from neurarium.training.settings import RunSettings
from neurarium.tuning import Range
from neurarium.tuning.knobs import knobs_of
from neurarium.tuning.plan import Plan
from neurarium.tuning.points import MAX_POINTS, drawn, grid

BASE = RunSettings(epochs=8).recipe()


def test_a_grid_has_every_combination_once() -> None:
    """Three values times two are six points."""
    points = grid(knobs_of({"hidden": [2, 4, 8], "activation": ["relu", "tanh"]}))
    assert {point.values for point in points} == {(n, f) for n in (2, 4, 8) for f in ("relu", "tanh")}
    assert len(points) == 6


def test_a_grid_goes_from_coarse_to_fine() -> None:
    """The ends come first, then the middle, then the middles of the halves."""
    points = grid(knobs_of({"hidden": [1, 2, 3, 4, 5, 6, 7, 8, 9]}))
    assert [point.values[0] for point in points] == [1, 9, 5, 3, 7, 2, 4, 6, 8]


def test_a_grid_that_is_too_large_is_refused() -> None:
    """The message says how many points it would have."""
    wide = Range(0.001, 1, 101)
    with pytest.raises(ParameterError, match=r"10,201 points, expected at most 10,000"):
        grid(knobs_of({"learning_rate": wide, "l2": wide}))
    assert MAX_POINTS == 10_000


@pytest.mark.parametrize("sampler", ["random", "sobol"])
def test_points_that_are_drawn_go_on_where_they_stopped(sampler) -> None:
    """The first ten of a longer draw are the ten of a shorter one; other seeds draw others."""
    knobs = knobs_of({"learning_rate": Range(0.001, 1, log=True), "dropout": Range(0, 0.5)})
    ten = drawn(knobs, sampler, 10)
    assert drawn(knobs, sampler, 37)[:10] == ten
    assert drawn(knobs, sampler, 10, seed=1) != ten
    assert all(0.001 <= point.values[0] <= 1 and 0 <= point.values[1] <= 0.5 for point in ten)


def test_sobols_points_are_spread_evenly() -> None:
    """Of 32 points each of 32 equal parts of the range has one: chance would leave a third of them empty."""
    knobs = knobs_of({"dropout": Range(0, 0.96)})
    places = sorted(int(point.values[0] / 0.03) for point in drawn(knobs, "sobol", 32))
    assert places == list(range(32))


def test_a_plan_without_halving_is_one_round() -> None:
    """Every point with every seed: first all points with the first seed."""
    plan = Plan(BASE, knobs_of({"hidden": [2, 4]}), seeds=3)
    (trials,) = plan.rounds(dict)
    assert [(trial.recipe.layers[1], trial.seed) for trial in trials] == [
        *((2, 0), (4, 0)),
        *((2, 1), (4, 1)),
        *((2, 2), (4, 2)),
    ]
    assert plan.most() == 6 + 6
    confirming = plan.confirming(plan.all_points[0])
    assert [trial.seed for trial in confirming] == [3, 4, 5]
    assert all(trial.test for trial in confirming)
    assert not any(trial.test for trial in trials)


def test_halving_keeps_the_better_half_for_twice_the_epochs() -> None:
    """Eight points: 8 at 2 epochs, 4 at 4, 2 at 8; those with the higher accuracy go on."""
    plan = Plan(BASE, knobs_of({"hidden": [1, 2, 3, 4, 5, 6, 7, 8]}), seeds=2, halving=True)
    results = {}
    seen = []
    for trials in plan.rounds(lambda: results):
        seen.append(({t.recipe.layers[1] for t in trials}, {t.recipe.training.epochs for t in trials}))
        results.update({t.key: fake_result(10 * t.recipe.layers[1]) for t in trials})
    assert seen == [
        ({1, 2, 3, 4, 5, 6, 7, 8}, {2}),
        ({5, 6, 7, 8}, {4}),
        ({7, 8}, {8}),
    ]
    assert plan.most() == 16 + 8 + 4 + 4


def test_a_plan_that_is_open_goes_on_for_ever() -> None:
    """Where time is the limit, new points keep coming, none twice."""
    plan = Plan(BASE, knobs_of({"dropout": Range(0, 0.9)}), seeds=2, sampler="random", points=None)
    rounds = list(islice(plan.rounds(dict), 5))
    keys = [trial.key for trials in rounds for trial in trials]
    assert len(set(keys)) == len(keys) == 5 * 8 * 2
    assert plan.most() is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"seeds": 1}, "says nothing of luck"),
        ({"sampler": "grit"}, "one of grid, random, sobol"),
        ({"knobs": knobs_of({"hidden": [2]})}, "nothing to compare"),
        ({"knobs": knobs_of({"activation": ["relu", "rulu"]})}, "activation=rulu: there is no activation"),
        ({"base": replace(BASE, validation=0.0)}, "decided by validation images"),
        ({"sampler": "random", "points": None, "halving": True}, "halving needs to know"),
    ],
)
def test_a_plan_that_cannot_be_done_is_refused_before_it_begins(settings, said: str) -> None:
    """Each point is checked at once, and the message names it."""
    with pytest.raises(ParameterError, match=said):
        Plan(**{"base": BASE, "knobs": knobs_of({"hidden": [2, 4]})} | settings)


def test_a_plan_is_plain_data_and_back() -> None:
    """What is written into a file is the same plan when it is read."""
    vary = {"hidden": [2, (4, 4)], "learning_rate": Range(0.1, 1, 3, log=True), "batch_norm": [True, False]}
    plan = Plan(BASE, knobs_of(vary), seeds=3, halving=True)
    assert Plan.of_plain(plan.plain()) == plan
