"""What is said of the numbers: no more than they bear out."""

import numpy as np
import pytest
from scipy import stats
from sweep_results import fake_result

from neurarium.training.settings import RunSettings
from neurarium.tuning.conclusion import conclude
from neurarium.tuning.knobs import knobs_of
from neurarium.tuning.plan import Plan
from neurarium.tuning.points import Point
from neurarium.tuning.table import Table, rows_of

SEEDS = 4
PLAN = Plan(RunSettings().recipe(), knobs_of({"hidden": [2, 4, 8]}), seeds=SEEDS)
TWO, FOUR, EIGHT = sorted(PLAN.all_points, key=lambda point: point.values)


def results_of(choosing: dict[Point, list[int]], confirming: dict[Point, list[int]]):
    """Return results with these numbers of right answers of 1000, seed by seed."""
    found = {}
    for point, rights in choosing.items():
        found |= {t.key: fake_result(n) for t, n in zip(PLAN.choosing(point), rights, strict=False)}
    for point, rights in confirming.items():
        found |= {
            t.key: fake_result(n, test=9000 + n, wrong=(1, 2, point.values[0]))
            for t, n in zip(PLAN.confirming(point), rights, strict=True)
        }
    return found


def said(choosing: dict[Point, list[int]], confirming: dict[Point, list[int]]):
    """Return the conclusion from these numbers."""
    found = results_of(choosing, confirming)
    ranking = [row.point for row in rows_of(PLAN, PLAN.all_points, found)]
    return conclude(PLAN, ranking, found)


CHOOSING = {EIGHT: [950, 952, 951, 949], FOUR: [940, 941, 942, 939], TWO: [500, 600, 400, 450]}


def test_the_best_is_named_only_if_fresh_seeds_confirm_it() -> None:
    """The interval is SciPy's paired t interval over the fresh seeds, and leaves out 0."""
    ours, theirs = [951, 950, 948, 952], [941, 939, 940, 943]
    found = said(CHOOSING, {EIGHT: ours, FOUR: theirs})
    assert (found.verdict, found.best) == ("best", EIGHT)
    expected = stats.ttest_rel(np.array(ours) / 1000, np.array(theirs) / 1000).confidence_interval(0.95)
    assert found.difference.low == pytest.approx(expected.low)
    assert found.difference.high == pytest.approx(expected.high)
    assert str(found).startswith("Best: hidden=8. On fresh seeds")
    assert found.equals == ()


def test_no_difference_is_said_plainly() -> None:
    """Where the interval has 0 in it nothing is called the best."""
    found = said(CHOOSING, {EIGHT: [951, 930, 960, 940], FOUR: [941, 945, 940, 950]})
    assert (found.verdict, found.best) == ("no_difference", None)
    assert "No difference that these seeds could show between hidden=8 and hidden=4" in str(found)


def test_luck_that_does_not_repeat_is_found_out() -> None:
    """The winner of the choice loses on fresh seeds: the second is the best, and its test result is told."""
    found = said(CHOOSING, {EIGHT: [920, 921, 922, 919], FOUR: [941, 939, 940, 943]})
    assert (found.verdict, found.best) == ("other", FOUR)
    assert "hidden=8 had the highest mean" in str(found)
    assert found.test.accuracies[0] == pytest.approx(0.9941)
    assert "hidden=4 reads 99.41 %" in str(found)


def test_without_fresh_seeds_there_is_no_verdict() -> None:
    """A sweep that was stopped says that it was."""
    found = said(CHOOSING, {})
    assert (found.verdict, found.best, found.test) == ("too_few", None, None)
    assert "too few trainings" in str(found)


def test_points_that_could_be_equal_are_counted() -> None:
    """A mean that is lower by chance is not called worse."""
    near = CHOOSING | {FOUR: [949, 953, 950, 950], TWO: [951, 949, 950, 949]}
    found = said(near, {EIGHT: [951, 930, 960, 940], FOUR: [941, 945, 940, 950]})
    assert set(found.equals) == {FOUR, TWO}
    assert "2 points cannot be told from the first place" in str(found)


def test_two_networks_are_compared_image_by_image() -> None:
    """What only one of the two reads right is counted; the p is SciPy's binomial test."""
    found = said(CHOOSING, {EIGHT: [951] * 4, FOUR: [941] * 4}).disagreement
    assert (found.only_first, found.only_second) == ((4,), (8,))
    assert found.p == pytest.approx(stats.binomtest(1, 2, 0.5).pvalue)


def test_rows_with_fewer_seeds_come_last() -> None:
    """A point that is half done is not ranked before one that is done; its interval is wide."""
    half = {EIGHT: [999, 999], FOUR: [940, 941, 942, 939]}
    rows = rows_of(PLAN, PLAN.all_points, results_of(half, {}))
    assert [row.point for row in rows] == [FOUR, EIGHT]
    low, high = stats.t.interval(0.95, 3, 0.9405, stats.sem([0.940, 0.941, 0.942, 0.939]))
    assert (rows[0].low, rows[0].high) == (pytest.approx(low), pytest.approx(high))


def test_the_table_becomes_a_frame() -> None:
    """A column for each knob, then the measurements, in the order of the rows."""
    found = results_of(CHOOSING, {})
    rows = rows_of(PLAN, PLAN.all_points, found)
    frame = Table(rows, PLAN, conclude(PLAN, [row.point for row in rows], found)).to_pandas()
    assert list(frame["hidden"]) == [8, 4, 2]
    assert list(frame["mean"]) == pytest.approx([0.9505, 0.9405, 0.4875])
    assert {"low", "high", "seeds", "diverged", "epochs", "seconds", "parameters"} < set(frame.columns)
