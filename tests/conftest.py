"""Options of the whole test set."""

import os

# Beside other work, OpenBLAS with two threads can be ten times slower than with one; NumPy reads this once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the protocol's snapshots anew."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots/*.json anew instead of comparing with them",
    )
