"""Maps by t-SNE, in the exhibit `data`."""

import os

import numpy as np
import pytest
from drawn_sets import bars, bring, npz

from neurarium.lab import Lab, Workspace
from neurarium.lab.datasets import tsne, tsne_maps
from neurarium.lab.exhibits import restore
from neurarium.lab.exhibits.data import mapping


@pytest.fixture
def name(workspace, ask):
    """Bring 40 bars, half of them upright; return the name of the data set, which is open."""
    drawn, labels = bars(40)
    ask("data", "open")
    found = bring(workspace, ask, {"a.npz": npz(images=drawn, labels=labels)}, "bars")["name"]
    ask("data", "configure", dataset=found)
    return found


def finish(workspace, ask):
    """Give the runs time until the map is drawn."""
    shares = []
    while (found := ask("data", "tsne"))["progress"]["state"] == "running":
        assert found["asked"]
        assert found["x"] is None
        shares.append(found["progress"]["share"])
        workspace.runs.advance(50)
    assert shares == sorted(shares)
    return found


def test_nothing_is_drawn_unless_it_is_asked_for(workspace, ask, name):
    """To look at the map asks for nothing; the same images are shown as in the other map."""
    found = ask("data", "tsne")
    assert (found["available"], found["asked"], found["x"]) == (True, False, None)
    assert found["progress"]["of"] == 0
    assert (found["numbers"] == ask("data", "map")["numbers"]).all()


def test_neighbours_stay_neighbours(workspace, ask, name):
    """The map keeps near what is near; it is kept on the disk, and asked for again it is there at once."""
    assert ask("data", "tsne_draw")["asked"]
    found = finish(workspace, ask)
    plane = np.stack([found["x"], found["y"]], 1).astype(float)
    rows = workspace.datasets.gallery(name).rows(found["numbers"]).astype(float)
    nearest = []
    for points in (rows, plane):
        distances = np.linalg.norm(points[:, None] - points[None], axis=2)
        np.fill_diagonal(distances, np.inf)
        nearest.append(distances.argsort(1))
    kept = [len(set(a[:10]) & set(b[:10])) / 10 for a, b in zip(*nearest, strict=True)]
    by_chance = 10 / (len(rows) - 1)
    assert np.mean(kept) > 2 * by_chance
    assert found["progress"]["state"] == "finished"
    assert not list((workspace.folder / "maps").iterdir())
    workspace.runs.close()
    later = Lab(Workspace(workspace.folder))
    params = {"dataset": name}
    assert later.handle({"id": 1, "exhibit": "data", "op": "open", "params": params})["ok"]
    again = later.handle({"id": 2, "exhibit": "data", "op": "tsne", "params": {}})["data"]
    assert again["x"].tolist() == found["x"].tolist()
    assert again["y"].tolist() == found["y"].tolist()


def test_stopped_and_begun_anew_by_a_later_process(workspace, ask, name):
    """Stopped, nothing goes on; asked for again, it does. A process that takes over begins it anew."""
    ask("data", "tsne_draw")
    workspace.runs.advance(1)
    found = ask("data", "tsne_stop")
    assert (found["asked"], found["progress"]["state"]) == (True, "stopped")
    workspace.runs.advance(1)  # it rests, and lets the folder go
    assert ask("data", "tsne_draw")["progress"]["state"] == "running"
    workspace.runs.close()
    workspace.runs.remove(workspace.runs.get(tsne_maps.LIST_ID))
    workspace.disown_runs()

    later = Workspace(workspace.folder)
    restore(later)
    drawn = later.runs.get(tsne_maps.LIST_ID)
    while drawn.progress.state == "running":
        later.runs.advance(50)
    assert drawn.progress.state == "finished"
    assert len(drawn.result(drawn.jobs[0])["x"]) == 40


def test_one_that_fails_is_told_and_given_up_for_the_next(workspace, ask, name):
    """Rows that are gone fail the map, and say so; asked for again, they are kept again, and it is drawn."""
    ask("data", "tsne_draw")
    for path in (workspace.folder / "maps").iterdir():
        path.write_bytes(b"no rows")
    found = finish(workspace, ask)
    assert found["progress"]["state"] == "failed"
    assert "Error" in found["progress"]["problem"]
    ask("data", "tsne_draw")
    assert finish(workspace, ask)["progress"]["problem"] == ""


def test_without_scikit_learn(monkeypatch, ask, refusal, name):
    """The page is told, and an order is refused with the name of what is missing."""
    monkeypatch.setattr(mapping.tsne, "is_available", lambda: False)
    assert not ask("data", "tsne")["available"]
    error = refusal("data", "tsne_draw")
    assert (error["code"], error["data"]) == ("not_found", {"what": "package", "name": "scikit-learn"})


OUTPUTS = {
    "": 0,
    "[t-SNE] Computing 121 nearest neighbors...\n": 0,
    "[t-SNE] Iteration 50: error = 7.1, gradient norm = 0.1\n[t-SNE] Iteration 100: err": 100,
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_iterations_are_read(output):
    """The last iteration that was told counts."""
    assert tsne.iterations_told(output) == OUTPUTS[output]


def test_the_program_tells_its_iterations(capsys):
    """scikit-learn tells them as they are read here, up to the last one."""
    plane = tsne.tsne_plane(np.random.default_rng(0).random((30, 5), np.float32))
    assert plane.shape == (30, 2)
    assert tsne.iterations_told(capsys.readouterr().out) == tsne.ITERATIONS


def test_without_the_process_that_asked_it_ends(tmp_path, capsys):
    """It sees at what it tells that its parent is gone; its folder of temporary files is gone with it."""
    np.save(tmp_path / tsne.ROWS, np.random.default_rng(0).random((30, 5), np.float32))
    tsne.main(tmp_path, os.getppid())
    assert np.load(tmp_path / tsne.PLANE).shape == (30, 2)
    (tmp_path / tsne.PLANE).unlink()
    with pytest.raises(SystemExit):
        tsne.main(tmp_path, os.getppid() + 1)
    assert not tmp_path.exists()


def test_few_rows_have_few_neighbours():
    """The perplexity is smaller than the number of rows, however few there are."""
    assert tsne.perplexity_for(2000) == 30
    assert tsne.perplexity_for(10) == 3


BAD = ({}, {"rows": "../a", "n": 2}, {"rows": "ab", "n": "2"}, {"rows": 1, "n": 2})


@pytest.mark.parametrize("job", BAD)
def test_a_job_of_a_damaged_file(tmp_path, job):
    """It is none, and no path leads out of the folder."""
    assert not tsne_maps.TsneWork(tmp_path).accepts(job, None)


RESULTS = ({"x": [1.0]}, {"x": [1.0, 2.0], "y": [1.0]}, {"x": [1.0, float("nan")], "y": [1.0, 2.0]})


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_of_a_damaged_file(tmp_path, result):
    """It is none."""
    assert not tsne_maps.TsneWork(tmp_path).accepts({"rows": "ab", "n": 2}, result)
