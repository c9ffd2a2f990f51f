"""Models that come from elsewhere, as the lab takes them from its store."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from neurarium.estimator import MLPClassifier
from neurarium.lab.model_cache import ModelCache
from neurarium.persist import ModelStore, as_model, save_model
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
