"""One training of a sweep."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sweep_results import QUICK

from neurarium.engine.errors import ParameterError
from neurarium.engine.optimizers import SGD
from neurarium.training import Trainer
from neurarium.training.presets import BEST
from neurarium.tuning.trial import Result, Score, Trial, run, run_plain


def test_its_result_is_that_of_the_trainer(raw_mnist) -> None:
    """The same recipe, trained by `Trainer` itself, has the same accuracy and gets the same images wrong."""
    recipe = QUICK.recipe()
    found = run(Trial(recipe, test=True), raw_mnist)
    data, network = recipe.dataset(raw_mnist), recipe.network()
    trainer = Trainer(network, data, recipe.training)
    trainer.fit()
    assert data.x_validation is not None
    assert data.y_validation is not None
    held = trainer.predict(data.x_validation).argmax(axis=1) == data.y_validation
    assert found.validation == Score(int(held.sum()), 80)
    wrong = np.flatnonzero(trainer.predict(raw_mnist.x_test).argmax(axis=1) != raw_mnist.y_test)
    assert found.wrong == tuple(wrong)
    assert found.test == Score(10_000 - len(wrong), 10_000)
    assert found.parameters == network.theta.size
    assert found.epochs == 2


def test_equal_trials_give_equal_weights(raw_mnist) -> None:
    """Here and there: the hash is of the bits; another seed has another."""
    first, again = (run(Trial(QUICK.recipe()), raw_mnist) for _ in range(2))
    assert first.weights == again.weights
    assert run(Trial(replace(QUICK, seed=1).recipe()), raw_mnist).weights != first.weights


def test_a_training_that_diverges_is_a_result(raw_mnist) -> None:
    """It says at which step, and the rest of the sweep goes on."""
    recipe = QUICK.recipe()
    wild = replace(recipe, training=replace(recipe.training, optimizer=SGD(1e30)))
    found = run(Trial(wild), raw_mnist)
    assert found.diverged is not None
    assert 0 <= found.validation.share <= 1


def test_what_goes_to_a_worker_is_short_and_plain() -> None:
    """Under 1 kB, as JSON, both ways; for the largest preset too."""
    key = Trial(BEST.recipe if BEST.recipe.validation else replace(BEST.recipe, validation=0.1)).key
    assert len(key.encode()) < 1000
    assert Trial.of_plain(json.loads(key)).key == key
    sent = json.loads(json.dumps(run_plain(Trial(QUICK.recipe()).key)))
    assert Result.of_plain(sent).plain() == sent


@pytest.mark.parametrize("plain", [{}, {"recipe": {}, "test": 1}, {"recipe": None, "test": False}, []])
def test_what_is_no_trial_is_refused(plain) -> None:
    """Data from a file that is damaged."""
    with pytest.raises(ParameterError):
        Trial.of_plain(plain)
