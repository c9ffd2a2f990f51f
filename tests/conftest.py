"""What all tests share."""

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

# Processes that test beside each other share the cores, and so do the programs that they start: each computes
# on one thread. Threads that find no free core wait for each other without a rest, and a training then takes
# ten times as much of the processor. NumPy and scikit-learn read this when they are imported.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from neurarium.data import Mnist, mnist

# The same examples in every run, so few are as good as many; `--hypothesis-profile=thorough` tries more. How
# long one takes says more about the machine than about the code: no deadlines.
for name, examples in {"quick": 40, "thorough": 300}.items():
    settings.register_profile(
        name,
        derandomize=True,
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("quick")

# A shell starts background jobs with Ctrl-C switched off; nohup switches off the end of the terminal. Every
# process they start inherits that: the tests that end a program by such a signal would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def raw_mnist() -> Mnist:
    """All of MNIST as bytes, loaded once; not to be written to."""
    data = mnist("raw")
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        array.setflags(write=False)
    return data


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the lab protocol's snapshots anew."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots/*.json anew instead of comparing with them",
    )
