"""The exhibit `compare`."""

import numpy as np
import pytest
from scipy import stats
from sweep_results import fake_result

from neurarium.engine import MLP
from neurarium.engine.scaling import Scaling
from neurarium.lab import Lab
from neurarium.lab.budget import Budget
from neurarium.lab.digits import digits
from neurarium.lab.exhibits.compare.pair import PairTraining
from neurarium.lab.exhibits.compare.settings import KNOBS, VALUES, CompareSettings
from neurarium.persist import Model
from neurarium.tuning import sweep
from neurarium.tuning.journal import SweepJournal
from neurarium.tuning.sweeps import Sweep
from neurarium.tuning.trial import Trial, run

ID = "compare"
SMALL = {"knob": "activation", "hidden": [4], "limit": 250, "epochs": 1, "seeds": 2}


def to_the_end(workspace, ask):
    """Train until nothing wants time; return the sweep."""
    ask(ID, "start")
    while workspace.runs.advance(50):
        pass
    return ask(ID, "look_on")


def test_a_sweep_is_trained_to_its_verdict(workspace, ask):
    """Five activations, two seeds each, then the first two with two fresh seeds: fourteen trainings."""
    view = ask(ID, "open", **SMALL)
    assert view["sweep"]["state"] == "stopped"
    assert view["sweep"]["of"] == 14
    assert [knob["name"] for knob in view["sweep"]["knobs"]] == ["activation"]
    found = to_the_end(workspace, ask)
    assert (found["state"], found["done"], found["seconds_left"]) == ("finished", 14, 0)
    ranked = sorted(found["points"], key=lambda point: -point["mean"])
    for point in found["points"]:
        assert point["mean"] == pytest.approx(np.mean(point["accuracies"]))
        low, high = stats.t.interval(0.95, 1, point["mean"], stats.sem(point["accuracies"]))
        assert (point["low"], point["high"]) == (pytest.approx(max(low, 0)), pytest.approx(min(high, 1)))
    conclusion = found["conclusion"]
    assert ranked[0]["mean"] == found["points"][conclusion["first"]]["mean"]
    first, second = (found["points"][conclusion[place]]["confirmed"] for place in ("first", "second"))
    assert conclusion["difference"]["mean"] == pytest.approx(np.mean(first) - np.mean(second))
    assert conclusion["verdict"] in {"best", "other", "no_difference"}
    assert conclusion["test"] is not None


def test_the_numbers_are_those_of_the_command_line(workspace, ask):
    """The file is a sweep of `neurarium tune`; its trainings have the same weights as a worker's."""
    view = ask(ID, "open", **SMALL)
    to_the_end(workspace, ask)
    journal = SweepJournal(workspace.folder / "sweeps" / f"{view['sweep']['name']}.jsonl")
    assert journal.plan == CompareSettings(**SMALL | {"hidden": (4,)}).plan()
    assert Sweep(journal.plan, journal).left() == []
    point = journal.plan.all_points[2]
    for trial in (journal.plan.trial(point, 1), journal.plan.confirming(point)[0]):
        if trial.key in journal.results:
            assert run(trial, digits()).weights == journal.results[trial.key].weights


def test_the_program_makes_the_same_comparison(ask):
    """The program that is shown asks for the same plan: the same base, the same values, the same seeds."""
    program = ask(ID, "open", **SMALL, against="epochs")["program"]
    asked = {}
    code = program.replace("from neurarium import sweep\n", "")
    exec(
        compile(code, "program", "exec"),
        {"__name__": "__main__", "sweep": lambda vary, **rest: asked.update(rest, vary=vary) or Told()},
    )
    from neurarium.tuning.knobs import knobs_of
    from neurarium.tuning.plan import Plan

    made = Plan(asked["base"], knobs_of(asked["vary"]), asked["seeds"])
    assert made == CompareSettings(**SMALL | {"hidden": (4,), "against": "epochs"}).plan()
    assert callable(sweep)


class Told(list):
    """A table without rows."""

    conclusion = ""


def test_stopped_and_gone_on_elsewhere(workspace, ask):
    """A sweep that was stopped goes on in another process, and nothing is computed twice."""
    ask(ID, "open", **SMALL)
    ask(ID, "start")
    workspace.runs.advance(0)
    stopped = ask(ID, "stop")
    assert stopped["state"] == "stopped"
    assert 0 < stopped["done"] < 14
    journal = SweepJournal(workspace.folder / "sweeps" / f"{stopped['name']}.jsonl")
    assert journal.take()
    try:
        assert ask(ID, "look_on")["state"] == "elsewhere"
        left = Sweep(journal.plan, journal).left()
        for trial in left[:2]:
            journal.add(trial, run(trial, digits()))
        assert ask(ID, "look_on")["done"] == stopped["done"] + 2  # seen at once
        with pytest.raises(AssertionError, match="elsewhere"):
            ask(ID, "start")
    finally:
        journal.release()
    assert to_the_end(workspace, ask)["done"] == 14


