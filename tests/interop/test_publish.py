"""A trained model that is handed over to the lab is there, and reads as it did in its own program."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier as TheirClassifier
from sklearn.neural_network import MLPRegressor as TheirRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler

import neurarium
from neurarium import MLP, Dataset, MLPClassifier, Model, Scaling, TrainConfig, Trainer
from neurarium.data import Mnist
from neurarium.interop import InteropError, publish
from neurarium.interop import publish as public
from neurarium.lab import Lab, Workspace
from neurarium.persist import ModelError, ModelStore

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
assert issubclass(ConvergenceWarning, Warning)

ROWS = 2000
SETTINGS: dict[str, Any] = {"hidden_layer_sizes": (12,), "max_iter": 8, "batch_size": 25, "random_state": 0}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return an empty data folder."""
    return Workspace(tmp_path)


@pytest.fixture
def store(workspace: Workspace) -> ModelStore:
    """Return its models."""
    return workspace.models


def theirs(**settings: Any) -> TheirClassifier:
    """Return scikit-learn's classifier, not fitted."""
    return TheirClassifier(**SETTINGS, **settings)


ESTIMATORS = {
    "theirs": (theirs, 255.0),
    "ours": (lambda: MLPClassifier(**SETTINGS), 255.0),
    "standardised": (lambda: make_pipeline(StandardScaler(), theirs()), 1.0),
    "standardised parts of 255": (
        lambda: make_pipeline(StandardScaler(), theirs()),
        255.0,
    ),
    "from 0 to 1": (lambda: make_pipeline(MinMaxScaler(), theirs()), 1.0),
    "tanh": (lambda: theirs(activation="tanh"), 255.0),
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_an_estimator_reads_as_it_did(name: str, store: ModelStore, raw_mnist: Mnist) -> None:
    """The file that was saved answers to pixels 0-255 as the estimator does to what it has learned from."""
    make, divisor = ESTIMATORS[name]
    estimator = make()
    x = raw_mnist.x_train[:ROWS] / divisor
    estimator.fit(x, raw_mnist.y_train[:ROWS])
    published = publish(estimator, "mine", store=store)
    expected = estimator.predict_proba(raw_mnist.x_test / divisor)
    got = store.load("mine").predict(raw_mnist.x_test)
    np.testing.assert_allclose(got, expected, atol=1e-4)
    right = float(np.mean(estimator.predict(raw_mnist.x_test / divisor) == raw_mnist.y_test))
    assert published.test_accuracy == pytest.approx(right, abs=3e-4)
    assert published.divides == (divisor == 255.0)
    assert f"{published.test_accuracy:.2%}" in str(published)


def test_labels_may_be_words(store: ModelStore, raw_mnist: Mnist) -> None:
    """Who has the labels '0' to '9', as they come from OpenML, has the digits in order."""
    estimator = theirs()
    estimator.fit(raw_mnist.x_train[:ROWS] / 255, raw_mnist.y_train[:ROWS].astype(str))
    publish(estimator, "words", store=store)
    assert list(store.load("words").classes) == []


@pytest.fixture(scope="module")
def network(raw_mnist: Mnist) -> MLP:
    """Return a network of ours that was trained on pixels from 0 to 1."""
    data = Dataset.split(raw_mnist.x_train[:ROWS], raw_mnist.y_train[:ROWS], scaling=Scaling.unit())
    network = MLP([784, 16, 10], seed=0)
    Trainer(network, data, TrainConfig(epochs=8, batch_size=25)).fit()
    return network


def test_a_network_is_in_the_whole_lab_at_once(network: MLP, workspace: Workspace) -> None:
    """It is in the lists of recognise and of train, and in the top bar, of a lab that is open already."""
    lab = Lab(workspace)

    def ask(exhibit: str, op: str) -> Any:
        reply = lab.handle({"id": 1, "exhibit": exhibit, "op": op, "params": {}})
        assert reply["ok"], reply
        return reply["data"]

    ask("recognise", "open")
    ask("train", "open")
    published = publish(network, "my-own", before=Scaling.unit(), store=workspace.models)
    assert json.dumps(ask("recognise", "open"), default=str).count("my-own")
    assert json.dumps(ask("train", "models"), default=str).count("my-own")
    status = ask("lab", "model")
    assert (status["status"], status["name"]) == ("trained", "my-own")
    assert status["accuracy"] == published.test_accuracy


def test_neurarium_models_lists_it(network: MLP, tmp_path: Path) -> None:
    """The command line has it, with its accuracy: both use the same folder if nobody names one."""
    program = (
        "import numpy as np, neurarium\n"
        "network = neurarium.MLP([784, 4, 10], seed=0)\n"
        "print(neurarium.publish(network, 'tiny', before=neurarium.Scaling.unit()))\n"
    )
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path),
        "PYTHONPATH": str(Path(neurarium.__file__).parents[1]),
        "COLUMNS": "200",
    }
    models = "import sys; from neurarium.cli import main; sys.argv = ['neurarium', 'models']; main()"
    said, listed = (
        subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for code in (program, models)
    )
    assert "'tiny' is in the lab" in said
    assert "tiny" in listed
    assert "784-4-10" in listed


