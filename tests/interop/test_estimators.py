"""Fitted estimators and pipelines: saved, exported, and read by onnxruntime as by scikit-learn."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import sklearn.neural_network as theirs
from sklearn.datasets import load_iris, make_multilabel_classification
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from neurarium.engine import Scaling
from neurarium.estimator import MLPClassifier, MLPRegressor
from neurarium.interop import EXPORTERS, InteropError, to_onnx
from neurarium.persist import Model, ModelError, ModelStore, as_model, load_model, save_model

onnxruntime = pytest.importorskip("onnxruntime")
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
Array = npt.NDArray[Any]

X, Y = load_iris(return_X_y=True)
X = X * [1, 100, 0.01, 3] + [0, 500, -2, 1000]  # columns of very different sizes
NAMES = np.array(["setosa", "versicolor", "virginica"])
SCALERS: list[list[Any]] = [
    [],
    [StandardScaler()],
    [StandardScaler(with_mean=False)],
    [StandardScaler(with_std=False), MinMaxScaler()],
    [MinMaxScaler((-1, 2)), StandardScaler()],
    [MaxAbsScaler(), RobustScaler()],
    ["passthrough", RobustScaler(with_centering=False)],
]
KINDS = [MLPClassifier, MLPRegressor, theirs.MLPClassifier, theirs.MLPRegressor]


def fitted(kind: Any, scalers: list[Any], y: Array = Y, rows: Array = X) -> Any:
    network = kind(hidden_layer_sizes=(6, 5), max_iter=40, learning_rate_init=0.02, random_state=0)
    return make_pipeline(*scalers, network).fit(rows, y)


def answers(pipeline: Any, rows: Array = X) -> Array:
    if hasattr(pipeline, "predict_proba"):
        probabilities = pipeline.predict_proba(rows)
        return probabilities[:, 1:] if len(pipeline.classes_) == 2 else probabilities
    return pipeline.predict(rows).reshape(len(rows), -1)


def run(path: Path, rows: Array = X) -> list[Array]:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return list(session.run(None, {"inputs": rows.astype(np.float32)}))


@pytest.mark.parametrize("scalers", SCALERS, ids=repr)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__module__.split(".")[0] + kind.__name__)
def test_a_pipeline_is_saved_whole(kind: Any, scalers: list[Any], tmp_path: Path) -> None:
    """From raw rows the loaded model computes what the pipeline does, and knows its classes."""
    pipeline = fitted(kind, scalers, NAMES[Y] if "Classifier" in kind.__name__ else Y)
    save_model(pipeline, tmp_path / "iris.safetensors")
    model = load_model(tmp_path / "iris.safetensors")
    np.testing.assert_allclose(model.predict(X), answers(pipeline), rtol=1e-3, atol=1e-4)
    assert list(model.classes) == (list(NAMES) if "Classifier" in kind.__name__ else [])


@pytest.mark.parametrize("scalers", SCALERS, ids=repr)
@pytest.mark.parametrize("labels", [[7, 8, 9], ["a", "b", "c"], [0, 1, 1], ["no", "yes", "yes"]], ids=repr)
def test_onnx_gives_label_and_probabilities(scalers: list[Any], labels: list[Any], tmp_path: Path) -> None:
    """As sklearn-onnx writes them: labels of their own kind, and a probability for each class."""
    pipeline = fitted(MLPClassifier, scalers, np.array(labels)[Y])
    (path,) = to_onnx(pipeline, tmp_path / "iris.onnx")
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == ["label", "probabilities"]
    label, probabilities = run(path)
    np.testing.assert_allclose(probabilities, pipeline.predict_proba(X), atol=1e-3)
    np.testing.assert_array_equal(label, pipeline.predict(X))


def test_onnx_of_several_labels_at_once(tmp_path: Path) -> None:
    """The label is yes or no for each."""
    rows, y = make_multilabel_classification(80, n_classes=3, random_state=0)
    pipeline = fitted(MLPClassifier, [StandardScaler()], y, rows)
    label, probabilities = run(to_onnx(pipeline, tmp_path / "labels.onnx")[0], rows)
    np.testing.assert_array_equal(label, pipeline.predict(rows))
    np.testing.assert_allclose(probabilities, pipeline.predict_proba(rows), atol=1e-4)


@pytest.mark.parametrize("scalers", SCALERS[:3], ids=repr)
def test_onnx_of_a_regressor(scalers: list[Any], tmp_path: Path) -> None:
    """Numbers in their own unit: the targets' scale is in the last layer."""
    pipeline = fitted(MLPRegressor, scalers, Y * 1000.0 + 5)
    (outputs,) = run(to_onnx(pipeline, tmp_path / "numbers.onnx")[0])
    np.testing.assert_allclose(outputs[:, 0], pipeline.predict(X), rtol=1e-3, atol=1)


@pytest.mark.parametrize("scalers", SCALERS[:4], ids=repr)
def test_a_script_of_a_pipeline_computes_the_same(scalers: list[Any], tmp_path: Path) -> None:
    """The script in plain NumPy, run by itself, differs from the original by rounding."""
    script, _ = EXPORTERS["numpy"](fitted(MLPClassifier, scalers), tmp_path / "iris_model.py")
    told = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout
    assert float(told.split(": ")[1]) < 1e-3


