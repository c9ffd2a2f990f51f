"""Grids of settings in joblib's processes, and on a Dask cluster: each fit has one core."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest
from dask_cluster import DaskCluster
from joblib import parallel_config
from sklearn.model_selection import GridSearchCV

from neurarium.estimator import MLPClassifier
from neurarium.kernels import available_cores, prepare

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

RANDOM = np.random.default_rng(0)
X = RANDOM.random((1500, 784), dtype=np.float32)
Y = (X[:, :392].sum(axis=1) > X[:, 392:].sum(axis=1)).astype(int)
MODEL = MLPClassifier(max_iter=1, random_state=0)
GRID = {"hidden_layer_sizes": [(256,), (300,)]}  # on these rows they are worth a second thread


def measure() -> Callable[[Any, Any, Any], dict[str, float]]:
    """Return a scorer that fits once more where it runs, and tells the accuracy and the threads of the fit.

    A function within another travels to the workers as it is: they do not have this file.
    """

    def scores(model: Any, rows: Any, labels: Any) -> dict[str, float]:
        import os
        from unittest import mock

        from sklearn.base import clone
        from threadpoolctl import threadpool_info

        from neurarium.estimator import descent
        from neurarium.kernels import prepare
        from neurarium.kernels.team import Team

        begin, make = Team.__init__, descent.make_backend
        threads = []

        def begin_team(team: Any, size: int) -> None:
            threads.append(size)
            begin(team, size)

        def make_backend(*given: Any, **named: Any) -> Any:
            threads.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
            return make(*given, **named)

        prepare()  # else NumPy would compute
        team = mock.patch.object(Team, "__init__", begin_team)
        with team, mock.patch.object(descent, "make_backend", make_backend):
            clone(model).fit(rows, labels)
        return {"accuracy": model.score(rows, labels), "threads": max(threads), "process": os.getpid()}

    return scores


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Two workers, each with one thread."""
    made = DaskCluster(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


def search(n_jobs: int | None) -> dict[str, Any]:
    """Return what a grid search found: two settings, two folds."""
    grid = GridSearchCV(MODEL, GRID, cv=2, n_jobs=n_jobs, scoring=measure(), refit=False)
    return grid.fit(X, Y).cv_results_


@pytest.fixture(scope="module")
def alone() -> dict[str, Any]:
    """What it finds with one fit after another: each may use all cores."""
    prepare()
    found = search(None)
    if available_cores() > 1:
        assert found["mean_test_threads"].min() > 1
    return found


@pytest.mark.parametrize("backend", ["loky", "dask"])
def test_a_grid_search_gives_each_fit_one_core(
    backend: str, alone: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """With two fits at once each takes one thread, of the kernels and of BLAS; the scores are the same."""
    with ExitStack() as stack:
        if backend == "dask":
            distributed = pytest.importorskip("distributed")
            address = request.getfixturevalue("cluster").address
            client = stack.enter_context(distributed.Client(address))
            client.wait_for_workers(2)  # with one, joblib would fit here
        stack.enter_context(parallel_config(backend))
        found = search(2)
    assert found["mean_test_threads"].tolist() == [1, 1]
    assert os.getpid() not in found["split0_test_process"]
    for fold in ("split0_test_accuracy", "split1_test_accuracy"):
        assert found[fold].tolist() == alone[fold].tolist()
