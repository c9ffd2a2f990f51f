"""The programs beside the race, run: PyTorch's and Keras's optimizers take our steps."""

import os
from importlib.util import find_spec

import numpy as np
import pytest

from neurarium.lab.exhibits.optimizers.lines import draw_program
from neurarium.lab.exhibits.optimizers.problems import make_problem
from neurarium.lab.exhibits.optimizers.race import Race
from neurarium.lab.exhibits.optimizers.settings import RACERS, RATES, OptimizersSettings
from neurarium.training.surfaces import SURFACES

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with NumPy 2
]

NEEDS = {"torch": "torch", "keras": "tensorflow"}  # PyTorch cannot be loaded after TensorFlow


@pytest.mark.parametrize("surface", ["ravine", "rosenbrock", "two_minima"])
@pytest.mark.parametrize("follow", RACERS)
@pytest.mark.parametrize("library", NEEDS)
def test_the_same_path(library, surface, follow):
    """From the same start, with all samples at every step, both come to the same place."""
    if find_spec(NEEDS[library]) is None:
        pytest.skip(f"needs {NEEDS[library]}")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    settings = OptimizersSettings(
        problem=surface,
        start=SURFACES.get(surface).start,
        rates=RATES[surface],
        batch=64,
        length=40,
        follow=follow,
    )
    race = Race(settings)
    race.advance(settings.length)
    names = {}
    exec(getattr(draw_program(settings, make_problem(settings.race)), library), names)
    theta = names["theta"]
    found = theta.detach().numpy() if library == "torch" else np.array(theta)
    # Keras keeps the learning rate in float32.
    close = 1e-6 if library == "torch" else 1e-4
    assert np.allclose(found, race.theta[RACERS.index(follow), -1], rtol=close, atol=close)


@pytest.mark.parametrize("library", NEEDS)
def test_mini_batches_run(library):
    """With mini-batches the programs draw their own tilts: they run, and come down the ravine too."""
    if find_spec(NEEDS[library]) is None:
        pytest.skip(f"needs {NEEDS[library]}")
    settings = OptimizersSettings(follow="sgd", batch=12)
    names = {}
    exec(getattr(draw_program(settings, make_problem(settings.race)), library), names)
    theta = names["theta"]
    x, y = theta.detach().numpy() if library == "torch" else np.array(theta)
    assert np.abs(np.array(names["tilts"]).mean(axis=0)).max() < 1e-12
    assert 0.05 * x**2 + y**2 < 0.1