def test_what_was_done_to_the_pixels_is_found(network: MLP, store: ModelStore, raw_mnist: Mnist) -> None:
    """Without a word about it, the network is given what it reads more images with."""
    told = publish(network, "told", before=Scaling.unit(), store=store)
    guessed = publish(network, "guessed", store=store)
    assert guessed.divides
    assert guessed.test_accuracy == told.test_accuracy > 0.7
    as_is = Model(network, scaling=Scaling.unit())
    assert publish(as_is, "model", store=store).test_accuracy == told.test_accuracy


def test_a_published_model_is_replaced_and_no_other(network: MLP, store: ModelStore) -> None:
    """A program that runs a second time publishes again; a model of another origin is never lost."""
    publish(network, "mine", store=store)
    other = MLP([784, 8, 10], seed=1)
    publish(other, "mine", store=store)
    assert store.load("mine").network.layers[0].n_out == 8
    store.save(Model(network), name="classic")
    with pytest.raises(InteropError, match="'classic-2'"):
        publish(other, "classic", store=store)
    assert store.load("classic").network.layers[0].n_out == 16


def test_what_reads_no_digits_is_refused(store: ModelStore, raw_mnist: Mnist) -> None:
    """Other inputs, other classes, numbers for digits: each refusal says what it is and what is taken."""
    x, y = raw_mnist.x_train[:300] / 255, raw_mnist.y_train[:300]
    with pytest.raises(InteropError, match="takes 4 numbers and answers 3"):
        publish(MLP([4, 8, 3]), "iris", store=store)
    five = theirs().fit(x[y < 5], y[y < 5])
    with pytest.raises(InteropError, match="takes 784 numbers and answers 5"):
        publish(five, "five", store=store)
    letters = theirs().fit(x, np.array(list("abcdefghij"))[y])
    with pytest.raises(InteropError, match="answers with a, b, c"):
        publish(letters, "letters", store=store)
    regressor = TheirRegressor(**SETTINGS).fit(x, np.eye(10)[y])
    with pytest.raises(InteropError, match="MLPRegressor"):
        publish(regressor, "regressor", store=store)
    with pytest.raises(ModelError, match="call its fit first"):
        publish(theirs(), "raw", store=store)
    with pytest.raises(ModelError, match="Normalizer"):
        publish(make_pipeline(Normalizer(), theirs()).fit(x, y), "other", store=store)
    with pytest.raises(ModelError, match="expected a name"):
        publish(MLP([784, 10]), "../mine", store=store)
    assert store.names() == []


def test_a_copy_that_answers_otherwise_is_refused(store: ModelStore, raw_mnist: Mnist) -> None:
    """An estimator whose answers are not those of its weights is not saved."""

    class Tempered(TheirClassifier):
        def predict_proba(self, X: Any) -> Any:
            return super().predict_proba(X) ** 1.01

    estimator = Tempered(**SETTINGS).fit(raw_mnist.x_train[:ROWS] / 255, raw_mnist.y_train[:ROWS])
    with pytest.raises(InteropError, match="differ by"):
        publish(estimator, "tempered", store=store)
    assert store.names() == []


def test_it_is_public() -> None:
    """`neurarium.publish` is the function of the lab's hand-over."""
    assert neurarium.publish is public
