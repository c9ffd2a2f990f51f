"""Models that come from elsewhere, as the lab takes them from its store."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from neurarium.engine import MLP
from neurarium.estimator import MLPClassifier
from neurarium.lab.model_cache import ModelCache
from neurarium.persist import Model, ModelStore, as_model, save_model
from neurarium.persist.choice import doubt_of
from neurarium.recognizer import probabilities


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_pipeline_that_reads_784_pixels_can_be_put_into_the_lab(tmp_path: Path) -> None:
    """Its scaling, of each pixel for itself, is taken into the first layer: the answers stay the same."""
    digits = load_digits()
    images = np.kron(digits.images, np.ones((3, 3)))[:300]  # 24 x 24
    pixels = np.pad(images * 15, ((0, 0), (2, 2), (2, 2))).reshape(300, 784).astype(np.uint8)
    pipeline = make_pipeline(StandardScaler(), MLPClassifier((12,), max_iter=20, random_state=0))
    pipeline.fit(pixels.astype(np.float64), digits.target[:300])
    store = ModelStore(tmp_path)
    save_model(pipeline, store.path("mine"))
    cached = ModelCache(store).reader("mine")
    assert cached.model.scaling is None
    expected = probabilities(as_model(pipeline), pixels)
    np.testing.assert_allclose(expected, pipeline.predict_proba(pixels.astype(np.float64)), atol=1e-4)
    np.testing.assert_allclose(probabilities(cached.model, pixels), expected, atol=1e-4)
    assert [entry.name for entry in ModelCache(store).readers()] == ["mine"]


@pytest.mark.parametrize(
    ("models", "best"),
    [
        ({"old": 0.98, "new": 0.92}, "old"),
        ({"old": 0.97, "new": 0.97}, "new"),
        ({"old": 0.97, "imported": None}, "old"),
        ({"old": 0.5, "imported": None}, "imported"),
        ({"old": 0.5, "noise": 0.95}, "old"),
        ({"noise": 0.1}, "noise"),
        ({}, None),
    ],
)
def test_the_best_model_reads_by_default(
    tmp_path: Path, models: dict[str, float | None], best: str | None
) -> None:
    """It is the one that reads most test digits; one that learned shuffled labels comes last."""
    store = ModelStore(tmp_path)
    for day, (name, accuracy) in enumerate(models.items(), 1):
        store.save(
            Model(
                MLP([784, 10]),
                name=name,
                created=f"2026-01-{day:02}T12:00:00+00:00",
                config={"shuffle_labels": name == "noise"},
                metrics={} if accuracy is None else {"test_accuracy": accuracy},
            )
        )
    found = ModelCache(store).best()
    assert (found and found.name) == best
    if best is not None:
        assert ModelCache(store).reader().name == best


@pytest.mark.parametrize(
    ("config", "metrics", "doubt"),
    [
        ({"shuffle_labels": True}, {"test_accuracy": 0.97}, "shuffled_labels"),
        ({"shuffle_labels": False}, {"test_accuracy": 0.89}, "low_accuracy"),
        ({}, {"test_accuracy": 0.9}, None),
        ({}, {}, None),
    ],
)
def test_models_that_are_not_to_be_trusted_are_known(config, metrics, doubt) -> None:
    """Those whose labels were shuffled, and those that read few of the test digits."""
    assert doubt_of(Model(MLP([784, 10]), config=config, metrics=metrics)) == doubt
