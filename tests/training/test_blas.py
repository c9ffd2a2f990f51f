"""Matrix products on one thread."""

from collections.abc import Iterator

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from neurarium.data.augment import Augmentation
from neurarium.engine import MLP, Adam
from neurarium.training import Dataset, TrainConfig, Trainer
from neurarium.training import blas as module
from neurarium.training.blas import single_threaded_blas


@pytest.fixture(autouse=True)
def several_threads() -> Iterator[None]:
    """Give BLAS three threads, however many cores there are for a test."""
    with threadpool_limits(3, user_api="blas"):
        assert set(threads()) == {3}
        yield


def threads() -> list[int]:
    """Return how many threads NumPy's BLAS may use (SciPy brings another one)."""
    found = [library for library in threadpool_info() if library["user_api"] == "blas"]
    return [library["num_threads"] for library in found if "numpy" in library["filepath"]]


def test_for_a_moment() -> None:
    """Within, BLAS has one thread; afterwards, as many as before, after an error too."""
    before = threads()
    assert before
    with single_threaded_blas():
        assert set(threads()) == {1}
    assert threads() == before
    with pytest.raises(ZeroDivisionError), single_threaded_blas():
        1 / 0  # noqa: B018
    assert threads() == before


def test_who_comes_later_may_go_last() -> None:
    """Two that overlap, as in two threads, leave behind what was there before."""
    before = threads()
    first, second = single_threaded_blas(), single_threaded_blas()
    first.__enter__()
    second.__enter__()
    assert set(threads()) == {1}
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert threads() == before


@pytest.mark.parametrize("augmentation", [None, Augmentation(elastic=8)])
def test_a_compiled_run_wakes_no_blas_threads(
    monkeypatch: pytest.MonkeyPatch, augmentation: Augmentation | None
) -> None:
    """What a compiled run does in NumPy, between its epochs or to warp images, it does on one thread."""
    seen = []
    product = np.matmul
    monkeypatch.setattr(np, "matmul", lambda *a, **k: (seen.extend(threads()), product(*a, **k))[1])
    rng = np.random.default_rng(0)
    data = Dataset(
        rng.normal(size=(300, 9)), rng.integers(0, 3, 300), rng.normal(size=(50, 9)), np.zeros(50, int)
    )
    config = TrainConfig(epochs=2, optimizer=Adam(), backend="compiled", augmentation=augmentation)
    Trainer(MLP([9, 40, 3]), data, config).fit()
    assert seen
    assert set(seen) == {1}


def test_without_the_library_that_tells_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be told to BLAS, the products are computed all the same."""
    monkeypatch.setattr(module, "_libraries", lambda: ())
    with single_threaded_blas():
        assert (np.ones((2, 3)) @ np.ones((3, 2))).tolist() == [[3, 3], [3, 3]]