@pytest.mark.parametrize("language", ["torch", "keras"])
def test_other_scripts_take_a_pipeline_too(language: str, tmp_path: Path) -> None:
    """The scaling of each column is taken into the first layer, whose weights are in the file."""
    pipeline = fitted(MLPClassifier, [StandardScaler()])
    _, weights = EXPORTERS[language](pipeline, tmp_path / "iris_model.py")
    W = pipeline[-1].coefs_[0] / pipeline[0].scale_[:, None]
    with np.load(weights) as file:
        arrays = [array if array.shape == W.shape else array.T for array in file.values()]
    assert any(array.shape == W.shape and np.allclose(array, W) for array in arrays)


def test_a_search_stands_for_its_best() -> None:
    """as_model takes the best estimator, a pipeline here."""
    pipeline = make_pipeline(StandardScaler(), MLPClassifier(max_iter=3, random_state=0))
    search = GridSearchCV(pipeline, {"mlpclassifier__alpha": [0.1, 1]}, cv=2).fit(X, Y)
    np.testing.assert_allclose(as_model(search).predict(X), search.predict_proba(X), atol=1e-5)


def test_what_is_a_model_already_stays_it() -> None:
    """A Model comes back itself, a network becomes one."""
    model = as_model(fitted(MLPClassifier, [])[-1])
    assert as_model(model) is model
    assert as_model(model.network).network is model.network
    assert len(model.history) == 40


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("text", "got str"),
        (MLPClassifier(), "a fitted MLPClassifier: call its fit first"),
        (make_pipeline(PCA(), MLPClassifier()), "got PCA in the pipeline"),
        (make_pipeline(MinMaxScaler(clip=True).fit(X), MLPClassifier()), "without clip"),
        (make_pipeline(MaxAbsScaler(clip=True).fit(X), MLPClassifier()), "got MaxAbsScaler with clip"),
        (make_pipeline(StandardScaler(), MLPClassifier()), "got StandardScaler that is not fitted"),
    ],
    ids=str,
)
def test_what_holds_no_model_is_refused(source: Any, words: str, tmp_path: Path) -> None:
    """Saving and exporting say what was expected and what came."""
    with pytest.raises(ModelError, match=words):
        save_model(source, tmp_path / "model.safetensors")
    with pytest.raises(InteropError, match=words):
        to_onnx(source, tmp_path / "model.onnx")


def test_a_single_class_has_no_name(tmp_path: Path) -> None:
    """A classifier that saw one class only is saved without classes: its one output tells two apart."""
    model = as_model(MLPClassifier(max_iter=2).fit(X, np.ones(150)))
    assert isinstance(model, Model)
    assert list(model.classes) == []


def test_a_pipeline_is_saved_into_the_store_under_a_name(tmp_path: Path) -> None:
    """The lab's models can be a pipeline's: under the name that is given, and only once."""
    pipeline = fitted(MLPClassifier, [StandardScaler()])
    store = ModelStore(tmp_path)
    store.save(pipeline, name="iris")
    np.testing.assert_allclose(store.load("iris").predict(X), pipeline.predict_proba(X), atol=1e-5)
    with pytest.raises(ModelError, match="exists already"):
        store.save(pipeline, name="iris")
    with pytest.raises(ModelError, match="name"):
        store.save(pipeline)


@pytest.mark.parametrize("scalers", [[], [StandardScaler()]], ids=repr)
def test_the_store_keeps_what_was_done_before_the_model(scalers: list[Any], tmp_path: Path) -> None:
    """Trained on pixels / 255, saved with that division: from pixels 0-255 it gives the same answers."""
    pixels = np.random.default_rng(0).integers(0, 256, (60, 9)).astype(np.uint8)
    pipeline = fitted(
        MLPClassifier, scalers, (pixels[:, 0] > 127).astype(int) + (pixels[:, 1] > 127), pixels / 255
    )
    store = ModelStore(tmp_path)
    store.save(pipeline, name="mine", before=Scaling.unit())
    expected = pipeline.predict_proba(pixels / 255)
    np.testing.assert_allclose(store.load("mine").predict(pixels), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("labels", "kept"), [([0.0, 1.0, 2.0], [0, 1, 2]), ([0.0, 1.0, -3.0], [-3, 0, 1])], ids=str
)
def test_whole_labels_stay_numbers(labels: list[float], kept: list[int], tmp_path: Path) -> None:
    """Labels that went through floats are whole numbers in the file and in ONNX, like sklearn-onnx's."""
    pipeline = fitted(MLPClassifier, [StandardScaler()], np.array(labels)[Y])
    assert list(as_model(pipeline).classes) == kept
    label, _ = run(to_onnx(pipeline, tmp_path / "iris.onnx")[0])
    assert label.dtype == np.int64
    np.testing.assert_array_equal(label, pipeline.predict(X))
