"""A small comparison that is done in an instant, in the test's own process."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sweep_results import QUICK

from neurarium.tuning.knobs import knobs_of
from neurarium.tuning.plan import Plan
from neurarium.tuning.runner import Runner


@pytest.fixture
def plan() -> Plan:
    """Three sizes of the hidden layer, two seeds each: ten trainings with those that confirm."""
    return Plan(QUICK.recipe(), knobs_of({"hidden": [2, 8, 16]}), seeds=2)


@pytest.fixture
def runner():
    """One worker, a thread of this process."""
    with ThreadPoolExecutor(1) as pool:
        yield Runner(lambda: pool, 1)