def test_what_is_looked_at_comes_first(workspace, ask):
    """A point under the learner's hand is trained before the others, with all its seeds."""
    view = ask(ID, "open", **SMALL)
    last = view["sweep"]["points"][-1]["number"]
    ask(ID, "look", point=last)
    ask(ID, "start")
    while not (point := ask(ID, "look_on")["points"][last])["accuracies"]:
        workspace.runs.advance(0)
    assert len(point["accuracies"]) == 1
    others = [p for p in ask(ID, "look_on")["points"] if p["number"] != last]
    assert not any(p["accuracies"] for p in others)


def test_two_points_side_by_side(ask):
    """Their curves are those of trainings with seed 0; the images they part on are counted by hand."""
    view = ask(ID, "open", **SMALL, first=0, second=1)
    assert view["pair"]["done"] == 0
    while (pair := ask(ID, "train_pair"))["done"] < 1:
        pass
    plan = CompareSettings(**SMALL | {"hidden": (4,)}).plan()
    points = plan.all_points
    says, images = [], digits()
    for point in points[:2]:
        recipe = plan.trial(point, 0).recipe
        network, data = recipe.network(), recipe.dataset(images)
        from dataclasses import replace

        from neurarium.training import Trainer

        trainer = Trainer(network, data, replace(recipe.training, threads=1))
        trainer.fit()
        held = recipe.held_back(images)
        says.append(trainer.predict(images.x_train[held]).argmax(axis=1))
    truth = images.y_train[held]
    right = [answers == truth for answers in says]
    between = pair["between"]
    assert between["only_first"] == np.sum(right[0] & ~right[1])
    assert between["only_second"] == np.sum(~right[0] & right[1])
    assert between["both"] + between["only_first"] + between["only_second"] + between["neither"] == len(held)
    n = between["only_first"] + between["only_second"]
    assert between["p"] == pytest.approx(stats.binomtest(between["only_first"], n).pvalue if n else 1)
    assert all(a != b for a, b in zip(between["says_first"], between["says_second"], strict=True))
    assert pair["differences"] == [["activation", points[0].values[0], points[1].values[0]]]
    assert ask(ID, "configure", **SMALL, first=0, second=0)["pair"] is None


def test_every_knob_makes_a_sweep(ask):
    """Each alone, and each with each, but for width and depth, which say the same."""
    for knob in KNOBS:
        for against in ("", *KNOBS):
            if against == knob or {knob, against} == {"width", "depth"}:
                continue
            settings = CompareSettings(knob=knob, against=against)
            size = len(VALUES[knob]) * (len(VALUES[against]) if against else 1)
            assert len(settings.plan().all_points) == size


@pytest.mark.parametrize("against", ["width", "depth"])
def test_two_knobs_that_say_the_same_are_refused(refusal, against):
    """The refusal says which can be chosen."""
    error = refusal(ID, "open", knob="width", against=against)
    assert error["code"] == "bad_param"
    assert "epochs" in error["data"]["expected"]["options"]
    assert "depth" not in error["data"]["expected"]["options"]


def test_sweeps_of_the_command_line_are_listed_and_shown(workspace, ask):
    """Any file of `neurarium tune`; what is none is passed over."""
    folder = workspace.folder / "sweeps"
    folder.mkdir(parents=True)
    (folder / "notes.jsonl").write_text("no sweep\n", encoding="utf-8")
    plan = CompareSettings(**SMALL | {"hidden": (4,)}).plan()
    journal = SweepJournal(folder / "mine.jsonl", plan)
    trial = plan.trial(plan.all_points[0], 0)
    journal.add(trial, run(trial, digits()))
    ask(ID, "open")
    assert ask(ID, "sweeps") == [{"name": "mine", "text": "activation", "done": 1, "of": 14}]
    view = ask(ID, "configure", sweep="mine")
    assert (view["sweep"]["name"], view["sweep"]["done"]) == ("mine", 1)
    assert view["problem"] is None


def test_the_list_reads_only_what_has_changed(workspace, ask, monkeypatch):
    """A second look at the folder reads no file; one that has grown is read again; one may be gone."""
    folder = workspace.folder / "sweeps"
    plan = CompareSettings(**SMALL | {"hidden": (4,)}).plan()
    journals = [SweepJournal(folder / f"{name}.jsonl", plan) for name in ("one", "two")]
    first, second = (plan.trial(plan.all_points[0], seed) for seed in (0, 1))
    for journal in journals:
        journal.add(first, fake_result(900))
    read = []
    monkeypatch.setattr(
        "neurarium.lab.exhibits.compare.stored.SweepJournal",
        lambda path: read.append(path.stem) or SweepJournal(path),
    )
    ask(ID, "open")
    assert {(each["name"], each["done"]) for each in ask(ID, "sweeps")} == {("one", 1), ("two", 1)}
    assert sorted(read) == ["one", "two"]
    ask(ID, "sweeps")
    assert len(read) == 2
    journals[1].add(second, fake_result(900))
    assert {(each["name"], each["done"]) for each in ask(ID, "sweeps")} == {("one", 1), ("two", 2)}
    assert read[2:] == ["two"]
    journals[0].path.unlink()
    assert [each["name"] for each in ask(ID, "sweeps")] == ["two"]


@pytest.mark.parametrize("name", ["none", "../models/classic", ".hidden", "a\\b", "notes"])
def test_a_sweep_that_is_not_there_is_said(workspace, ask, name):
    """The page shows the sweep of its settings, and the reason."""
    (workspace.folder / "sweeps").mkdir(parents=True)
    (workspace.folder / "sweeps" / "notes.jsonl").write_text("no sweep\n", encoding="utf-8")
    view = ask(ID, "open", sweep=name)
    assert view["problem"]["code"] == "not_found"
    assert view["settings"]["sweep"] == ""


def test_sessions_share_a_sweep(workspace, ask):
    """Two pages with the same settings see the same trainings; another comparison stops the one before."""
    ask(ID, "open", **SMALL)
    ask(ID, "start")
    other = Lab(workspace)
    seen = other.handle({"id": 1, "exhibit": ID, "op": "open", "params": SMALL})["data"]["sweep"]
    assert seen["state"] == "running"
    ask(ID, "configure", **SMALL | {"epochs": 2})
    seen = other.handle({"id": 2, "exhibit": ID, "op": "look_on", "params": {}})["data"]
    assert seen["state"] == "stopped"


def test_a_failure_is_said_and_can_be_tried_again(workspace, ask, monkeypatch):
    """The reason is shown; what was trained stays."""
    ask(ID, "open", **SMALL)
    ask(ID, "start")
    with monkeypatch.context() as patched:
        patched.setattr("neurarium.lab.exhibits.compare.run.Training", broken)
        workspace.runs.advance(50)
    failed = ask(ID, "look_on")
    assert (failed["state"], failed["problem"]) == ("failed", "OSError: no more")
    assert to_the_end(workspace, ask)["state"] == "finished"


def broken(trial: Trial, images: object) -> None:
    """Take the place of a training."""
    raise OSError("no more")


@pytest.mark.parametrize("task", ["sweep", "equal", "better", "two", "disagree"])
def test_tasks_say_what_is_missing(ask, task):
    """At the start none is done."""
    ask(ID, "open", **SMALL)
    verdict = ask(ID, "check", task=task)
    assert not verdict["done"]
    assert verdict["missing"]


def test_tasks_are_done_by_what_was_trained(workspace, ask):
    """A sweep to its verdict does one task, and one of the two that its verdict decides."""
    ask(ID, "open", **SMALL)
    found = to_the_end(workspace, ask)
    assert ask(ID, "check", task="sweep")["done"]
    decided = found["conclusion"]["verdict"] == "no_difference"
    assert ask(ID, "check", task="equal")["done"] == decided
    assert ask(ID, "check", task="better")["done"] == (not decided)


def test_snapshot(check_snapshot, workspace, monkeypatch):
    """The views are what the front end's readers expect."""
    advance = PairTraining.advance

    def to_the_end(pair, budget):
        while not pair.is_over:  # however long a slice takes here
            advance(pair, Budget(1000))

    monkeypatch.setattr(PairTraining, "advance", to_the_end)
    for name, seed in (("one", 0), ("two", 1)):
        model = Model(MLP((784, 3, 10), seed=seed), scaling=Scaling.unit(), name=name)
        workspace.models.save(model)
    check_snapshot(
        ID,
        [
            ("default", "open", {}),
            ("two knobs", "open", SMALL | {"against": "epochs"}),
            ("a pair", "open", SMALL | {"first": 0, "second": 1}),
            ("a slice of the pair", "train_pair", {}),
            ("running", "start", {}),
            ("looked at", "look", {"point": 1}),
            ("as it is", "look_on", {}),
            ("stopped", "stop", {}),
            ("another", "configure", SMALL | {"knob": "dropout"}),
            ("the list", "sweeps", {}),
            ("task", "check", {"task": "sweep"}),
            ("missing", "open", {"sweep": "none"}),
            ("networks", "open", {"first_network": "one", "second_network": "two"}),
            ("no network", "open", {"first_network": "one", "second_network": "three"}),
            ("refused", "open", {"knob": "luck"}),
        ],
        volatile=("seconds", "seconds_left", "curves", "done", "between"),
    )
